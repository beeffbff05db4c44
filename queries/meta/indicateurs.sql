-- One row per indicator that has at least one measure, with the label of its curve.
SELECT i.schema_id, i.indicateur_id, i.libelle
FROM indicateurs i WHERE EXISTS (FROM mesures m WHERE m.schema_id = i.schema_id AND m.indicateur_id = i.indicateur_id)
ORDER BY i.schema_id, i.ordre
