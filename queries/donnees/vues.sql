-- One row per public view: its name, what one of its rows is, how many columns it has.
SELECT v.view_name AS vue, v.comment AS description, count(*) AS colonnes
FROM duckdb_views() v
JOIN duckdb_columns() c ON c.database_name = v.database_name AND c.schema_name = v.schema_name AND c.table_name = v.view_name
WHERE v.database_name = current_database() AND v.schema_name = 'main' AND v.comment IS NOT NULL
GROUP BY ALL ORDER BY vue
