-- The DuckDB file: base tables (schema base, one per source table), then the public views (schema main).
-- The public views and their columns are a contract: see docs/vues-publiques.md.

CREATE SCHEMA base;

CREATE TABLE base.schema (
    schema_id VARCHAR PRIMARY KEY, departement_code VARCHAR NOT NULL, titre VARCHAR NOT NULL,
    annee_debut INTEGER NOT NULL, annee_fin INTEGER NOT NULL, ordre INTEGER NOT NULL, source VARCHAR);
CREATE TABLE base.niveau (
    schema_id VARCHAR, rang INTEGER, type VARCHAR NOT NULL, libelle VARCHAR NOT NULL, pluriel VARCHAR NOT NULL,
    PRIMARY KEY (schema_id, rang));
CREATE TABLE base.document (
    schema_id VARCHAR, document VARCHAR, titre VARCHAR NOT NULL, description VARCHAR,
    PRIMARY KEY (schema_id, document));
CREATE TABLE base.plan (
    schema_id VARCHAR, noeud VARCHAR, parent VARCHAR, niveau VARCHAR NOT NULL, code VARCHAR NOT NULL,
    titre VARCHAR NOT NULL, ordre INTEGER, PRIMARY KEY (schema_id, noeud));
CREATE TABLE base.action (
    schema_id VARCHAR, code VARCHAR, noeud VARCHAR NOT NULL, nature VARCHAR, intitule VARCHAR NOT NULL,
    calendrier_imprime VARCHAR, debut DATE, debut_precision VARCHAR, fin DATE, fin_precision VARCHAR,
    incertain BOOLEAN NOT NULL, code_annexe VARCHAR, remarque VARCHAR, ordre INTEGER, PRIMARY KEY (schema_id, code));
CREATE TABLE base.sous_action (
    schema_id VARCHAR, action VARCHAR, ordre INTEGER, texte VARCHAR NOT NULL, PRIMARY KEY (schema_id, action, ordre));
CREATE TABLE base.fiche (
    schema_id VARCHAR, objet VARCHAR, rubrique VARCHAR, ordre INTEGER, texte VARCHAR NOT NULL,
    PRIMARY KEY (schema_id, objet, rubrique, ordre));
CREATE TABLE base.reference (
    schema_id VARCHAR, objet VARCHAR, document VARCHAR NOT NULL, ligne INTEGER, page VARCHAR,
    PRIMARY KEY (schema_id, objet));
CREATE TABLE base.organisme (organisme VARCHAR PRIMARY KEY, cle VARCHAR UNIQUE NOT NULL, famille VARCHAR NOT NULL);
CREATE TABLE base.alias (
    schema_id VARCHAR, imprime VARCHAR, organisme VARCHAR, PRIMARY KEY (schema_id, imprime, organisme));
CREATE TABLE base.role (
    schema_id VARCHAR, objet VARCHAR, role VARCHAR, imprime VARCHAR, ordre INTEGER,
    PRIMARY KEY (schema_id, objet, role, imprime));
CREATE TABLE base.comite (
    schema_id VARCHAR, organisme VARCHAR, membre VARCHAR, PRIMARY KEY (schema_id, organisme, membre));
CREATE TABLE base.action_territoire (
    schema_id VARCHAR, action VARCHAR, territoire VARCHAR, PRIMARY KEY (schema_id, action, territoire));
CREATE TABLE base.indicateur (
    schema_id VARCHAR, indicateur VARCHAR, libelle VARCHAR NOT NULL, nature VARCHAR NOT NULL, objet VARCHAR,
    unite VARCHAR, theme VARCHAR, ordre INTEGER, PRIMARY KEY (schema_id, indicateur));
CREATE TABLE base.mesure (
    schema_id VARCHAR, indicateur VARCHAR NOT NULL, territoire VARCHAR, annee INTEGER, date_imprimee VARCHAR,
    valeur DOUBLE NOT NULL, statut VARCHAR NOT NULL, annee_implicite BOOLEAN NOT NULL, document VARCHAR NOT NULL,
    phrase VARCHAR NOT NULL, remarque VARCHAR, ordre INTEGER, PRIMARY KEY (schema_id, ordre));
CREATE TABLE base.couverture (
    schema_id VARCHAR, territoire VARCHAR, dispositif VARCHAR, present BOOLEAN NOT NULL, annee INTEGER,
    document VARCHAR NOT NULL, phrase VARCHAR NOT NULL, remarque VARCHAR,
    PRIMARY KEY (schema_id, territoire, dispositif));
CREATE TABLE base.dispositif (
    dispositif VARCHAR PRIMARY KEY, cle VARCHAR UNIQUE NOT NULL, theme VARCHAR NOT NULL, panier BOOLEAN NOT NULL,
    definition VARCHAR NOT NULL, ordre INTEGER);
CREATE TABLE base.anomalie (schema_id VARCHAR, objet VARCHAR NOT NULL, description VARCHAR NOT NULL, ordre INTEGER);
CREATE TABLE base.reparation (
    schema_id VARCHAR, document VARCHAR, texte_ocr VARCHAR, texte_repare VARCHAR,
    PRIMARY KEY (schema_id, document, texte_ocr));
CREATE TABLE base.territoire (
    code VARCHAR PRIMARY KEY, nom VARCHAR NOT NULL, type VARCHAR NOT NULL, forme VARCHAR, departement_code VARCHAR,
    population BIGINT);
CREATE TABLE base.commune (
    code VARCHAR PRIMARY KEY, departement_code VARCHAR NOT NULL, epci_code VARCHAR, ept_code VARCHAR);
CREATE TABLE base.contour (code VARCHAR PRIMARY KEY, geometrie VARCHAR NOT NULL);
CREATE TABLE meta (format INTEGER NOT NULL, version VARCHAR NOT NULL);

CREATE VIEW schemas AS
SELECT s.schema_id, s.departement_code, t.nom AS departement, s.titre, s.annee_debut, s.annee_fin,
       (SELECT list(n.type ORDER BY n.rang) FROM base.niveau n WHERE n.schema_id = s.schema_id) AS niveaux,
       s.ordre
FROM base.schema s JOIN base.territoire t ON t.code = s.departement_code AND t.type = 'département'
ORDER BY s.ordre;

CREATE VIEW plan AS
SELECT p.schema_id, p.noeud AS noeud_id, p.parent AS parent_id, n.rang AS niveau, p.niveau AS type, p.code, p.titre,
       p.ordre
FROM base.plan p JOIN base.niveau n ON n.schema_id = p.schema_id AND n.type = p.niveau
ORDER BY p.schema_id, n.rang, p.ordre;

-- Each node with its ancestors, whatever its depth.
CREATE VIEW plan_chemins AS
WITH RECURSIVE montee AS (
    SELECT schema_id, noeud_id, niveau AS profondeur, noeud_id AS ancetre_id, parent_id, niveau, code, titre, ordre
    FROM plan
    UNION ALL
    SELECT m.schema_id, m.noeud_id, m.profondeur, p.noeud_id, p.parent_id, p.niveau, p.code, p.titre, p.ordre
    FROM montee m JOIN plan p ON p.schema_id = m.schema_id AND p.noeud_id = m.parent_id)
SELECT schema_id, noeud_id, any_value(profondeur) AS profondeur,
       max(CASE WHEN niveau = 1 THEN code END) AS niveau_1_code, max(CASE WHEN niveau = 1 THEN titre END) AS niveau_1,
       max(CASE WHEN niveau = 2 THEN code END) AS niveau_2_code, max(CASE WHEN niveau = 2 THEN titre END) AS niveau_2,
       max(CASE WHEN niveau = 3 THEN code END) AS niveau_3_code, max(CASE WHEN niveau = 3 THEN titre END) AS niveau_3,
       max(CASE WHEN niveau = 1 THEN ordre END) AS niveau_1_ordre,
       max(CASE WHEN niveau = 2 THEN ordre END) AS niveau_2_ordre,
       max(CASE WHEN niveau = 3 THEN ordre END) AS niveau_3_ordre
FROM montee GROUP BY schema_id, noeud_id;

CREATE VIEW actions AS
SELECT a.schema_id, a.code AS action_id, a.code, a.intitule, a.nature, a.noeud AS noeud_id,
       c.niveau_1_code, c.niveau_1, c.niveau_2_code, c.niveau_2, c.niveau_3_code, c.niveau_3,
       a.debut, a.debut_precision, a.fin, a.fin_precision, a.incertain,
       a.calendrier_imprime, a.code_annexe, a.remarque, a.ordre
FROM base.action a JOIN plan_chemins c ON c.schema_id = a.schema_id AND c.noeud_id = a.noeud
ORDER BY a.schema_id, a.ordre;

-- The printed form of an organisation and the one or several organisations it stands for.
CREATE VIEW roles AS
SELECT r.schema_id, r.objet, r.role, r.imprime, r.ordre, o.organisme, o.cle AS organisme_cle, o.famille
FROM base.role r
LEFT JOIN base.alias l ON l.schema_id = r.schema_id AND l.imprime = r.imprime
JOIN base.organisme o ON o.organisme = coalesce(l.organisme, r.imprime);

-- Roles stand on an action or on the node whose fiche names them: its actions inherit them.
CREATE VIEW action_organismes AS
SELECT DISTINCT a.schema_id, a.action_id, r.organisme, r.role, r.organisme_cle, r.famille
FROM actions a
JOIN roles r ON r.schema_id = a.schema_id AND r.objet IN (a.noeud_id, 'action-' || a.action_id)
ORDER BY ALL;

CREATE VIEW indicateurs AS
SELECT i.schema_id, i.indicateur AS indicateur_id, i.libelle, i.nature,
       CASE WHEN i.objet NOT LIKE 'action-%' THEN i.objet END AS noeud_id,
       CASE WHEN i.objet LIKE 'action-%' THEN substr(i.objet, 8) END AS action_id,
       i.unite, i.theme, i.ordre
FROM base.indicateur i ORDER BY i.schema_id, i.ordre;

CREATE VIEW mesures AS
SELECT m.schema_id, m.indicateur AS indicateur_id, m.territoire AS territoire_code, m.annee, m.valeur, m.statut,
       m.annee_implicite, m.document AS source_document, m.phrase AS source_phrase, m.date_imprimee, m.remarque, m.ordre
FROM base.mesure m ORDER BY m.schema_id, m.ordre;

CREATE VIEW couvertures AS
SELECT c.schema_id, c.territoire AS territoire_code, c.dispositif, c.present, c.annee, c.phrase AS source_phrase,
       c.document AS source_document, c.remarque
FROM base.couverture c ORDER BY c.schema_id, c.dispositif, c.territoire;

CREATE VIEW territoires AS
SELECT code, nom, type, departement_code, population, forme FROM base.territoire ORDER BY type, code;

CREATE VIEW anomalies AS SELECT schema_id, objet, description FROM base.anomalie ORDER BY schema_id, ordre;

-- EPCI and EPT of a département, with the share of their communes that lie in it.
CREATE VIEW territoires_departements AS
WITH membre AS (
    SELECT epci_code AS code, departement_code FROM base.commune WHERE epci_code IS NOT NULL
    UNION ALL SELECT ept_code, departement_code FROM base.commune WHERE ept_code IS NOT NULL)
SELECT code AS territoire_code, departement_code, count(*) AS communes,
       count(*) / sum(count(*)) OVER (PARTITION BY code) AS part
FROM membre GROUP BY code, departement_code ORDER BY ALL;

CREATE MACRO etat_calendaire(debut, fin, au) AS
    CASE WHEN debut IS NULL AND fin IS NULL THEN 'sans date'
         WHEN debut > au THEN 'à venir'
         WHEN fin < au THEN 'échue'
         ELSE 'en cours' END;

-- The one definition of the filters: the rows that every action query of the pages counts. NULL means « all ».
-- An action for which the document names no territory concerns the whole département: a filter by EPCI keeps it.
CREATE MACRO actions_filtrees(p_schema, p_niveau_1, p_niveau_2, p_niveau_3, p_nature, p_etat, p_pilote, p_epci, p_au)
AS TABLE
SELECT a.*, etat_calendaire(a.debut, a.fin, p_au::DATE) AS etat
FROM actions a
WHERE a.schema_id = p_schema
  AND (p_niveau_1 IS NULL OR a.niveau_1_code = p_niveau_1)
  AND (p_niveau_2 IS NULL OR a.niveau_2_code = p_niveau_2)
  AND (p_niveau_3 IS NULL OR a.niveau_3_code = p_niveau_3)
  AND (p_nature IS NULL OR a.nature = p_nature)
  AND (p_etat IS NULL OR etat_calendaire(a.debut, a.fin, p_au::DATE) = p_etat)
  AND (p_pilote IS NULL
       OR (p_pilote = 'sans' AND NOT EXISTS (
            FROM action_organismes o
            WHERE o.schema_id = p_schema AND o.action_id = a.action_id AND o.role = 'pilote'))
       OR EXISTS (
            FROM action_organismes o
            WHERE o.schema_id = p_schema AND o.action_id = a.action_id AND o.role = 'pilote'
              AND o.organisme_cle = p_pilote))
  AND (p_epci IS NULL
       OR NOT EXISTS (FROM base.action_territoire t WHERE t.schema_id = p_schema AND t.action = a.action_id)
       OR EXISTS (FROM base.action_territoire t
                  WHERE t.schema_id = p_schema AND t.action = a.action_id AND t.territoire = p_epci));
