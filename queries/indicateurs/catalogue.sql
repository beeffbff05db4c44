-- One row per measured indicator of the chosen first level: its points on a trend and its latest measure.
SELECT indicateur_id, libelle, unite, theme, niveau_1_code, niveau_1, mesures, annees, territoires, derniere_valeur,
       derniere_annee
FROM (
SELECT i.indicateur_id, i.libelle, i.unite, i.theme, i.niveau_1_code, i.niveau_1, count(*) AS mesures,
       count(DISTINCT m.annee) AS annees, count(DISTINCT m.territoire_code) AS territoires,
       arg_max(m.valeur, m.annee) AS derniere_valeur, max(m.annee) AS derniere_annee,
       min(i.ordre) AS ordre
FROM base.indicateur_complet i JOIN mesures m USING (schema_id, indicateur_id)
WHERE i.schema_id = $schema AND ($niveau_1 IS NULL OR i.niveau_1_code = $niveau_1)
GROUP BY i.indicateur_id, i.libelle, i.unite, i.theme, i.niveau_1_code, i.niveau_1
UNION ALL
SELECT indicateur_id, libelle, unite, 'Cnaf', NULL, 'Données ouvertes de la Cnaf', count(*), count(DISTINCT annee),
       count(DISTINCT territoire_code), arg_max(valeur, annee), max(annee), 1000000
FROM base.cnaf_schema WHERE schema_id = $schema AND $niveau_1 IS NULL
GROUP BY indicateur_id, libelle, unite)
ORDER BY niveau_1_code NULLS FIRST, ordre, libelle
