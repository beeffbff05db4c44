-- One row per pilote and year of the schéma: the filtered actions that it pilots and that run in that year, from the dates
-- of the last campaign, else of the schéma; what is abandoned runs no more and is left out.
SELECT o.organisme, o.organisme_cle, y.annee, count(*) FILTER (
           coalesce(a.debut_tenu, a.fin_tenue) IS NOT NULL AND coalesce(a.statut <> 'Abandonnée', true)
           AND coalesce(a.debut_tenu, a.fin_tenue) <= make_date(y.annee, 12, 31)
           AND greatest(a.fin_tenue, a.debut_tenu) >= make_date(y.annee, 1, 1)) AS actions,
       sum(count(*)) OVER (PARTITION BY o.organisme) AS poids,
       derniere_campagne($schema, $au::DATE) AS campagne
FROM actions_filtrees($filtres) a
JOIN action_organismes o ON o.schema_id = a.schema_id AND o.action_id = a.action_id AND o.role = 'pilote'
JOIN schemas s ON s.schema_id = a.schema_id
CROSS JOIN LATERAL (SELECT unnest(range(s.annee_debut, s.annee_fin + 1))::INTEGER AS annee) y
GROUP BY o.organisme, o.organisme_cle, y.annee
ORDER BY poids DESC, o.organisme, y.annee
