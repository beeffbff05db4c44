-- One row, if a campaign stands at the date and the filters keep an action: what the follow-up says of the filtered actions.
SELECT count(*) AS actions, count(statut) AS repondues,
       count(*) FILTER (statut = 'Réalisée') AS realisees,
       count(*) FILTER (statut = 'Abandonnée') AS abandonnees,
       count(*) FILTER (etat_echeance = 'en retard') AS en_retard,
       count(*) FILTER (etat_echeance = 'démarrage en retard') AS demarrages_en_retard,
       count(*) FILTER (echeance BETWEEN $au::DATE AND $comite::DATE
                        AND etat_echeance NOT IN ('terminée', 'abandonnée')) AS avant_comite,
       count(*) FILTER (decision_attendue IS NOT NULL OR statut = 'À discuter') AS a_decider,
       count(*) FILTER (changee) AS changees,
       count(contradiction) AS contradictoires,
       count(*) FILTER (echeance < $au::DATE AND coalesce(statut <> 'Abandonnée', true)) AS attendues,
       derniere_campagne($schema, $au::DATE) AS campagne, campagne_precedente($schema, $au::DATE) AS precedente
FROM actions_filtrees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au,
                       $statut, $confiance, $echeance, $point, $comite)
HAVING count(*) > 0 AND derniere_campagne($schema, $au::DATE) IS NOT NULL
