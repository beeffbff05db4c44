-- One row per action of the fiche: its dates, échéances, calendar state, sub-bullets, amounts and printed progress.
SELECT a.action_id, a.code, a.intitule, a.nature, a.debut, a.debut_precision, a.fin, a.fin_precision, a.incertain,
       a.calendrier_imprime, a.horizon, a.personnes_nommees, a.vierge, a.code_annexe, a.remarque,
       a.etat, a.pilotes, a.echeances, a.statut, a.confiance, a.taux, a.commentaire, a.fin_reelle, a.echeance,
       a.echeance_precedente, a.etat_echeance, a.jours_apres_echeance,
       a.niveau_1_code, a.niveau_1, a.niveau_2_code, a.niveau_2, a.niveau_3_code, a.niveau_3,
       a.niveau_1_noeud, a.niveau_2_noeud, a.niveau_3_noeud, a.fiche_objet, a.fiche_adresse,
       coalesce((SELECT list(s.texte ORDER BY s.ordre) FROM base.sous_action s
                 WHERE s.schema_id = a.schema_id AND s.action = a.action_id), []) AS sous_actions,
       coalesce((SELECT list(m ORDER BY m.ordre) FROM moyens m
                 WHERE m.schema_id = a.schema_id AND m.action_id = a.action_id), []) AS montants,
       coalesce((SELECT list(v ORDER BY v.ordre) FROM avancements v
                 WHERE v.schema_id = a.schema_id AND v.action_id = a.action_id), []) AS avancements
FROM actions_suivies($schema, $au) a WHERE a.fiche_objet = $objet
ORDER BY a.ordre
