-- One row per indicator of the chosen level measured only once: a figure, not a trend.
SELECT i.indicateur_id, i.libelle, i.unite, i.theme, i.niveau_1,
       any_value(m.qualificatif) AS qualificatif, any_value(m.valeur) AS valeur, any_value(m.annee) AS annee, any_value(m.date_imprimee) AS date_imprimee,
       any_value(t.nom) AS territoire, any_value(m.remarque) AS remarque, any_value(m.phrase_lue) AS source_phrase
FROM base.indicateur_complet i JOIN mesures m USING (schema_id, indicateur_id)
LEFT JOIN territoires t ON t.code = m.territoire_code
WHERE i.schema_id = $schema AND ($niveau_1 IS NULL OR i.niveau_1_code = $niveau_1)
GROUP BY i.indicateur_id, i.libelle, i.unite, i.theme, i.niveau_1, i.niveau_1_code, i.ordre
HAVING count(*) = 1
ORDER BY i.niveau_1_code NULLS FIRST, i.ordre
