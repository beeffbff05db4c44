-- One row per pilote and state of the due date: its filtered actions at the last campaign, the abandoned ones aside.
-- What is certainly late was so at the campaign; what became late since, or is of unknown delay, may be. Most late first.
WITH pilotee AS (
    SELECT o.organisme, o.organisme_cle, a.delai AS etat, any_value(a.delai_inconnu) AS inconnu,
           any_value(a.sauf_reponse) AS sauf_reponse, count(*) AS actions
    FROM actions_filtrees($filtres) a
    JOIN action_organismes o ON o.schema_id = a.schema_id AND o.action_id = a.action_id AND o.role = 'pilote'
    WHERE derniere_campagne($schema, $au::DATE) IS NOT NULL AND ($pilote IS NULL OR o.organisme_cle = $pilote)
    GROUP BY o.organisme, o.organisme_cle, a.delai),
pilote AS (
    SELECT organisme, coalesce(sum(actions) FILTER (etat <> 'abandonnée'), 0)::INTEGER AS menees,
           coalesce(sum(actions) FILTER (etat = 'abandonnée'), 0)::INTEGER AS abandonnees,
           coalesce(sum(actions) FILTER (etat = 'déjà en retard au suivi'), 0)::INTEGER AS en_retard,
           coalesce(sum(actions) FILTER (etat = 'en retard, sauf réponse depuis'), 0)::INTEGER AS depuis,
           coalesce(sum(actions) FILTER (inconnu), 0)::INTEGER AS inconnues
    FROM pilotee GROUP BY organisme)
SELECT p.organisme, p.organisme_cle, p.etat, p.actions, q.menees, q.en_retard, q.depuis, q.inconnues, q.abandonnees,
       derniere_campagne($schema, $au::DATE) AS campagne
FROM pilotee p JOIN pilote q USING (organisme)
ORDER BY q.en_retard / nullif(q.menees, 0) DESC NULLS LAST, q.depuis / nullif(q.menees, 0) DESC NULLS LAST,
         q.menees DESC, p.organisme, p.etat
