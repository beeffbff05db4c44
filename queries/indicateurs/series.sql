-- One row per measure of the chosen indicators (by default, the one of the chosen level with the longest trend).
WITH choisi AS (
    SELECT unnest(coalesce($indicateurs::VARCHAR[],
                           [indicateur_par_defaut($schema, $niveau_1, $departement)])) AS indicateur_id)
SELECT * EXCLUDE (ordre, rang) FROM (
    SELECT i.indicateur_id, i.libelle, i.unite, m.territoire_code, coalesce(t.nom, 'territoire non codé') AS territoire,
           m.annee, m.date_imprimee, m.qualificatif, m.valeur, m.statut, m.annee_implicite, m.remarque, m.phrase_lue AS source_phrase,
           m.source_document,
           c.finale.cible AS cible, c.finale.echeance AS echeance_cible, c.intermediaire.cible AS cible_intermediaire,
           c.intermediaire.echeance AS echeance_intermediaire, i.ordre, m.ordre AS rang
    FROM choisi JOIN indicateurs i ON i.schema_id = $schema AND i.indicateur_id = choisi.indicateur_id
    JOIN mesures m ON m.schema_id = i.schema_id AND m.indicateur_id = i.indicateur_id
    LEFT JOIN base.territoire t ON t.code = m.territoire_code
    LEFT JOIN cibles_du_suivi($schema, $au::DATE) c
         ON c.indicateur = i.indicateur_id AND c.territoire = m.territoire_code
    WHERE ($epci IS NULL OR m.territoire_code = $epci OR t.type NOT IN ('EPCI', 'EPT', 'commune'))
      AND (m.source_document NOT LIKE 'suivi du %' OR m.annee <= year($au::DATE))
    UNION ALL
    SELECT o.indicateur_id, o.libelle, o.unite, o.territoire_code, o.territoire, o.annee, NULL, NULL, o.valeur, 'publiée', false,
           NULL, 'Cnaf, ' || o.fichier, NULL, NULL, NULL, NULL, NULL, 1000000, 0
    FROM choisi JOIN base.cnaf_schema o ON o.schema_id = $schema AND o.indicateur_id = choisi.indicateur_id
    WHERE o.type NOT IN ('EPCI', 'EPT') OR o.territoire_code = $epci)
ORDER BY ordre, territoire, annee, rang
