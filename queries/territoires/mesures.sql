-- One row per measure of this territory, of the schéma then of the Cnaf (the last year), beside that of the département.
SELECT libelle, unite, annee, qualificatif, valeur, valeur_departement, source_phrase, remarque, origine FROM (
    SELECT i.libelle, i.unite, m.annee, m.qualificatif, m.valeur, dep.valeur AS valeur_departement, m.phrase_lue AS source_phrase,
           m.remarque, 'schéma' AS origine, i.ordre
    FROM mesures m JOIN base.indicateur_complet i USING (schema_id, indicateur_id)
    LEFT JOIN mesures dep ON dep.schema_id = m.schema_id AND dep.indicateur_id = m.indicateur_id
         AND dep.territoire_code = $departement AND dep.annee IS NOT DISTINCT FROM m.annee
    WHERE m.schema_id = $schema AND m.territoire_code = $territoire
    UNION ALL
    (SELECT c.libelle, c.unite, c.annee, NULL, c.valeur, dep.valeur, 'Cnaf, ' || c.fichier, NULL, 'Cnaf', 1000000
     FROM base.cnaf_schema c
     LEFT JOIN base.cnaf_schema dep ON dep.schema_id = c.schema_id AND dep.indicateur_id = c.indicateur_id
          AND dep.territoire_code = $departement AND dep.annee = c.annee
     WHERE c.schema_id = $schema AND c.territoire_code = $territoire
     QUALIFY row_number() OVER (PARTITION BY c.indicateur_id ORDER BY c.annee DESC) = 1))
ORDER BY ordre, libelle, annee
