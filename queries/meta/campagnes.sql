-- One row per campaign of a schéma, the oldest first: where it comes from, its number of declared statuses.
SELECT c.schema_id, c.date AS campagne, c.origine, count(s.statut) AS statuts
FROM base.campagne c LEFT JOIN base.suivi s ON s.schema_id = c.schema_id AND s.campagne = c.date
GROUP BY ALL ORDER BY c.schema_id, campagne
