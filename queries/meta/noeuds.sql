-- One row per element of a plan above the actions, in the document's order.
SELECT schema_id, noeud_id, parent_id, niveau, code, titre FROM plan ORDER BY schema_id, niveau, ordre
