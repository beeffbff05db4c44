-- One row per action of the fiche, with its dates, its calendar state and its sub-bullets.
SELECT a.action_id, a.code, a.intitule, a.nature, a.debut, a.debut_precision, a.fin, a.fin_precision, a.incertain,
       a.calendrier_imprime, a.code_annexe, a.remarque, etat_calendaire(a.debut, a.fin, $au::DATE) AS etat,
       a.niveau_1_code, a.niveau_1, a.niveau_2_code, a.niveau_2, a.niveau_3_code, a.niveau_3,
       (SELECT list(s.texte ORDER BY s.ordre) FROM base.sous_action s
        WHERE s.schema_id = a.schema_id AND s.action = a.action_id) AS sous_actions
FROM actions a WHERE a.schema_id = $schema AND a.noeud_id = $objet
ORDER BY a.ordre
