-- The follow-up: what each campaign says of each action, and the actions as they stand at a date.

-- A follow-up that a document prints is its first campaign, unless a workbook of the same date answers.
INSERT INTO base.campagne
SELECT DISTINCT a.schema_id, a.date, 'document' FROM base.avancement a
WHERE NOT EXISTS (FROM base.campagne c WHERE c.schema_id = a.schema_id AND c.date = a.date);
INSERT INTO base.suivi (schema_id, campagne, action, commentaire, depuis)
SELECT a.schema_id, a.date, a.action, string_agg(a.texte, ' ; ' ORDER BY a.ordre), a.date
FROM base.avancement a
JOIN base.campagne c ON c.schema_id = a.schema_id AND c.date = a.date AND c.origine = 'document'
GROUP BY a.schema_id, a.date, a.action;

-- Each action with what each campaign says of it, for the days from that campaign to the next; before the first, nothing.
-- `repond_a` is what it answers to, whatever the date: data/filtres.sql adds what depends on it.
CREATE TABLE base.action_suivie AS
WITH periode AS (
    SELECT schema_id, date AS campagne, lag(date) OVER w AS precedente, date AS du,
           coalesce(lead(date) OVER w, DATE '9999-12-31') AS jusqu_au
    FROM base.campagne WINDOW w AS (PARTITION BY schema_id ORDER BY date)
    UNION ALL
    SELECT s.schema_id, NULL, NULL, DATE '0001-01-01', coalesce(min(c.date), DATE '9999-12-31')
    FROM base.schema s LEFT JOIN base.campagne c ON c.schema_id = s.schema_id GROUP BY s.schema_id),
suivie AS (
    SELECT a.*, c.du, c.jusqu_au, s.action IS NOT NULL AS suivie, CASE WHEN s.action IS NOT NULL THEN c.campagne END AS campagne,
           s.statut, s.taux, s.confiance, s.debut_reel, s.fin_prevue, s.fin_reelle, s.commentaire, s.prochaine_etape,
           s.decision_attendue, s.referent, s.depuis, s.statut IS NOT NULL AND s.depuis < s.campagne AS reportee,
           coalesce(s.fin_prevue, a.echeance_schema) AS echeance,
           -- The period held for good: real dates, else those expected at the campaign, else those of the schéma; what is
           -- under way runs at least until the campaign that says so.
           coalesce(s.debut_reel, a.debut) AS debut_tenu,
           coalesce(s.fin_reelle, CASE WHEN s.statut IN ('En cours', 'En pause', 'Bloquée')
                                       THEN greatest(coalesce(s.fin_prevue, a.fin), c.campagne) END, s.fin_prevue, a.fin)
               AS fin_tenue,
           coalesce(p.fin_prevue, a.echeance_schema) AS echeance_precedente,
           c.precedente IS NOT NULL AND (s.statut, s.taux, s.confiance, s.debut_reel, s.fin_prevue, s.fin_reelle)
               IS DISTINCT FROM (p.statut, p.taux, p.confiance, p.debut_reel, p.fin_prevue, p.fin_reelle) AS changee,
           s.contradiction
    FROM base.action_complete a JOIN periode c ON c.schema_id = a.schema_id
    LEFT JOIN base.suivi s ON s.schema_id = a.schema_id AND s.campagne = c.campagne AND s.action = a.code
    LEFT JOIN base.suivi p ON p.schema_id = a.schema_id AND p.campagne = c.precedente AND p.action = a.code)
SELECT *, list_filter([
    {'filtre': 'niveau_1', 'valeur': niveau_1_noeud},
    {'filtre': 'niveau_2', 'valeur': niveau_2_noeud},
    {'filtre': 'niveau_3', 'valeur': niveau_3_noeud},
    {'filtre': 'nature', 'valeur': nature},
    {'filtre': 'statut', 'valeur': coalesce(statut, 'sans réponse')},
    {'filtre': 'confiance', 'valeur': coalesce(confiance, 'sans réponse')},
    {'filtre': 'point', 'valeur': CASE WHEN decision_attendue IS NOT NULL OR statut = 'À discuter' THEN 'à décider' END},
    {'filtre': 'point', 'valeur': CASE WHEN changee THEN 'changées' END},
    {'filtre': 'point', 'valeur': CASE WHEN contradiction IS NOT NULL THEN 'contradictoires' END},
    {'filtre': 'point', 'valeur': CASE WHEN reportee THEN 'réponses reportées' END}]
    || [{'filtre': 'pilote', 'valeur': cle} for cle in CASE WHEN len(pilote_cles) = 0 THEN ['sans'] ELSE pilote_cles END]
    -- An action for which the document names no territory concerns the whole département.
    || [{'filtre': 'epci', 'valeur': lieu} for lieu in CASE WHEN len(territoire_codes) > 0 THEN territoire_codes ELSE (
            SELECT coalesce(list(t.code), []) FROM base.territoire_schema t WHERE t.schema_id = suivie.schema_id) END],
    lambda reponse: reponse.valeur IS NOT NULL) AS repond_a
FROM suivie ORDER BY schema_id, du, ordre;

-- The last campaign of a schéma at a date, and the one before.
CREATE MACRO derniere_campagne(p_schema, p_au) AS
    (SELECT max(date) FROM base.campagne WHERE schema_id = p_schema AND date <= p_au);
CREATE MACRO campagne_precedente(p_schema, p_au) AS
    (SELECT max(date) FROM base.campagne WHERE schema_id = p_schema AND date < derniere_campagne(p_schema, p_au));

-- Each action of a schéma as it stands at a date; `delai` parts the late ones: already so at the campaign, or only since.
CREATE MACRO actions_suivies(p_schema, p_au) AS TABLE
SELECT *, sauf_reponse(etat_echeance, debut_attendu, echeance, campagne) AS sauf_reponse,
       CASE WHEN sauf_reponse THEN etat_echeance || ', sauf réponse depuis'
            WHEN etat_echeance = 'en retard' THEN 'déjà en retard au suivi'
            WHEN etat_echeance = 'démarrage en retard' THEN 'démarrage déjà en retard au suivi'
            ELSE etat_echeance END AS delai,
       etat_echeance IN ('sans suivi', 'non datée') AS delai_inconnu
FROM (SELECT *, etat_calendaire(debut, fin, p_au::DATE) AS etat,
             etat_echeance(suivie, statut, debut_attendu, echeance, debut_reel, fin_reelle, p_au::DATE)
                 AS etat_echeance,
             date_diff('day', echeance, p_au::DATE) AS jours_apres_echeance
      FROM base.action_suivie WHERE schema_id = p_schema AND du <= p_au::DATE AND jusqu_au > p_au::DATE);
