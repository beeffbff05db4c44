-- The one definition of each filter: every action of a schéma, its states, and in `refus` the filters that leave it out.
-- NULL means « all ». An action for which the document names no territory concerns the whole département: a filter
-- by EPCI keeps it. `p_point` names what a séance looks at: to decide, changed, due before the next comité, contradictory,
-- carried over from an earlier campaign.
CREATE MACRO actions_marquees(
    p_schema, p_niveau_1, p_niveau_2, p_niveau_3, p_nature, p_etat, p_pilote, p_epci, p_au, p_statut, p_confiance,
    p_echeance, p_point, p_comite) AS TABLE
SELECT a.*, list_filter([
    CASE WHEN a.niveau_1_code <> p_niveau_1 THEN 'niveau_1' END,
    CASE WHEN coalesce(a.niveau_2_code <> p_niveau_2, p_niveau_2 IS NOT NULL) THEN 'niveau_2' END,
    CASE WHEN coalesce(a.niveau_3_code <> p_niveau_3, p_niveau_3 IS NOT NULL) THEN 'niveau_3' END,
    CASE WHEN coalesce(a.nature <> p_nature, p_nature IS NOT NULL) THEN 'nature' END,
    CASE WHEN a.etat <> p_etat THEN 'etat' END,
    CASE WHEN NOT (list_contains(a.pilote_cles, p_pilote) OR (p_pilote = 'sans' AND len(a.pilote_cles) = 0))
         THEN 'pilote' END,
    CASE WHEN len(a.territoire_codes) > 0 AND NOT list_contains(a.territoire_codes, p_epci) THEN 'epci' END,
    CASE WHEN coalesce(a.statut, 'sans réponse') <> p_statut THEN 'statut' END,
    CASE WHEN coalesce(a.confiance, 'sans réponse') <> p_confiance THEN 'confiance' END,
    CASE WHEN p_echeance NOT IN (a.etat_echeance, a.delai) THEN 'echeance' END,
    CASE WHEN NOT coalesce(CASE p_point
             WHEN 'à décider' THEN a.decision_attendue IS NOT NULL OR a.statut = 'À discuter'
             WHEN 'changées' THEN a.changee
             WHEN 'avant le comité' THEN a.echeance BETWEEN p_au::DATE AND p_comite::DATE
                  AND a.etat_echeance NOT IN ('terminée', 'abandonnée')
             WHEN 'contradictoires' THEN a.contradiction IS NOT NULL
             WHEN 'réponses reportées' THEN a.reportee
             ELSE true END, false) THEN 'point' END], lambda filtre: filtre IS NOT NULL) AS refus
FROM actions_suivies(p_schema, p_au) a;

-- The rows that every action query of the pages counts.
CREATE MACRO actions_filtrees(
    p_schema, p_niveau_1, p_niveau_2, p_niveau_3, p_nature, p_etat, p_pilote, p_epci, p_au, p_statut, p_confiance,
    p_echeance, p_point, p_comite) AS TABLE
SELECT * FROM actions_marquees(
    p_schema, p_niveau_1, p_niveau_2, p_niveau_3, p_nature, p_etat, p_pilote, p_epci, p_au, p_statut, p_confiance,
    p_echeance, p_point, p_comite)
WHERE len(refus) = 0;
