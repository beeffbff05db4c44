-- One row per coming date (start or end) and precision, from the date d’observation on: how many actions meet it.
WITH filtree AS (
    FROM actions_filtrees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au)),
evenement AS (
    SELECT debut AS jour, debut_precision AS precision, 'démarrage' AS evenement, action_id FROM filtree
    UNION ALL
    SELECT fin, fin_precision, 'fin', action_id FROM filtree)
SELECT jour, precision, evenement, count(*) AS actions, date_diff('day', $au::DATE, jour) AS jours
FROM evenement WHERE jour >= $au::DATE
GROUP BY ALL ORDER BY jour, evenement LIMIT 12
