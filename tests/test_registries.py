"""Walks: every query, page and card, under many filter states."""

import collections
import re

import plotly.graph_objects as go
import pytest

from dashboard import shell
from dashboard.cards import draw
from dashboard.components.table import heading
from dashboard.pages import CARDS, PAGES, page_for
from dashboard.pages.seance import tiles_of
from tests.conftest import SEARCHES

PATHS = {
    "seance": "/",
    "calendrier": "/calendrier",
    "indicateurs": "/indicateurs",
    "pilotes": "/pilotes",
    "pilote": "/pilotes/{pilot}",
    "territoires": "/territoires",
    "portrait": "/territoires/{territory}",
    "fiche": "/fiches/{scheme}/{fiche}",
    "comparer": "/comparer",
    "suivi": "/suivi",
    "decisions": "/decisions",
    "schema": "/schema",
    "donnees": "/donnees",
}


def path_of(page, filters):
    scheme = filters.scheme
    return PATHS[page].format(
        scheme=scheme.id,
        pilot=next(iter(scheme.organisations)),
        territory=next(iter(scheme.territories)),
        fiche=scheme.fiches[0].address,
    )


@pytest.fixture
def at(filters_of):
    """Return the filters of a search on the page of a card, in the schéma that the search names."""

    def make(page, search=""):
        return filters_of(path_of(page, filters_of("/", search)), search)

    return make


def test_every_query_runs_and_is_used(db, filters_of):
    params = filters_of("/fiches/63-2022/3").params() | {"territoire": "246300701"}
    for name, query in db.queries.items():
        assert query.meaning
        assert len(db.frame(name, params).columns) > 0, name
    used = {card.query for card in CARDS.values()} | {"filtres/options", "papier/cnaf"}
    helpers = {name for name in db.queries if name.startswith(("meta/", "suivi/plan", "suivi/affichees"))}
    assert set(db.queries) == used | helpers


# One per schéma, and those that leave cards without rows.
DRAWN = ("", "?volet=4&engagement=12&objectif=25", "?schema=70-2021&axe=4&pilote=udcs", "?schema=87-2017&axe=2.2",
         "?schema=93-2024&axe=2&etat=sans-date")  # fmt: skip


@pytest.mark.parametrize("search", DRAWN)
@pytest.mark.parametrize("card", CARDS.values(), ids=lambda c: c.id)
def test_every_card_draws_its_rows_its_sentence_and_its_twin(db, at, card, search):
    filters = at(card.id.split("-")[0], search)
    frame = card.rows(db, filters)
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


@pytest.mark.parametrize("search", SEARCHES)
def test_count_on_each_tile_equals_the_rows_it_opens(db, filters_of, search):
    filters = filters_of("/", search)
    counts = CARDS["seance-compteurs"].rows(db, filters).iloc[0]
    for column, _, change in tiles_of(filters):
        if counts[column]:
            target = filters.list_url(**change)
            path, _, query = target.partition("?")
            opened = CARDS["calendrier-gantt"].rows(db, filters_of(path, f"?{query}"))
            assert len(opened) == counts[column], (search, column)


@pytest.mark.parametrize("card", ["pilotes-charge", "pilotes-annees", "pilotes-ensemble", "pilotes-comites"])
def test_beside_a_pilote_that_is_kept_no_other_leads_to_rows_it_does_not_count(db, filters_of, card):
    frame = CARDS[card].rows(db, filters_of("/pilotes"))
    links = re.findall(r"pilote=([a-z-]+)", CARDS[card].table(frame, filters_of("/pilotes")))
    assert set(links) == set(frame["organisme_cle"])
    kept = filters_of("/pilotes", f"?pilote={links[0]}")
    table = CARDS[card].table(CARDS[card].rows(db, kept), kept)
    assert set(re.findall(r'href="([^"]+)"', table)) == {f"/pilotes/{links[0]}"}


@pytest.mark.parametrize(
    ("card", "search", "words"),
    [
        (
            "pilotes-charge",
            "?volet=1",
            "la plus chargée : CD (40 sur 40 actions, dont 0 seul ; autant pour 1 autre).",
        ),
        (
            "pilotes-charge",
            "",
            "la plus chargée : Caf (91 sur 114 actions, dont 13 seule).",
        ),
        ("pilotes-ensemble", "?pilote=msa", "CD et Caf pilotent ensemble 33 actions, autant que 2 autres binômes."),
        ("pilotes-ensemble", "", "CD et Caf pilotent ensemble 65 actions, plus que tout autre binôme."),
        (
            "pilotes-annees",
            "",
            "Caf en 2025 (91 actions actives ; autant pour 1 autre), d’après le calendrier du schéma.",
        ),
        (
            "pilotes-annees",
            "?schema=93-2024",
            "datée dans la période du schéma : charge par année inconnue.",
        ),
        ("seance-engagements", "", "en compte le plus (12 ; autant pour 1 autre)."),
    ],
)
def test_a_maximum_that_others_share_is_said_to_be_shared(db, filters_of, card, search, words):
    filters = filters_of("/pilotes", search)
    assert words in CARDS[card].sentence(CARDS[card].rows(db, filters), filters)


def test_undated_actions_are_not_drawn_by_year(db, filters_of):
    card, filters = CARDS["pilotes-annees"], filters_of("/pilotes", "?schema=93-2024")
    assert draw(card, card.rows(db, filters), filters).graph_style == {"display": "none"}


@pytest.mark.parametrize(
    ("day", "quand", "left"), [("2023-07-15", "2023", 169), ("2024-12-31", "2024", 0), ("2025-01-02", "2025", 363)]
)
def test_a_start_in_the_year_is_expected_until_its_last_day(db, filters_of, day, quand, left):
    frame = CARDS["seance-echeances"].rows(db, filters_of("/", f"?au={day}"))
    first = frame[frame["evenement"] == "démarrage"].iloc[0]
    assert (first["quand"], first["jours"]) == (quand, left)


@pytest.mark.parametrize("search", SEARCHES)
def test_all_pages_count_the_same_actions(db, filters_of, client, search):
    filters = filters_of("/calendrier", search)
    total = len(CARDS["calendrier-gantt"].rows(db, filters))
    options = db.frame("filtres/options", filters.params())
    assert shell.shown_sentence(filters, options).startswith(f"{total} action")
    assert CARDS["seance-engagements"].rows(db, filters)["actions"].sum() == total
    assert CARDS["donnees-completude"].rows(db, filters).drop_duplicates("niveau_1")["total"].sum() == total
    csv = client.get(f"/telecharger/calendrier-gantt.csv/calendrier{search}").data.decode("utf-8-sig")
    assert len(csv.splitlines()) == total + 1


@pytest.mark.parametrize("search", SEARCHES[1::4])
def test_each_option_opens_the_rows_it_counts(db, filters_of, search):
    filters = filters_of("/calendrier", search)
    counts = db.frame("filtres/options", filters.params())
    options = shell.options_of(filters, counts)
    for choice in options["nature"][1:] if filters.scheme.tells_nature else ():
        opened = CARDS["calendrier-gantt"].rows(db, filters.with_values({"nature": choice.value}))
        assert choice.label.endswith(f"({len(opened)})")
        assert choice.disabled == (len(opened) == 0)
    for level in filters.scheme.levels:
        for choice in options[f"niveau_{level.rank}"][1:]:
            node = next(
                n for n in filters.scheme.nodes if n.rank == level.rank and filters.scheme.key(n) == choice.value
            )
            opened = CARDS["calendrier-gantt"].rows(db, filters.clear_level(level.rank).choose_level(node))
            assert choice.label.endswith(f"({len(opened)})")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.path)
@pytest.mark.parametrize("scheme", ["63-2022", "70-2021", "87-2017", "93-2024"])
def test_every_page_opens_with_one_heading_and_its_cards(at, page, scheme):
    filters = at(page.name, f"?schema={scheme}")
    assert filters.scheme.id == scheme
    assert page_for(filters.path) is page
    layout = page.layout(filters)
    kinds = collections.Counter(type(c).__name__ for c in layout._traverse())
    ids = [c.id for c in layout._traverse() if getattr(c, "id", None)]
    assert kinds["H1"] == 1
    assert len(ids) == len(set(ids))
    assert {card.id for card in page.cards if card.has_place(filters)} <= set(ids)


def test_card_ids_and_callback_outputs_are_unique(app):
    assert len(CARDS) == sum(len(page.cards) for page in PAGES)
    outputs = collections.Counter(
        out.strip(".") for key in app.callback_map for out in key.strip(".").split("...") if "@" not in out
    )
    assert outputs
    assert max(outputs.values()) == 1


def test_navigation_leads_to_pages():
    for path, _ in shell.PAGES:
        assert path == page_for(path).path
    assert page_for("/inconnue").name == "introuvable"
