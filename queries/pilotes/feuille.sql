-- One row per filtered action, as its pilote has to follow it: the late ones first, then by due day.
SELECT code, intitule, pilotes, calendrier_imprime, echeance, etat_echeance, sauf_reponse, delai_inconnu, jours_apres_echeance,
       statut, taux, confiance, commentaire, prochaine_etape, decision_attendue, depuis, reportee, campagne, suivie, fiche_adresse
FROM actions_filtrees($filtres)
ORDER BY list_position(['en retard', 'démarrage en retard', 'échéance proche'], etat_echeance) NULLS LAST, sauf_reponse,
         echeance NULLS LAST, ordre
