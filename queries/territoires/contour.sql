-- One row per EPCI (or EPT) of the schéma: its outline, and whether it is the one portrayed.
SELECT code, nom, geometrie, coalesce(code = $territoire, false) AS choisi FROM base.territoire_schema WHERE schema_id = $schema
