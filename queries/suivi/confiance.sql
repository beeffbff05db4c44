-- One row per confidence and delay state of the filtered actions that the last campaign at the date follows.
WITH suivie AS (
    SELECT coalesce(confiance, 'sans réponse') AS confiance, delai AS echeance, campagne, statut
    FROM actions_filtrees($filtres)
    WHERE suivie)
SELECT confiance, echeance, count(*) AS actions, count(statut) AS repondues, any_value(campagne) AS campagne FROM suivie
GROUP BY confiance, echeance
ORDER BY list_position(['objectif sécurisé', 'atteignable', 'appui nécessaire', 'compromis', 'sans réponse'], confiance),
         list_position(['déjà en retard au suivi', 'en retard, sauf réponse depuis',
                        'démarrage déjà en retard au suivi', 'démarrage en retard, sauf réponse depuis',
                        'échéance proche', 'à l’heure', 'à venir', 'terminée', 'abandonnée', 'non datée'], echeance)
