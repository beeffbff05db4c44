-- One row per line printed for the fiche and for the elements above it: its rubrique, its text, the source reference.
SELECT l.rang > 0 AS au_dessus, f.objet, f.rubrique, f.ordre, f.texte, r.document, d.titre AS document_titre, r.ligne,
       r.page
FROM base.lecture l JOIN base.fiche f ON f.schema_id = l.schema_id AND f.objet = l.objet
LEFT JOIN base.reference r ON r.schema_id = l.schema_id AND r.objet = l.fiche_objet
LEFT JOIN base.document d ON d.schema_id = r.schema_id AND d.document = r.document
WHERE l.schema_id = $schema AND l.fiche_objet = $objet
ORDER BY l.rang, f.ordre
