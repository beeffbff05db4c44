-- One row per element of the plan above the actions, in the order of its tree: its fiche, and the actions under it.
WITH RECURSIVE arbre AS (
    SELECT *, [ordre] AS rang FROM plan WHERE schema_id = $schema AND parent_id IS NULL
    UNION ALL
    SELECT p.*, list_append(a.rang, p.ordre) FROM plan p JOIN arbre a ON a.schema_id = p.schema_id AND a.noeud_id = p.parent_id)
SELECT p.noeud_id, p.niveau, n.libelle, p.code, p.titre, f.adresse AS fiche,
       (SELECT count(*) FROM base.action_complete a WHERE a.schema_id = $schema
        AND p.noeud_id IN (a.niveau_1_noeud, a.niveau_2_noeud, a.niveau_3_noeud)) AS actions
FROM arbre p JOIN base.niveau n ON n.schema_id = p.schema_id AND n.rang = p.niveau
LEFT JOIN base.porteur f ON f.schema_id = p.schema_id AND f.objet = p.noeud_id
ORDER BY p.rang
