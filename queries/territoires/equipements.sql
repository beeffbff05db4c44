-- One row per structure that the document names in this territory, with its commune.
SELECT e.dispositif, e.nom, t.nom AS commune, e.phrase_lue AS source_phrase, e.remarque
FROM equipements e JOIN base.territoire t ON t.code = e.territoire_code
WHERE e.schema_id = $schema AND e.epci_code = $territoire
ORDER BY e.dispositif, e.ordre
