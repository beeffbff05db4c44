"""The delay engine, case by case: what is said of an action at a date, and what each filter of the follow-up keeps."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import duckdb
import pytest

from dashboard.filters import ANSWERS, CONFIDENCE, DUE_STATES, LATE_STATES, POINTS
from dashboard.ingest.build import build
from dashboard.suivi.coherence import contradiction
from dashboard.vocabulary import CONFIDENCES, STATUSES
from tests.asked import filtres
from tests.suivi.conftest import write_answers

DELAYS, FACTS, ROUNDS = "03-2023", "03-2025", "03-2024"
FIRST, BEFORE, LAST, LATER = date(2020, 1, 1), date(2024, 3, 31), date(2024, 6, 30), date(2024, 12, 31)
AU, COMMITTEE = date(2024, 7, 15), date(2024, 9, 30)
DAY = timedelta(days=1)
NO_ANSWER = "sans réponse"
LATE, LATE_START, SOON, ON_TIME = "en retard", "démarrage en retard", "échéance proche", "à l’heure"
TO_COME, DONE, DROPPED, UNDATED, UNFOLLOWED = "à venir", "terminée", "abandonnée", "non datée", "sans suivi"
NOTHING = (None, "")
NOT_BEGUN = ("À venir", "À discuter")
REFUSED = "action_id, [choix.filtre for choix in refus(repond_a, repond_alors, $filtres)]"


@dataclass(frozen=True)
class Case:
    """An action of the schéma, what its pilote answers (None: not followed), the day it is looked at, what is said."""

    words: str
    state: str
    days: int | None
    au: date
    start: tuple[date | None, str] = NOTHING
    end: tuple[date | None, str] = NOTHING
    answers: dict[str, object] | None = field(default_factory=dict)

    @property
    def of(self):
        """The schéma of the case: a real date is followed by a campaign of the day it is looked at."""
        return FACTS if {"debut_reel", "fin_reelle"} & (self.answers or {}).keys() else DELAYS


def on(text):
    return date.fromisoformat(text)


def due(words, state, days, au, end, precision="jour", **answers):
    return Case(words, state, days, on(au), end=(on(end), precision), answers=answers)


def starting(words, state, au, start, precision="jour", **answers):
    return Case(words, state, None, on(au), start=(on(start), precision), answers=answers)


def around(kind, precision, first, end):
    """The last day of a period and the day after, for what ends with it and for what begins in it."""
    last, after = end, (on(end) + DAY).isoformat()
    return (
        due(f"{kind} end: its last day", SOON, 0, last, end, precision),
        due(f"{kind} end: the day after", LATE, 1, after, end, precision),
        starting(f"{kind} start: its last day", TO_COME, last, first, precision),
        starting(f"{kind} start: the day after", LATE_START, after, first, precision),
    )


PAST, FUTURE = (on("2024-01-15"), "jour"), (on("2025-01-15"), "jour")
BOUNDS = (on("2023-01-01"), "schéma"), (on("2027-12-31"), "schéma")
CASES = (
    due("due the day before", LATE, 1, "2024-07-15", "2024-07-14"),
    due("due on the day", SOON, 0, "2024-07-15", "2024-07-15"),
    due("due the day after", SOON, -1, "2024-07-15", "2024-07-16"),
    due("due in 89 days", SOON, -89, "2024-07-15", "2024-10-12"),
    due("due in 90 days", ON_TIME, -90, "2024-07-15", "2024-10-13"),
    due("late by years", LATE, 1827, "2025-01-01", "2020-01-01"),
    *around("day", "jour", "2024-05-14", "2024-05-14"),
    *around("month", "mois", "2024-04-01", "2024-04-30"),
    *around("February of a leap year", "mois", "2024-02-01", "2024-02-29"),
    *around("February", "mois", "2023-02-01", "2023-02-28"),
    *around("first quarter", "trimestre", "2024-01-01", "2024-03-31"),
    *around("second quarter", "trimestre", "2024-04-01", "2024-06-30"),
    *around("third quarter", "trimestre", "2024-07-01", "2024-09-30"),
    *around("last quarter", "trimestre", "2024-10-01", "2024-12-31"),
    *around("winter", "saison", "2023-12-22", "2024-03-20"),
    *around("spring", "saison", "2024-03-21", "2024-06-20"),
    *around("summer", "saison", "2024-06-21", "2024-09-22"),
    *around("autumn", "saison", "2024-09-23", "2024-12-21"),
    *around("first semester", "semestre", "2024-01-01", "2024-06-30"),
    *around("second semester", "semestre", "2024-07-01", "2024-12-31"),
    *around("year", "année", "2023-01-01", "2023-12-31"),
    *around("leap year", "année", "2024-01-01", "2024-12-31"),
    due("year-only end, seen in its middle", ON_TIME, -184, "2024-06-30", "2024-12-31", "année"),
    starting("year-only start, seen in its middle", TO_COME, "2024-06-30", "2024-01-01", "année"),
    starting("month start, seen in the month before", TO_COME, "2024-03-31", "2024-04-01", "mois"),
    due("due on a leap day, that day", SOON, 0, "2024-02-29", "2024-02-29"),
    due("due on a leap day, a year later", LATE, 366, "2025-03-01", "2024-02-29"),
    due("seen on a leap day, due the day before", LATE, 1, "2024-02-29", "2024-02-28"),
    due("89 days that end before a leap day", SOON, -89, "2023-12-01", "2024-02-28"),
    due("90 days that end on a leap day", ON_TIME, -90, "2023-12-01", "2024-02-29"),
    due("89 days over a leap day", SOON, -89, "2023-12-31", "2024-03-29"),
    due("seen on 1 January, due on the last day of that leap year", ON_TIME, -365, "2024-01-01", "2024-12-31"),
    due("seen on 31 December, due the next day", SOON, -1, "2023-12-31", "2024-01-01"),
    Case("no date", UNDATED, None, AU),
    Case("no date but under way", UNDATED, None, AU, answers={"statut": "En cours", "debut_reel": "2024-01-01"}),
    Case("no date but over", DONE, None, AU, answers={"fin_reelle": "2024-01-01"}),
    Case("both bounds of the schéma", UNDATED, None, AU, *BOUNDS),
    Case("both bounds of the schéma, once it is over", UNDATED, None, on("2028-06-30"), *BOUNDS),
    Case("the schéma’s start and a day due", LATE, 182, AU, BOUNDS[0], PAST),
    Case("the schéma’s end and a start to come", TO_COME, None, AU, FUTURE, BOUNDS[1]),
    Case("the schéma’s end and a past start", LATE_START, None, AU, PAST, BOUNDS[1]),
    Case("a start and an end to come", TO_COME, -365, on("2024-01-16"), FUTURE, FUTURE),
    Case("brought forward, before its start", SOON, -29, AU, FUTURE, answers={"fin_prevue": "2024-08-13"}),
    Case("late at both ends", LATE, 182, AU, PAST, PAST),
    Case("started late, due near", LATE_START, -29, AU, PAST, (on("2024-08-13"), "jour")),
    starting("only a past start, begun before it", ON_TIME, "2024-07-15", "2024-01-15", debut_reel="2023-12-01"),
    starting("begun on the day", ON_TIME, "2024-07-15", "2024-01-15", debut_reel="2024-07-15"),
    starting("begun before a start to come", ON_TIME, "2024-07-15", "2025-01-15", debut_reel="2024-07-14"),
    starting("ended before the day", DONE, "2024-07-15", "2024-01-15", fin_reelle="2024-07-14"),
    starting("ended on the day", DONE, "2024-07-15", "2024-01-15", fin_reelle="2024-07-15"),
    due("ended before its due day", DONE, -184, "2024-07-15", "2025-01-15", fin_reelle="2024-07-14"),
    due("ended late", DONE, 182, "2024-07-15", "2024-01-15", fin_reelle="2024-07-14"),
    due("abandoned, once late", DROPPED, 182, "2024-07-15", "2024-01-15", statut="Abandonnée"),
    due("abandoned before its due day", DROPPED, -1, "2024-07-15", "2024-07-16", statut="Abandonnée"),
    Case("abandoned without date", DROPPED, None, AU, answers={"statut": "Abandonnée"}),
    Case("not followed, once late", UNFOLLOWED, 182, AU, end=PAST, answers=None),
    Case("not followed, to begin", UNFOLLOWED, None, AU, start=FUTURE, answers=None),
    Case("not followed, without date", UNFOLLOWED, None, AU, answers=None),
    due("postponed to the day", SOON, 0, "2024-07-15", "2024-01-15", fin_prevue="2024-07-15"),
    due("postponed, and late again", LATE, 1, "2024-07-15", "2024-01-15", fin_prevue="2024-07-14"),
    due("postponed to the next year", ON_TIME, -184, "2024-07-15", "2024-01-15", fin_prevue="2025-01-15"),
    due("brought forward, and late", LATE, 1, "2024-07-15", "2025-01-15", fin_prevue="2024-07-14"),
    due("brought forward, due near", SOON, -1, "2024-07-15", "2025-01-15", fin_prevue="2024-07-16"),
    due("year-only end postponed to a day", LATE, 1, "2024-07-01", "2023-12-31", "année", fin_prevue="2024-06-30"),
    Case("an end given where the schéma has none", LATE, 1, AU, answers={"fin_prevue": "2024-07-14"}),
    Case("an end given for the schéma’s end", LATE, 1, AU, end=BOUNDS[1], answers={"fin_prevue": "2024-07-14"}),
    *(
        due(f"late, declared {status}", LATE, 182, "2024-07-15", "2024-01-15", statut=status)
        for status in STATUSES
        if status != "Abandonnée"
    ),
    *(
        starting(f"past start, declared {status}", LATE_START if status in NOT_BEGUN else ON_TIME, "2024-07-15",
                 "2024-01-15", statut=status)
        for status in STATUSES
        if status != "Abandonnée"
    ),
    *(
        starting(f"past start, begun, declared {status}", ON_TIME, "2024-07-15", "2024-01-15", statut=status,
                 debut_reel="2024-01-20")
        for status in STATUSES
        if status != "Abandonnée"
    ),
    *(
        starting(f"start to come, declared {status}", TO_COME if status in NOT_BEGUN else ON_TIME, "2024-07-15",
                 "2025-01-15", statut=status)
        for status in STATUSES
        if status != "Abandonnée"
    ),
    *(
        due(f"ended, declared {status}", DROPPED if status == "Abandonnée" else DONE, 182, "2024-07-15", "2024-01-15",
            statut=status, fin_reelle="2024-07-01")
        for status in STATUSES
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Followed:
    """An action of the second schéma: its dates, its answers in the campaign before and in the last one."""

    start: tuple[date | None, str] = NOTHING
    end: tuple[date | None, str] = NOTHING
    before: dict[str, object] | None = None
    last: dict[str, object] | None = None


def same(start=NOTHING, end=NOTHING, **answers):
    return Followed(start, end, answers, answers)


def changing(key, before, last, **common):
    return Followed(before=common | {key: before}, last=common | {key: last})


def ending(text):
    return on(text), "jour"


ACTIONS = {
    "venir": same((on("2025-01-01"), "année"), statut="À venir", taux=0),
    "cours": same(end=ending("2024-07-15"), statut="En cours", taux=50, confiance="objectif sécurisé"),
    "faite": same(end=ending("2024-08-01"), statut="Réalisée", taux=100, fin_reelle="2024-03-01"),
    "pause": same(end=ending("2024-09-30"), statut="En pause", confiance="atteignable"),
    "bloquee": same(end=ending("2024-10-01"), statut="Bloquée", confiance="appui nécessaire"),
    "abandon": same(end=ending("2024-08-15"), statut="Abandonnée", confiance="compromis"),
    "discuter": same(statut="À discuter"),
    "decider": same(end=ending("2025-06-30"), statut="En cours", decision_attendue="Qui paie ?"),
    "muette": same(),
    "seule": Followed(end=ending("2024-08-01")),
    "retard": same(end=ending("2024-07-14"), statut="En cours"),
    "depart": same((on("2024-01-01"), "mois")),
    "reportee": Followed(end=ending("2024-01-31"), before={"fin_prevue": "2024-07-31"},
                         last={"fin_prevue": "2025-07-31"}),
    "contraire": same(statut="Réalisée", taux=100),
    "statut": changing("statut", "À venir", "En cours"),
    "taux": changing("taux", 10, 10.5, statut="En cours"),
    "confiance": changing("confiance", "atteignable", "compromis"),
    "debut": changing("debut_reel", "2024-01-01", "2024-01-02", statut="En cours"),
    "fin": changing("fin_reelle", "", "2024-06-20", statut="Réalisée"),
    "videe": changing("statut", "En cours", ""),
    "dite": changing("commentaire", "Un mot.", "Un autre."),
    "referent": changing("referent", "", "Une personne"),
    "nouvelle": Followed(last={"statut": "En cours"}),
    "nouvelle-muette": Followed(last={}),
    "partie": Followed(before={"statut": "En cours"}),
    "partie-muette": Followed(before={}),
    "nouvel-an": same(end=ending("2025-01-01"), statut="En cours"),
    "saint-sylvestre": same((on("2025-12-31"), "jour")),
    "entamee": same((on("2025-03-01"), "mois"), statut="En cours"),
    "repoussee": same(end=ending("2024-12-01"), statut="En cours", fin_prevue="2025-02-01"),
    "attendue": same((on("2024-07-01"), "jour")),
    "oubliee": same(end=ending("2024-05-01"), statut="En pause"),
    "negligee": same(end=ending("2024-05-02"), statut="Bloquée", decision_attendue="Qui s’en charge ?"),
}  # fmt: skip
CHANGED = {"statut", "taux", "confiance", "debut", "fin", "videe", "nouvelle", "partie", "reportee"}
STATES = {
    "venir": TO_COME, "cours": SOON, "faite": DONE, "pause": SOON, "bloquee": SOON, "abandon": DROPPED,
    "decider": ON_TIME, "seule": UNFOLLOWED, "partie": UNFOLLOWED, "partie-muette": UNFOLLOWED, "retard": LATE,
    "depart": LATE_START, "reportee": ON_TIME, "fin": DONE, "nouvel-an": ON_TIME, "saint-sylvestre": TO_COME,
    "entamee": ON_TIME, "repoussee": ON_TIME, "attendue": LATE_START, "oubliee": LATE, "negligee": LATE,
}  # fmt: skip
# Late when the campaign asked, or only since: « retard » is due between the two.
PARTED = {
    "déjà en retard au suivi": {"oubliee", "negligee"},
    "en retard, sauf réponse depuis": {"retard"},
    "démarrage déjà en retard au suivi": {"depart"},
    "démarrage en retard, sauf réponse depuis": {"attendue"},
}
# Of what was said at the campaign before, all that nobody changed.
CARRIED = {
    code for code, action in ACTIONS.items() if action.before == action.last and (action.last or {}).get("statut")
}
KEPT = {
    "à décider": {"discuter", "decider", "negligee"},
    "changées": CHANGED,
    "avant le comité": {"cours", "pause", "seule"},
    "contradictoires": {"contraire"},
    "réponses reportées": CARRIED,
}


VICHY, CLERMONT = "200071363", "246300701"
# Who pilots some of them.
PILOTED = {
    "Caf": ("cours", "abandon", "depart", "seule", "bloquee", "nouvel-an", "oubliee", "negligee"),
    "CD": ("oubliee",),
    "MSA": ("venir", "pause", "partie", "cours", "saint-sylvestre", "attendue"),
}


@pytest.fixture(scope="module")
def file(new_allier):
    """One file for all: schémas of one action by case, without and with real dates, and one of three campaigns."""
    scheme = new_allier()
    archive = scheme.data.parent / "suivi"
    rounds = scheme.beside(ROUNDS)
    scheme.replace("actions.csv", *(row(code, case.start, case.end) for code, case in coded().items()))
    scheme.beside(FACTS)
    rounds.replace("actions.csv", *(row(code, action.start, action.end) for code, action in ACTIONS.items()))
    for name, day in ((DELAYS, FIRST), (FACTS, AU)):
        write_answers(archive, name, day, answered({c: case.answers for c, case in coded().items() if case.of == name}))
    rounds.add(
        "echeances.csv",
        action="cours",
        libelle="Bilan",
        debut="2024-09-01",
        debut_precision="mois",
        fin="2024-11-30",
        fin_precision="mois",
        document="allier.pdf",
        phrase="Bilan de septembre à novembre",
    )
    rounds.add("action_territoires.csv", action="muette", territoire=CLERMONT)
    for name, codes in PILOTED.items():
        for code in codes:
            rounds.add("roles.csv", objet=f"action-{code}", role="pilote", imprime=name)
    write_answers(archive, ROUNDS, BEFORE, answered({code: action.before for code, action in ACTIONS.items()}))
    write_answers(archive, ROUNDS, LAST, answered({code: action.last for code, action in ACTIONS.items()}))
    write_answers(archive, ROUNDS, LATER, answered({code: {"statut": "Bloquée"} for code in ACTIONS}))
    build(scheme.data, scheme.base, archive)
    return scheme.base


@pytest.fixture(scope="module")
def engine(file):
    with duckdb.connect(file, read_only=True) as connection:
        yield connection


def coded():
    return {f"c{rank}": case for rank, case in enumerate(CASES, start=1)}


def row(code, start, end):
    cells = {"code": code, "noeud": "obj-A1", "intitule": code}
    for bound, (day, precision) in (("debut", start), ("fin", end)):
        cells |= {bound: day.isoformat() if day else "", f"{bound}_precision": precision}
    return cells


def answered(answers):
    """The rows of a workbook; a comment makes of an empty answer an action that is followed."""
    return [{"action": code, "commentaire": "Suivie."} | given for code, given in answers.items() if given is not None]


def followed(connection, scheme, au, *columns):
    sql = f"select action_id, {', '.join(columns)} from actions_suivies($schema, $au)"
    return {code: said for code, *said in connection.execute(sql, {"schema": scheme, "au": au}).fetchall()}


def marked(connection, au=AU, table="actions_marquees", columns=REFUSED, **chosen):
    """The actions of the second schéma through some filters, all others being left open."""
    filters = filtres(ROUNDS, au, COMMITTEE, **chosen)
    return connection.execute(f"select {columns} from {table}($filtres)", {"filtres": filters}).fetchall()


def assert_keeps(connection, name, value, expected):
    refused = dict(marked(connection, **{name: value}))
    assert {code for code, why in refused.items() if not why} == set(expected)
    assert {code: why for code, why in refused.items() if why} == {
        code: [name] for code in ACTIONS if code not in expected
    }
    kept = marked(connection, table="actions_filtrees", columns="action_id", **{name: value})
    assert {code for (code,) in kept} == set(expected)


def test_cases_are_told_apart_by_their_words():
    assert len({case.words for case in CASES}) == len(CASES) > 100


@pytest.fixture(scope="module")
def said(engine):
    """What is said of each case at its own date, asked once by date."""
    columns = (
        "etat_echeance", "jours_apres_echeance", "suivie", "echeance_schema", "echeance", "echeance_precedente",
        "changee",
    )  # fmt: skip
    days = {(of, au): followed(engine, of, au, *columns) for of, au in {(case.of, case.au) for case in CASES}}
    return {code: days[case.of, case.au][code] for code, case in coded().items()}


@pytest.mark.parametrize(("code", "case"), coded().items(), ids=[case.words for case in CASES])
def test_what_is_said_of_an_action_at_a_date(said, code, case):
    assert said[code][:3] == [case.state, case.days, case.answers is not None]


@pytest.mark.parametrize(("code", "case"), coded().items(), ids=[case.words for case in CASES])
def test_the_due_day_is_the_one_given_else_the_schemas_own(said, code, case):
    end, precision = case.end
    own = None if precision == "schéma" else end
    given = (case.answers or {}).get("fin_prevue")
    assert said[code][3:] == [own, on(given) if given else own, own, False]


def test_nothing_is_followed_before_the_first_campaign(engine):
    states = followed(engine, DELAYS, FIRST - DAY, "etat_echeance", "campagne", "changee")
    assert set(map(tuple, states.values())) == {(UNFOLLOWED, None, False)}


@pytest.mark.parametrize(
    ("precision", "start", "expected"),
    [
        ("jour", "2024-02-29", "2024-02-29"),
        ("mois", "2024-02-01", "2024-02-29"),
        ("mois", "2023-02-01", "2023-02-28"),
        ("mois", "2024-12-01", "2024-12-31"),
        *(("trimestre", f"2024-{m:02}-01", "2024-03-31") for m in (1, 2, 3)),
        *(("trimestre", f"2024-{m:02}-01", "2024-06-30") for m in (4, 5, 6)),
        *(("trimestre", f"2024-{m:02}-01", "2024-09-30") for m in (7, 8, 9)),
        *(("trimestre", f"2024-{m:02}-01", "2024-12-31") for m in (10, 11, 12)),
        *(("semestre", f"2024-{m:02}-01", "2024-06-30") for m in range(1, 7)),
        *(("semestre", f"2024-{m:02}-01", "2024-12-31") for m in range(7, 13)),
        ("trimestre", "2024-05-31", "2024-06-30"),
        ("semestre", "2023-08-31", "2023-12-31"),
        ("saison", "2023-12-21", "2023-12-21"),
        ("saison", "2023-12-22", "2024-03-20"),
        ("saison", "2024-01-15", "2024-03-20"),
        ("saison", "2024-03-20", "2024-03-20"),
        ("saison", "2024-06-20", "2024-06-20"),
        ("saison", "2024-09-22", "2024-09-22"),
        ("saison", "2024-12-21", "2024-12-21"),
        ("saison", "2024-12-22", "2025-03-20"),
        ("saison", "2024-04-01", "2024-06-20"),
        ("saison", "2024-07-01", "2024-09-22"),
        ("saison", "2024-10-01", "2024-12-21"),
        ("année", "2023-01-01", "2023-12-31"),
        ("année", "2024-02-29", "2024-12-31"),
        ("schéma", "2023-01-01", None),
        (None, None, None),
    ],
)
def test_the_last_day_of_a_printed_period(engine, precision, start, expected):
    sql = "select dernier_jour(?::DATE, ?::VARCHAR)::DATE"
    assert engine.execute(sql, [start, precision]).fetchone() == (on(expected) if expected else None,)


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (None, None, "sans date"),
        (AU + DAY, None, "à venir"),
        (AU, None, "en cours"),
        (None, AU, "en cours"),
        (AU - DAY, AU + DAY, "en cours"),
        (None, AU - DAY, "échue"),
        (AU - 2 * DAY, AU - DAY, "échue"),
        (AU + DAY, AU + 2 * DAY, "à venir"),
    ],
)
def test_the_calendar_of_the_schema_has_its_own_states(engine, start, end, state):
    sql = "select etat_calendaire(?::DATE, ?::DATE, ?::DATE)"
    assert engine.execute(sql, [start, end, AU]).fetchone() == (state,)


@pytest.mark.parametrize("status", [*STATUSES, None])
@pytest.mark.parametrize("day", [None, on("2024-01-01")])
def test_an_action_is_begun_or_over_by_its_status_or_by_a_day(engine, status, day):
    sql = "select pas_commencee(?::VARCHAR, ?::DATE), terminee(?::VARCHAR, ?::DATE)"
    begun = day is not None or status not in (*NOT_BEGUN, None)
    over = day is not None or status == "Réalisée"
    assert engine.execute(sql, [status, day, status, day]).fetchone() == (not begun, over)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, None),
        ({"statut": "À venir"}, None),
        ({"statut": "À venir", "taux": 0}, None),
        ({"statut": "Abandonnée", "fin_reelle": "2024-07-15"}, None),
        ({"statut": "Réalisée", "taux": 80, "fin_reelle": "2024-07-15"}, "déclarée réalisée, mais taux de 80 %"),
        ({"statut": "En cours", "taux": 99, "debut_reel": "2024-01-01"}, None),
        ({"statut": "Réalisée", "taux": 100, "fin_reelle": "2024-07-15"}, None),
        ({"statut": "Abandonnée", "taux": 20}, None),
        ({"taux": 100, "debut_reel": "2024-01-01", "fin_reelle": "2024-02-01"}, None),
        ({"statut": "Réalisée"}, "déclarée réalisée sans fin réelle"),
        ({"statut": "Réalisée", "taux": 100}, "déclarée réalisée sans fin réelle"),
        ({"statut": "À venir", "debut_reel": "2024-07-15"}, "déclarée à venir, mais commencée"),
        ({"statut": "À venir", "taux": 5}, "taux de 5 %, mais à venir"),
        ({"statut": "À venir", "taux": 37.5}, "taux de 37,5 %, mais à venir"),
        *(
            ({"statut": status, "fin_reelle": "2024-07-15"}, f"terminée, mais déclarée {status.lower()}")
            for status in STATUSES
            if status not in ("Réalisée", "Abandonnée")
        ),
        *(
            ({"statut": status, "taux": 100}, f"100 %, mais déclarée {status.lower()}")
            for status in STATUSES
            if status not in ("Réalisée", "À venir")
        ),
        ({"statut": "À venir", "taux": 100}, "taux de 100 %, mais à venir"),
        (
            {"statut": "À venir", "taux": 100, "debut_reel": "2024-01-01", "fin_reelle": "2024-02-01"},
            "déclarée à venir, mais commencée ; terminée, mais déclarée à venir ; taux de 100 %, mais à venir",
        ),
    ],
)
def test_what_dates_and_status_say_against_each_other(answers, expected):
    assert contradiction(answers) == expected


def test_a_change_is_a_change_of_status_rate_confidence_or_dates(engine):
    changed = followed(engine, ROUNDS, AU, "changee")
    assert {code for code, (told,) in changed.items() if told} == CHANGED


@pytest.mark.parametrize(
    ("au", "campaign", "changed"),
    [(BEFORE - DAY, None, 0), (BEFORE, BEFORE, 0), (LAST - DAY, BEFORE, 0), (LAST, LAST, len(CHANGED)),
     (LATER - DAY, LAST, len(CHANGED))],
)  # fmt: skip
def test_the_campaign_read_is_the_last_at_the_date(engine, au, campaign, changed):
    said = followed(engine, ROUNDS, au, "campagne", "changee").values()
    assert {day for day, _ in said} - {None} == ({campaign} if campaign else set())
    assert sum(told for _, told in said) == changed


def test_a_later_campaign_says_nothing_of_an_earlier_date(engine):
    assert {code for code, (status,) in followed(engine, ROUNDS, AU, "statut").items() if status == "Bloquée"} == {
        "bloquee", "negligee"
    }  # fmt: skip
    assert {status for (status,) in followed(engine, ROUNDS, LATER, "statut").values()} == {"Bloquée"}


@pytest.mark.parametrize(
    ("au", "end", "before"),
    [
        (BEFORE - DAY, "2024-01-31", "2024-01-31"),
        (BEFORE, "2024-07-31", "2024-01-31"),
        (AU, "2025-07-31", "2024-07-31"),
        (LATER, "2024-01-31", "2025-07-31"),
    ],
)
def test_the_due_day_of_the_campaign_before_is_kept_beside(engine, au, end, before):
    assert followed(engine, ROUNDS, au, "echeance", "echeance_precedente")["reportee"] == [on(end), on(before)]


def test_without_filter_every_action_is_kept(engine):
    assert dict(marked(engine)) == {code: [] for code in ACTIONS}


def test_every_choice_of_a_filter_is_tried_here():
    assert set(ANSWERS.values()) == {*STATUSES, NO_ANSWER}
    assert set(CONFIDENCE.values()) == {*CONFIDENCES, NO_ANSWER}
    assert set(DUE_STATES.values()) == {*STATES.values(), UNDATED, *LATE_STATES}
    assert set(POINTS.values()) == set(KEPT)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("statut", status) for status in (*STATUSES, NO_ANSWER)),
        *(("confiance", confidence) for confidence in (*CONFIDENCES, NO_ANSWER)),
    ],
)
def test_the_filters_of_answers_keep_those_of_the_last_campaign(engine, name, value):
    kept = {code for code, action in ACTIONS.items() if ((action.last or {}).get(name) or NO_ANSWER) == value}
    assert kept
    assert_keeps(engine, name, value, kept)


@pytest.mark.parametrize("value", DUE_STATES.values())
def test_the_filter_of_delays_keeps_one_state(engine, value):
    kept = {code for code in ACTIONS if STATES.get(code, UNDATED) == value}
    assert_keeps(engine, "echeance", value, PARTED.get(value, kept))


@pytest.mark.parametrize(("value", "kept"), KEPT.items())
def test_the_filter_of_points_keeps_what_a_seance_looks_at(engine, value, kept):
    assert_keeps(engine, "point", value, kept)


def test_the_filters_of_people_and_places_keep_what_concerns_them(engine):
    for name, codes in PILOTED.items():
        assert_keeps(engine, "pilote", name.lower(), codes)
    assert_keeps(engine, "pilote", "sans", ACTIONS.keys() - {code for codes in PILOTED.values() for code in codes})
    # What names no territory is of the whole département.
    assert_keeps(engine, "epci", VICHY, ACTIONS.keys() - {"muette"})
    assert_keeps(engine, "epci", CLERMONT, {"muette"})


def test_each_filter_that_leaves_an_action_out_is_named(engine):
    chosen = {"statut": "En cours", "confiance": "objectif sécurisé", "echeance": LATE, "point": "changées"}
    refused = dict(marked(engine, **chosen))
    assert refused["cours"] == ["echeance", "point"]
    assert refused["retard"] == ["confiance", "point"]
    assert refused["seule"] == ["statut", "confiance", "echeance", "point"]
    assert dict(marked(engine, pilote="caf", etat="échue", **chosen))["retard"] == ["pilote", "confiance", "point"]
    assert marked(engine, table="actions_filtrees", columns="action_id", **chosen) == []
    assert marked(engine, table="actions_filtrees", columns="action_id", statut="En cours", echeance=LATE) == [
        ("retard",)
    ]


def test_the_filters_follow_the_date(engine):
    kept = {code for code, why in marked(engine, au=BEFORE, point="changées") if not why}
    assert kept == set()
    kept = {code for code, why in marked(engine, au=BEFORE, statut="À venir") if not why}
    assert kept == {"venir", "statut"}


def test_an_answer_that_nobody_changed_is_carried_over_since_its_first_campaign(engine):
    said = followed(engine, ROUNDS, AU, "statut", "reportee", "depuis", "campagne")
    assert {code for code, (_, carried, _, _) in said.items() if carried} == CARRIED
    for code, (_, _, since, campaign) in said.items():
        kept = ACTIONS[code].before == ACTIONS[code].last
        assert since == (campaign and (BEFORE if kept else LAST)), code
    assert not any(carried for _, carried, _, _ in followed(engine, ROUNDS, BEFORE, "statut", "reportee", "depuis",
                                                            "campagne").values())  # fmt: skip


@pytest.mark.parametrize(
    ("state", "start", "due", "campaign", "since"),
    [
        (LATE, None, "2024-06-29", "2024-06-30", False),
        (LATE, None, "2024-06-30", "2024-06-30", True),
        (LATE, None, "2024-07-01", "2024-06-30", True),
        (LATE, "2024-07-01", "2024-01-01", "2024-06-30", False),
        (LATE_START, "2024-06-29", None, "2024-06-30", False),
        (LATE_START, "2024-06-30", None, "2024-06-30", True),
        (LATE_START, "2024-01-01", "2024-12-31", "2024-06-30", False),
        (SOON, "2024-07-01", "2024-08-01", "2024-06-30", False),
        (DONE, None, "2024-07-01", "2024-06-30", False),
        (UNFOLLOWED, None, "2024-07-01", None, False),
        (LATE, None, "2024-07-01", None, False),
    ],
)
def test_late_only_since_the_campaign_is_late_unless_answered_since(engine, state, start, due, campaign, since):
    sql = "select sauf_reponse(?::VARCHAR, ?::DATE, ?::DATE, ?::DATE)"
    assert engine.execute(sql, [state, start, due, campaign]).fetchone() == (since,)


def test_what_is_under_way_runs_at_least_until_the_campaign_that_says_so(engine):
    ends = followed(engine, ROUNDS, AU, "fin_tenue")
    assert ends["faite"] == [on("2024-03-01")]
    assert ends["retard"] == [on("2024-07-14")]
    assert ends["statut"] == ends["oubliee"] == ends["negligee"] == [LAST]
    assert ends["discuter"] == [None]
    assert ends["reportee"] == [on("2025-07-31")]


def test_what_began_runs_from_its_own_day(engine):
    starts = followed(engine, ROUNDS, AU, "debut_tenu")
    assert (starts["debut"], starts["venir"]) == ([on("2024-01-02")], [on("2025-01-01")])
