-- One row per EPCI (or EPT) that a schéma draws.
SELECT schema_id, code, nom FROM base.territoire_schema
