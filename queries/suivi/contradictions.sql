-- One row per filtered action whose declared status and dates or rate contradict each other, in the order of the plan.
SELECT code, intitule, statut, contradiction,
       coalesce(nullif(concat_ws(' ; ', 'début réel le ' || strftime(debut_reel, '%d/%m/%Y'),
                                 'fin réelle le ' || strftime(fin_reelle, '%d/%m/%Y'),
                                 'taux de ' || nombre_ecrit(taux) || ' %'), ''),
                'ni date réelle ni taux') AS donnees,
       pilotes, debut_reel, fin_reelle, taux, campagne, fiche_adresse
FROM actions_filtrees($filtres)
WHERE contradiction IS NOT NULL ORDER BY ordre
