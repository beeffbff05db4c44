-- Run once the base tables are full: derived tables (so that no page joins them again), public views, macros.
-- The public views and their columns are a contract; their comments are the dictionary of the page Données.

-- Each node with its ancestors, whatever its depth, and the ancestor that carries the fiche.
CREATE TABLE base.chemin AS
WITH RECURSIVE noeud AS (
    SELECT p.schema_id, p.noeud, p.parent, n.rang, p.code, p.titre, p.ordre, p.niveau = s.fiche AS porte
    FROM base.plan p JOIN base.niveau n ON n.schema_id = p.schema_id AND n.type = p.niveau
    JOIN base.schema s ON s.schema_id = p.schema_id),
montee AS (
    SELECT schema_id, noeud AS noeud_id, rang AS profondeur, noeud, parent, rang, code, titre, porte FROM noeud
    UNION ALL
    SELECT m.schema_id, m.noeud_id, m.profondeur, p.noeud, p.parent, p.rang, p.code, p.titre, p.porte
    FROM montee m JOIN noeud p ON p.schema_id = m.schema_id AND p.noeud = m.parent)
SELECT schema_id, noeud_id, any_value(profondeur) AS niveau,
       max(noeud) FILTER (rang = 1) AS niveau_1_noeud,
       max(code) FILTER (rang = 1) AS niveau_1_code, max(titre) FILTER (rang = 1) AS niveau_1,
       max(noeud) FILTER (rang = 2) AS niveau_2_noeud,
       max(code) FILTER (rang = 2) AS niveau_2_code, max(titre) FILTER (rang = 2) AS niveau_2,
       max(noeud) FILTER (rang = 3) AS niveau_3_noeud,
       max(code) FILTER (rang = 3) AS niveau_3_code, max(titre) FILTER (rang = 3) AS niveau_3,
       max(noeud) FILTER (porte) AS fiche_noeud,
       max(code) FILTER (rang = profondeur) AS code, max(titre) FILTER (rang = profondeur) AS titre
FROM montee GROUP BY schema_id, noeud_id ORDER BY ALL;

-- What carries a fiche: the actions, or the nodes of one level. The address is the document's code where it is unique.
CREATE TABLE base.porteur AS
WITH porteur AS (
    SELECT a.schema_id, 'action-' || a.code AS objet, a.code, a.intitule AS titre, a.noeud AS noeud_id, a.ordre
    FROM base.action a JOIN base.schema s ON s.schema_id = a.schema_id AND s.fiche = 'action'
    UNION ALL
    SELECT p.schema_id, p.noeud, p.code, p.titre, p.noeud, p.ordre
    FROM base.plan p JOIN base.schema s ON s.schema_id = p.schema_id AND s.fiche = p.niveau)
SELECT schema_id, objet, CASE WHEN count(*) OVER (PARTITION BY schema_id, code) = 1 THEN code ELSE objet END AS adresse,
       code, titre, noeud_id, ordre
FROM porteur ORDER BY schema_id, ordre;

-- The printed form of an organisation and the one or several organisations it stands for.
CREATE TABLE base.role_organisme AS
SELECT r.schema_id, r.objet, r.role, r.imprime, r.ordre, o.organisme, o.cle AS organisme_cle, o.famille,
       o.genre
FROM base.role r
LEFT JOIN base.alias l ON l.schema_id = r.schema_id AND l.imprime = r.imprime
JOIN base.organisme o ON o.organisme = coalesce(l.organisme, r.imprime)
ORDER BY ALL;

-- Roles stand on an action or on a node that names them: the actions under it inherit them.
CREATE TABLE base.action_organisme AS
SELECT DISTINCT a.schema_id, a.code AS action_id, r.organisme, r.role, r.organisme_cle, r.famille, r.genre
FROM base.action a
JOIN base.chemin c ON c.schema_id = a.schema_id AND c.noeud_id = a.noeud
JOIN base.role_organisme r ON r.schema_id = a.schema_id
     AND r.objet IN ('action-' || a.code, c.niveau_1_noeud, c.niveau_2_noeud, c.niveau_3_noeud)
ORDER BY ALL;

-- A number as it is written in French.
CREATE MACRO nombre_ecrit(n) AS replace(printf('%.15g', n), '.', ',');

-- A schéma by its département and its years.
CREATE MACRO nom_schema(departement, debut, fin) AS departement || ' · ' || debut::VARCHAR || '-' || fin::VARCHAR;

-- The last day of the season of a day: winter ends on 20 March, spring on 20 June, summer on 22 September, autumn on
-- 21 December.
CREATE MACRO fin_de_saison(jour) AS
    CASE WHEN strftime(jour, '%m%d') <= '0320' THEN make_date(year(jour), 3, 20)
         WHEN strftime(jour, '%m%d') <= '0620' THEN make_date(year(jour), 6, 20)
         WHEN strftime(jour, '%m%d') <= '0922' THEN make_date(year(jour), 9, 22)
         WHEN strftime(jour, '%m%d') <= '1221' THEN make_date(year(jour), 12, 21)
         ELSE make_date(year(jour) + 1, 3, 20) END;

-- The last day of the period that a first day and its precision name; a bound of the schéma is no date of its own.
CREATE MACRO dernier_jour(debut, precision) AS
    CASE precision WHEN 'jour' THEN debut
                   WHEN 'mois' THEN last_day(debut)
                   WHEN 'trimestre' THEN last_day(debut + INTERVAL (2 - (month(debut) - 1) % 3) MONTH)
                   WHEN 'saison' THEN fin_de_saison(debut)
                   WHEN 'semestre' THEN last_day(debut + INTERVAL (5 - (month(debut) - 1) % 6) MONTH)
                   WHEN 'année' THEN make_date(year(debut), 12, 31) END;

CREATE TABLE base.action_complete AS
SELECT a.schema_id, a.code AS action_id, a.code, a.intitule, a.nature, a.noeud AS noeud_id,
       c.niveau_1_code, c.niveau_1, c.niveau_2_code, c.niveau_2, c.niveau_3_code, c.niveau_3,
       a.debut, a.debut_precision, a.fin, a.fin_precision, a.incertain,
       dernier_jour(a.debut, a.debut_precision) AS debut_attendu,
       CASE WHEN a.fin_precision <> 'schéma' THEN a.fin END AS echeance_schema,
       a.calendrier_imprime, a.horizon, a.personnes_nommees, a.vierge, k.theme, a.code_annexe, a.remarque, a.ordre,
       (SELECT string_agg(o.organisme, ', ' ORDER BY o.organisme) FROM base.action_organisme o
        WHERE o.schema_id = a.schema_id AND o.action_id = a.code AND o.role = 'pilote') AS pilotes,
       c.niveau_1_noeud, c.niveau_2_noeud, c.niveau_3_noeud, p.objet AS fiche_objet, p.adresse AS fiche_adresse,
       coalesce((SELECT list(o.organisme_cle ORDER BY o.organisme) FROM base.action_organisme o
                 WHERE o.schema_id = a.schema_id AND o.action_id = a.code AND o.role = 'pilote'), []) AS pilote_cles,
       -- Only the territories that the action is limited to; a commune counts for its EPCI and its EPT.
       coalesce((SELECT list(DISTINCT u.code) FROM base.action_territoire t
                 LEFT JOIN base.commune m ON m.code = t.territoire,
                 LATERAL (SELECT unnest([t.territoire, m.epci_code, m.ept_code]) AS code) u
                 WHERE t.schema_id = a.schema_id AND t.action = a.code AND NOT t.prioritaire AND u.code IS NOT NULL),
                []) AS territoire_codes,
       (SELECT string_agg(n.nom || CASE WHEN t.prioritaire THEN ' (en priorité)' ELSE '' END, ', ' ORDER BY n.nom)
        FROM base.action_territoire t JOIN base.territoire n ON n.code = t.territoire
        WHERE t.schema_id = a.schema_id AND t.action = a.code) AS territoires,
       coalesce((SELECT list({'libelle': e.libelle, 'debut': e.debut, 'debut_precision': e.debut_precision,
                              'fin': e.fin, 'fin_precision': e.fin_precision, 'recurrence': e.recurrence}
                             ORDER BY e.ordre) FROM base.echeance e
                 WHERE e.schema_id = a.schema_id AND e.action = a.code), []) AS echeances
FROM base.action a JOIN base.chemin c ON c.schema_id = a.schema_id AND c.noeud_id = a.noeud
LEFT JOIN base.porteur p ON p.schema_id = a.schema_id AND p.objet IN ('action-' || a.code, c.fiche_noeud)
LEFT JOIN base.classement k ON k.schema_id = a.schema_id AND k.action = a.code
ORDER BY a.schema_id, a.ordre;

-- The days of an action: its start, its end, its printed échéances.
CREATE TABLE base.evenement AS
SELECT schema_id, code AS action_id, coalesce(dernier_jour(debut, debut_precision), debut) AS jour,
       debut_precision AS precision, 'démarrage' AS evenement
FROM base.action WHERE debut IS NOT NULL
UNION ALL
SELECT schema_id, code, fin, fin_precision, 'fin' FROM base.action WHERE fin IS NOT NULL
UNION ALL
SELECT schema_id, action, coalesce(fin, debut), coalesce(fin_precision, debut_precision),
       'échéance : ' || libelle || ' (' || action || ')'
FROM base.echeance
ORDER BY ALL;

-- What a fiche reads: its own object (rang 0), then the elements above it, the nearest first.
CREATE TABLE base.lecture AS
SELECT p.schema_id, p.objet AS fiche_objet, p.objet, 0 AS rang FROM base.porteur p
UNION
SELECT p.schema_id, p.objet, u.noeud, u.rang
FROM base.porteur p JOIN base.chemin c ON c.schema_id = p.schema_id AND c.noeud_id = p.noeud_id,
LATERAL (SELECT unnest([c.niveau_1_noeud, c.niveau_2_noeud, c.niveau_3_noeud]) AS noeud, unnest([3, 2, 1]) AS rang) u
WHERE u.noeud <> p.objet
ORDER BY ALL;

-- Each indicator with its place in the plan and the fiche that asks for it.
CREATE TABLE base.indicateur_complet AS
SELECT i.schema_id, i.indicateur AS indicateur_id, i.libelle, i.nature, i.objet, i.unite, i.theme, i.sens, i.ordre,
       c.niveau_1_code, c.niveau_2_code, c.niveau_3_code,
       -- Outside the plan: one general group, or the themes where the document sets no diagnosis under its plan.
       coalesce(c.niveau_1, CASE WHEN NOT bool_or(i.nature = 'diagnostic' AND c.niveau_1 IS NOT NULL)
                                          OVER (PARTITION BY i.schema_id) THEN i.theme END,
                'Portrait général') AS niveau_1,
       p.objet AS fiche_objet, p.adresse AS fiche_adresse, p.code AS fiche_code, p.titre AS fiche,
       coalesce(a.code, c.code) AS code, coalesce(a.intitule, c.titre) AS titre,
       (SELECT list({'comparaison': t.comparaison, 'valeur': t.valeur, 'portee': t.portee, 'territoire': n.nom,
                     'echeance': t.echeance, 'precision': t.echeance_precision} ORDER BY t.ordre)
        FROM base.cible t
        LEFT JOIN base.territoire n ON n.code = t.territoire AND n.type <> 'département'
        WHERE t.schema_id = i.schema_id AND t.indicateur = i.indicateur) AS cibles
FROM base.indicateur i
LEFT JOIN base.action a ON a.schema_id = i.schema_id AND i.objet = 'action-' || a.code
LEFT JOIN base.chemin c ON c.schema_id = i.schema_id AND c.noeud_id = coalesce(a.noeud, i.objet)
LEFT JOIN base.porteur p ON p.schema_id = i.schema_id AND p.objet IN (i.objet, c.fiche_noeud)
ORDER BY i.schema_id, i.ordre;

-- What an action's fiche adds to it: sub-bullets, amounts, printed progress, and whether its document gives some fields.
CREATE TABLE base.action_detail AS
SELECT a.schema_id, a.code AS action_id,
       coalesce((SELECT list(s.texte ORDER BY s.ordre) FROM base.sous_action s
                 WHERE s.schema_id = a.schema_id AND s.action = a.code), []) AS sous_actions,
       coalesce((SELECT list({'libelle': m.libelle, 'montant': m.montant, 'montant_max': m.montant_max,
                              'periodicite': m.periodicite, 'financeur': m.financeur} ORDER BY m.ordre)
                 FROM base.moyen m WHERE m.schema_id = a.schema_id AND m.action = a.code), []) AS montants,
       coalesce((SELECT list({'date': v.date, 'texte': v.texte} ORDER BY v.ordre)
                 FROM base.avancement v WHERE v.schema_id = a.schema_id AND v.action = a.code), []) AS avancements,
       NOT a.vierge AND EXISTS (FROM base.fiche f WHERE f.schema_id = a.schema_id AND f.objet = a.fiche_objet) AS remplie,
       EXISTS (FROM base.action_organisme o WHERE o.schema_id = a.schema_id AND o.action_id = a.code
               AND o.role = 'partenaire') AS partenaire,
       EXISTS (FROM base.indicateur_complet i WHERE i.schema_id = a.schema_id AND i.nature = 'évaluation'
               AND i.fiche_objet = a.fiche_objet) AS indicateur,
       EXISTS (FROM base.indicateur_complet i WHERE i.schema_id = a.schema_id AND i.cibles IS NOT NULL
               AND i.fiche_objet = a.fiche_objet) AS cible,
       EXISTS (FROM base.moyen m WHERE m.schema_id = a.schema_id AND m.action = a.code) AS montant
FROM base.action_complete a ORDER BY a.schema_id, a.ordre;

-- EPCI and EPT of a département, with the share of their communes that lie in it.
CREATE TABLE base.territoire_departement AS
WITH membre AS (
    SELECT epci_code AS code, departement_code FROM base.commune WHERE epci_code IS NOT NULL
    UNION ALL SELECT ept_code, departement_code FROM base.commune WHERE ept_code IS NOT NULL)
SELECT code AS territoire_code, departement_code, count(*) AS communes,
       count(*) / sum(count(*)) OVER (PARTITION BY code) AS part
FROM membre GROUP BY code, departement_code ORDER BY ALL;

-- The intercommunalités that a schéma draws, with their outlines: the EPT where its département has some, else the EPCI seated there.
CREATE TABLE base.territoire_schema AS
SELECT s.schema_id, t.code, t.nom, t.type, t.population, t.population_annee, g.geometrie, g.lon, g.lat
FROM base.schema s JOIN base.territoire t ON t.departement_code = s.departement_code AND t.type IN ('EPCI', 'EPT')
LEFT JOIN base.contour g ON g.code = t.code
QUALIFY (t.type = 'EPT') = bool_or(t.type = 'EPT') OVER (PARTITION BY s.schema_id)
ORDER BY s.schema_id, strip_accents(t.nom);

CREATE VIEW schemas AS
SELECT s.schema_id, s.departement_code, t.nom AS departement, s.titre, s.annee_debut, s.annee_fin,
       (SELECT list(n.type ORDER BY n.rang) FROM base.niveau n WHERE n.schema_id = s.schema_id) AS niveaux, s.ordre,
       s.fiche, s.source, s.limites
FROM base.schema s JOIN base.territoire t ON t.code = s.departement_code AND t.type = 'département';

CREATE VIEW plan AS
SELECT p.schema_id, p.noeud AS noeud_id, p.parent AS parent_id, n.rang AS niveau, p.niveau AS type, p.code, p.titre,
       p.ordre
FROM base.plan p JOIN base.niveau n ON n.schema_id = p.schema_id AND n.type = p.niveau;

CREATE VIEW actions AS
SELECT * EXCLUDE (debut_attendu, echeance_schema, niveau_1_noeud, niveau_2_noeud, niveau_3_noeud, fiche_objet, fiche_adresse, pilote_cles,
                  territoire_codes, echeances)
FROM base.action_complete;

CREATE VIEW action_organismes AS FROM base.action_organisme;

CREATE VIEW indicateurs AS
SELECT i.schema_id, i.indicateur AS indicateur_id, i.libelle, i.nature,
       CASE WHEN i.objet NOT LIKE 'action-%' THEN i.objet END AS noeud_id,
       CASE WHEN i.objet LIKE 'action-%' THEN substr(i.objet, 8) END AS action_id,
       i.unite, i.theme, i.ordre, coalesce(i.sens, 'aucun') AS sens
FROM base.indicateur i;

-- A follow-up that a document prints is its first campaign, unless a workbook of the same date answers.
INSERT INTO base.campagne
SELECT DISTINCT a.schema_id, a.date, 'document' FROM base.avancement a
WHERE NOT EXISTS (FROM base.campagne c WHERE c.schema_id = a.schema_id AND c.date = a.date);
INSERT INTO base.suivi (schema_id, campagne, action, commentaire, depuis)
SELECT a.schema_id, a.date, a.action, string_agg(a.texte, ' ; ' ORDER BY a.ordre), a.date
FROM base.avancement a
JOIN base.campagne c ON c.schema_id = a.schema_id AND c.date = a.date AND c.origine = 'document'
GROUP BY a.schema_id, a.date, a.action;

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

CREATE VIEW mesures AS FROM base.mesure_complete;

CREATE VIEW campagnes AS
SELECT c.schema_id, c.date AS campagne, c.origine,
       (SELECT count(*) FROM base.suivi s WHERE s.schema_id = c.schema_id AND s.campagne = c.date) AS actions,
       (SELECT count(*) FROM base.suivi_mesure s WHERE s.schema_id = c.schema_id AND s.campagne = c.date) AS mesures,
       (SELECT count(*) FROM base.decision s WHERE s.schema_id = c.schema_id AND s.campagne = c.date) AS decisions
FROM base.campagne c;

CREATE VIEW suivi_actions AS
SELECT schema_id, campagne, action AS action_id, statut, taux, confiance, debut_reel, fin_prevue, fin_reelle, commentaire,
       prochaine_etape, decision_attendue, referent
FROM base.suivi;

CREATE VIEW suivi_mesures AS
SELECT schema_id, campagne, indicateur AS indicateur_id, territoire AS territoire_code, date, valeur, cible,
       echeance_cible, source, cible_intermediaire, echeance_intermediaire
FROM base.suivi_mesure;

-- The last targets that each campaign knows of an indicator and a territory: a target and its day are given together.
CREATE MACRO cibles_du_suivi(schema, au) AS TABLE
SELECT indicateur, territoire,
       arg_max(struct_pack(cible := cible, echeance := echeance_cible), campagne) FILTER (cible IS NOT NULL) AS finale,
       arg_max(struct_pack(cible := cible_intermediaire, echeance := echeance_intermediaire), campagne)
           FILTER (cible_intermediaire IS NOT NULL) AS intermediaire
FROM base.suivi_mesure WHERE schema_id = schema AND campagne <= au
  AND coalesce(cible, cible_intermediaire) IS NOT NULL
GROUP BY ALL;

CREATE VIEW decisions AS
SELECT schema_id, campagne, numero, decision, date, responsable, echeance, actions AS action_ids, etat FROM base.decision;

-- What the Cnaf publishes of the territories that each schéma draws, of its département and of France.
CREATE TABLE base.cnaf_schema AS
SELECT s.schema_id, c.territoire AS territoire_code, t.nom AS territoire, t.type, c.indicateur AS indicateur_id, i.libelle,
       i.unite, c.annee, c.valeur, c.fichier
FROM base.schema s JOIN base.cnaf c ON c.territoire IN (s.departement_code, 'FR')
     OR c.territoire IN (SELECT d.code FROM base.territoire_schema d WHERE d.schema_id = s.schema_id)
JOIN base.cnaf_indicateur i USING (indicateur)
JOIN base.territoire t ON t.code = c.territoire
ORDER BY ALL;

-- Whether an indicator is the population itself, which Insee gives of every territory.
CREATE MACRO est_population(libelle, unite) AS coalesce(lower(trim(libelle)) = 'population' AND unite = 'habitants', false);

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

CREATE VIEW cnaf AS
SELECT c.territoire AS territoire_code, c.indicateur AS indicateur_id, i.libelle, i.unite, c.annee, c.valeur,
       c.fichier AS source_fichier
FROM base.cnaf c JOIN base.cnaf_indicateur i USING (indicateur);

CREATE VIEW couvertures AS
SELECT c.schema_id, c.territoire AS territoire_code, c.dispositif, c.present, c.annee, c.phrase AS source_phrase,
       c.document AS source_document, c.remarque, c.phrase_lue, coalesce(d.sens, 'aucun') AS sens
FROM base.couverture c JOIN base.dispositif d USING (dispositif);

CREATE VIEW equipements AS
SELECT e.schema_id, e.nom, e.dispositif, e.commune AS territoire_code, coalesce(m.ept_code, m.epci_code) AS epci_code,
       e.document AS source_document, e.phrase AS source_phrase, e.phrase_lue, e.remarque, e.ordre
FROM base.equipement e LEFT JOIN base.commune m ON m.code = e.commune;

CREATE VIEW echeances AS
SELECT e.schema_id, e.action AS action_id, e.libelle, e.debut, e.debut_precision, e.fin, e.fin_precision, e.recurrence,
       e.document AS source_document, e.phrase AS source_phrase, e.phrase_lue, e.ordre
FROM base.echeance e;

CREATE VIEW cibles AS
SELECT c.schema_id, c.indicateur AS indicateur_id, c.territoire AS territoire_code, c.comparaison, c.valeur, c.portee,
       c.echeance, c.echeance_precision, c.document AS source_document, c.phrase AS source_phrase, c.phrase_lue, c.ordre
FROM base.cible c;

CREATE VIEW moyens AS
SELECT m.schema_id, m.action AS action_id, m.libelle, m.montant, m.montant_max, m.periodicite, m.financeur,
       m.document AS source_document, m.phrase AS source_phrase, m.phrase_lue, m.ordre
FROM base.moyen m;

CREATE VIEW avancements AS
SELECT a.schema_id, a.action AS action_id, a.date, a.texte, a.ordre FROM base.avancement a;

CREATE VIEW glossaire AS SELECT schema_id, sigle, definition, ordre FROM base.glossaire;

CREATE VIEW territoires AS SELECT code, nom, type, departement_code, population, forme, population_annee FROM base.territoire;

CREATE VIEW textes AS
SELECT t.schema_id, t.rubrique, t.titre, t.texte, t.texte_lu, t.document AS source_document, t.ligne, t.ordre
FROM base.texte t;

CREATE VIEW rubriques AS
SELECT f.schema_id, CASE WHEN f.objet NOT LIKE 'action-%' THEN f.objet END AS noeud_id,
       CASE WHEN f.objet LIKE 'action-%' THEN substr(f.objet, 8) END AS action_id, f.rubrique, f.texte,
       r.document AS source_document, r.ligne, r.page, f.ordre
FROM base.fiche f LEFT JOIN base.reference r ON r.schema_id = f.schema_id AND r.objet = f.objet;

CREATE VIEW sous_actions AS SELECT s.schema_id, s.action AS action_id, s.texte, s.ordre FROM base.sous_action s;

CREATE VIEW anomalies AS SELECT schema_id, objet, description, ordre FROM base.anomalie;

COMMENT ON VIEW schemas IS 'Une ligne par schéma du tableau de bord.';
COMMENT ON VIEW plan IS 'Une ligne par élément des niveaux situés au-dessus des actions.';
COMMENT ON VIEW actions IS 'Une ligne par action du plan.';
COMMENT ON VIEW action_organismes IS 'Une ligne par action, organisation et rôle, hérité de la fiche qui le nomme.';
COMMENT ON VIEW indicateurs IS 'Une ligne par indicateur, d’évaluation, de cible ou de diagnostic.';
COMMENT ON VIEW mesures IS 'Une ligne par valeur d’un indicateur, avec la phrase du document dont elle vient.';
COMMENT ON VIEW couvertures IS 'Une ligne par fait « présent » ou « absent » connu d’un territoire ; l’inconnu n’a pas de ligne.';
COMMENT ON VIEW equipements IS 'Une ligne par structure que le document nomme dans une commune.';
COMMENT ON VIEW echeances IS 'Une ligne par échéance datée d’une action.';
COMMENT ON VIEW cibles IS 'Une ligne par cible chiffrée d’un indicateur.';
COMMENT ON VIEW moyens IS 'Une ligne par montant en euros imprimé pour une action.';
COMMENT ON VIEW avancements IS 'Une ligne par état d’avancement imprimé d’une action.';
COMMENT ON VIEW glossaire IS 'Une ligne par sigle ou terme qu’un document explique.';
COMMENT ON VIEW territoires IS 'Une ligne par territoire de France : commune, EPCI, EPT, département, région, France.';
COMMENT ON VIEW textes IS 'Une ligne par paragraphe, ou point d’une liste, de ce que le document dit du schéma entier.';
COMMENT ON VIEW rubriques IS 'Une ligne par paragraphe des fiches, ou de ce que le document dit d’un élément du plan.';
COMMENT ON VIEW sous_actions IS 'Une ligne par sous-point d’une action.';
COMMENT ON VIEW anomalies IS 'Une ligne par contradiction ou réparation relevée dans les documents d’un schéma.';

-- What each column says; docs/vues-publiques.md gives the rules.
COMMENT ON COLUMN schemas.schema_id IS 'Identifiant, ex. « 63-2022 »';
COMMENT ON COLUMN schemas.departement_code IS 'Code du département, ex. « 63 », « 2A »';
COMMENT ON COLUMN schemas.departement IS 'Nom du département';
COMMENT ON COLUMN schemas.titre IS 'Titre du schéma';
COMMENT ON COLUMN schemas.annee_debut IS 'Première et dernière année couvertes';
COMMENT ON COLUMN schemas.annee_fin IS 'Première et dernière année couvertes';
COMMENT ON COLUMN schemas.niveaux IS 'Niveaux au-dessus des actions, du plus haut au plus bas, ex. [volet, engagement, objectif]';
COMMENT ON COLUMN schemas.ordre IS 'Rang ; le plus petit s’ouvre d’abord';
COMMENT ON COLUMN schemas.fiche IS 'Ce qui porte une fiche : « action » ou un niveau';
COMMENT ON COLUMN schemas.source IS 'Éditeur et date du document';
COMMENT ON COLUMN schemas.limites IS 'Ce que le document ne contient pas';
COMMENT ON COLUMN plan.schema_id IS 'Schéma';
COMMENT ON COLUMN plan.noeud_id IS 'Identifiant de l’élément, ex. « objectif-12 »';
COMMENT ON COLUMN plan.parent_id IS 'Élément au-dessus ; NULL au premier niveau';
COMMENT ON COLUMN plan.niveau IS 'Rang du niveau, 1 pour le plus haut';
COMMENT ON COLUMN plan.type IS 'Nom du niveau, ex. « engagement »';
COMMENT ON COLUMN plan.code IS 'Code du document';
COMMENT ON COLUMN plan.titre IS 'Titre du document';
COMMENT ON COLUMN plan.ordre IS 'Rang dans le document';
COMMENT ON COLUMN actions.schema_id IS 'Schéma';
COMMENT ON COLUMN actions.action_id IS 'Code de l’action, ex. « 12.3 » (voir les règles communes) ; les deux sont aujourd’hui égaux';
COMMENT ON COLUMN actions.code IS 'Code de l’action, ex. « 12.3 » (voir les règles communes) ; les deux sont aujourd’hui égaux';
COMMENT ON COLUMN actions.intitule IS 'Intitulé du document';
COMMENT ON COLUMN actions.nature IS '« à poursuivre », « nouvelle » ou NULL';
COMMENT ON COLUMN actions.noeud_id IS 'Élément du plan dont elle dépend';
COMMENT ON COLUMN actions.niveau_1_code IS 'Code et titre au premier niveau';
COMMENT ON COLUMN actions.niveau_1 IS 'Code et titre au premier niveau';
COMMENT ON COLUMN actions.niveau_2_code IS 'Au deuxième niveau ; NULL s’il n’existe pas';
COMMENT ON COLUMN actions.niveau_2 IS 'Au deuxième niveau ; NULL s’il n’existe pas';
COMMENT ON COLUMN actions.niveau_3_code IS 'Au troisième niveau ; NULL s’il n’existe pas';
COMMENT ON COLUMN actions.niveau_3 IS 'Au troisième niveau ; NULL s’il n’existe pas';
COMMENT ON COLUMN actions.debut IS 'Premier et dernier jour ; NULL si inconnus';
COMMENT ON COLUMN actions.fin IS 'Premier et dernier jour ; NULL si inconnus';
COMMENT ON COLUMN actions.debut_precision IS '« jour », « mois », « trimestre », « saison », « semestre », « année », « schéma » ou NULL';
COMMENT ON COLUMN actions.fin_precision IS '« jour », « mois », « trimestre », « saison », « semestre », « année », « schéma » ou NULL';
COMMENT ON COLUMN actions.incertain IS 'Vrai si la date est douteuse : le texte ne dit pas à quelle action elle revient, ou deux textes diffèrent';
COMMENT ON COLUMN actions.calendrier_imprime IS 'Le calendrier tel qu’imprimé, ex. « A partir de 2023 »';
COMMENT ON COLUMN actions.horizon IS '« court terme », « moyen terme », « long terme » ; NULL si non renseigné au schéma';
COMMENT ON COLUMN actions.personnes_nommees IS 'Nombre de personnes que la fiche nomme comme pilotes ; NULL si elle n’en nomme pas';
COMMENT ON COLUMN actions.vierge IS 'Vrai si le document laisse la fiche vierge';
COMMENT ON COLUMN actions.theme IS 'Thème harmonisé de la comparaison (classement éditorial) ; NULL si non classée';
COMMENT ON COLUMN actions.code_annexe IS 'Code de l’action dans l’annexe « PLAN D’ACTIONS », ex. « 1-B »';
COMMENT ON COLUMN actions.remarque IS 'Ce qu’il faut savoir de cette ligne';
COMMENT ON COLUMN actions.ordre IS 'Rang dans le document';
COMMENT ON COLUMN actions.pilotes IS 'Pilotes séparés par des virgules, pour la lecture ; pour compter, voir action_organismes';
COMMENT ON COLUMN actions.territoires IS 'Territoires que l’action nomme, « (en priorité) » si elle concerne tout le département, pour la lecture ; NULL si aucun';
COMMENT ON COLUMN action_organismes.schema_id IS 'Action';
COMMENT ON COLUMN action_organismes.action_id IS 'Action';
COMMENT ON COLUMN action_organismes.organisme IS 'Nom normalisé, ex. « Caf »';
COMMENT ON COLUMN action_organismes.role IS '« pilote » ou « partenaire »';
COMMENT ON COLUMN action_organismes.organisme_cle IS 'Forme employée dans les adresses, ex. « caf »';
COMMENT ON COLUMN action_organismes.famille IS 'Famille d’acteurs, ex. « État », « Communes et EPCI »';
COMMENT ON COLUMN action_organismes.genre IS 'Genre du nom, ex. « féminin » (la Caf), « masculin pluriel » (les Centres sociaux) ; NULL si inconnu';
COMMENT ON COLUMN indicateurs.schema_id IS 'Schéma';
COMMENT ON COLUMN indicateurs.indicateur_id IS 'Identifiant, ex. « assistants-maternels »';
COMMENT ON COLUMN indicateurs.libelle IS 'Libellé';
COMMENT ON COLUMN indicateurs.nature IS '« évaluation » (demandé par l’évaluation d’une fiche), « cible » (chiffre visé, imprimé hors de l’évaluation) ou « diagnostic » (chiffre du document)';
COMMENT ON COLUMN indicateurs.noeud_id IS 'Élément du plan auquel il est rattaché ; NULL s’il est général ou rattaché à une action';
COMMENT ON COLUMN indicateurs.action_id IS 'Action à laquelle il est rattaché, sinon NULL';
COMMENT ON COLUMN indicateurs.unite IS 'Unité, ex. « places », « % »';
COMMENT ON COLUMN indicateurs.theme IS 'Thème d’un indicateur de diagnostic ; rubrique d’un indicateur d’évaluation, ex. « Résultat »';
COMMENT ON COLUMN indicateurs.ordre IS 'Rang';
COMMENT ON COLUMN indicateurs.sens IS 'Ce que dit une valeur plus forte : « bon », « mauvais », « aucun »';
COMMENT ON COLUMN mesures.schema_id IS 'Indicateur';
COMMENT ON COLUMN mesures.indicateur_id IS 'Indicateur';
COMMENT ON COLUMN mesures.territoire_code IS 'Territoire ; NULL si le document en désigne un qui n’a pas de code';
COMMENT ON COLUMN mesures.annee IS 'Année ; NULL si le document n’en donne pas';
COMMENT ON COLUMN mesures.valeur IS 'Valeur, dans l’unité de l’indicateur';
COMMENT ON COLUMN mesures.statut IS '« publiée », en chiffres ou en toutes lettres, ou « déduite » par calcul, y compris d’une fraction dite en mots';
COMMENT ON COLUMN mesures.annee_implicite IS 'Vrai si l’année n’est pas dans la phrase citée';
COMMENT ON COLUMN mesures.source_document IS 'Document transcrit';
COMMENT ON COLUMN mesures.source_phrase IS 'Phrase du document';
COMMENT ON COLUMN mesures.date_imprimee IS 'Date ou période telle qu’imprimée, si elle dit plus que l’année, ex. « au 1er mars 2022 »';
COMMENT ON COLUMN mesures.qualificatif IS 'Mots du document qui nuancent la valeur et se lisent devant elle, ex. « plus de » ; NULL si aucun';
COMMENT ON COLUMN mesures.remarque IS 'Nuance ou calcul, ex. « 3 534 + 1 230 = 4 764 »';
COMMENT ON COLUMN mesures.ordre IS 'Rang';
COMMENT ON COLUMN mesures.phrase_lue IS 'La phrase, coquilles de reconnaissance réparées';
COMMENT ON COLUMN couvertures.schema_id IS 'Schéma';
COMMENT ON COLUMN couvertures.territoire_code IS 'Territoire';
COMMENT ON COLUMN couvertures.dispositif IS 'Dispositif ou fait, ex. « LAEP », « Panier de services parentalité complet »';
COMMENT ON COLUMN couvertures.present IS 'TRUE : le document le dit présent ; FALSE : il le dit absent';
COMMENT ON COLUMN couvertures.annee IS 'Année du constat ; NULL si elle n’est pas donnée';
COMMENT ON COLUMN couvertures.source_phrase IS 'Phrase du document';
COMMENT ON COLUMN couvertures.source_document IS 'Document transcrit';
COMMENT ON COLUMN couvertures.remarque IS 'Nuance';
COMMENT ON COLUMN couvertures.phrase_lue IS 'La phrase, coquilles de reconnaissance réparées';
COMMENT ON COLUMN equipements.schema_id IS 'Schéma';
COMMENT ON COLUMN equipements.nom IS 'Nom imprimé';
COMMENT ON COLUMN equipements.dispositif IS 'Ce qu’elle est, ex. « Centre social », « EVS »';
COMMENT ON COLUMN equipements.territoire_code IS 'Commune';
COMMENT ON COLUMN equipements.epci_code IS 'EPCI de la commune, ou EPT dans le Grand Paris';
COMMENT ON COLUMN equipements.source_document IS 'Document transcrit';
COMMENT ON COLUMN equipements.source_phrase IS 'Texte du document';
COMMENT ON COLUMN equipements.phrase_lue IS 'Le texte, coquilles de reconnaissance réparées';
COMMENT ON COLUMN equipements.remarque IS 'Nuance';
COMMENT ON COLUMN equipements.ordre IS 'Rang';
COMMENT ON COLUMN couvertures.sens IS 'Sens du fait : « bon » (un service présent), « mauvais » (une alerte), « aucun »';
COMMENT ON COLUMN echeances.schema_id IS 'Action';
COMMENT ON COLUMN echeances.action_id IS 'Action';
COMMENT ON COLUMN echeances.libelle IS 'Ce qui est attendu';
COMMENT ON COLUMN echeances.debut IS 'Premier jour de la période ; NULL pour « d’ici… »';
COMMENT ON COLUMN echeances.debut_precision IS '« jour », « mois », « trimestre », « saison », « semestre », « année scolaire », « année » ou NULL';
COMMENT ON COLUMN echeances.fin IS 'Dernier jour de la période ; NULL pour « à partir de… »';
COMMENT ON COLUMN echeances.fin_precision IS 'Comme debut_precision';
COMMENT ON COLUMN echeances.recurrence IS 'Récurrence imprimée, ex. « tous les ans »';
COMMENT ON COLUMN echeances.source_document IS 'Document transcrit';
COMMENT ON COLUMN echeances.source_phrase IS 'Phrase du document';
COMMENT ON COLUMN echeances.phrase_lue IS 'La phrase, coquilles de reconnaissance réparées';
COMMENT ON COLUMN echeances.ordre IS 'Rang';
COMMENT ON COLUMN cibles.schema_id IS 'Indicateur';
COMMENT ON COLUMN cibles.indicateur_id IS 'Indicateur';
COMMENT ON COLUMN cibles.territoire_code IS 'Territoire ; NULL si la cible vaut pour chacun';
COMMENT ON COLUMN cibles.comparaison IS '« au moins », « plus de », « au plus » ou « égal »';
COMMENT ON COLUMN cibles.valeur IS 'Valeur, dans l’unité de l’indicateur';
COMMENT ON COLUMN cibles.portee IS 'Portée imprimée, ex. « par EPCI »';
COMMENT ON COLUMN cibles.echeance IS 'Date ; NULL si non renseignée au schéma';
COMMENT ON COLUMN cibles.echeance_precision IS 'Précision de la date';
COMMENT ON COLUMN cibles.source_document IS 'Document transcrit';
COMMENT ON COLUMN cibles.source_phrase IS 'Phrase du document';
COMMENT ON COLUMN cibles.phrase_lue IS 'La phrase, coquilles de reconnaissance réparées';
COMMENT ON COLUMN cibles.ordre IS 'Rang';
COMMENT ON COLUMN moyens.schema_id IS 'Action';
COMMENT ON COLUMN moyens.action_id IS 'Action';
COMMENT ON COLUMN moyens.libelle IS 'Objet du montant';
COMMENT ON COLUMN moyens.montant IS 'Euros ; borne basse d’une fourchette';
COMMENT ON COLUMN moyens.montant_max IS 'Euros ; borne haute d’une fourchette, sinon NULL';
COMMENT ON COLUMN moyens.periodicite IS 'Telle qu’imprimée, ex. « par an » ; NULL si non renseignée au schéma';
COMMENT ON COLUMN moyens.financeur IS 'Organisation qui finance';
COMMENT ON COLUMN moyens.source_document IS 'Document transcrit';
COMMENT ON COLUMN moyens.source_phrase IS 'Phrase du document';
COMMENT ON COLUMN moyens.phrase_lue IS 'La phrase, coquilles de reconnaissance réparées';
COMMENT ON COLUMN moyens.ordre IS 'Rang';
COMMENT ON COLUMN avancements.schema_id IS 'Action';
COMMENT ON COLUMN avancements.action_id IS 'Action';
COMMENT ON COLUMN avancements.date IS 'Date du constat';
COMMENT ON COLUMN avancements.texte IS 'Texte du document, mot pour mot';
COMMENT ON COLUMN avancements.ordre IS 'Rang';
COMMENT ON COLUMN glossaire.schema_id IS 'Schéma';
COMMENT ON COLUMN glossaire.sigle IS 'Sigle ou terme';
COMMENT ON COLUMN glossaire.definition IS 'Sens';
COMMENT ON COLUMN glossaire.ordre IS 'Rang';
COMMENT ON COLUMN territoires.code IS 'Code Insee (commune, département), SIREN (EPCI, EPT), « REG- » et code Insee (région), « FR »';
COMMENT ON COLUMN territoires.nom IS 'Nom';
COMMENT ON COLUMN territoires.type IS '« EPCI », « EPT », « commune », « département », « région » ou « France »';
COMMENT ON COLUMN territoires.departement_code IS 'Département ; pour un EPCI ou un EPT, celui du plus grand nombre de ses communes ; NULL pour une région et la France';
COMMENT ON COLUMN territoires.population IS 'Habitants (Insee, population municipale) ; somme des communes pour un EPCI, un EPT, un département et la France ; NULL pour une région';
COMMENT ON COLUMN territoires.population_annee IS 'Année de la population ; celle de la France compte Mayotte en 2017 ; NULL sans population';
COMMENT ON COLUMN territoires.forme IS 'CC, CA, CU, METRO, MET69 ou EPT ; NULL pour les autres types';
COMMENT ON COLUMN textes.schema_id IS 'Schéma';
COMMENT ON COLUMN textes.rubrique IS '« Cadre et élaboration », « Bilan du schéma précédent », « Enjeux », « Ambitions », « Articulation avec les autres plans » ou « Gouvernance »';
COMMENT ON COLUMN textes.titre IS 'Titre sous lequel le document l’imprime';
COMMENT ON COLUMN textes.texte IS 'Texte du document';
COMMENT ON COLUMN textes.texte_lu IS 'Le texte, coquilles de reconnaissance réparées';
COMMENT ON COLUMN textes.source_document IS 'Document transcrit';
COMMENT ON COLUMN textes.ligne IS 'Ligne du texte transcrit';
COMMENT ON COLUMN textes.ordre IS 'Rang';
COMMENT ON COLUMN rubriques.schema_id IS 'Schéma';
COMMENT ON COLUMN rubriques.noeud_id IS 'Élément du plan dont parle le paragraphe ; NULL si c’est une action';
COMMENT ON COLUMN rubriques.action_id IS 'Action dont parle le paragraphe ; NULL si c’est un élément du plan';
COMMENT ON COLUMN rubriques.rubrique IS 'Rubrique imprimée, ex. « Contexte », « Résultats attendus », « Moyens »';
COMMENT ON COLUMN rubriques.texte IS 'Texte du document';
COMMENT ON COLUMN rubriques.source_document IS 'Document où commence la fiche ; NULL pour un élément qui n’en porte pas';
COMMENT ON COLUMN rubriques.ligne IS 'Ligne du texte transcrit où commence la fiche';
COMMENT ON COLUMN rubriques.page IS 'Page imprimée où commence la fiche ; NULL si elle n’est pas lue';
COMMENT ON COLUMN rubriques.ordre IS 'Rang';
COMMENT ON COLUMN sous_actions.schema_id IS 'Action';
COMMENT ON COLUMN sous_actions.action_id IS 'Action';
COMMENT ON COLUMN sous_actions.texte IS 'Texte du document';
COMMENT ON COLUMN sous_actions.ordre IS 'Rang';
COMMENT ON COLUMN anomalies.schema_id IS 'Schéma';
COMMENT ON COLUMN anomalies.objet IS 'Ce dont il s’agit : « schema », un noeud_id, « action- » et un action_id, ou un indicateur_id';
COMMENT ON COLUMN anomalies.description IS 'Ce que disent les textes et ce qui a été retenu';
COMMENT ON COLUMN anomalies.ordre IS 'Rang';

COMMENT ON VIEW campagnes IS 'Une ligne par campagne de suivi d’un schéma.';
COMMENT ON COLUMN campagnes.schema_id IS 'Schéma';
COMMENT ON COLUMN campagnes.campagne IS 'Date de la campagne';
COMMENT ON COLUMN campagnes.origine IS '« classeur » ou « document »';
COMMENT ON COLUMN campagnes.actions IS 'Actions répondues';
COMMENT ON COLUMN campagnes.mesures IS 'Mesures répondues';
COMMENT ON COLUMN campagnes.decisions IS 'Décisions du registre';
COMMENT ON VIEW suivi_actions IS 'Une ligne par action et campagne : ce qu’en dit le suivi.';
COMMENT ON COLUMN suivi_actions.schema_id IS 'Action';
COMMENT ON COLUMN suivi_actions.campagne IS 'Date de la campagne';
COMMENT ON COLUMN suivi_actions.action_id IS 'Action';
COMMENT ON COLUMN suivi_actions.statut IS 'À venir, En cours, Réalisée, En pause, Bloquée, Abandonnée, À discuter ; NULL sans réponse';
COMMENT ON COLUMN suivi_actions.taux IS 'Part réalisée, de 0 à 100';
COMMENT ON COLUMN suivi_actions.confiance IS 'objectif sécurisé, atteignable, appui nécessaire, compromis';
COMMENT ON COLUMN suivi_actions.debut_reel IS 'Jour de début';
COMMENT ON COLUMN suivi_actions.fin_prevue IS 'Échéance tenue pour bonne ; NULL : celle du schéma';
COMMENT ON COLUMN suivi_actions.fin_reelle IS 'Jour de fin';
COMMENT ON COLUMN suivi_actions.commentaire IS 'Commentaire';
COMMENT ON COLUMN suivi_actions.prochaine_etape IS 'Ce qui vient ensuite';
COMMENT ON COLUMN suivi_actions.decision_attendue IS 'Ce que le comité doit décider';
COMMENT ON COLUMN suivi_actions.referent IS 'Personne à joindre';
COMMENT ON VIEW suivi_mesures IS 'Une ligne par indicateur, territoire et campagne : mesure et cible du suivi.';
COMMENT ON COLUMN suivi_mesures.schema_id IS 'Indicateur';
COMMENT ON COLUMN suivi_mesures.campagne IS 'Date de la campagne';
COMMENT ON COLUMN suivi_mesures.indicateur_id IS 'Indicateur';
COMMENT ON COLUMN suivi_mesures.territoire_code IS 'Territoire';
COMMENT ON COLUMN suivi_mesures.date IS 'Jour de la mesure';
COMMENT ON COLUMN suivi_mesures.valeur IS 'Valeur';
COMMENT ON COLUMN suivi_mesures.cible IS 'Valeur visée';
COMMENT ON COLUMN suivi_mesures.echeance_cible IS 'Jour de la cible';
COMMENT ON COLUMN suivi_mesures.source IS 'Source';
COMMENT ON COLUMN suivi_mesures.cible_intermediaire IS 'Valeur visée en chemin, avant la cible';
COMMENT ON COLUMN suivi_mesures.echeance_intermediaire IS 'Jour de la cible intermédiaire';
COMMENT ON VIEW decisions IS 'Une ligne par décision et campagne.';
COMMENT ON COLUMN decisions.schema_id IS 'Schéma';
COMMENT ON COLUMN decisions.campagne IS 'Date de la campagne';
COMMENT ON COLUMN decisions.numero IS 'Numéro';
COMMENT ON COLUMN decisions.decision IS 'Ce qui a été décidé';
COMMENT ON COLUMN decisions.date IS 'Jour de la décision';
COMMENT ON COLUMN decisions.responsable IS 'Qui doit agir';
COMMENT ON COLUMN decisions.echeance IS 'Jour où elle doit être appliquée';
COMMENT ON COLUMN decisions.action_ids IS 'Actions liées';
COMMENT ON COLUMN decisions.etat IS 'Ouverte, En cours ou Close';
COMMENT ON VIEW cnaf IS 'Une ligne par territoire, indicateur et année des données ouvertes de la Cnaf.';
COMMENT ON COLUMN cnaf.territoire_code IS 'Territoire';
COMMENT ON COLUMN cnaf.indicateur_id IS 'Identifiant';
COMMENT ON COLUMN cnaf.libelle IS 'Libellé';
COMMENT ON COLUMN cnaf.unite IS 'Unité';
COMMENT ON COLUMN cnaf.annee IS 'Année';
COMMENT ON COLUMN cnaf.valeur IS 'Valeur publiée';
COMMENT ON COLUMN cnaf.source_fichier IS 'Fichier de la Cnaf';

CREATE MACRO etat_calendaire(debut, fin, au) AS
    CASE WHEN debut IS NULL AND fin IS NULL THEN 'sans date'
         WHEN debut > au THEN 'à venir'
         WHEN fin < au THEN 'échue'
         ELSE 'en cours' END;

-- Whether nothing says that an action has begun.
CREATE MACRO pas_commencee(statut, debut_reel) AS
    debut_reel IS NULL AND coalesce(statut IN ('À venir', 'À discuter'), true);

-- Whether an action is over, as declared or by its end.
CREATE MACRO terminee(statut, fin_reelle) AS coalesce(statut = 'Réalisée', false) OR fin_reelle IS NOT NULL;

-- The delay engine. Dates and the date d’observation decide; of the declared status only « Abandonnée » and whether the
-- action is said to have begun count. Late from the day after the due day; nothing is said of an action not followed.
-- Real dates are facts: none comes after its campaign, so none after the date d’observation.
CREATE MACRO etat_echeance(suivie, statut, debut_attendu, echeance, debut_reel, fin_reelle, au) AS
    CASE WHEN NOT suivie THEN 'sans suivi'
         WHEN statut = 'Abandonnée' THEN 'abandonnée'
         WHEN fin_reelle IS NOT NULL THEN 'terminée'
         WHEN echeance < au THEN 'en retard'
         WHEN debut_attendu < au AND pas_commencee(statut, debut_reel) THEN 'démarrage en retard'
         WHEN date_diff('day', au, echeance) < 90 THEN 'échéance proche'
         WHEN debut_attendu >= au AND pas_commencee(statut, debut_reel) THEN 'à venir'
         WHEN echeance IS NULL AND debut_attendu IS NULL THEN 'non datée'
         ELSE 'à l’heure' END;

-- Whether nobody was asked since a day, the campaign having come before it was over.
CREATE MACRO non_redemande(jour, campagne) AS coalesce(jour >= campagne, false);

-- Whether an action is late only because nobody was asked since the campaign: what it did not do was due after it.
CREATE MACRO sauf_reponse(etat_echeance, debut_attendu, echeance, campagne) AS
    CASE etat_echeance WHEN 'en retard' THEN non_redemande(echeance, campagne)
                       WHEN 'démarrage en retard' THEN non_redemande(debut_attendu, campagne) ELSE false END;

-- What the declared status and what is known of the action say against each other, or NULL.
CREATE MACRO contradiction(statut, taux, debut_reel, fin_reelle) AS
    nullif(concat_ws(' ; ',
        CASE WHEN statut = 'Réalisée' AND fin_reelle IS NULL THEN 'déclarée réalisée sans fin réelle' END,
        CASE WHEN statut = 'Réalisée' AND taux < 100
             THEN 'déclarée réalisée, mais taux de ' || nombre_ecrit(taux) || ' %' END,
        CASE WHEN statut = 'À venir' AND debut_reel IS NOT NULL THEN 'déclarée à venir, mais commencée' END,
        CASE WHEN statut NOT IN ('Réalisée', 'Abandonnée') AND fin_reelle IS NOT NULL
             THEN 'terminée, mais déclarée ' || lower(statut) END,
        CASE WHEN statut NOT IN ('Réalisée', 'À venir') AND taux >= 100
             THEN '100 %, mais déclarée ' || lower(statut) END,
        CASE WHEN statut = 'À venir' AND taux > 0
             THEN 'taux de ' || nombre_ecrit(taux) || ' %, mais à venir' END), '');

-- Each action with what each campaign says of it, for the days from that campaign to the next; before the first, nothing.
CREATE TABLE base.action_suivie AS
WITH periode AS (
    SELECT schema_id, date AS campagne, lag(date) OVER w AS precedente, date AS du,
           coalesce(lead(date) OVER w, DATE '9999-12-31') AS jusqu_au
    FROM base.campagne WINDOW w AS (PARTITION BY schema_id ORDER BY date)
    UNION ALL
    SELECT s.schema_id, NULL, NULL, DATE '0001-01-01', coalesce(min(c.date), DATE '9999-12-31')
    FROM base.schema s LEFT JOIN base.campagne c ON c.schema_id = s.schema_id GROUP BY s.schema_id)
SELECT a.*, c.du, c.jusqu_au, s.action IS NOT NULL AS suivie, CASE WHEN s.action IS NOT NULL THEN c.campagne END AS campagne,
       s.statut, s.taux, s.confiance, s.debut_reel, s.fin_prevue, s.fin_reelle, s.commentaire, s.prochaine_etape,
       s.decision_attendue, s.referent, s.depuis, s.statut IS NOT NULL AND s.depuis < s.campagne AS reportee,
       coalesce(s.fin_prevue, a.echeance_schema) AS echeance,
       -- The period held for good: real dates, else those expected at the campaign, else those of the schéma; what is under
       -- way runs at least until the campaign that says so.
       coalesce(s.debut_reel, a.debut) AS debut_tenu,
       coalesce(s.fin_reelle, CASE WHEN s.statut IN ('En cours', 'En pause', 'Bloquée')
                                   THEN greatest(coalesce(s.fin_prevue, a.fin), c.campagne) END, s.fin_prevue, a.fin)
           AS fin_tenue,
       coalesce(p.fin_prevue, a.echeance_schema) AS echeance_precedente,
       c.precedente IS NOT NULL AND (s.statut, s.taux, s.confiance, s.debut_reel, s.fin_prevue, s.fin_reelle)
           IS DISTINCT FROM (p.statut, p.taux, p.confiance, p.debut_reel, p.fin_prevue, p.fin_reelle) AS changee,
       contradiction(s.statut, s.taux, s.debut_reel, s.fin_reelle) AS contradiction
FROM base.action_complete a JOIN periode c ON c.schema_id = a.schema_id
LEFT JOIN base.suivi s ON s.schema_id = a.schema_id AND s.campagne = c.campagne AND s.action = a.code
LEFT JOIN base.suivi p ON p.schema_id = a.schema_id AND p.campagne = c.precedente AND p.action = a.code
ORDER BY a.schema_id, c.du, a.ordre;

-- The last campaign of a schéma at a date, and the one before.
CREATE MACRO derniere_campagne(p_schema, p_au) AS
    (SELECT max(date) FROM base.campagne WHERE schema_id = p_schema AND date <= p_au);
CREATE MACRO campagne_precedente(p_schema, p_au) AS
    (SELECT max(date) FROM base.campagne WHERE schema_id = p_schema AND date < derniere_campagne(p_schema, p_au));

-- Each action of a schéma as it stands at a date; `delai` parts the late ones: already so at the campaign, or only since.
CREATE MACRO actions_suivies(p_schema, p_au) AS TABLE
SELECT *, sauf_reponse(etat_echeance, debut_attendu, echeance, campagne) AS sauf_reponse,
       CASE WHEN sauf_reponse THEN etat_echeance || ', sauf réponse depuis'
            WHEN etat_echeance = 'en retard' THEN 'déjà en retard au suivi'
            WHEN etat_echeance = 'démarrage en retard' THEN 'démarrage déjà en retard au suivi'
            ELSE etat_echeance END AS delai,
       etat_echeance IN ('sans suivi', 'non datée') AS delai_inconnu
FROM (SELECT *, etat_calendaire(debut, fin, p_au::DATE) AS etat,
             etat_echeance(suivie, statut, debut_attendu, echeance, debut_reel, fin_reelle, p_au::DATE)
                 AS etat_echeance,
             date_diff('day', echeance, p_au::DATE) AS jours_apres_echeance
      FROM base.action_suivie WHERE schema_id = p_schema AND du <= p_au::DATE AND jusqu_au > p_au::DATE);

-- The one definition of each filter: every action of a schéma, its states, and in `refus` the filters that leave it out.
-- NULL means « all ». An action for which the document names no territory concerns the whole département: a filter
-- by EPCI keeps it. `p_point` names what a séance looks at: to decide, changed, due before the next comité, contradictory,
-- carried over from an earlier campaign.
CREATE MACRO actions_marquees(
    p_schema, p_niveau_1, p_niveau_2, p_niveau_3, p_nature, p_etat, p_pilote, p_epci, p_au, p_statut, p_confiance,
    p_echeance, p_point, p_comite) AS TABLE
SELECT a.*, list_filter([
    CASE WHEN a.niveau_1_code <> p_niveau_1 THEN 'niveau_1' END,
    CASE WHEN coalesce(a.niveau_2_code <> p_niveau_2, p_niveau_2 IS NOT NULL) THEN 'niveau_2' END,
    CASE WHEN coalesce(a.niveau_3_code <> p_niveau_3, p_niveau_3 IS NOT NULL) THEN 'niveau_3' END,
    CASE WHEN coalesce(a.nature <> p_nature, p_nature IS NOT NULL) THEN 'nature' END,
    CASE WHEN a.etat <> p_etat THEN 'etat' END,
    CASE WHEN NOT (list_contains(a.pilote_cles, p_pilote) OR (p_pilote = 'sans' AND len(a.pilote_cles) = 0))
         THEN 'pilote' END,
    CASE WHEN len(a.territoire_codes) > 0 AND NOT list_contains(a.territoire_codes, p_epci) THEN 'epci' END,
    CASE WHEN coalesce(a.statut, 'sans réponse') <> p_statut THEN 'statut' END,
    CASE WHEN coalesce(a.confiance, 'sans réponse') <> p_confiance THEN 'confiance' END,
    CASE WHEN p_echeance NOT IN (a.etat_echeance, a.delai) THEN 'echeance' END,
    CASE WHEN NOT coalesce(CASE p_point
             WHEN 'à décider' THEN a.decision_attendue IS NOT NULL OR a.statut = 'À discuter'
             WHEN 'changées' THEN a.changee
             WHEN 'avant le comité' THEN a.echeance BETWEEN p_au::DATE AND p_comite::DATE
                  AND a.etat_echeance NOT IN ('terminée', 'abandonnée')
             WHEN 'contradictoires' THEN a.contradiction IS NOT NULL
             WHEN 'réponses reportées' THEN a.reportee
             ELSE true END, false) THEN 'point' END], lambda filtre: filtre IS NOT NULL) AS refus
FROM actions_suivies(p_schema, p_au) a;

-- The indicator whose trend is drawn when none is chosen: the longest of the chosen level in the département.
CREATE MACRO indicateur_par_defaut(p_schema, p_niveau_1, p_departement) AS
    (SELECT indicateur_id FROM (
        SELECT i.indicateur_id, any_value(i.ordre) AS ordre, any_value(i.niveau_1_code) AS niveau_1_code,
               max(m.annee) - min(m.annee) AS duree
        FROM base.indicateur_complet i JOIN mesures m USING (schema_id, indicateur_id)
        WHERE i.schema_id = p_schema AND m.territoire_code = p_departement
          AND (p_niveau_1 IS NULL OR i.niveau_1_code = p_niveau_1)
        GROUP BY i.indicateur_id HAVING count(DISTINCT m.annee) > 1)
     ORDER BY niveau_1_code NULLS LAST, duree DESC, ordre LIMIT 1);

-- The rows that every action query of the pages counts.
CREATE MACRO actions_filtrees(
    p_schema, p_niveau_1, p_niveau_2, p_niveau_3, p_nature, p_etat, p_pilote, p_epci, p_au, p_statut, p_confiance,
    p_echeance, p_point, p_comite) AS TABLE
SELECT * FROM actions_marquees(
    p_schema, p_niveau_1, p_niveau_2, p_niveau_3, p_nature, p_etat, p_pilote, p_epci, p_au, p_statut, p_confiance,
    p_echeance, p_point, p_comite)
WHERE len(refus) = 0;
