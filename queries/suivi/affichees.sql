-- One row per campaign of the schéma, the oldest first: how many answers it holds.
SELECT campagne, actions, mesures, decisions FROM campagnes WHERE schema_id = $schema ORDER BY campagne
