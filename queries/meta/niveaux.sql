-- One row per level of a schéma, from the top down, with the document's word for it.
SELECT schema_id, rang, type, libelle, pluriel FROM base.niveau ORDER BY schema_id, rang
