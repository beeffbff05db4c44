-- One row per value of a filter: how many actions it keeps, all other filters being applied; « total » is the count.
-- A level of the plan is counted whatever is chosen at the levels below it.
WITH action AS (
    SELECT territoire_codes, repond_a || repond_alors AS reponses,
           [choix.filtre for choix in refus(repond_a, repond_alors, $filtres)] AS refus
    FROM actions_marquees($filtres)),
reponse AS (SELECT refus, unnest(reponses, recursive := true) FROM action)
SELECT filtre, valeur, count(*) AS actions FROM reponse
WHERE valeur IS NOT NULL AND list_bool_and([
    autre = filtre OR filtre LIKE 'niveau_%' AND autre LIKE 'niveau_%' AND autre > filtre for autre in refus]) IS NOT FALSE
GROUP BY ALL
UNION ALL
SELECT unnest(['ensemble', 'total', 'sans_territoire']), NULL,
       unnest([count(*), count(*) FILTER (len(refus) = 0), count(*) FILTER (len(refus) = 0 AND len(territoire_codes) = 0)])
FROM action
