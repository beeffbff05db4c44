-- One row per filtered action on which the comité is asked to decide, the late ones first.
SELECT code, intitule, statut, decision_attendue, prochaine_etape, etat_echeance, delai, jours_apres_echeance, sauf_reponse,
       depuis, pilotes, campagne, fiche_adresse
FROM actions_filtrees($filtres)
WHERE est_un_point(repond_a, 'à décider')
ORDER BY etat_echeance <> 'en retard', jours_apres_echeance DESC NULLS LAST, ordre
