-- One row per EPCI (or EPT) of the schéma: what is known of it for the chosen dispositif or measure, else nulls.
WITH choix AS (
    SELECT coalesce($carte, (SELECT cle FROM base.carte WHERE schema_id = $schema AND dessine AND groupe < 3
                             ORDER BY groupe, ordre LIMIT 1), '') AS cle),
fait AS (SELECT f.* FROM base.carte f JOIN choix USING (cle) WHERE f.schema_id = $schema)
SELECT t.code, t.nom, t.population, t.population_annee, f.present, f.qualificatif, f.valeur, f.unite, f.annee, f.phrase AS source_phrase,
       f.remarque, f.document AS source_document,
       choix.cle, (SELECT max(libelle) FROM fait) AS libelle, (SELECT max(definition) FROM fait) AS definition,
       (SELECT max(sens) FROM fait) AS sens, (SELECT max(mention) FROM fait) AS mention,
       (SELECT max(valeur) FROM fait WHERE territoire = $departement) AS valeur_departement, t.geometrie, t.lon, t.lat
FROM choix, base.territoire_schema t
LEFT JOIN fait f ON f.territoire = t.code
WHERE t.schema_id = $schema
ORDER BY strip_accents(t.nom)
