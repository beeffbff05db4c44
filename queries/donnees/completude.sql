-- One row per field and first-level element: for how many of the filtered actions the document gives it.
WITH action AS (
    SELECT a.niveau_1_code, a.niveau_1, a.ordre, a.debut_precision, a.fin_precision, a.nature, a.incertain, a.code_annexe,
           len(a.pilote_cles) > 0 AS pilote,
           EXISTS (FROM action_organismes o WHERE o.schema_id = a.schema_id AND o.action_id = a.action_id
                   AND o.role = 'partenaire') AS partenaire,
           EXISTS (FROM indicateurs i WHERE i.schema_id = a.schema_id AND i.nature = 'évaluation'
                   AND (i.noeud_id = a.noeud_id OR i.action_id = a.action_id)) AS indicateur,
           len(a.territoire_codes) > 0 AS territoire
    FROM actions_filtrees($schema, $niveau_1, $niveau_2, $niveau_3, $nature, $etat, $pilote, $epci, $au) a),
champ AS (
    SELECT niveau_1_code, any_value(niveau_1) AS niveau_1, min(ordre) AS ordre, count(*) AS total,
           count(nature) AS "Nature",
           count(*) FILTER (debut_precision <> 'schéma') AS "Début imprimé",
           count(*) FILTER (fin_precision <> 'schéma') AS "Fin imprimée",
           count(*) FILTER (NOT incertain) AS "Alignement certain",
           count(*) FILTER (pilote) AS "Pilote",
           count(*) FILTER (partenaire) AS "Partenaire",
           count(*) FILTER (indicateur) AS "Indicateur d’évaluation",
           count(*) FILTER (territoire) AS "Territoire nommé",
           count(code_annexe) AS "Code d’annexe"
    FROM action GROUP BY niveau_1_code)
SELECT niveau_1_code, niveau_1, champ, connues, total FROM champ
UNPIVOT (connues FOR champ IN ("Nature", "Début imprimé", "Fin imprimée", "Alignement certain", "Pilote", "Partenaire",
                               "Indicateur d’évaluation", "Territoire nommé", "Code d’annexe"))
ORDER BY ordre
