-- One row per line printed for the fiche and for the elements above it: its rubrique, its text, the source reference.
WITH objet AS (
    SELECT p.objet, 0 AS rang FROM base.porteur p WHERE p.schema_id = $schema AND p.objet = $objet
    UNION
    SELECT u.noeud, 1 + u.rang FROM base.porteur p
    JOIN base.chemin c ON c.schema_id = p.schema_id AND c.noeud_id = p.noeud_id,
    LATERAL (SELECT unnest([c.niveau_1_noeud, c.niveau_2_noeud, c.niveau_3_noeud]) AS noeud, unnest([3, 2, 1]) AS rang) u
    WHERE p.schema_id = $schema AND p.objet = $objet AND u.noeud <> p.objet)
SELECT o.rang > 0 AS au_dessus, f.objet, f.rubrique, f.ordre, f.texte, r.document, d.titre AS document_titre, r.ligne,
       r.page
FROM objet o JOIN base.fiche f ON f.schema_id = $schema AND f.objet = o.objet
LEFT JOIN base.reference r ON r.schema_id = f.schema_id AND r.objet = $objet
LEFT JOIN base.document d ON d.schema_id = r.schema_id AND d.document = r.document
ORDER BY o.rang, f.ordre
