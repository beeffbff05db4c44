-- The measures, of the documents, of the follow-up and of the Cnaf: maps, catalogue, targets.

-- The measures of the documents, then those of the follow-up: for each year the last one that a campaign gives.
CREATE TABLE base.mesure_complete AS
SELECT m.schema_id, m.indicateur AS indicateur_id, m.territoire AS territoire_code, m.annee, m.valeur, m.statut,
       m.annee_implicite, m.document AS source_document, m.phrase AS source_phrase, m.date_imprimee, m.remarque, m.ordre,
       m.phrase_lue, m.qualificatif
FROM base.mesure m
UNION ALL
SELECT s.schema_id, s.indicateur, s.territoire, year(s.date)::INTEGER, s.valeur, 'publiée', false,
       'suivi du ' || strftime(s.campagne, '%d/%m/%Y'), coalesce(s.source, 'Suivi'), strftime(s.date, '%d/%m/%Y'), NULL,
       100000, coalesce(s.source, 'Suivi'), NULL
FROM base.suivi_mesure s WHERE s.valeur IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY s.schema_id, s.indicateur, s.territoire, year(s.date)
                           ORDER BY s.date DESC, s.campagne DESC) = 1
ORDER BY schema_id, ordre, indicateur_id, annee, territoire_code;

-- The last targets that each campaign knows of an indicator and a territory: a target and its day are given together.
CREATE MACRO cibles_du_suivi(schema, au) AS TABLE
SELECT indicateur, territoire,
       arg_max(struct_pack(cible := cible, echeance := echeance_cible), campagne) FILTER (cible IS NOT NULL) AS finale,
       arg_max(struct_pack(cible := cible_intermediaire, echeance := echeance_intermediaire), campagne)
           FILTER (cible_intermediaire IS NOT NULL) AS intermediaire
FROM base.suivi_mesure WHERE schema_id = schema AND campagne <= au
  AND coalesce(cible, cible_intermediaire) IS NOT NULL
GROUP BY ALL;

-- What the Cnaf publishes of the territories that each schéma draws, of its département and of France.
CREATE TABLE base.cnaf_schema AS
SELECT s.schema_id, c.territoire AS territoire_code, t.nom AS territoire, t.type, c.indicateur AS indicateur_id, i.libelle,
       i.unite, c.annee, c.valeur, c.fichier
FROM base.schema s JOIN base.cnaf c ON c.territoire IN (s.departement_code, 'FR')
     OR c.territoire IN (SELECT d.code FROM base.territoire_schema d WHERE d.schema_id = s.schema_id)
JOIN base.cnaf_indicateur i USING (indicateur)
JOIN base.territoire t ON t.code = c.territoire
ORDER BY ALL;

-- What each map of a schéma shows of its territories and of its département: a dispositif, a last measure, a Cnaf rate.
CREATE TABLE base.carte AS
WITH fait AS (
    SELECT c.schema_id, 'dispositif-' || d.cle AS cle, d.dispositif AS libelle, d.theme, coalesce(d.sens, 'aucun') AS sens,
           d.mention, NULL AS unite, d.definition,
           c.territoire, c.present, NULL AS qualificatif, NULL::DOUBLE AS valeur, c.annee, c.phrase_lue AS phrase, c.remarque,
           c.document, 1 AS groupe, d.ordre
    FROM base.couverture c JOIN base.dispositif d USING (dispositif)
    UNION ALL
    SELECT m.schema_id, 'mesure-' || m.indicateur_id, i.libelle, coalesce(i.theme, 'Mesures'), coalesce(i.sens, 'aucun'), NULL, i.unite, NULL,
           m.territoire_code, NULL, m.qualificatif, m.valeur, m.annee, m.phrase_lue, m.remarque,
           m.source_document, 2, i.ordre
    FROM base.mesure_complete m JOIN base.indicateur_complet i USING (schema_id, indicateur_id)
    WHERE NOT est_population(i.libelle, i.unite)
    QUALIFY row_number() OVER (PARTITION BY m.schema_id, m.indicateur_id, m.territoire_code
                               ORDER BY m.annee DESC NULLS LAST, m.ordre) = 1
    UNION ALL
    -- A population printed for one territory would leave the others unknown: those of Insee are known for all, of one year.
    SELECT i.schema_id, 'mesure-' || i.indicateur_id, i.libelle || ' (Insee)', coalesce(i.theme, 'Mesures'), 'aucun', NULL,
           i.unite, NULL, t.code, NULL, NULL, t.population, t.population_annee, 'Insee, population municipale', NULL, NULL, 2, i.ordre
    FROM base.indicateur_complet i JOIN base.schema s USING (schema_id)
    JOIN base.territoire t ON t.code = s.departement_code AND t.type = 'département'
         OR t.code IN (SELECT d.code FROM base.territoire_schema d WHERE d.schema_id = i.schema_id)
    WHERE est_population(i.libelle, i.unite)
    UNION ALL
    SELECT schema_id, indicateur_id, libelle || ' (Cnaf)', 'Cnaf', 'bon', NULL, unite, NULL, territoire_code, NULL, NULL, valeur, annee,
           'Cnaf, ' || fichier, NULL, NULL, 3, 0
    FROM base.cnaf_schema
    QUALIFY row_number() OVER (PARTITION BY schema_id, indicateur_id, territoire_code ORDER BY annee DESC) = 1)
SELECT f.*, t.code IS NOT NULL AS dessine
FROM fait f LEFT JOIN base.territoire_schema t ON t.schema_id = f.schema_id AND t.code = f.territoire
ORDER BY f.schema_id, groupe, ordre, cle, territoire;

-- Each indicator of a schéma that has a measure, of its documents or of the Cnaf, and its last value.
CREATE TABLE base.catalogue AS
SELECT i.schema_id, i.indicateur_id, i.libelle, i.unite, i.theme, i.niveau_1_code, i.niveau_1, count(*) AS mesures,
       count(DISTINCT m.annee) AS annees, count(DISTINCT m.territoire_code) AS territoires,
       arg_max(m.valeur, m.annee) AS derniere_valeur, max(m.annee) AS derniere_annee, min(i.ordre) AS ordre
FROM base.indicateur_complet i JOIN base.mesure_complete m USING (schema_id, indicateur_id)
GROUP BY i.schema_id, i.indicateur_id, i.libelle, i.unite, i.theme, i.niveau_1_code, i.niveau_1
UNION ALL
SELECT schema_id, indicateur_id, libelle, unite, 'Cnaf', NULL, 'Données ouvertes de la Cnaf', count(*),
       count(DISTINCT annee), count(DISTINCT territoire_code), arg_max(valeur, annee), max(annee), 1000000
FROM base.cnaf_schema GROUP BY schema_id, indicateur_id, libelle, unite
ORDER BY ALL;

-- The indicator whose trend is drawn when none is chosen: the longest of the chosen level in the département.
CREATE MACRO indicateur_par_defaut(p_schema, p_niveau_1, p_departement) AS
    (SELECT indicateur_id FROM (
        SELECT i.indicateur_id, any_value(i.ordre) AS ordre, any_value(i.niveau_1_code) AS niveau_1_code,
               max(m.annee) - min(m.annee) AS duree
        FROM base.indicateur_complet i JOIN base.mesure_complete m USING (schema_id, indicateur_id)
        WHERE i.schema_id = p_schema AND m.territoire_code = p_departement
          AND (p_niveau_1 IS NULL OR i.niveau_1_code = p_niveau_1)
        GROUP BY i.indicateur_id HAVING count(DISTINCT m.annee) > 1)
     ORDER BY niveau_1_code NULLS LAST, duree DESC, ordre LIMIT 1);
