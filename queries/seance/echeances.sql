-- One row per coming date from the date d’observation on: start or end of actions, and printed échéances.
WITH filtree AS (
    FROM actions_filtrees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au,
                       $statut, $confiance, $echeance, $point, $comite)),
evenement AS (
    SELECT debut AS jour, debut_precision AS precision, 'démarrage' AS evenement, action_id FROM filtree
    UNION ALL
    SELECT fin, fin_precision, 'fin', action_id FROM filtree
    UNION ALL
    SELECT coalesce(e.fin, e.debut), coalesce(e.fin_precision, e.debut_precision),
           'échéance : ' || e.libelle || ' (' || f.code || ')', f.action_id
    FROM filtree f JOIN echeances e ON e.schema_id = f.schema_id AND e.action_id = f.action_id)
SELECT jour, precision, evenement, count(*) AS actions, date_diff('day', $au::DATE, jour) AS jours
FROM evenement WHERE jour >= $au::DATE
GROUP BY ALL ORDER BY jour, evenement LIMIT 12
