-- One row per pair of pilotes: the filtered actions they pilot together; a pilote with itself counts those it pilots alone.
WITH pilote AS (
    SELECT a.action_id, o.organisme, o.organisme_cle, o.genre, count(*) OVER (PARTITION BY a.action_id) AS pilotes
    FROM actions_filtrees($filtres) a
    JOIN action_organismes o ON o.schema_id = a.schema_id AND o.action_id = a.action_id AND o.role = 'pilote')
SELECT p.organisme, p.organisme_cle, q.organisme AS avec, any_value(p.genre) AS genre, count(*) AS actions
FROM pilote p JOIN pilote q ON q.action_id = p.action_id
WHERE p.organisme <> q.organisme OR p.pilotes = 1
GROUP BY ALL ORDER BY p.organisme, q.organisme
