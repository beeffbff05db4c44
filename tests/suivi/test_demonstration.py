"""The fictitious follow-up: reproducible, marked everywhere, apart from the ordinary file, and counted as any other."""

import re
from datetime import date
from html import unescape

import pytest

from dashboard.app import create_app
from dashboard.cards import draw
from dashboard.commands.suivi import read_plan
from dashboard.current import read_vocabulary
from dashboard.filters import Filters
from dashboard.french import number
from dashboard.pages import CARDS
from dashboard.pages.seance import realised
from dashboard.settings import Settings
from dashboard.suivi.demo import write_demonstration
from dashboard.theme import DEMONSTRATION
from tests import images
from tests.images import named, sizes, slides, words_of

DAY = date(2025, 7, 1)
TILE = re.compile(r'<a href="([^"]+)" class="tuile" data-interne><span class="tuile-valeur">([^<]+)<')
SEARCHES = (
    "", "?volet=2", "?pilote=caf", "?pilote=msa&au=2024-07-01", "?statut=en-cours", "?echeance=en-retard",
    "?epci=246300701&au=2023-07-15", "?confiance=compromis",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(demo):
    return create_app(demo, Settings(database=demo.path, fixed_today=DAY)).server.test_client()


def test_it_is_the_same_at_every_call(db, vocabulary, demo_archive, tmp_path):
    write_demonstration(tmp_path, read_plan(db, vocabulary.home))
    books = sorted(p.relative_to(demo_archive) for p in demo_archive.glob("**/*.xlsx"))
    assert len(books) == 3
    assert all((demo_archive / book).read_bytes() == (tmp_path / book).read_bytes() for book in books)


def test_the_ordinary_file_holds_none_of_it(db, demo):
    assert demo.demonstration()
    assert not db.demonstration()
    assert set(db.view("campagnes")["origine"]) == {"document"}
    assert db.view("suivi_actions")["statut"].isna().all()


@pytest.mark.parametrize("search", [*SEARCHES, "?au=2026-11-27"])
def test_the_count_on_each_tile_equals_the_rows_it_opens(demo, search):
    vocabulary = read_vocabulary(demo)
    filters = Filters.from_url("/", search, vocabulary, DAY)[0]
    card = CARDS["seance-suivi"]
    frame = card.rows(demo, filters)
    tiles = TILE.findall(draw(card, frame, filters).before)
    assert tiles or frame.empty
    for address, count in tiles:
        path, _, query = unescape(address).partition("?")
        opened = CARDS["calendrier-gantt"].rows(demo, Filters.from_url(path, query, vocabulary, DAY)[0])
        assert number(len(opened)) == count, address


def test_the_mention_stands_in_each_image_and_export(client):
    figure = client.get("/image/calendrier-gantt/calendrier").json
    assert DEMONSTRATION in [a["text"] for a in figure["layout"]["annotations"]]
    rows = client.get("/telecharger/calendrier-gantt.csv/calendrier").data.decode("utf-8-sig").splitlines()
    assert all(row.endswith(DEMONSTRATION) for row in rows[1:])
    with client.get("/telecharger/sdsf.duckdb") as file:
        assert "sdsf-demonstration.duckdb" in file.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((10, 10, 4, 2), "50 % réalisées (4 sur 8, 2 abandonnées à part)"),
        ((114, 104, 55, 4), "Part réalisée entre 50 % et 59 % : 55 réalisées, 10 sans réponse sur 110, "
                            "4 abandonnées à part"),
        ((9, 7, 3, 0), "Part réalisée entre 33 % et 56 % : 3 réalisées, 2 sans réponse sur 9"),
        ((2, 1, 1, 0), "Part réalisée entre 50 % et 100 % : 1 réalisée, 1 sans réponse sur 2"),
        ((9, 8, 3, 1), "Part réalisée entre 38 % et 50 % : 3 réalisées, 1 sans réponse sur 8, 1 abandonnée à part"),
        ((500, 499, 1, 0), "Part réalisée entre 0,2 % et 0,4 % : 1 réalisée, 1 sans réponse sur 500"),
        ((900, 900, 899, 0), "99,9 % réalisées (899 sur 900)"),
        ((11, 0, 0, 0), "Part réalisée inconnue : 11 sans réponse sur 11"),
        ((3, 1, 0, 1), "Part réalisée inconnue : 2 sans réponse sur 2, 1 abandonnée à part"),
        ((1, 1, 0, 1), "Part réalisée sans objet : l’action retenue est abandonnée"),
        ((3, 3, 0, 3), "Part réalisée sans objet : toutes les actions retenues sont abandonnées"),
        ((4, 4, 4, 0), "100 % réalisées (4 sur 4)"),
    ],
)  # fmt: skip
def test_the_realised_share_leaves_the_abandoned_out_and_says_what_is_certain(counts, words):
    assert realised(dict(zip(("actions", "repondues", "realisees", "abandonnees"), counts, strict=True))) == words


def drawn(demo, card, search):
    filters = Filters.from_url("/", search, read_vocabulary(demo), date(2026, 11, 27))[0]
    frame = CARDS[card].rows(demo, filters)
    return frame, draw(CARDS[card], frame, filters)


@pytest.mark.parametrize(
    ("search", "age", "late", "since"), [("?au=2026-11-27", "17 mois", 22, 22), ("?au=2025-06-30", "3 jours", 22, 0)]
)
def test_an_old_campaign_says_its_age_and_what_is_late_only_since(demo, search, age, late, since):
    frame, seance = drawn(demo, "seance-suivi", search)
    assert seance.sentence.startswith(f"Suivi du 27/06/2025, il y a {age}")
    assert (frame["en_retard"].item(), frame["en_retard_depuis"].item()) == (late, since)
    assert ("en retard, sauf réponse depuis" in seance.before) == bool(since)
    states = drawn(demo, "pilotes-retards", search)[0].groupby("etat")["actions"].sum()
    assert ("en retard, sauf réponse depuis" in states) == bool(since)
    for card in (
        "seance-engagements",
        "suivi-reponses",
        "suivi-confiance",
        "pilotes-retards",
        "seance-a-decider",
        "suivi-comparaison",
        "suivi-campagnes",
        "pilotes-annees",
        "calendrier-gantt",
        "decisions-ouvertes",
    ):
        assert f"il y a {age}" in drawn(demo, card, search)[1].sentence, card  # fmt: skip


def test_progress_comes_from_the_campaign_and_the_calendar_is_a_detail(demo):
    frame, groups = drawn(demo, "seance-engagements", "?au=2026-11-27")
    assert frame.groupby("etat")["actions"].sum().to_dict() == {
        "Abandonnée": 4, "Bloquée": 4, "En cours": 41, "Réalisée": 55, "sans réponse": 10,
    }  # fmt: skip
    assert {trace["name"] for trace in groups.figure["data"]} == set(frame["etat"])
    plan = drawn(demo, "seance-compteurs", "?au=2026-11-27")[1]
    assert "en cours" not in plan.sentence
    assert "D’après le seul calendrier du schéma" in plan.before
    early, before = drawn(demo, "seance-engagements", "?au=2022-06-30")
    assert set(early["etat"]) == {"en cours", "à venir"}
    assert "d’après le calendrier du schéma" in before.sentence


def test_what_is_done_or_dropped_has_no_coming_date(demo):
    frame, _ = drawn(demo, "seance-echeances", "?au=2026-11-27")
    assert frame[["evenement", "actions"]].to_numpy().tolist() == [["fin prévue au suivi", 1], ["fin", 10]]


@pytest.mark.parametrize("card", [card for card in CARDS.values() if card.chart], ids=lambda card: card.id)
def test_each_colour_pattern_and_symbol_of_an_image_is_named_in_it(client, card):
    places = {"territoire": "246300701", "fiche": "3", "schema": "63-2022"}
    for search in ("volet=1", "volet=1&couleur=echeance") if card.shape == "gantt" else ("",):
        for slide in slides(client, card, search, **places):
            looks, words = named(slide)
            assert not images.drawn(slide) - looks, (search, words)
            assert min(sizes(slide)) >= 24


@pytest.mark.parametrize(
    ("card", "first", "second"),
    [
        ("suivi-reponses", "campagne de suivi du 27/06/2025", ""),
        ("suivi-confiance", "campagne de suivi du 27/06/2025", "à défaut d’échéance répondue, Schéma"),
        ("pilotes-retards", "campagne de suivi du 27/06/2025", "à défaut d’échéance répondue, Schéma"),
        ("seance-engagements", "campagne de suivi du 27/06/2025", "plan : Schéma"),
        ("calendrier-gantt", "Schéma départemental", "campagne de suivi du 27/06/2025"),
    ],
)
def test_an_image_of_what_pilotes_answered_names_the_campaign(client, card, first, second):
    for slide in slides(client, CARDS[card], "volet=1"):
        source = words_of(slide).partition("Source")[2].partition(" : ")[2]
        assert source.startswith(first)
        assert second in source
        assert bool(second) == (" ; " in source)
