-- The public views: they and their columns are a contract; their comments are the dictionary of the page Données.

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

CREATE VIEW decisions AS
SELECT schema_id, campagne, numero, decision, date, responsable, echeance, actions AS action_ids, etat FROM base.decision;

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
