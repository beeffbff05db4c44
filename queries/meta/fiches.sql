-- One row per fiche of a schéma, in its order: the node or the action that carries it.
SELECT schema_id, objet, adresse, code, titre, noeud_id FROM base.porteur ORDER BY schema_id, ordre
