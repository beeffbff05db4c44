-- One row per element of the second level (the first where there is only one) and calendar state: its actions.
SELECT niveau_1_code, niveau_1, coalesce(niveau_2_noeud, niveau_1_noeud) AS noeud,
       coalesce(niveau_2_code, niveau_1_code) AS code, coalesce(niveau_2, niveau_1) AS titre, etat, count(*) AS actions
FROM actions_filtrees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au,
                       $statut, $confiance, $echeance, $point, $comite) a
GROUP BY ALL
ORDER BY min(ordre), etat
