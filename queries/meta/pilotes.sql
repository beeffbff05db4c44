-- One row per organisation that pilots at least one action of a schéma, the most loaded first.
SELECT schema_id, organisme_cle, organisme, count(*) AS actions
FROM action_organismes WHERE role = 'pilote'
GROUP BY ALL ORDER BY schema_id, actions DESC, organisme
