-- One row per coming date from the date d’observation on: start or end of actions, and printed échéances. What the last
-- campaign says comes first: its ends, nothing of the actions done or abandoned, nor of the starts already made.
WITH action AS (
    SELECT * FROM actions_filtrees($filtres)
    WHERE NOT terminee(statut, fin_reelle) AND coalesce(statut <> 'Abandonnée', true)),
jour AS (
    SELECT e.jour, e.precision, e.evenement, a.action_id
    FROM action a JOIN base.evenement e ON e.schema_id = a.schema_id AND e.action_id = a.action_id
    WHERE NOT (e.evenement = 'démarrage' AND NOT pas_commencee(a.statut, a.debut_reel))
      AND NOT (e.evenement = 'fin' AND a.fin_prevue IS NOT NULL)
    UNION ALL
    SELECT fin_prevue, 'jour', 'fin prévue au suivi', action_id FROM action WHERE fin_prevue IS NOT NULL)
SELECT jour, precision, evenement, count(*) AS actions, date_diff('day', $au::DATE, jour) AS jours
FROM jour WHERE jour >= $au::DATE
GROUP BY ALL ORDER BY jour, precision, evenement LIMIT 12
