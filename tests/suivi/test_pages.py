"""The pages Suivi and Décisions on a small follow-up: each number against the rows that were imported."""

import re
from datetime import date
from functools import cache

import duckdb
import plotly.graph_objects as go
import pytest
from openpyxl import load_workbook

from dashboard.campaign_cards import NO_CAMPAIGN
from dashboard.cards import draw
from dashboard.charts.suivi import ANSWERS as KINDS
from dashboard.charts.suivi import answers_url
from dashboard.commands.suivi import read_plan
from dashboard.components.table import heading
from dashboard.current import read_vocabulary
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.ingest.build import build
from dashboard.pages import calendrier, decisions, suivi
from dashboard.queries import load_queries
from dashboard.settings import ROOT
from dashboard.suivi.campaigns import last_campaign
from dashboard.suivi.writing import write_workbook
from tests.conftest import TODAY
from tests.kept import archived

HOME, OTHER = "63-2022", "70-2021"
CARDS = {card.id: card for page in (suivi, decisions) for card in page.CARDS}
ACTIONS = calendrier.CARDS[0]
FIRST, SECOND, THIRD = date(2023, 12, 1), date(2024, 3, 1), date(2024, 5, 15)
HEADERS = {"s": "Statut", "t": "Taux (%)", "c": "Confiance", "d": "Début réel", "p": "Fin prévue", "f": "Fin réelle"}

# What each campaign changes in the workbook that the one before prefilled; "" empties a cell.
ANSWERS = {
    FIRST: {
        "1.1": {"s": "En cours", "t": 20, "c": "atteignable", "d": date(2023, 2, 1), "p": date(2024, 6, 30)},
        "1.2": {"s": "À venir", "c": "appui nécessaire"},
        "1.3": {"s": "En pause", "c": "compromis"},
        "1.4": {"s": "En cours", "c": "objectif sécurisé", "d": date(2023, 3, 1), "p": date(2024, 1, 31)},
        "1.5": {"s": "Abandonnée"},
        "1.6": {"s": "À discuter"},
        "2.1": {"s": "En cours", "c": "atteignable"},
        "2.2": {"s": "Réalisée"},
        "2.3": {"s": "En cours", "p": date(2024, 4, 30)},
        "3.1": {"s": "À venir"},
        "4.1": {"s": "En cours", "c": "atteignable", "p": date(2024, 4, 1)},
    },
    SECOND: {
        "1.1": {"t": 60, "c": "objectif sécurisé", "p": date(2024, 9, 28)},
        "1.2": {"s": "En cours", "d": date(2024, 1, 15)},
        "1.3": {"s": "En cours"},
        "1.4": {"s": "Réalisée", "f": date(2024, 2, 1), "t": 100},
        "1.5": {"s": "À venir"},
        "1.6": {"s": "Bloquée"},
        "2.1": {"c": "compromis", "p": date(2024, 12, 31)},
        "2.2": {"s": ""},
        "2.3": {"s": "Abandonnée"},
        "3.2": {"s": "En cours", "p": date(2024, 5, 1)},
    },
    THIRD: {
        "1.1": {"p": date(2024, 9, 20)},
        "2.1": {"p": ""},
        "3.1": {"t": 100},
        "3.2": {"c": "appui nécessaire"},
        "4.1": {"d": date(2023, 9, 1), "c": ""},
    },
}
REGISTER = {
    FIRST: [
        ("1", "Relancer les EPCI", date(2023, 12, 1), "Caf", date(2024, 2, 1), "1.1; 1.2", "Ouverte"),
        ("2", "Réunir les maires", None, None, None, None, "Ouverte"),
    ],
    SECOND: [
        ("1", "Relancer les EPCI", date(2023, 12, 1), "Caf", date(2024, 2, 1), "1.1; 1.2", "En cours"),
        ("2", "Réunir les maires", None, None, None, None, "Close"),
        ("3", "Publier la carte", date(2024, 2, 15), "MSA", date(2024, 6, 30), "3.1", "Ouverte"),
    ],
    THIRD: [
        ("1", "Relancer les EPCI", date(2023, 12, 1), "Caf", date(2024, 2, 1), "1.1; 1.2", "En cours"),
        ("3", "Publier la carte", date(2024, 2, 15), "MSA", date(2024, 6, 30), "3.1", "Close"),
        ("4", "Arbitrer", date(2024, 5, 15), None, date(2024, 5, 31), "1.1; 4.1", "Ouverte"),
    ],
}
FROM_FIRST_TO_SECOND = [
    ("terminée", "1.4", "En cours", "Réalisée, le 01/02/2024"),
    ("commencée", "1.2", "À venir", "En cours, le 15/01/2024"),
    ("reprise", "1.3", "En pause", "En cours"),
    ("reprise", "1.5", "Abandonnée", "À venir"),
    ("échéance glissée de 90 jours", "1.1", "30/06/2024", "28/09/2024"),
    ("échéance fixée", "2.1", "sans échéance", "31/12/2024"),
    ("confiance en baisse", "2.1", "atteignable", "compromis"),
    ("confiance en hausse", "1.1", "atteignable", "objectif sécurisé"),
    ("abandonnée", "2.3", "En cours", "Abandonnée"),
    ("statut : À discuter → Bloquée", "1.6", "À discuter", "Bloquée"),
    ("taux : 20 % → 60 %", "1.1", "20 %", "60 %"),
    ("taux : sans réponse → 100 %", "1.4", "sans réponse", "100 %"),
    ("nouvelle réponse", "3.2", "sans réponse", "En cours"),
    ("réponse retirée", "2.2", "Réalisée", "sans réponse"),
]
FROM_SECOND_TO_THIRD = [
    ("échéance avancée de 8 jours", "1.1", "28/09/2024", "20/09/2024"),
    ("échéance retirée", "2.1", "31/12/2024", "sans échéance"),
    ("confiance donnée", "3.2", "sans réponse", "appui nécessaire"),
    ("confiance retirée", "4.1", "atteignable", "sans réponse"),
    ("taux : sans réponse → 100 %", "3.1", "sans réponse", "100 %"),
    ("début réel : sans date → 01/09/2023", "4.1", "sans date", "01/09/2023"),
]
SEARCHES = (
    "", "?volet=1", "?pilote=caf", "?pilote=sans", "?epci=246300701", "?statut=sans-reponse", "?confiance=atteignable",
    "?echeance=en-retard", "?point=contradictoires", "?au=2024-03-31", "?au=2022-06-30",
    "?de=2023-12-01&vers=2024-03-01", "?vers=2024-03-01&pilote=caf", "?de=2024-05-15&vers=2023-12-01",
    "?vers=2023-12-01", "?schema=70-2021", "?schema=93-2024&au=2025-06-01",
)  # fmt: skip


def fill(path, answers, register):
    book = load_workbook(path)
    tab = book["Actions"]
    columns = {cell.value: cell.column for cell in tab[1]}
    lines = {str(tab.cell(line, columns["Code"]).value): line for line in range(2, tab.max_row + 1)}
    for code, values in answers.items():
        for key, value in values.items():
            tab.cell(lines[code], columns[HEADERS[key]]).value = value or None
        if values.get("s") == "":
            for header in HEADERS.values():
                tab.cell(lines[code], columns[header]).value = None
    tab = book["Décisions"]
    for line in range(2, tab.max_row + 1):
        for column in range(1, 8):
            tab.cell(line, column).value = None
    for line, row in enumerate(register, start=2):
        for column, value in enumerate(row, start=1):
            tab.cell(line, column).value = value
    book.save(path)


@pytest.fixture(scope="session")
def followed(db, vocabulary, tmp_path_factory):
    """The embedded data with three campaigns of one schéma, and one of another."""
    folder = tmp_path_factory.mktemp("suivi")
    archive, base = folder / "archive", folder / "sdsf.duckdb"
    for scheme, campaigns in ((HOME, ANSWERS), (OTHER, {FIRST: {}})):
        plan = read_plan(db, vocabulary.schemes[scheme])
        for day, answers in campaigns.items():
            path = folder / f"{scheme}-{day}.xlsx"
            write_workbook(path, plan, last_campaign(archive, plan))
            one = {next(iter(plan.actions)): {"s": "En cours"}}
            fill(path, answers or one, REGISTER[day] if answers else [])
            archived(archive, scheme, day, [path])
    build(ROOT / "data", base, archive)
    database = Database(base, load_queries(ROOT / "queries"))
    yield database
    database.close()


@pytest.fixture(scope="session")
def words(followed):
    return read_vocabulary(followed)


@pytest.fixture(scope="session")
def at(words):
    def make(search="", path="/suivi"):
        return Filters.from_url(path, search, words, TODAY)[0].on_page()

    return make


@pytest.fixture(scope="session")
def rows(followed, at):
    """The rows of a card under a search."""

    def make(card, search=""):
        return CARDS[card].rows(followed, at(search))

    return make


@pytest.fixture(scope="session")
def kept(followed, words):
    """The actions that the page Calendrier shows at an address, by code."""

    @cache
    def make(address):
        path, _, search = address.partition("?")
        filters, problems = Filters.from_url(path, f"?{search}", words, TODAY)
        assert not problems
        return ACTIONS.rows(followed, filters).set_index("code")

    return make


@pytest.fixture(scope="session")
def ask(followed):
    def make(sql):
        with duckdb.connect(followed.path, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return make


# All rows; some; none of most cards; a campaign apart; before the first; a schéma of one campaign, one of a document.
@pytest.mark.parametrize("search", ["", "?statut=sans-reponse", "?au=2022-06-30", "?de=2023-12-01&vers=2024-03-01",
                                    "?schema=70-2021", "?schema=93-2024&au=2025-06-01"])  # fmt: skip
@pytest.mark.parametrize("card", CARDS.values(), ids=lambda c: c.id)
def test_every_card_draws_its_rows_its_sentence_and_its_twin(followed, at, card, search):
    filters = at(search)
    frame = card.rows(followed, filters)
    drawing = draw(card, frame, filters)
    assert drawing.sentence.strip().endswith(".")
    assert set(card.columns) <= set(frame.columns)
    if frame.empty:
        assert "vide" in drawing.before
        return
    twin = card.table(frame, filters)
    for text in (drawing.sentence, drawing.before, drawing.after, twin):
        assert not re.search(r"\b(nan|None|NaT|<NA>)\b", text)
    assert twin.count("<tr>") == len(frame) + 1
    assert all(f'scope="col">{heading(c, filters)}' in twin.replace("&#39;", "'") for c in card.columns.values())
    go.Figure(drawing.figure)


@pytest.mark.parametrize("page", [suivi, decisions])
def test_each_page_has_one_heading_and_its_cards(at, page):
    layout = page.layout(at(path=page.PATH))
    kinds = [type(part).__name__ for part in layout._traverse()]
    ids = [part.id for part in layout._traverse() if getattr(part, "id", None)]
    assert kinds.count("H1") == 1
    assert len(ids) == len(set(ids))
    assert {card.id for card in page.CARDS if card.has_place(at(path=page.PATH))} <= set(ids)


def test_campaigns_tell_what_they_hold(rows, ask):
    frame = rows("suivi-campagnes")
    assert [d.date() for d in frame["campagne"]] == [THIRD, SECOND, FIRST]
    for row in frame.to_dict("records"):
        day = row["campagne"].date()
        ((answered, held),) = ask(
            f"SELECT count(statut), count(*) FROM base.suivi WHERE schema_id = '{HOME}' AND campagne = '{day}'"
        )
        assert (row["actions_repondues"], row["actions_renseignees"]) == (answered, held)
        assert row["decisions"] == len(REGISTER[day])
        assert row["repondues"] == f"{answered} sur {row['actions']}"
    assert frame["actions_repondues"].tolist() == [11, 11, 11]


def test_each_campaign_leads_to_its_comparison_with_the_one_before(followed, at):
    card, filters = CARDS["suivi-campagnes"], at("?volet=1")
    links = re.findall(r'href="([^"]+)"', draw(card, card.rows(followed, filters), filters).before)
    assert [link.replace("&amp;", "&") for link in links] == [
        "/suivi?volet=1&de=2024-03-01&vers=2024-05-15",
        "/suivi?volet=1&de=2023-12-01&vers=2024-03-01",
    ]


@pytest.mark.parametrize("search", SEARCHES)
def test_answers_count_the_actions_that_they_open(rows, at, kept, search):
    frame = rows("suivi-reponses", search)
    filters = at(search)
    shares = ((frame["nouvelles"] + frame["par_un_autre"]) / frame["pilotees"]).tolist()
    assert shares == sorted(shares)
    for row in frame.to_dict("records"):
        opened = kept(filters.url("/calendrier", pilote=row["organisme_cle"]))
        assert row["pilotees"] == len(opened) == sum(row[kind] for kind, _, _ in KINDS)
        for kind in ("reportees", "sans_reponse"):
            address = answers_url(kind, row, filters)
            assert address or not row[kind] or filters.statut or filters.point
            if address:
                assert len(kept(address)) == row[kind]


def test_answers_name_what_nobody_pilots(rows, ask):
    frame = rows("suivi-reponses", "?schema=70-2021").set_index("organisme_cle")
    ((nobody,),) = ask(
        f"SELECT count(*) FROM base.action_complete WHERE schema_id = '{OTHER}' AND len(pilote_cles) = 0"
    )
    assert frame["pilotees"].get("sans", 0) == nobody


def told(frame):
    return list(frame[["changement", "code", "avant", "apres"]].itertuples(index=False, name=None))


def test_comparison_tells_every_change_between_two_campaigns(rows):
    assert told(rows("suivi-comparaison", "?de=2023-12-01&vers=2024-03-01")) == FROM_FIRST_TO_SECOND
    assert told(rows("suivi-comparaison")) == FROM_SECOND_TO_THIRD


def test_comparison_spans_campaigns_and_reads_dates_in_either_order(rows):
    forth, back = (rows("suivi-comparaison", s) for s in ("?de=2023-12-01", "?de=2024-05-15&vers=2023-12-01"))
    assert told(forth) == told(back)
    assert ("échéance glissée de 82 jours", "1.1", "30/06/2024", "20/09/2024") in told(forth)
    assert forth.loc[forth["famille"] == "échéance glissée", "jours"].tolist() == [82]


@pytest.mark.parametrize("search", SEARCHES)
def test_comparison_keeps_the_changes_of_the_filtered_actions(rows, at, kept, search):
    filters = at(search)
    frame = rows("suivi-comparaison", search)
    codes = set(kept(filters.url("/calendrier")).index)
    unfiltered = filters.reset().with_values({"de": filters.de, "vers": filters.vers, "au": filters.au})
    expected = rows("suivi-comparaison", unfiltered.search())
    assert told(frame) == [row for row in told(expected) if row[1] in codes]
    if not frame.empty:
        assert filters.compared == (frame["de"].iloc[0].date(), frame["vers"].iloc[0].date())


def test_comparison_and_the_filter_on_changes_tell_the_same_actions(rows, kept):
    assert set(rows("suivi-comparaison")["code"]) == set(kept("/calendrier?point=changees").index)
    assert set(rows("suivi-comparaison", "?au=2024-03-31")["code"]) == set(
        kept("/calendrier?point=changees&au=2024-03-31").index
    )


def test_tiles_of_the_comparison_count_its_rows(followed, at):
    card, filters = CARDS["suivi-comparaison"], at("?de=2023-12-01&vers=2024-03-01")
    frame = card.rows(followed, filters)
    shown = draw(card, frame, filters)
    counts = re.findall(r'tuile-valeur">(\d+)</span><span class="tuile-libelle">([^<]+)', shown.before)
    assert sum(int(count) for count, _ in counts) == len(frame) == len(FROM_FIRST_TO_SECOND)
    assert ("2", "reprises") in counts
    assert "14 changements sur 10 actions" in shown.sentence
    assert set(frame["famille"]) <= set(suivi.KINDS)


def test_dates_to_compare_lead_to_pairs_in_order(followed, at, words):
    card, filters = CARDS["suivi-comparaison"], at()
    shown = draw(card, card.rows(followed, filters), filters).before
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/suivi[^"]*)"', shown)]
    assert links == ["/suivi?de=2023-12-01&vers=2024-05-15", "/suivi?vers=2024-03-01"]
    for link in links:
        first, last = Filters.from_url("/suivi", link.partition("?")[2], words, TODAY)[0].compared
        assert first < last


@pytest.mark.parametrize("search", SEARCHES)
def test_contradictions_are_the_actions_of_that_filter(rows, at, kept, search):
    filters = at(search)
    frame = rows("suivi-contradictions", search)
    opened = kept(filters.url("/calendrier", point="contradictoires"))
    if filters.point in (None, "contradictoires"):
        assert set(frame["code"]) == set(opened.index)


def test_contradictions_say_what_does_not_hold(rows):
    found = rows("suivi-contradictions").set_index("code")
    assert found.loc["3.1", "contradiction"] == "taux de 100 %, mais à venir"
    assert found.loc["3.1", "donnees"] == "taux de 100 %"
    assert rows("suivi-contradictions", "?au=2023-12-15")["code"].tolist() == ["2.2"]


@pytest.mark.parametrize("search", SEARCHES)
def test_each_cell_of_the_confidence_opens_its_actions(rows, at, kept, search):
    filters = at(search)
    frame = rows("suivi-confiance", search)
    for row in frame.to_dict("records"):
        opened = kept(suivi.cell_url(row, filters))
        assert len(opened) == row["actions"]


def test_confidence_against_delay_frames_what_is_late(followed, at):
    card, filters = CARDS["suivi-confiance"], at()
    frame = card.rows(followed, filters)
    assert frame["actions"].sum() == 11
    late = frame[(frame["confiance"] == "atteignable") & (frame["echeance"] == "en retard")]
    assert late.empty
    earlier = at("?au=2024-04-15")
    frame = card.rows(followed, earlier)
    drawing = draw(card, frame, earlier)
    assert len(drawing.figure["layout"]["shapes"]) == 1
    assert "1 est pourtant dite" in drawing.sentence


def test_what_is_missing_is_said(rows, at):
    for card in CARDS.values():
        if card.needs_campaign:
            assert card.missing(at("?schema=87-2017")) == NO_CAMPAIGN
    comparison = CARDS["suivi-comparaison"]
    for search, said in (
        ("?schema=70-2021", "Campagne du 01/12/2023 : une seule campagne de suivi a été importée"),
        ("?au=2023-12-15", "Campagne du 01/12/2023 : aucune campagne ne la précède"),
        ("?vers=2023-12-01", "Campagne du 01/12/2023 : aucune campagne ne la précède"),
        ("?au=2022-06-30", "La première campagne de suivi de ce schéma, le 01/12/2023, suit la date d’observation."),
    ):
        assert rows(comparison.id, search).empty
        assert comparison.missing(at(search)).startswith(said)
    assert comparison.missing(at("?pilote=caf")).startswith("Aucun changement")


def test_register_holds_the_last_word_on_each_decision(rows):
    frame = rows("decisions-registre").set_index("numero")
    assert frame.index.tolist() == ["4", "1", "3", "2"]
    assert frame["etat"].tolist() == ["Ouverte", "En cours", "Close", "Close"]
    assert frame["delai"].tolist() == [
        "en retard de 1 jour, sauf réponse depuis", "en retard de 121 jours", "close", "close",
    ]  # fmt: skip
    assert frame["campagnes"].tolist() == [1, 3, 2, 2]
    assert frame["retours"].tolist() == [0, 2, 1, 1]
    assert frame["jours_ouverte"].fillna(-1).tolist() == [17, 183, 90, -1]
    assert frame.loc["2", "disparue"]
    assert list(frame.loc["1", "actions"]) == ["1.1", "1.2"]
    assert rows("decisions-ouvertes")["numero"].tolist() == ["4", "1"]


def test_a_decision_without_day_has_no_invented_duration(followed, at):
    card = CARDS["decisions-ouvertes"]
    filters = at("?au=2023-12-15", "/decisions")
    frame = card.rows(followed, filters)
    shown = draw(card, frame, filters)
    assert "ouverte depuis au moins 14 jours" in shown.before
    assert "la plus ancienne de celles qui sont datées, n° 1, est ouverte depuis 14 jours." in shown.sentence
    assert draw(card, frame[frame["numero"] == "2"], filters).sentence.endswith("aucune n’est datée.")
    register = CARDS["decisions-registre"]
    filters = at("", "/decisions")
    assert "close, durée inconnue" in draw(register, register.rows(followed, filters), filters).before


def test_register_goes_back_with_the_date(rows):
    frame = rows("decisions-registre", "?au=2023-12-15").set_index("numero")
    assert frame["etat"].to_dict() == {"1": "Ouverte", "2": "Ouverte"}
    assert frame["delai"].to_dict() == {"1": "à temps", "2": "sans échéance"}
    assert rows("decisions-registre", "?au=2022-06-30").empty


@pytest.mark.parametrize("search", SEARCHES)
def test_register_keeps_the_decisions_of_the_filtered_actions(rows, at, kept, search):
    filters = at(search)
    codes = set(kept(filters.url("/calendrier")).index)
    whole = rows("decisions-registre", filters.reset().with_values({"au": filters.au}).search())
    expected = [n for n, linked in zip(whole["numero"], whole["actions"], strict=True)
                if not len(linked) or codes & set(linked)]  # fmt: skip
    frame = rows("decisions-registre", search)
    assert frame["numero"].tolist() == expected
    assert len(rows("decisions-ouvertes", search)) == (frame["etat"] != "Close").sum()


def test_decisions_lead_to_the_fiches_of_their_actions(followed, at):
    card, filters = CARDS["decisions-registre"], at("?volet=1", "/decisions")
    shown = draw(card, card.rows(followed, filters), filters).before
    assert '<a href="/fiches/63-2022/1?volet=1&amp;action=1.1" data-interne>1.1</a>' in shown
    assert "aucune" in shown
