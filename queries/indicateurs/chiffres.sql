-- One row per indicator of the chosen level measured only once: a figure, not a trend.
SELECT i.indicateur_id, i.libelle, i.unite, i.theme, coalesce(c.niveau_1, 'Portrait général') AS niveau_1,
       any_value(m.valeur) AS valeur, any_value(m.annee) AS annee, any_value(m.date_imprimee) AS date_imprimee,
       any_value(t.nom) AS territoire, any_value(m.remarque) AS remarque, any_value(m.source_phrase) AS source_phrase
FROM indicateurs i JOIN mesures m USING (schema_id, indicateur_id)
LEFT JOIN territoires t ON t.code = m.territoire_code
LEFT JOIN base.chemin c ON c.schema_id = i.schema_id AND c.noeud_id = i.noeud_id
WHERE i.schema_id = $schema AND ($niveau_1 IS NULL OR c.niveau_1_code = $niveau_1)
GROUP BY i.indicateur_id, i.libelle, i.unite, i.theme, c.niveau_1, c.niveau_1_code, i.ordre
HAVING count(*) = 1
ORDER BY c.niveau_1_code NULLS FIRST, i.ordre
