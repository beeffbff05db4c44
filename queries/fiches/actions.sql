-- One row per action of the fiche: its dates, échéances, calendar state, sub-bullets, amounts and printed progress.
SELECT a.action_id, a.code, a.intitule, a.nature, a.debut, a.debut_precision, a.fin, a.fin_precision, a.incertain,
       a.calendrier_imprime, a.horizon, a.personnes_nommees, a.vierge, a.code_annexe, a.remarque,
       a.etat, a.pilotes, a.echeances, a.statut, a.confiance, a.taux, a.commentaire, a.debut_reel, a.fin_reelle, a.echeance,
       a.echeance_precedente, a.etat_echeance, a.delai, a.sauf_reponse, a.jours_apres_echeance,
       a.niveau_1_code, a.niveau_1, a.niveau_2_code, a.niveau_2, a.niveau_3_code, a.niveau_3,
       a.niveau_1_noeud, a.niveau_2_noeud, a.niveau_3_noeud, a.fiche_objet, a.fiche_adresse,
       d.sous_actions, d.montants, d.avancements
FROM actions_suivies($schema, $au) a
JOIN base.action_detail d ON d.schema_id = a.schema_id AND d.action_id = a.action_id
WHERE a.fiche_objet = $objet
ORDER BY a.ordre
