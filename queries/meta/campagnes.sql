-- One row per campaign of a schéma, the oldest first.
SELECT schema_id, campagne, origine FROM campagnes ORDER BY schema_id, campagne
