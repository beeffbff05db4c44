-- One row per family of organisations and schéma: the actions that at least one organisation of the family pilots.
WITH famille AS (
    SELECT a.schema_id, a.action_id, coalesce(o.famille, 'Aucun pilote imprimé') AS famille
    FROM actions a LEFT JOIN action_organismes o
         ON o.schema_id = a.schema_id AND o.action_id = a.action_id AND o.role = 'pilote'),
toutes AS (SELECT famille, count(DISTINCT (schema_id, action_id)) AS poids FROM famille GROUP BY famille)
SELECT t.famille AS ligne, nom_schema(s.departement, s.annee_debut, s.annee_fin) AS colonne,
       count(DISTINCT f.action_id) AS actions,
       (SELECT count(*) FROM actions x WHERE x.schema_id = s.schema_id) AS total
FROM schemas s CROSS JOIN toutes t
LEFT JOIN famille f ON f.schema_id = s.schema_id AND f.famille = t.famille
GROUP BY s.schema_id, s.departement, s.annee_debut, s.annee_fin, s.ordre, t.famille, t.poids
ORDER BY t.famille = 'Aucun pilote imprimé', t.poids DESC, t.famille, s.ordre, s.schema_id
