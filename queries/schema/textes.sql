-- One row per paragraph of what the document says of the schéma as a whole: its rubrique, its title, its place.
SELECT t.rubrique, t.titre, t.texte_lu AS texte, d.titre AS document, t.ligne
FROM textes t JOIN base.document d ON d.schema_id = t.schema_id AND d.document = t.source_document
WHERE t.schema_id = $schema
ORDER BY t.ordre
