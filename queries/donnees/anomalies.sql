-- One row per contradiction or repair recorded for the schéma, with the object it bears on.
SELECT objet, description FROM anomalies WHERE schema_id = $schema
