-- One row per value of a filter: how many actions it keeps, all other filters being applied; « total » is the count.
-- Each action names the values it would be counted under, and for each the refusals that do not matter there.
WITH territoire AS (SELECT coalesce(list(code), []) AS codes FROM base.territoire_schema WHERE schema_id = $schema),
choix AS (
    SELECT refus, unnest([
        {'filtre': 'niveau_1', 'valeur': niveau_1_noeud, 'sauf': ['niveau_1', 'niveau_2', 'niveau_3']},
        {'filtre': 'niveau_2', 'valeur': niveau_2_noeud, 'sauf': ['niveau_2', 'niveau_3']},
        {'filtre': 'niveau_3', 'valeur': niveau_3_noeud, 'sauf': ['niveau_3']},
        {'filtre': 'nature', 'valeur': nature, 'sauf': ['nature']},
        {'filtre': 'etat', 'valeur': etat, 'sauf': ['etat']},
        {'filtre': 'statut', 'valeur': coalesce(statut, 'sans réponse'), 'sauf': ['statut']},
        {'filtre': 'confiance', 'valeur': coalesce(confiance, 'sans réponse'), 'sauf': ['confiance']},
        {'filtre': 'echeance', 'valeur': etat_echeance, 'sauf': ['echeance']},
        {'filtre': CASE WHEN delai <> etat_echeance THEN 'echeance' END, 'valeur': delai, 'sauf': ['echeance']},
        {'filtre': 'total', 'valeur': NULL, 'sauf': []},
        {'filtre': CASE WHEN len(territoire_codes) = 0 THEN 'sans_territoire' END, 'valeur': NULL, 'sauf': []},
        {'filtre': 'ensemble', 'valeur': NULL, 'sauf': refus}]
        || [{'filtre': 'pilote', 'valeur': cle, 'sauf': ['pilote']}
            for cle in CASE WHEN len(pilote_cles) = 0 THEN ['sans'] ELSE pilote_cles END]
        || [{'filtre': 'epci', 'valeur': lieu, 'sauf': ['epci']} for lieu in codes
            if len(territoire_codes) = 0 OR list_contains(territoire_codes, lieu)], recursive := true)
    FROM territoire, actions_marquees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au,
                                      $statut, $confiance, $echeance, $point, $comite))
SELECT filtre, valeur, count(*) AS actions FROM choix
WHERE filtre IS NOT NULL AND list_has_all(sauf, refus) GROUP BY ALL
