-- One row per value of a filter: how many actions it keeps, all other filters being applied; « total » is the count.
WITH a AS (FROM actions_marquees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au))
SELECT 'niveau_1' AS filtre, niveau_1_noeud AS valeur, count(*) AS actions
FROM a WHERE garde_nature AND garde_etat AND garde_pilote AND garde_epci GROUP BY ALL
UNION ALL
SELECT 'niveau_2', niveau_2_noeud, count(*)
FROM a WHERE garde_niveau_1 AND garde_nature AND garde_etat AND garde_pilote AND garde_epci GROUP BY ALL
UNION ALL
SELECT 'niveau_3', niveau_3_noeud, count(*)
FROM a WHERE garde_niveau_1 AND garde_niveau_2 AND garde_nature AND garde_etat AND garde_pilote AND garde_epci
GROUP BY ALL
UNION ALL
SELECT 'nature', nature, count(*)
FROM a WHERE garde_niveau_1 AND garde_niveau_2 AND garde_niveau_3 AND garde_etat AND garde_pilote AND garde_epci
GROUP BY ALL
UNION ALL
SELECT 'etat', etat, count(*)
FROM a WHERE garde_niveau_1 AND garde_niveau_2 AND garde_niveau_3 AND garde_nature AND garde_pilote AND garde_epci
GROUP BY ALL
UNION ALL
SELECT 'pilote', pilote, count(*)
FROM (SELECT unnest(CASE WHEN len(pilote_cles) = 0 THEN ['sans'] ELSE pilote_cles END) AS pilote
      FROM a WHERE garde_niveau_1 AND garde_niveau_2 AND garde_niveau_3 AND garde_nature AND garde_etat AND garde_epci)
GROUP BY ALL
UNION ALL
SELECT 'epci', t.code, count(*)
FROM a JOIN base.territoire_schema t ON t.schema_id = a.schema_id
     AND (len(a.territoire_codes) = 0 OR list_contains(a.territoire_codes, t.code))
WHERE garde_niveau_1 AND garde_niveau_2 AND garde_niveau_3 AND garde_nature AND garde_etat AND garde_pilote
GROUP BY ALL
UNION ALL
SELECT 'total', NULL, count(*)
FROM a WHERE garde_niveau_1 AND garde_niveau_2 AND garde_niveau_3 AND garde_nature AND garde_etat AND garde_pilote
  AND garde_epci
UNION ALL
SELECT 'sans_territoire', NULL, count(*)
FROM a WHERE garde_niveau_1 AND garde_niveau_2 AND garde_niveau_3 AND garde_nature AND garde_etat AND garde_pilote
  AND garde_epci AND len(territoire_codes) = 0
UNION ALL
SELECT 'ensemble', NULL, count(*) FROM a
