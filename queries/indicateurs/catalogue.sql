-- One row per measured indicator of the chosen first level: its points, its latest measure, whether drawn by default.
SELECT indicateur_id, libelle, unite, theme, niveau_1_code, niveau_1, mesures, annees, territoires, derniere_valeur,
       derniere_annee,
       $indicateurs IS NULL AND indicateur_id IS NOT DISTINCT FROM indicateur_par_defaut($schema, $niveau_1, $departement)
           AS par_defaut
FROM base.catalogue WHERE schema_id = $schema AND ($niveau_1 IS NULL OR niveau_1_code = $niveau_1)
ORDER BY niveau_1_code NULLS FIRST, ordre, libelle
