-- One row per indicator that has at least one measure, of the schéma or of the Cnaf, with the label of its curve.
SELECT schema_id, indicateur_id, libelle FROM (
    SELECT i.schema_id, i.indicateur_id, i.libelle, i.ordre FROM indicateurs i
    WHERE EXISTS (FROM mesures m WHERE m.schema_id = i.schema_id AND m.indicateur_id = i.indicateur_id)
    UNION ALL SELECT DISTINCT schema_id, indicateur_id, libelle, 1000000 FROM base.cnaf_schema)
ORDER BY schema_id, ordre, libelle
