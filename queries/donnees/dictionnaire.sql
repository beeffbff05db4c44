-- One row per column of a public view: its type and what it says.
SELECT c.table_name AS vue, c.column_name AS colonne, c.data_type AS type, c.comment AS description,
       v.comment AS description_vue, v.comment IS NOT NULL AS publique
FROM duckdb_columns() c JOIN duckdb_views() v ON v.view_name = c.table_name AND v.schema_name = c.schema_name
WHERE c.database_name = current_database() AND v.database_name = current_database()
  AND c.schema_name = 'main' AND NOT v.internal AND v.comment IS NOT NULL
ORDER BY c.table_name, c.column_index
