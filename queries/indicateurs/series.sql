-- One row per measure of the chosen indicators (by default, the one of the chosen level with the longest trend).
WITH candidat AS (
    SELECT i.indicateur_id, any_value(i.ordre) AS ordre, any_value(i.niveau_1_code) AS niveau_1_code,
           max(m.annee) - min(m.annee) AS duree
    FROM base.indicateur_complet i JOIN mesures m USING (schema_id, indicateur_id)
    WHERE i.schema_id = $schema AND m.territoire_code = $departement AND $indicateurs IS NULL
      AND ($niveau_1 IS NULL OR i.niveau_1_code = $niveau_1)
    GROUP BY i.indicateur_id HAVING count(DISTINCT m.annee) > 1),
choisi AS (
    SELECT unnest($indicateurs::VARCHAR[]) AS indicateur_id
    UNION ALL
    (SELECT indicateur_id FROM candidat ORDER BY niveau_1_code NULLS LAST, duree DESC, ordre LIMIT 1))
SELECT i.indicateur_id, i.libelle, i.unite, m.territoire_code, coalesce(t.nom, 'territoire non codé') AS territoire,
       m.annee, m.date_imprimee, m.valeur, m.statut, m.annee_implicite, m.remarque, m.phrase_lue AS source_phrase
FROM choisi JOIN indicateurs i ON i.schema_id = $schema AND i.indicateur_id = choisi.indicateur_id
JOIN mesures m ON m.schema_id = i.schema_id AND m.indicateur_id = i.indicateur_id
LEFT JOIN base.territoire t ON t.code = m.territoire_code
WHERE $epci IS NULL OR m.territoire_code = $epci OR t.type NOT IN ('EPCI', 'EPT', 'commune')
ORDER BY i.ordre, territoire, m.annee, m.ordre
