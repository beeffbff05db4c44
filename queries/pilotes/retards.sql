-- One row per pilote and state of the due date: its filtered actions that the last campaign follows; most late first.
WITH suivie AS (
    SELECT o.organisme, o.organisme_cle, a.etat_echeance AS etat, count(*) AS actions
    FROM actions_filtrees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au,
                       $statut, $confiance, $echeance, $point, $comite) a
    JOIN action_organismes o ON o.schema_id = a.schema_id AND o.action_id = a.action_id AND o.role = 'pilote'
    WHERE a.suivie AND ($pilote IS NULL OR o.organisme_cle = $pilote)
    GROUP BY ALL),
pilote AS (
    SELECT organisme, sum(actions)::INTEGER AS suivies,
           coalesce(sum(actions) FILTER (etat = 'en retard'), 0)::INTEGER AS en_retard
    FROM suivie GROUP BY organisme)
SELECT s.organisme, s.organisme_cle, s.etat, s.actions, p.suivies, p.en_retard
FROM suivie s JOIN pilote p USING (organisme)
ORDER BY p.en_retard / p.suivies DESC, p.suivies DESC, s.organisme, s.etat
