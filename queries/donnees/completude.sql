-- One row per field and first-level element: for how many of the filtered actions the document gives it.
-- Fields that a document prints or not by its own form (nature, horizon, annexe) count only where it prints some.
WITH action AS (
    SELECT a.*, d.remplie, d.partenaire, d.indicateur, d.montant
    FROM actions_filtrees($filtres) a
    JOIN base.action_detail d USING (schema_id, action_id)),
compte AS (
    SELECT niveau_1_noeud, any_value(niveau_1_code) AS niveau_1_code, any_value(niveau_1) AS niveau_1,
           min(ordre) AS ordre, count(*) AS total, [
           {'champ': 'Fiche remplie', 'connues': count(*) FILTER (remplie)},
           {'champ': 'Nature', 'connues': count(nature)},
           {'champ': 'Date de début', 'connues': count(*) FILTER (debut_precision <> 'schéma')},
           {'champ': 'Date de fin', 'connues': count(*) FILTER (fin_precision <> 'schéma')},
           {'champ': 'Date certaine', 'connues': count(*) FILTER (NOT incertain)},
           {'champ': 'Échéance datée', 'connues': count(*) FILTER (len(echeances) > 0)},
           {'champ': 'Pilote', 'connues': count(*) FILTER (len(pilote_cles) > 0)},
           {'champ': 'Partenaire', 'connues': count(*) FILTER (partenaire)},
           {'champ': 'Indicateur d’évaluation', 'connues': count(*) FILTER (indicateur)},
           {'champ': 'Montant', 'connues': count(*) FILTER (montant)},
           {'champ': 'Territoire nommé', 'connues': count(territoires)},
           {'champ': 'Horizon', 'connues': count(horizon)},
           {'champ': 'Code d’annexe', 'connues': count(code_annexe)}] AS champs
    FROM action GROUP BY niveau_1_noeud),
champ AS (
    SELECT niveau_1_code, niveau_1, ordre, total, unnest(champs, recursive := true),
           generate_subscripts(champs, 1) AS rang
    FROM compte)
SELECT niveau_1_code, niveau_1, champ, connues, total FROM champ
QUALIFY champ NOT IN ('Nature', 'Horizon', 'Code d’annexe') OR sum(connues) OVER (PARTITION BY champ) > 0
ORDER BY ordre, rang
