-- Derived tables of the plan, so that no page joins them again: places, roles, actions, fiches, indicators, territories.

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

-- What a workbook of each schéma may name, in the order of the plan: its actions with their pilotes, the indicators to
-- follow, the département and the territories it draws.
CREATE TABLE base.plan_suivi AS
SELECT s.schema_id, s.titre, s.annee_debut, s.annee_fin,
       (SELECT list({'code': a.code, 'libelle': a.intitule, 'pilotes': a.pilote_cles} ORDER BY a.ordre)
        FROM base.action_complete a WHERE a.schema_id = s.schema_id) AS actions,
       (SELECT list({'code': i.indicateur, 'libelle': i.libelle} ORDER BY i.ordre)
        FROM base.indicateur i WHERE i.schema_id = s.schema_id AND i.nature <> 'diagnostic') AS indicateurs,
       [{'code': d.code, 'libelle': d.nom}]
       || (SELECT coalesce(list({'code': t.code, 'libelle': t.nom} ORDER BY strip_accents(t.nom)), [])
           FROM base.territoire_schema t WHERE t.schema_id = s.schema_id) AS territoires
FROM base.schema s JOIN base.territoire d ON d.code = s.departement_code AND d.type = 'département';
