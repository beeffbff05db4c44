-- One row per indicator that has at least one measure, of the schéma or of the Cnaf, with the label of its curve.
SELECT schema_id, indicateur_id, libelle FROM base.catalogue ORDER BY schema_id, ordre, libelle
