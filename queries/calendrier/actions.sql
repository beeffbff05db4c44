-- One row per filtered action, in the order of the plan: its dates, its échéances, its calendar state, its pilotes.
SELECT action_id, code, intitule, nature, niveau_1_code, niveau_1, niveau_2_code, niveau_2, niveau_3_code, niveau_3,
       debut, debut_precision, fin, fin_precision, calendrier_imprime, incertain, etat, horizon, vierge, pilotes,
       echeances, statut, confiance, taux, commentaire, debut_reel, fin_reelle, echeance, echeance_precedente,
       etat_echeance, delai, sauf_reponse, jours_apres_echeance, niveau_1_noeud, niveau_2_noeud, niveau_3_noeud, fiche_objet, fiche_adresse
FROM actions_filtrees($filtres)
ORDER BY ordre
