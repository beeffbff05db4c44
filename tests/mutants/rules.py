"""The faults: where the rule stands, its text, and the text put in its place."""

from pathlib import Path

DATA, CHECKS = "data/*.sql", "dashboard/suivi/coherence.py"
COUNTERS, COMING, GROUPS = (f"queries/seance/{name}.sql" for name in ("suivi", "echeances", "par_engagement"))
TO_DECIDE, CALENDAR = "queries/seance/a_decider.sql", "queries/seance/compteurs.sql"
DELAYS, YEARS, SHEET = (f"queries/pilotes/{name}.sql" for name in ("retards", "charge_annuelle", "feuille"))
ANSWERS, CHANGES, ROUNDS = (f"queries/suivi/{name}.sql" for name in ("reponses", "comparaison", "campagnes"))
TRUST, CONTRARY, OUTSIDE = (f"queries/suivi/{name}.sql" for name in ("confiance", "contradictions", "hors_periode"))

MUTANTS = (
    # The last day of a printed period.
    (DATA, "WHEN strftime(jour, '%m%d') <= '0320'", "WHEN strftime(jour, '%m%d') < '0320'"),
    (DATA, "WHEN strftime(jour, '%m%d') <= '0922'", "WHEN strftime(jour, '%m%d') < '0922'"),
    (DATA, "ELSE make_date(year(jour) + 1, 3, 20) END", "ELSE make_date(year(jour), 3, 20) END"),
    (DATA, "WHEN 'mois' THEN last_day(debut)", "WHEN 'mois' THEN debut"),
    (DATA, "INTERVAL (2 - (month(debut) - 1) % 3) MONTH", "INTERVAL (2 - month(debut) % 3) MONTH"),
    (DATA, "INTERVAL (5 - (month(debut) - 1) % 6) MONTH", "INTERVAL (4 - (month(debut) - 1) % 6) MONTH"),
    (DATA, "WHEN 'année' THEN make_date(year(debut), 12, 31)", "WHEN 'année' THEN make_date(year(debut), 12, 30)"),
    # What of the schéma is a date of its own.
    (DATA, "CASE WHEN a.fin_precision <> 'schéma' THEN a.fin END AS echeance_schema", "a.fin AS echeance_schema"),
    (DATA, "dernier_jour(a.debut, a.debut_precision) AS debut_attendu", "a.debut AS debut_attendu"),
    (DATA, "coalesce(dernier_jour(debut, debut_precision), debut) AS jour", "debut AS jour"),
    (DATA, "coalesce(fin, debut), coalesce(fin_precision, debut_precision)",
     "coalesce(debut, fin), coalesce(fin_precision, debut_precision)"),
    # The state of the calendar.
    (DATA, "debut IS NULL AND fin IS NULL THEN 'sans date'", "debut IS NULL OR fin IS NULL THEN 'sans date'"),
    (DATA, "WHEN debut > au THEN 'à venir'", "WHEN debut >= au THEN 'à venir'"),
    (DATA, "WHEN fin < au THEN 'échue'", "WHEN fin <= au THEN 'échue'"),
    # Begun, over.
    (DATA, "debut_reel IS NULL AND coalesce(statut IN", "debut_reel IS NULL OR coalesce(statut IN"),
    (DATA, "coalesce(statut IN ('À venir', 'À discuter'), true)", "coalesce(statut IN ('À venir'), true)"),
    (DATA, "('À venir', 'À discuter'), true)", "('À venir', 'À discuter'), false)"),
    (DATA, "coalesce(statut = 'Réalisée', false) OR fin_reelle IS NOT NULL", "coalesce(statut = 'Réalisée', false)"),
    (DATA, "coalesce(statut = 'Réalisée', false) OR fin_reelle IS NOT NULL", "fin_reelle IS NOT NULL"),
    # The delay engine.
    (DATA, "CASE WHEN NOT suivie THEN 'sans suivi'", "CASE WHEN false THEN 'sans suivi'"),
    (DATA, "         WHEN statut = 'Abandonnée' THEN 'abandonnée'\n", ""),
    (DATA, "         WHEN fin_reelle IS NOT NULL THEN 'terminée'\n", ""),
    (DATA, "WHEN statut = 'Abandonnée' THEN 'abandonnée'\n         WHEN fin_reelle IS NOT NULL THEN 'terminée'",
     "WHEN fin_reelle IS NOT NULL THEN 'terminée'\n         WHEN statut = 'Abandonnée' THEN 'abandonnée'"),
    (DATA, "WHEN echeance < au THEN 'en retard'", "WHEN echeance <= au THEN 'en retard'"),
    (DATA, "WHEN echeance < au THEN 'en retard'", "WHEN echeance > au THEN 'en retard'"),
    (DATA, "WHEN debut_attendu < au AND pas_commencee", "WHEN debut_attendu <= au AND pas_commencee"),
    (DATA, "WHEN debut_attendu < au AND pas_commencee(statut, debut_reel)", "WHEN debut_attendu < au"),
    (DATA, "date_diff('day', au, echeance) < 90", "date_diff('day', au, echeance) <= 90"),
    (DATA, "date_diff('day', au, echeance) < 90", "date_diff('month', au, echeance) < 3"),
    (DATA, "WHEN debut_attendu >= au AND pas_commencee", "WHEN debut_attendu > au AND pas_commencee"),
    (DATA, "WHEN echeance IS NULL AND debut_attendu IS NULL THEN", "WHEN echeance IS NULL THEN"),
    (DATA, "         WHEN echeance IS NULL AND debut_attendu IS NULL THEN 'non datée'\n", ""),
    # Late only because nobody was asked since.
    (DATA, "coalesce(jour >= campagne, false)", "coalesce(jour > campagne, false)"),
    (DATA, "coalesce(jour >= campagne, false)", "coalesce(jour >= campagne, true)"),
    (DATA, "WHEN 'en retard' THEN non_redemande(echeance, campagne)",
     "WHEN 'en retard' THEN non_redemande(debut_attendu, campagne)"),
    (DATA, "WHEN 'démarrage en retard' THEN non_redemande(debut_attendu, campagne) ELSE false END", "ELSE false END"),
    (DATA, "WHEN etat_echeance = 'en retard' THEN 'déjà en retard au suivi'\n", "\n"),
    (DATA, "etat_echeance IN ('sans suivi', 'non datée') AS delai_inconnu",
     "etat_echeance IN ('sans suivi') AS delai_inconnu"),
    (DATA, "date_diff('day', echeance, p_au::DATE) AS jours_apres_echeance",
     "date_diff('day', p_au::DATE, echeance) AS jours_apres_echeance"),
    # What contradicts what.
    (CHECKS, 'status == "Réalisée" and end is None', 'status == "Réalisée"'),
    (CHECKS, "rate is not None and rate < 100", "rate is not None and rate <= 100"),
    (CHECKS, 'status == "À venir" and start is not None', 'status == "À venir"'),
    (CHECKS, 'status not in ("Réalisée", "Abandonnée") and end', 'status != "Réalisée" and end'),
    (CHECKS, "and rate == 100", "and rate == 101"),
    (CHECKS, 'status == "À venir" and bool(rate)', 'status == "À venir" and rate is not None'),
    # What each campaign says, and for how long.
    (DATA, "lag(date) OVER w AS precedente", "date AS precedente"),
    (DATA, "s.action IS NOT NULL AS suivie", "c.campagne IS NOT NULL AS suivie"),
    (DATA, "s.depuis < s.campagne AS reportee", "s.depuis <= s.campagne AS reportee"),
    (DATA, "coalesce(s.fin_prevue, a.echeance_schema) AS echeance,", "a.echeance_schema AS echeance,"),
    (DATA, "coalesce(s.debut_reel, a.debut) AS debut_tenu", "a.debut AS debut_tenu"),
    (DATA, "s.statut IN ('En cours', 'En pause', 'Bloquée')", "s.statut IN ('En cours', 'En pause')"),
    (DATA, "THEN greatest(coalesce(s.fin_prevue, a.fin), c.campagne) END", "THEN coalesce(s.fin_prevue, a.fin) END"),
    (DATA, "coalesce(p.fin_prevue, a.echeance_schema) AS echeance_precedente", "p.fin_prevue AS echeance_precedente"),
    (DATA, "c.precedente IS NOT NULL AND (s.statut,", "(s.statut,"),
    (DATA, "WHERE schema_id = p_schema AND date <= p_au)", "WHERE schema_id = p_schema AND date < p_au)"),
    (DATA, "AND date < derniere_campagne(p_schema, p_au))", "AND date <= derniere_campagne(p_schema, p_au))"),
    (DATA, "du <= p_au::DATE AND jusqu_au > p_au::DATE", "du < p_au::DATE AND jusqu_au >= p_au::DATE"),
    # What a séance looks at.
    (DATA, "WHEN decision_attendue IS NOT NULL OR statut = 'À discuter'", "WHEN decision_attendue IS NOT NULL"),
    (DATA, "echeance BETWEEN (filtres).au::DATE AND (filtres).comite::DATE", "echeance <= (filtres).comite::DATE"),
    (DATA, "WHEN etat_echeance NOT IN ('terminée', 'abandonnée')", "WHEN true"),
    # What an action answers to.
    (DATA, "CASE WHEN delai <> etat_echeance THEN delai END", "CASE WHEN false THEN delai END"),
    (DATA, "CASE WHEN len(pilote_cles) = 0 THEN ['sans'] ELSE pilote_cles END", "pilote_cles"),
    (DATA, "CASE WHEN len(territoire_codes) > 0 THEN territoire_codes ELSE", "CASE WHEN false THEN [] ELSE"),
    (DATA, "WHERE len(refus(repond_a, repond_alors, filtres)) = 0", "WHERE true"),
    # The counters of the Séance.
    (COUNTERS, "count(*) FILTER (statut = 'Réalisée') AS realisees", "count(fin_reelle) AS realisees"),
    (COUNTERS, "count(*) - count(statut) AS sans_reponse", "count(*) AS sans_reponse"),
    (COUNTERS, "delai = 'déjà en retard au suivi'", "etat_echeance = 'en retard'"),
    (COUNTERS, "count(*) FILTER (NOT delai_inconnu) AS delais_connus", "count(*) AS delais_connus"),
    (COUNTERS, "echeance < $au::DATE AND coalesce(statut <> 'Abandonnée', true)", "echeance < $au::DATE"),
    (COUNTERS, "count(*) FILTER (echeance < $au::DATE", "count(*) FILTER (echeance <= $au::DATE"),
    (GROUPS, "coalesce(statut, 'sans réponse') END AS etat", "coalesce(statut, 'En cours') END AS etat"),
    (COMING, "WHERE NOT terminee(statut, fin_reelle) AND coalesce", "WHERE coalesce"),
    (COMING, "AND coalesce(statut <> 'Abandonnée', true)", ""),
    (COMING, "WHERE NOT (e.evenement = 'démarrage' AND NOT pas_commencee(a.statut, a.debut_reel))\n      AND NOT",
     "WHERE NOT"),
    (COMING, "\n      AND NOT (e.evenement = 'fin' AND a.fin_prevue IS NOT NULL)", ""),
    (COMING, "WHERE jour >= $au::DATE", "WHERE jour > $au::DATE"),
    (TO_DECIDE, "ORDER BY etat_echeance <> 'en retard'", "ORDER BY etat_echeance = 'en retard'"),
    (CALENDAR, "count(*) FILTER (etat <> 'sans date') AS datees", "count(*) AS datees"),
    # The delays and the load of each pilote.
    (DELAYS, "coalesce(sum(actions) FILTER (etat <> 'abandonnée'), 0)::INTEGER AS menees",
     "coalesce(sum(actions), 0)::INTEGER AS menees"),
    (DELAYS, "etat = 'en retard, sauf réponse depuis'", "sauf_reponse"),
    (DELAYS, "ORDER BY q.en_retard / nullif(q.menees, 0) DESC", "ORDER BY q.en_retard DESC"),
    (YEARS, "AND coalesce(a.statut <> 'Abandonnée', true)", ""),
    (YEARS, "<= make_date(y.annee, 12, 31)", "< make_date(y.annee, 12, 31)"),
    (YEARS, ">= make_date(y.annee, 1, 1)", "> make_date(y.annee, 1, 1)"),
    (SHEET, "ORDER BY list_position(['en retard', 'démarrage en retard', 'échéance proche'], etat_echeance)",
     "ORDER BY list_position(['démarrage en retard', 'en retard', 'échéance proche'], etat_echeance)"),
    # What was answered, and what changed.
    (ANSWERS, "statut IS NOT NULL AND NOT reportee AS nouvelle", "statut IS NOT NULL AS nouvelle"),
    (ANSWERS, "FILTER (nouvelle AND NOT de_lui)", "FILTER (NOT de_lui)"),
    (ANSWERS, "r.pilote = o.organisme AND list_contains", "list_contains"),
    (TRUST, "delai AS echeance", "etat_echeance AS echeance"),
    (CONTRARY, "WHERE contradiction IS NOT NULL ORDER BY ordre", "WHERE contradiction IS NOT NULL ORDER BY ordre DESC"),
    (OUTSIDE, "NOT BETWEEN s.annee_debut AND s.annee_fin", "NOT BETWEEN s.annee_debut AND s.annee_fin - 1"),
    (ROUNDS, "c.campagne > $au::DATE AS apres_observation", "c.campagne >= $au::DATE AS apres_observation"),
    (CHANGES, "WHEN suit AND echeance_p IS NULL AND echeance_n IS NOT NULL",
     "WHEN echeance_p IS NULL AND echeance_n IS NOT NULL"),
    (CHANGES, "WHEN statut_p IS NOT NULL AND statut_n IS NULL THEN NULL\n", "WHEN false THEN NULL\n"),
    (CHANGES, "WHEN finie_n AND NOT finie_p THEN 'terminée'", "WHEN finie_n THEN 'terminée'"),
    (CHANGES, "statut_p IN ('En pause', 'Bloquée', 'Abandonnée') AND statut_n = 'En cours'",
     "statut_p IN ('En pause', 'Abandonnée') AND statut_n = 'En cours'"),
    (CHANGES, "p.statut IS NULL) = (n.statut IS NULL) AS suit", "p.statut IS NULL) <> (n.statut IS NULL) AS suit"),
)  # fmt: skip


def place(root: Path, mutant: tuple[str, str, str]) -> Path:
    """Return the one file where the rule stands; a rule that moved or changed has to be followed here."""
    pattern, old, _ = mutant
    counts = {path: path.read_text(encoding="utf-8").count(old) for path in sorted(root.glob(pattern))}
    if sorted(counts.values())[-2:] not in ([0, 1], [1]):
        raise SystemExit(f"{pattern}: this text does not stand there once: {old!r}")
    return next(path for path, count in counts.items() if count)
