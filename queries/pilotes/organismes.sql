-- One row per organisation: the filtered actions it pilots (alone or with others) and those it is a partenaire of.
WITH filtree AS (
    SELECT * FROM actions_filtrees($filtres)),
charge AS (
    SELECT o.organisme, o.organisme_cle, o.famille, o.genre, o.role, a.action_id,
           count(*) FILTER (o.role = 'pilote') OVER (PARTITION BY a.action_id) AS pilotes
    FROM filtree a JOIN action_organismes o ON o.schema_id = a.schema_id AND o.action_id = a.action_id)
SELECT organisme, organisme_cle, famille, genre,
       count(*) FILTER (role = 'pilote' AND pilotes = 1) AS pilote_seul,
       count(*) FILTER (role = 'pilote' AND pilotes > 1) AS pilote_a_plusieurs,
       count(*) FILTER (role = 'pilote') AS pilote,
       count(*) FILTER (role = 'partenaire') AS partenaire,
       (SELECT count(*) FROM filtree) AS actions
FROM charge GROUP BY ALL
ORDER BY pilote DESC, partenaire DESC, organisme
