-- One row per schéma and field: for how many of its actions the document gives it.
WITH action AS (
    SELECT a.*, len(a.pilote_cles) > 0 AS pilote, NOT a.vierge AND EXISTS (
               FROM base.fiche f WHERE f.schema_id = a.schema_id AND f.objet = a.fiche_objet) AS remplie,
           len(a.echeances) > 0 AS echeance,
           EXISTS (FROM action_organismes o WHERE o.schema_id = a.schema_id AND o.action_id = a.action_id
                   AND o.role = 'partenaire') AS partenaire,
           EXISTS (FROM base.indicateur_complet i WHERE i.schema_id = a.schema_id AND i.nature = 'évaluation'
                   AND i.fiche_objet = a.fiche_objet) AS indicateur,
           EXISTS (FROM base.indicateur_complet i WHERE i.schema_id = a.schema_id AND i.cible IS NOT NULL
                   AND i.fiche_objet = a.fiche_objet) AS cible,
           EXISTS (FROM moyens m WHERE m.schema_id = a.schema_id AND m.action_id = a.action_id) AS montant
    FROM base.action_complete a),
compte AS (
    SELECT s.ordre, s.schema_id,
           s.departement || ' · ' || s.annee_debut::VARCHAR || '-' || s.annee_fin::VARCHAR AS niveau_1,
           count(a.action_id) AS total, [
           {'champ': 'Fiche remplie', 'connues': count(*) FILTER (a.remplie)},
           {'champ': 'Pilote', 'connues': count(*) FILTER (a.pilote)},
           {'champ': 'Partenaire', 'connues': count(*) FILTER (a.partenaire)},
           {'champ': 'Date de début ou de fin',
            'connues': count(*) FILTER (a.debut_precision <> 'schéma' OR a.fin_precision <> 'schéma')},
           {'champ': 'Échéance datée', 'connues': count(*) FILTER (a.echeance)},
           {'champ': 'Indicateur d’évaluation', 'connues': count(*) FILTER (a.indicateur)},
           {'champ': 'Cible chiffrée', 'connues': count(*) FILTER (a.cible)},
           {'champ': 'Montant', 'connues': count(*) FILTER (a.montant)},
           {'champ': 'Territoire nommé', 'connues': count(a.territoires)}] AS champs
    FROM schemas s LEFT JOIN action a USING (schema_id)
    GROUP BY s.ordre, s.schema_id, s.departement, s.annee_debut, s.annee_fin),
champ AS (
    SELECT ordre, schema_id, niveau_1, total, unnest(champs, recursive := true), generate_subscripts(champs, 1) AS rang
    FROM compte)
SELECT niveau_1, champ, connues, total FROM champ ORDER BY ordre, schema_id, rang
