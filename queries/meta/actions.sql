-- One row per action of a schéma, in its order: its code and the object whose fiche holds it.
SELECT schema_id, code, fiche_objet FROM base.action_complete ORDER BY schema_id, ordre
