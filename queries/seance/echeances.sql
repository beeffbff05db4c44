-- One row per coming date from the date d’observation on: start or end of actions, and printed échéances.
SELECT e.jour, e.precision, e.evenement, count(*) AS actions, date_diff('day', $au::DATE, e.jour) AS jours
FROM actions_filtrees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au,
                       $statut, $confiance, $echeance, $point, $comite) a
JOIN base.evenement e ON e.schema_id = a.schema_id AND e.action_id = a.action_id
WHERE e.jour >= $au::DATE
GROUP BY ALL ORDER BY e.jour, e.precision, e.evenement LIMIT 12
