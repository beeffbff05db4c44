-- One row per dispositif that the schéma speaks of: what it says of this territory, and of how many others.
SELECT d.theme, d.dispositif, d.cle, c.present, c.annee, c.phrase_lue AS source_phrase, c.remarque,
       count(*) FILTER (x.present) AS presents, count(x.present) AS connus
FROM base.dispositif d
JOIN couvertures x ON x.schema_id = $schema AND x.dispositif = d.dispositif
JOIN territoires t ON t.code = x.territoire_code AND t.type IN ('EPCI', 'EPT')
LEFT JOIN couvertures c ON c.schema_id = $schema AND c.dispositif = d.dispositif AND c.territoire_code = $territoire
GROUP BY d.theme, d.dispositif, d.cle, d.ordre, c.present, c.annee, c.phrase_lue, c.remarque
ORDER BY d.ordre
