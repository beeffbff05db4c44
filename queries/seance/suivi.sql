-- One row, if a campaign stands at the date and the filters keep an action: what the follow-up says of the filtered actions.
SELECT count(*) AS actions, count(statut) AS repondues, count(*) - count(statut) AS sans_reponse,
       count(*) FILTER (statut = 'Réalisée') AS realisees,
       count(*) FILTER (statut = 'En cours') AS en_cours,
       count(*) FILTER (statut = 'À venir') AS a_venir,
       count(*) FILTER (statut = 'En pause') AS en_pause,
       count(*) FILTER (statut = 'Bloquée') AS bloquees,
       count(*) FILTER (statut = 'À discuter') AS a_discuter,
       count(*) FILTER (statut = 'Abandonnée') AS abandonnees,
       count(*) FILTER (reportee) AS reportees, min(depuis) FILTER (reportee) AS plus_ancienne,
       count(*) FILTER (delai = 'déjà en retard au suivi') AS en_retard,
       count(*) FILTER (delai = 'en retard, sauf réponse depuis') AS en_retard_depuis,
       count(*) FILTER (delai = 'démarrage déjà en retard au suivi') AS demarrages_en_retard,
       count(*) FILTER (delai = 'démarrage en retard, sauf réponse depuis') AS demarrages_depuis,
       count(*) FILTER (delai_inconnu) AS delais_inconnus,
       count(*) FILTER (NOT delai_inconnu) AS delais_connus, count(echeance) AS echeances,
       count(*) FILTER (est_un_point(repond_alors, 'avant le comité')) AS avant_comite,
       count(*) FILTER (est_un_point(repond_a, 'à décider')) AS a_decider,
       count(*) FILTER (est_un_point(repond_a, 'changées')) AS changees,
       count(*) FILTER (est_un_point(repond_a, 'contradictoires')) AS contradictoires,
       count(*) FILTER (echeance < $au::DATE AND coalesce(statut <> 'Abandonnée', true)) AS attendues,
       derniere_campagne($schema, $au::DATE) AS campagne, campagne_precedente($schema, $au::DATE) AS precedente
FROM actions_filtrees($filtres)
HAVING count(*) > 0 AND derniere_campagne($schema, $au::DATE) IS NOT NULL
