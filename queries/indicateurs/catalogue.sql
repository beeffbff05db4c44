-- One row per measured indicator of the chosen first level: its points on a trend and its latest measure.
SELECT indicateur_id, libelle, unite, theme, niveau_1_code, niveau_1, mesures, annees, territoires, derniere_valeur,
       derniere_annee
FROM base.catalogue WHERE schema_id = $schema AND ($niveau_1 IS NULL OR niveau_1_code = $niveau_1)
ORDER BY niveau_1_code NULLS FIRST, ordre, libelle
