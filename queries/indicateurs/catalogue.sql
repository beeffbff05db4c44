-- One row per measured indicator of the chosen first level: its points on a trend and its latest measure.
WITH mesure AS (
    SELECT i.indicateur_id, i.libelle, i.unite, i.theme, c.niveau_1_code, coalesce(c.niveau_1, 'Portrait général') AS niveau_1,
           i.ordre, m.annee, m.valeur, m.territoire_code, t.nom AS territoire
    FROM indicateurs i
    JOIN mesures m USING (schema_id, indicateur_id)
    LEFT JOIN territoires t ON t.code = m.territoire_code
    LEFT JOIN base.chemin c ON c.schema_id = i.schema_id AND c.noeud_id = i.noeud_id
    WHERE i.schema_id = $schema AND ($niveau_1 IS NULL OR c.niveau_1_code = $niveau_1))
SELECT indicateur_id, libelle, unite, theme, niveau_1_code, niveau_1, count(*) AS mesures,
       count(DISTINCT annee) AS annees, count(DISTINCT territoire_code) AS territoires,
       arg_max(valeur, annee) AS derniere_valeur, max(annee) AS derniere_annee
FROM mesure GROUP BY ALL
ORDER BY niveau_1_code NULLS FIRST, min(ordre)
