-- The base tables of the DuckDB file (schema base), one per source table; the files
-- that `ingest/build.py` runs after it derive the rest from them.

CREATE SCHEMA base;

CREATE TABLE base.schema (
    schema_id VARCHAR PRIMARY KEY, departement_code VARCHAR NOT NULL, titre VARCHAR NOT NULL,
    annee_debut INTEGER NOT NULL, annee_fin INTEGER NOT NULL, fiche VARCHAR NOT NULL, ordre INTEGER NOT NULL,
    source VARCHAR, limites VARCHAR);
CREATE TABLE base.niveau (
    schema_id VARCHAR, rang INTEGER, type VARCHAR NOT NULL, libelle VARCHAR NOT NULL, pluriel VARCHAR NOT NULL,
    PRIMARY KEY (schema_id, rang));
CREATE TABLE base.document (
    schema_id VARCHAR, document VARCHAR, titre VARCHAR NOT NULL, description VARCHAR,
    PRIMARY KEY (schema_id, document));
CREATE TABLE base.texte (
    schema_id VARCHAR, rubrique VARCHAR NOT NULL, titre VARCHAR NOT NULL, texte VARCHAR NOT NULL,
    texte_lu VARCHAR NOT NULL, document VARCHAR NOT NULL, ligne INTEGER, ordre INTEGER,
    PRIMARY KEY (schema_id, ordre));
CREATE TABLE base.plan (
    schema_id VARCHAR, noeud VARCHAR, parent VARCHAR, niveau VARCHAR NOT NULL, code VARCHAR NOT NULL,
    titre VARCHAR NOT NULL, ordre INTEGER, PRIMARY KEY (schema_id, noeud));
CREATE TABLE base.action (
    schema_id VARCHAR, code VARCHAR, noeud VARCHAR NOT NULL, nature VARCHAR, intitule VARCHAR NOT NULL,
    calendrier_imprime VARCHAR, debut DATE, debut_precision VARCHAR, fin DATE, fin_precision VARCHAR,
    incertain BOOLEAN NOT NULL, horizon VARCHAR, personnes_nommees INTEGER, vierge BOOLEAN NOT NULL,
    code_annexe VARCHAR, remarque VARCHAR, ordre INTEGER, PRIMARY KEY (schema_id, code));
CREATE TABLE base.sous_action (
    schema_id VARCHAR, action VARCHAR, ordre INTEGER, texte VARCHAR NOT NULL, PRIMARY KEY (schema_id, action, ordre));
CREATE TABLE base.echeance (
    schema_id VARCHAR, action VARCHAR NOT NULL, ordre INTEGER, libelle VARCHAR NOT NULL, debut DATE,
    debut_precision VARCHAR, fin DATE, fin_precision VARCHAR, recurrence VARCHAR, document VARCHAR NOT NULL,
    phrase VARCHAR NOT NULL, phrase_lue VARCHAR NOT NULL, PRIMARY KEY (schema_id, ordre));
CREATE TABLE base.moyen (
    schema_id VARCHAR, action VARCHAR NOT NULL, ordre INTEGER, libelle VARCHAR NOT NULL, montant DOUBLE NOT NULL,
    montant_max DOUBLE, periodicite VARCHAR, financeur VARCHAR, document VARCHAR NOT NULL, phrase VARCHAR NOT NULL,
    phrase_lue VARCHAR NOT NULL, PRIMARY KEY (schema_id, ordre));
CREATE TABLE base.avancement (
    schema_id VARCHAR, action VARCHAR NOT NULL, ordre INTEGER, date DATE NOT NULL, texte VARCHAR NOT NULL,
    PRIMARY KEY (schema_id, ordre));
CREATE TABLE base.fiche (
    schema_id VARCHAR, objet VARCHAR, rubrique VARCHAR, ordre INTEGER, texte VARCHAR NOT NULL,
    PRIMARY KEY (schema_id, objet, rubrique, ordre));
CREATE TABLE base.reference (
    schema_id VARCHAR, objet VARCHAR, document VARCHAR NOT NULL, ligne INTEGER, page VARCHAR,
    PRIMARY KEY (schema_id, objet));
CREATE TABLE base.organisme (organisme VARCHAR PRIMARY KEY, cle VARCHAR UNIQUE NOT NULL, famille VARCHAR NOT NULL,
    genre VARCHAR);
CREATE TABLE base.alias (
    schema_id VARCHAR, imprime VARCHAR, organisme VARCHAR, PRIMARY KEY (schema_id, imprime, organisme));
CREATE TABLE base.role (
    schema_id VARCHAR, objet VARCHAR, role VARCHAR, imprime VARCHAR, ordre INTEGER,
    PRIMARY KEY (schema_id, objet, role, imprime));
CREATE TABLE base.comite (
    schema_id VARCHAR, organisme VARCHAR, membre VARCHAR, PRIMARY KEY (schema_id, organisme, membre));
CREATE TABLE base.action_territoire (
    schema_id VARCHAR, action VARCHAR, territoire VARCHAR, prioritaire BOOLEAN NOT NULL,
    PRIMARY KEY (schema_id, action, territoire));
CREATE TABLE base.indicateur (
    schema_id VARCHAR, indicateur VARCHAR, libelle VARCHAR NOT NULL, nature VARCHAR NOT NULL, objet VARCHAR,
    unite VARCHAR, theme VARCHAR, sens VARCHAR, ordre INTEGER, PRIMARY KEY (schema_id, indicateur));
CREATE TABLE base.cible (
    schema_id VARCHAR, indicateur VARCHAR NOT NULL, territoire VARCHAR, ordre INTEGER, comparaison VARCHAR NOT NULL,
    valeur DOUBLE NOT NULL, portee VARCHAR, echeance DATE, echeance_precision VARCHAR, document VARCHAR NOT NULL,
    phrase VARCHAR NOT NULL, phrase_lue VARCHAR NOT NULL, PRIMARY KEY (schema_id, ordre));
CREATE TABLE base.mesure (
    schema_id VARCHAR, indicateur VARCHAR NOT NULL, territoire VARCHAR, annee INTEGER, date_imprimee VARCHAR,
    qualificatif VARCHAR, valeur DOUBLE NOT NULL, statut VARCHAR NOT NULL, annee_implicite BOOLEAN NOT NULL, document VARCHAR NOT NULL,
    phrase VARCHAR NOT NULL, phrase_lue VARCHAR NOT NULL, remarque VARCHAR, ordre INTEGER,
    PRIMARY KEY (schema_id, ordre));
CREATE TABLE base.couverture (
    schema_id VARCHAR, territoire VARCHAR, dispositif VARCHAR, present BOOLEAN NOT NULL, annee INTEGER,
    document VARCHAR NOT NULL, phrase VARCHAR NOT NULL, phrase_lue VARCHAR NOT NULL, remarque VARCHAR,
    PRIMARY KEY (schema_id, territoire, dispositif));
CREATE TABLE base.equipement (
    schema_id VARCHAR, nom VARCHAR, dispositif VARCHAR, commune VARCHAR, document VARCHAR NOT NULL,
    phrase VARCHAR NOT NULL, phrase_lue VARCHAR NOT NULL, remarque VARCHAR, ordre INTEGER,
    PRIMARY KEY (schema_id, nom, dispositif, commune));
CREATE TABLE base.dispositif (
    dispositif VARCHAR PRIMARY KEY, cle VARCHAR UNIQUE NOT NULL, theme VARCHAR NOT NULL, panier BOOLEAN NOT NULL,
    sens VARCHAR, mention VARCHAR, definition VARCHAR NOT NULL, ordre INTEGER);
-- The comparison between schémas: editorial themes, shared indicators, and what each schéma answers to them.
CREATE TABLE base.theme (theme VARCHAR PRIMARY KEY, regle VARCHAR NOT NULL, ordre INTEGER);
CREATE TABLE base.classement (
    schema_id VARCHAR, action VARCHAR, theme VARCHAR NOT NULL, PRIMARY KEY (schema_id, action));
CREATE TABLE base.repere (
    repere VARCHAR PRIMARY KEY, cle VARCHAR UNIQUE NOT NULL, mode VARCHAR NOT NULL, unite VARCHAR NOT NULL,
    dispositif VARCHAR, definition VARCHAR NOT NULL, ordre INTEGER);
CREATE TABLE base.comparable (
    schema_id VARCHAR, repere VARCHAR, indicateur VARCHAR NOT NULL, PRIMARY KEY (schema_id, repere));
CREATE TABLE base.glossaire (
    schema_id VARCHAR, sigle VARCHAR, definition VARCHAR NOT NULL, ordre INTEGER, PRIMARY KEY (schema_id, sigle));
CREATE TABLE base.anomalie (schema_id VARCHAR, objet VARCHAR NOT NULL, description VARCHAR NOT NULL, ordre INTEGER);
CREATE TABLE base.reparation (
    schema_id VARCHAR, document VARCHAR, texte_ocr VARCHAR, texte_repare VARCHAR,
    PRIMARY KEY (schema_id, document, texte_ocr));
-- The follow-up: one campaign per date, what each answers of the actions, measures and decisions. `depuis` is the campaign
-- since which an answer stands unchanged: an earlier one when it was carried over; `contradiction`, what its status and the
-- rest of it say against each other (dashboard/suivi/coherence.py).
CREATE TABLE base.campagne (schema_id VARCHAR, date DATE, origine VARCHAR NOT NULL, PRIMARY KEY (schema_id, date));
CREATE TABLE base.suivi (
    schema_id VARCHAR, campagne DATE, action VARCHAR, statut VARCHAR, taux DOUBLE, confiance VARCHAR, debut_reel DATE,
    fin_prevue DATE, fin_reelle DATE, commentaire VARCHAR, prochaine_etape VARCHAR, decision_attendue VARCHAR,
    referent VARCHAR, contradiction VARCHAR, depuis DATE NOT NULL, PRIMARY KEY (schema_id, campagne, action));
-- The workbooks received for a campaign: the pilote that each says it was made for (NULL: it names none), the actions
-- that it names; of these, those it answers otherwise than before, leaves as sent, and empties.
CREATE TABLE base.classeur (
    schema_id VARCHAR, campagne DATE, fichier VARCHAR, pilote VARCHAR, actions VARCHAR[] NOT NULL,
    nouvelles VARCHAR[] NOT NULL, gardees VARCHAR[] NOT NULL, retirees VARCHAR[] NOT NULL,
    PRIMARY KEY (schema_id, campagne, fichier));
CREATE TABLE base.suivi_mesure (
    schema_id VARCHAR, campagne DATE, indicateur VARCHAR, territoire VARCHAR, date DATE, valeur DOUBLE, cible DOUBLE,
    echeance_cible DATE, cible_intermediaire DOUBLE, echeance_intermediaire DATE, source VARCHAR,
    PRIMARY KEY (schema_id, campagne, indicateur, territoire));
CREATE TABLE base.decision (
    schema_id VARCHAR, campagne DATE, numero VARCHAR, decision VARCHAR NOT NULL, date DATE, responsable VARCHAR,
    echeance DATE, actions VARCHAR[], etat VARCHAR NOT NULL, PRIMARY KEY (schema_id, campagne, numero));
-- Open data of the Cnaf, for every territory of its files.
CREATE TABLE base.cnaf_indicateur (indicateur VARCHAR PRIMARY KEY, libelle VARCHAR NOT NULL, unite VARCHAR NOT NULL);
CREATE TABLE base.cnaf (
    territoire VARCHAR, indicateur VARCHAR, annee INTEGER, valeur DOUBLE NOT NULL, fichier VARCHAR NOT NULL,
    PRIMARY KEY (territoire, indicateur, annee));
CREATE TABLE base.territoire (
    code VARCHAR PRIMARY KEY, nom VARCHAR NOT NULL, type VARCHAR NOT NULL, forme VARCHAR, departement_code VARCHAR,
    population BIGINT, population_annee INTEGER);
CREATE TABLE base.commune (
    code VARCHAR PRIMARY KEY, departement_code VARCHAR NOT NULL, epci_code VARCHAR, ept_code VARCHAR);
-- Outline (GeoJSON, WGS 84) and the place of its label: the centre of the largest circle inside.
CREATE TABLE base.contour (
    code VARCHAR PRIMARY KEY, lon DOUBLE NOT NULL, lat DOUBLE NOT NULL, geometrie VARCHAR NOT NULL);
CREATE TABLE meta (format INTEGER NOT NULL, version VARCHAR NOT NULL, demonstration BOOLEAN NOT NULL);
