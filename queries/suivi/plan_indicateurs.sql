-- One row per indicator to follow (evaluation, target) of the schéma that a workbook asks for, in its order.
SELECT indicateur_id, libelle FROM indicateurs WHERE schema_id = $schema AND nature <> 'diagnostic' ORDER BY ordre
