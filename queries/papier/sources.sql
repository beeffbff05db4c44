-- One row per source of what the pages print of a schéma, or of all where $schema is NULL; `ouverte` is open data.
SELECT false AS ouverte, titre AS source FROM base.document WHERE $schema IS NULL OR schema_id = $schema
UNION ALL
SELECT true, 'Cnaf, taux de couverture (' || min(annee) || '-' || max(annee) || ')'
FROM base.cnaf_schema WHERE $schema IS NULL OR schema_id = $schema HAVING count(*) > 0
ORDER BY ouverte, source
