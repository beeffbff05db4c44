-- One row per schéma and field: for how many of its actions the document gives it.
WITH action AS (
    SELECT a.*, d.remplie, d.partenaire, d.indicateur, d.cible, d.montant
    FROM base.action_complete a JOIN base.action_detail d USING (schema_id, action_id)),
compte AS (
    SELECT s.ordre, s.schema_id,
           nom_schema(s.departement, s.annee_debut, s.annee_fin) AS niveau_1,
           count(a.action_id) AS total, [
           {'champ': 'Fiche remplie', 'connues': count(*) FILTER (a.remplie)},
           {'champ': 'Pilote', 'connues': count(*) FILTER (len(a.pilote_cles) > 0)},
           {'champ': 'Partenaire', 'connues': count(*) FILTER (a.partenaire)},
           {'champ': 'Date de début ou de fin',
            'connues': count(*) FILTER (a.debut_precision <> 'schéma' OR a.fin_precision <> 'schéma')},
           {'champ': 'Échéance datée', 'connues': count(*) FILTER (len(a.echeances) > 0)},
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
