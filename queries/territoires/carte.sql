-- One row per EPCI (or EPT) of the schéma: what is known of it for the chosen dispositif or measure, else nulls.
WITH choix AS (
    SELECT coalesce($carte, (
        SELECT 'dispositif-' || d.cle FROM base.couverture c JOIN base.dispositif d USING (dispositif)
        JOIN base.territoire_schema t ON t.schema_id = c.schema_id AND t.code = c.territoire
        WHERE c.schema_id = $schema ORDER BY d.ordre LIMIT 1), (
        SELECT 'mesure-' || i.indicateur FROM base.mesure m JOIN base.indicateur i USING (schema_id, indicateur)
        JOIN base.territoire_schema t ON t.schema_id = m.schema_id AND t.code = m.territoire
        WHERE m.schema_id = $schema ORDER BY i.ordre LIMIT 1), '') AS cle),
fait AS (
    SELECT c.territoire, d.dispositif AS libelle, NULL AS unite, d.definition, c.present,
           NULL::DOUBLE AS valeur, c.annee, c.phrase_lue AS phrase, c.remarque
    FROM base.couverture c JOIN base.dispositif d USING (dispositif), choix
    WHERE c.schema_id = $schema AND 'dispositif-' || d.cle = choix.cle
    UNION ALL
    SELECT m.territoire, i.libelle, i.unite, NULL, NULL, m.valeur, m.annee, m.phrase_lue, m.remarque
    FROM base.mesure m JOIN base.indicateur i USING (schema_id, indicateur), choix
    WHERE m.schema_id = $schema AND 'mesure-' || m.indicateur = choix.cle
    QUALIFY row_number() OVER (PARTITION BY m.territoire ORDER BY m.annee DESC NULLS LAST, m.ordre) = 1
    UNION ALL
    SELECT c.territoire_code, c.libelle, c.unite, NULL, NULL, c.valeur, c.annee, 'Cnaf, ' || c.fichier, NULL
    FROM base.cnaf_schema c, choix WHERE c.schema_id = $schema AND c.indicateur_id = choix.cle
    QUALIFY row_number() OVER (PARTITION BY c.territoire_code ORDER BY c.annee DESC) = 1)
SELECT t.code, t.nom, t.population, f.present, f.valeur, f.unite, f.annee, f.phrase AS source_phrase, f.remarque,
       choix.cle, (SELECT max(libelle) FROM fait) AS libelle, (SELECT max(definition) FROM fait) AS definition,
       (SELECT max(valeur) FROM fait WHERE territoire = $departement) AS valeur_departement, t.geometrie, t.lon, t.lat
FROM choix, base.territoire_schema t
LEFT JOIN fait f ON f.territoire = t.code
WHERE t.schema_id = $schema
ORDER BY strip_accents(t.nom)
