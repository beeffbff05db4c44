-- The filters. `$filtres` is one value: the schéma, the date, the next comité, and in `choisis` the chosen values.
-- Each action tells what it answers to: a filter keeps the actions that answer to its value. What does not depend on the
-- date is told with the follow-up (`repond_a` of base.action_suivie), the rest here.

-- Every action of a schéma as it stands at a date, with what it answers to then (`repond_alors`) beside `repond_a`.
CREATE MACRO actions_marquees(filtres) AS TABLE
SELECT *, [
    {'filtre': 'etat', 'valeur': etat},
    {'filtre': 'echeance', 'valeur': etat_echeance},
    {'filtre': 'echeance', 'valeur': CASE WHEN delai <> etat_echeance THEN delai END},
    {'filtre': 'point', 'valeur': CASE WHEN etat_echeance NOT IN ('terminée', 'abandonnée')
         AND echeance BETWEEN (filtres).au::DATE AND (filtres).comite::DATE THEN 'avant le comité' END}] AS repond_alors
FROM actions_suivies((filtres).schema, (filtres).au);

-- The chosen values that an action does not answer to. The two lists are looked into apart: to join them is slower.
CREATE MACRO refus(repond_a, repond_alors, filtres) AS
    [choix for choix in (filtres).choisis::STRUCT(filtre VARCHAR, valeur VARCHAR)[]
     if NOT (list_contains(repond_a, choix) OR list_contains(repond_alors, choix))];

-- The rows that every action query of the pages counts.
CREATE MACRO actions_filtrees(filtres) AS TABLE
SELECT * FROM actions_marquees(filtres) WHERE len(refus(repond_a, repond_alors, filtres)) = 0;

-- Whether an action is among those that a séance looks at under a word, e.g. « à décider »: a tile counts what it opens.
CREATE MACRO est_un_point(reponses, mot) AS list_contains(reponses, {'filtre': 'point', 'valeur': mot});
