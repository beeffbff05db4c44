-- One row per element of the second level (the first where there is only one) and state of its actions: their statuses in
-- the last campaign at the date, where there is one, else their calendar states.
WITH suivi AS (SELECT derniere_campagne($schema, $au::DATE) AS campagne)
SELECT niveau_1_code, niveau_1, coalesce(niveau_2_noeud, niveau_1_noeud) AS noeud,
       coalesce(niveau_2_code, niveau_1_code) AS code, coalesce(niveau_2, niveau_1) AS titre,
       CASE WHEN c.campagne IS NULL THEN etat ELSE coalesce(statut, 'sans réponse') END AS etat, count(*) AS actions,
       CASE WHEN c.campagne IS NULL THEN 'calendrier du schéma'
            ELSE 'suivi du ' || strftime(c.campagne, '%d/%m/%Y') END AS origine, c.campagne
FROM suivi c, actions_filtrees($filtres) a
GROUP BY ALL
ORDER BY min(ordre), etat
