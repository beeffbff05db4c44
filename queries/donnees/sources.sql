-- One row per embedded document of the schéma.
SELECT document, titre, description FROM base.document WHERE schema_id = $schema ORDER BY document
