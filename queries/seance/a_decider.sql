-- One row per filtered action on which the comité is asked to decide, the late ones first.
SELECT code, intitule, statut, decision_attendue, prochaine_etape, etat_echeance, delai, jours_apres_echeance, sauf_reponse,
       depuis, pilotes, campagne, fiche_adresse
FROM actions_filtrees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au,
                       $statut, $confiance, $echeance, $point, $comite)
WHERE decision_attendue IS NOT NULL OR statut = 'À discuter'
ORDER BY etat_echeance <> 'en retard', jours_apres_echeance DESC NULLS LAST, ordre
