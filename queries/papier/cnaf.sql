-- One row per file of the Cnaf that a schéma shows, with the years that it gives.
SELECT schema_id, fichier, min(annee) AS premiere, max(annee) AS derniere FROM base.cnaf_schema
GROUP BY ALL ORDER BY ALL
