-- One row per action of the schéma that a workbook follows, in the order of the plan, with its pilotes.
SELECT code, intitule, pilote_cles FROM base.action_complete WHERE schema_id = $schema ORDER BY ordre
