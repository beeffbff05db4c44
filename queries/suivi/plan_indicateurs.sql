-- One row per evaluation indicator of the schéma that a workbook asks for, in its order.
SELECT indicateur_id, libelle FROM indicateurs WHERE schema_id = $schema AND nature = 'évaluation' ORDER BY ordre
