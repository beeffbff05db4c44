-- One row: what a workbook of the schéma may name, its actions with their pilotes, its indicators, its territories.
SELECT * FROM base.plan_suivi WHERE schema_id = $schema
