-- One row per pilote, then for no pilote: its filtered actions, and those with a status in the last campaign at the date.
-- Worst first. A filter by pilote shows that one alone: its actions piloted together would open others.
WITH filtree AS (
    SELECT * FROM actions_filtrees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au,
                       $statut, $confiance, $echeance, $point, $comite))
SELECT coalesce(o.organisme, 'Sans pilote') AS organisme, coalesce(o.organisme_cle, 'sans') AS organisme_cle,
       count(*) AS pilotees, count(a.statut) AS repondues, count(*) - count(a.statut) AS sans_reponse,
       (SELECT count(*) FROM filtree) AS actions, (SELECT count(statut) FROM filtree) AS actions_repondues,
       derniere_campagne($schema, $au::DATE) AS campagne
FROM filtree a
LEFT JOIN action_organismes o ON o.schema_id = a.schema_id AND o.action_id = a.action_id AND o.role = 'pilote'
WHERE derniere_campagne($schema, $au::DATE) IS NOT NULL
  AND ($pilote IS NULL OR coalesce(o.organisme_cle, 'sans') = $pilote)
GROUP BY ALL ORDER BY repondues / pilotees, pilotees DESC, organisme
