-- One row per harmonised theme and schéma: the actions that the editorial classification puts there.
WITH theme AS (
    SELECT theme, regle, ordre FROM base.theme
    UNION ALL
    SELECT 'Non classée', 'Action sans thème dans la table de classement.', 1000
    WHERE EXISTS (FROM actions WHERE theme IS NULL))
SELECT t.theme AS ligne, nom_schema(s.departement, s.annee_debut, s.annee_fin) AS colonne,
       count(a.action_id) AS actions,
       (SELECT count(*) FROM actions x WHERE x.schema_id = s.schema_id) AS total, any_value(t.regle) AS regle
FROM schemas s CROSS JOIN theme t
LEFT JOIN actions a ON a.schema_id = s.schema_id AND coalesce(a.theme, 'Non classée') = t.theme
GROUP BY s.schema_id, s.departement, s.annee_debut, s.annee_fin, s.ordre, t.theme, t.ordre
ORDER BY t.ordre, s.ordre, s.schema_id
