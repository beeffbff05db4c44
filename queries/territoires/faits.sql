-- One row per dispositif that the schéma speaks of: what it says of this territory, and of how many others.
SELECT d.theme, d.dispositif, d.cle, coalesce(d.sens, 'aucun') AS sens, d.mention, c.present, c.annee,
       c.phrase_lue AS source_phrase, c.remarque,
       count(*) FILTER (x.present) AS presents, count(x.present) AS connus,
       (SELECT count(*) FROM base.territoire_schema s WHERE s.schema_id = $schema) AS territoires
FROM base.dispositif d
JOIN couvertures x ON x.schema_id = $schema AND x.dispositif = d.dispositif
JOIN base.territoire_schema t ON t.schema_id = $schema AND t.code = x.territoire_code
LEFT JOIN couvertures c ON c.schema_id = $schema AND c.dispositif = d.dispositif AND c.territoire_code = $territoire
GROUP BY d.theme, d.dispositif, d.cle, d.sens, d.mention, d.ordre, c.present, c.annee, c.phrase_lue, c.remarque
ORDER BY d.ordre
