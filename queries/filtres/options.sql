-- One row per value of a filter: how many actions it keeps, all other filters being applied; « total » is the count.
WITH a AS (FROM actions_marquees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au, $statut,
                                 $confiance, $echeance, $point, $comite))
SELECT 'niveau_1' AS filtre, niveau_1_noeud AS valeur, count(*) AS actions FROM a
WHERE list_has_all(['niveau_1', 'niveau_2', 'niveau_3'], refus) GROUP BY ALL
UNION ALL
SELECT 'niveau_2' AS filtre, niveau_2_noeud AS valeur, count(*) AS actions FROM a
WHERE list_has_all(['niveau_2', 'niveau_3'], refus) GROUP BY ALL
UNION ALL
SELECT 'niveau_3' AS filtre, niveau_3_noeud AS valeur, count(*) AS actions FROM a
WHERE list_has_all(['niveau_3'], refus) GROUP BY ALL
UNION ALL
SELECT 'nature', nature, count(*) FROM a WHERE list_has_all(['nature'], refus) GROUP BY ALL
UNION ALL
SELECT 'etat', etat, count(*) FROM a WHERE list_has_all(['etat'], refus) GROUP BY ALL
UNION ALL
SELECT 'statut', coalesce(statut, 'sans réponse'), count(*) FROM a WHERE list_has_all(['statut'], refus) GROUP BY ALL
UNION ALL
SELECT 'confiance', coalesce(confiance, 'sans réponse'), count(*) FROM a WHERE list_has_all(['confiance'], refus) GROUP BY ALL
UNION ALL
SELECT 'echeance', etat_echeance, count(*) FROM a WHERE list_has_all(['echeance'], refus) GROUP BY ALL
UNION ALL
SELECT 'pilote', pilote, count(*)
FROM (SELECT unnest(CASE WHEN len(pilote_cles) = 0 THEN ['sans'] ELSE pilote_cles END) AS pilote
      FROM a WHERE list_has_all(['pilote'], refus))
GROUP BY ALL
UNION ALL
SELECT 'epci', t.code, count(*)
FROM a JOIN base.territoire_schema t ON t.schema_id = a.schema_id
     AND (len(a.territoire_codes) = 0 OR list_contains(a.territoire_codes, t.code))
WHERE list_has_all(['epci'], refus) GROUP BY ALL
UNION ALL
SELECT 'total', NULL, count(*) FROM a WHERE len(refus) = 0
UNION ALL
SELECT 'sans_territoire', NULL, count(*) FROM a WHERE len(refus) = 0 AND len(territoire_codes) = 0
UNION ALL
SELECT 'ensemble', NULL, count(*) FROM a
