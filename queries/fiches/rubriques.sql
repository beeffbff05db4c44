-- One row per line of the fiche as printed: its rubrique, its text, and the source reference.
SELECT f.rubrique, f.ordre, f.texte, r.document, d.titre AS document_titre, r.ligne, r.page
FROM base.fiche f
LEFT JOIN base.reference r ON r.schema_id = f.schema_id AND r.objet = f.objet
LEFT JOIN base.document d ON d.schema_id = r.schema_id AND d.document = r.document
WHERE f.schema_id = $schema AND f.objet = $objet
ORDER BY f.ordre
