-- One row per measure of this territory, beside the value of the département for the same indicator and year.
SELECT i.libelle, i.unite, m.annee, m.valeur, dep.valeur AS valeur_departement, m.phrase_lue AS source_phrase, m.remarque
FROM mesures m JOIN indicateurs i USING (schema_id, indicateur_id)
LEFT JOIN mesures dep ON dep.schema_id = m.schema_id AND dep.indicateur_id = m.indicateur_id
     AND dep.territoire_code = $departement AND dep.annee IS NOT DISTINCT FROM m.annee
WHERE m.schema_id = $schema AND m.territoire_code = $territoire
ORDER BY i.ordre, m.annee
