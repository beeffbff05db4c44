-- One row per choice of the map: a dispositif or a measure known for at least one EPCI or EPT of the schéma.
SELECT schema_id, cle, libelle, theme, territoires FROM (
    SELECT c.schema_id, 'dispositif-' || d.cle AS cle, d.dispositif AS libelle, d.theme, 1 AS groupe, d.ordre,
           count(*) AS territoires
    FROM couvertures c JOIN base.dispositif d ON d.dispositif = c.dispositif
    JOIN territoires t ON t.code = c.territoire_code AND t.type IN ('EPCI', 'EPT')
    GROUP BY ALL
    UNION ALL
    SELECT m.schema_id, 'mesure-' || m.indicateur_id, i.libelle, coalesce(i.theme, 'Mesures'), 2, i.ordre,
           count(DISTINCT m.territoire_code)
    FROM mesures m JOIN indicateurs i USING (schema_id, indicateur_id)
    JOIN territoires t ON t.code = m.territoire_code AND t.type IN ('EPCI', 'EPT')
    GROUP BY ALL
    UNION ALL
    SELECT schema_id, indicateur_id, libelle || ' (Cnaf)', 'Cnaf', 3, 0, count(DISTINCT territoire_code)
    FROM base.cnaf_schema WHERE type IN ('EPCI', 'EPT')
    GROUP BY ALL)
ORDER BY schema_id, groupe, ordre
