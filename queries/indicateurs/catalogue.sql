-- One row per measured indicator of the chosen first level: its points on a trend and its latest measure.
SELECT i.indicateur_id, i.libelle, i.unite, i.theme, i.niveau_1_code, i.niveau_1, count(*) AS mesures,
       count(DISTINCT m.annee) AS annees, count(DISTINCT m.territoire_code) AS territoires,
       arg_max(m.valeur, m.annee) AS derniere_valeur, max(m.annee) AS derniere_annee
FROM base.indicateur_complet i JOIN mesures m USING (schema_id, indicateur_id)
WHERE i.schema_id = $schema AND ($niveau_1 IS NULL OR i.niveau_1_code = $niveau_1)
GROUP BY i.indicateur_id, i.libelle, i.unite, i.theme, i.niveau_1_code, i.niveau_1
ORDER BY i.niveau_1_code NULLS FIRST, min(i.ordre)
