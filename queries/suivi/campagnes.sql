-- One row per campaign of the schéma, the last first: the workbooks received, what it holds, and the campaign before it.
SELECT c.campagne, c.origine,
       (SELECT count(*) FROM base.classeur k WHERE k.schema_id = c.schema_id AND k.campagne = c.campagne) AS classeurs,
       c.actions AS actions_renseignees, r.repondues AS actions_repondues, r.nouvelles, r.reportees, r.plus_ancienne,
       (SELECT count(*) FROM base.action a WHERE a.schema_id = c.schema_id) AS actions,
       c.mesures, c.decisions, c.campagne > $au::DATE AS apres_observation,
       lag(c.campagne) OVER (ORDER BY c.campagne) AS precedente
FROM campagnes c,
LATERAL (SELECT count(statut) AS repondues, count(statut) FILTER (depuis = s.campagne) AS nouvelles,
                count(statut) FILTER (depuis < s.campagne) AS reportees,
                min(depuis) FILTER (statut IS NOT NULL AND depuis < s.campagne) AS plus_ancienne
         FROM base.suivi s WHERE s.schema_id = c.schema_id AND s.campagne = c.campagne) r
WHERE c.schema_id = $schema ORDER BY c.campagne DESC
