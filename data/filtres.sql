-- The filters. `$filtres` is one value: the schéma, the date, the next comité, and in `choisis` the chosen values.
-- Each action tells what it answers to: a filter keeps the actions that answer to its value. What does not depend on the
-- date is told with the follow-up (`repond_a` of base.action_suivie), the rest here.

-- Every action of a schéma as it stands at a date, with all that it answers to.
CREATE MACRO actions_marquees(filtres) AS TABLE
SELECT * REPLACE (repond_a || [
    {'filtre': 'etat', 'valeur': etat},
    {'filtre': 'echeance', 'valeur': etat_echeance},
    {'filtre': 'echeance', 'valeur': CASE WHEN delai <> etat_echeance THEN delai END},
    {'filtre': 'point', 'valeur': CASE WHEN etat_echeance NOT IN ('terminée', 'abandonnée')
         AND echeance BETWEEN (filtres).au::DATE AND (filtres).comite::DATE THEN 'avant le comité' END}] AS repond_a)
FROM actions_suivies((filtres).schema, (filtres).au);

-- The rows that every action query of the pages counts.
CREATE MACRO actions_filtrees(filtres) AS TABLE
SELECT * FROM actions_marquees(filtres)
WHERE list_has_all(repond_a, (filtres).choisis::STRUCT(filtre VARCHAR, valeur VARCHAR)[]);

-- The chosen values that an action does not answer to.
CREATE MACRO refus(repond_a, filtres) AS
    [choix for choix in (filtres).choisis::STRUCT(filtre VARCHAR, valeur VARCHAR)[] if NOT list_contains(repond_a, choix)];

-- Whether an action is among those that a séance looks at under a word, e.g. « à décider »: a tile counts what it opens.
CREATE MACRO est_un_point(repond_a, mot) AS list_contains(repond_a, {'filtre': 'point', 'valeur': mot});
