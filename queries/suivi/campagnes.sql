-- One row per campaign of the schéma, the last first: what it holds, and the campaign before it.
SELECT c.campagne, c.origine, c.actions AS actions_renseignees,
       (SELECT count(s.statut) FROM base.suivi s WHERE s.schema_id = c.schema_id AND s.campagne = c.campagne)
           AS actions_repondues,
       (SELECT count(*) FROM base.action a WHERE a.schema_id = c.schema_id) AS actions,
       c.mesures, c.decisions, c.campagne > $au::DATE AS apres_observation,
       lag(c.campagne) OVER (ORDER BY c.campagne) AS precedente
FROM campagnes c WHERE c.schema_id = $schema ORDER BY c.campagne DESC
