-- One row per entry of the glossary that the documents of the schéma print.
SELECT sigle, definition FROM glossaire WHERE schema_id = $schema ORDER BY ordre
