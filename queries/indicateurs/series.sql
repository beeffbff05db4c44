-- One row per measure of the chosen indicators (by default, those of the chosen level with most dated points).
WITH candidat AS (
    SELECT i.indicateur_id, max(points) AS points FROM (
        SELECT i.indicateur_id, m.territoire_code, count(DISTINCT m.annee) AS points
        FROM indicateurs i JOIN mesures m USING (schema_id, indicateur_id)
        LEFT JOIN base.chemin c ON c.schema_id = i.schema_id AND c.noeud_id = i.noeud_id
        WHERE i.schema_id = $schema AND ($niveau_1 IS NULL OR c.niveau_1_code = $niveau_1)
        GROUP BY ALL) i
    GROUP BY ALL HAVING max(points) > 1),
choisi AS (
    SELECT unnest($indicateurs::VARCHAR[]) AS indicateur_id
    UNION ALL
    (SELECT indicateur_id FROM candidat
     WHERE $indicateurs IS NULL
     ORDER BY points DESC, (SELECT ordre FROM indicateurs x WHERE x.schema_id = $schema AND x.indicateur_id = candidat.indicateur_id)
     LIMIT 1))
SELECT i.indicateur_id, i.libelle, i.unite, m.territoire_code, coalesce(t.nom, 'territoire non codé') AS territoire,
       m.annee, m.date_imprimee, m.valeur, m.statut, m.annee_implicite, m.remarque, m.source_phrase
FROM choisi JOIN indicateurs i ON i.schema_id = $schema AND i.indicateur_id = choisi.indicateur_id
JOIN mesures m ON m.schema_id = i.schema_id AND m.indicateur_id = i.indicateur_id
LEFT JOIN territoires t ON t.code = m.territoire_code
WHERE $epci IS NULL OR m.territoire_code = $epci OR t.type NOT IN ('EPCI', 'EPT', 'commune')
ORDER BY i.ordre, territoire, m.annee, m.ordre
