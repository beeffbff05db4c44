from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters import FILTERS, MAX_SEARCH, PARAMETERS, Filters, Holds, in_scheme
from dashboard.sources.tables import RESERVED
from dashboard.vocabulary import Vocabulary
from tests.conftest import SEARCHES, TODAY


@pytest.mark.parametrize(
    ("search", "canonical"),
    [
        ("", ""),
        ("?volet=1", "?volet=1"),
        ("?engagement=3", "?volet=1&engagement=3"),
        ("?objectif=12&volet=2", "?volet=2&engagement=5&objectif=12"),
        ("?schema=63-2022&nature=nouvelle", "?nature=nouvelle"),
        ("?pilote=caf&etat=en-cours", "?etat=en-cours&pilote=caf"),
        ("?au=2025-06-30", "?au=2025-06-30"),
        ("?indicateur=naissances,population", "?indicateur=naissances,population"),
        ("?carte=dispositif-laep&replie=1,3", "?carte=dispositif-laep&replie=1,3"),
    ],
)
def test_url_is_read_and_written_back(vocabulary, search, canonical):
    filters, problems = Filters.from_url("/", search, vocabulary, TODAY)
    assert problems == ()
    assert filters.search() == canonical
    assert Filters.from_url("/", canonical, vocabulary, TODAY)[0] == filters


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("?volet=9", "Volet 9"),
        ("?volet=2&engagement=3", "n’appartient pas"),
        ("?couleur=rouge", "couleur"),
        ("?pilote=cafe", "cafe"),
        ("?epci=999999999", "999999999"),
        ("?au=31/12/2025", "AAAA-MM-JJ"),
        ("?au=2031-01-01", "31/12/2026"),
        ("?schema=99-2000", "99-2000"),
        ("?indicateur=inconnu", "inconnu"),
        ("?volet=<script>alert(1)</script>", "<script>"),
        ("?" + "x" * 10_000, "trop longue"),
    ],
)
def test_what_is_unknown_is_told_and_left_out(vocabulary, search, told):
    filters, problems = Filters.from_url("/", search, vocabulary, TODAY)
    assert any(told in p for p in problems)
    assert all(len(p) < 300 for p in problems)
    assert filters.levels == (None, None, None) or search.startswith("?volet=2")
    assert filters.pilote is None
    assert filters.epci is None


@pytest.mark.parametrize(
    ("search", "canonical"),
    [
        ("?volet=1%20", "?volet=1"),
        ("?%20Volet%20=%201", "?volet=1"),
        ("?VOLET=1.", "?volet=1"),
        ("?volet=1%2520", "?volet=1"),
        ("?volet=1&amp;pilote=CAF", "?volet=1&pilote=caf"),
        ("volet%3D1%26pilote%3Dcaf", "?volet=1&pilote=caf"),
        ("?volet=%E2%80%8B1", "?volet=1"),
        ("?volet=Petite%20Enfance", "?volet=1"),
        ("?engagement=Engagement%C2%A03", "?volet=1&engagement=3"),
        ("?Pilote=Minist%C3%A8re", ""),
        ("?%C3%A9tat=En%20cours", "?etat=en-cours"),
        ("?%E9tat=%C0+venir", "?etat=a-venir"),
        ("?nature=%C3%80%20poursuivre", "?nature=a-poursuivre"),
        ("?echeance=%C3%A0%20l%27heure", "?echeance=a-lheure"),
        ("?statut=R%C3%A9alis%C3%A9e", "?statut=realisee"),
        ("?epci=Clermont Auvergne Métropole", "?epci=246300701"),
        ("?epci=246300701%0A", "?epci=246300701"),
        ("?date=2025-06-30", "?au=2025-06-30"),
        ("?au=2025/6/30", "?au=2025-06-30"),
        ("?au=2025%E2%80%9106%E2%80%9130", "?au=2025-06-30"),
        ("?indicateur=Naissances%20,%20population", "?indicateur=naissances,population"),
        ("?replie=1%20,3", "?replie=1,3"),
        ("?schema=63-2022%20", ""),
        ("?Schema=70-2021&AXE=1", "?schema=70-2021&axe=1"),
        ("?schema=87-2017&Axe%20Strat%C3%A9gique=2", "?schema=87-2017&axe-strategique=2"),
        ("?volet=%20&pilote=", ""),
    ],
)
def test_an_address_is_read_however_it_is_spelled_where_its_meaning_is_sure(vocabulary, search, canonical):
    filters, problems = Filters.from_url("/calendrier", search, vocabulary, TODAY)
    assert filters.search() == canonical
    assert bool(problems) == ("Minist" in search)


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("?volets2=1", "n’existe pas : il est ignoré ; le plus proche : « volet »"),
        ("?xyz=1", "n’existe pas : il est ignoré ; possible : volet, engagement, objectif"),
        ("?volet=9", "ignoré ; possible : 1, 2, 3, 4"),
        ("?volet=-1", "le plus proche : « 1 »"),
        ("?pilote=cafe", "ignoré ; le plus proche : « caf »"),
        ("?etat=en-court", "le plus proche : « en-cours »"),
        ("?couleur=rouge", "possible : echeance"),
        ("?de=2024-01-01", "ce schéma n’en a aucune"),
        ("?au=demain", "attendu : AAAA-MM-JJ, par exemple 2024-06-01"),
        ("?au=30/06/2025", "attendu : AAAA-MM-JJ, par exemple 2025-06-30"),
        ("?action=1.1", "L’action 1.1 n’est pas dans cette page"),
        ("?replie=99", "Inconnu pour « replie » : « 99 »"),
        ("?volet=1&Volet=2", "Le filtre « volet » est donné deux fois : « 2 » est gardé"),
    ],
)
def test_what_stays_unknown_is_told_with_the_nearest_or_what_is_accepted(vocabulary, search, told):
    problems = Filters.from_url("/", search, vocabulary, TODAY)[1]
    assert len(problems) == 1
    assert told in problems[0]


def test_a_path_is_read_however_it_is_spelled(filters_of):
    assert filters_of("/pilotes/CAF").pilote == "caf"
    assert filters_of("/fiches/63-2022%20/12%20").objet == "objectif-12"
    assert filters_of("/fiches/87-2017/11%C2%A0BIS").objet == "action-11 bis"
    assert filters_of("/territoires/246300701%20").territoire == "246300701"


@given(st.text(max_size=MAX_SEARCH + 50), st.text(max_size=60))
def test_no_url_raises(vocabulary, search, path):
    filters, _ = Filters.from_url("/" + path, "?" + search, vocabulary, TODAY)
    again, problems = Filters.from_url(filters.path, filters.search(), vocabulary, TODAY)
    assert problems == ()
    assert again.search() == filters.search()


def test_date_is_today_within_the_schema(vocabulary):
    assert Filters.from_url("/", "", vocabulary, TODAY)[0].date == TODAY
    assert Filters.from_url("/", "", vocabulary, date(2030, 1, 1))[0].date == date(2026, 12, 31)
    assert Filters.from_url("/", "", vocabulary, date(2020, 1, 1))[0].date == date(2022, 1, 1)


def codes(filters):
    return [node.code if node else None for node in filters.levels]


def test_choosing_a_level_drops_what_no_longer_fits(filters_of):
    filters = filters_of("/", "?volet=1&engagement=3&objectif=7")
    assert codes(filters.at_node("volet-2")) == ["2", None, None]
    assert codes(filters.at_node("volet-1")) == ["1", "3", "7"]
    assert codes(filters.clear_level(2)) == ["1", None, None]
    assert codes(filters.at_node("objectif-12")) == ["2", "5", "12"]


def test_a_code_that_starts_again_is_read_under_its_parent(vocabulary, filters_of):
    filters = filters_of("/", "?schema=87-2017&objectif=1&axe=2.2")
    assert [n.id for n in filters.levels] == ["axe-strategique-2", "axe-2.2", "objectif-2.2-1"]
    assert filters.search() == "?schema=87-2017&axe-strategique=2&axe=2.2&objectif=1"
    alone, problems = Filters.from_url("/", "?schema=87-2017&objectif=1", vocabulary, TODAY)
    assert alone.levels == (None, None, None)
    assert "précisez" in problems[0]
    assert filters_of("/", "?schema=87-2017&objectif=objectif-2.2-1").levels == filters.levels


def test_another_schema_keeps_the_page_and_says_what_it_drops(vocabulary, filters_of):
    schemes = vocabulary.schemes
    search = "?volet=1&nature=nouvelle&pilote=caf&epci=246300701&etat=en-cours&au=2024-02-29"
    kept, lost = in_scheme(filters_of("/calendrier", search), schemes["70-2021"])
    assert kept.url() == "/calendrier?schema=70-2021&etat=en-cours&pilote=caf&au=2024-02-29"
    assert lost == ("Volet 1", "Nature : nouvelle", "EPCI : Clermont Auvergne Métropole")
    assert in_scheme(filters_of("/pilotes", "?pilote=caf"), schemes["87-2017"])[1] == ()
    assert in_scheme(filters_of("/fiches/63-2022/3"), schemes["93-2024"])[0].path == "/fiches/93-2024/1.1"
    assert in_scheme(filters_of("/territoires/246300701"), schemes["93-2024"])[0].path == "/territoires"
    assert in_scheme(filters_of("/", "?au=2022-06-30"), schemes["87-2017"])[1] == ()
    before = in_scheme(filters_of("/", "?schema=87-2017&au=2018-06-30"), schemes["63-2022"])
    assert before[1] == ("Date : 30/06/2018",)


def test_each_chip_removes_its_filter(filters_of):
    filters = filters_of("/", "?volet=1&engagement=3&nature=nouvelle&pilote=caf&epci=246300701&au=2025-01-01")
    assert len(filters.chips()) == 6
    for text, without in filters.chips():
        assert text not in [t for t, _ in without.chips()]
        assert without != filters


def test_page_choices_do_not_follow_the_reader(filters_of):
    filters = filters_of("/indicateurs", "?volet=1&indicateur=naissances")
    assert filters.url("/calendrier") == "/calendrier?volet=1"
    assert filters.url() == "/indicateurs?volet=1&indicateur=naissances"
    assert filters.fiche_url("7") == "/fiches/63-2022/7?volet=1"


def test_routes_name_their_object(filters_of):
    assert filters_of("/fiches/63-2022/12").objet == "objectif-12"
    assert filters_of("/fiches/63-2022/99").objet == ""
    assert filters_of("/fiches/87-2017/11%20bis").objet == "action-11 bis"
    assert filters_of("/fiches/93-2024/2.1").objet == "fiche-2.1"
    assert filters_of("/territoires/246300701").territoire == "246300701"


@pytest.mark.parametrize("search", SEARCHES)
def test_sentence_ends_with_the_date(filters_of, search):
    filters = filters_of("/", search)
    assert filters.sentence().endswith(f"au {filters.date:%d/%m/%Y}")


def test_a_fiche_of_another_schema_needs_no_other_word(vocabulary):
    for search in ("", "?schema=70-2021", "?schema=87-2017"):
        filters, problems = Filters.from_url("/fiches/70-2021/111", search, vocabulary, TODAY)
        assert (filters.scheme.id, filters.objet, problems) == ("70-2021", "action-111", ())


AFTER = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("campaigns", "today", "default"),
    [
        ((), date(2020, 5, 1), date(2021, 1, 1)),
        ((), date(2024, 6, 1), date(2024, 6, 1)),
        ((), date(2026, 11, 27), date(2025, 12, 31)),
        ((AFTER,), date(2026, 11, 27), AFTER),
        ((date(2024, 6, 28),), date(2026, 11, 27), date(2025, 12, 31)),
        ((AFTER,), date(2026, 2, 1), date(2026, 2, 1)),
    ],
)
def test_once_a_schema_ended_it_is_observed_at_its_end_or_at_its_last_campaign(vocabulary, campaigns, today, default):
    scheme = replace(vocabulary.schemes["70-2021"], campaigns=campaigns)
    assert Filters(scheme=scheme, today=today).date == default


@pytest.mark.parametrize(
    ("au", "kept", "told"),
    [
        ("2026-03-31", AFTER, ()),
        ("2026-11-27", date(2026, 11, 27), ()),
        ("2026-11-28", date(2026, 11, 27), ("après la fin du schéma", "27/11/2026")),
        ("2020-12-31", date(2021, 1, 1), ("avant le début du schéma", "01/01/2021")),
    ],
)
def test_a_schema_is_observed_after_its_end_and_never_before_its_start(vocabulary, au, kept, told):
    scheme = replace(vocabulary.schemes["70-2021"], campaigns=(AFTER,))
    known = Vocabulary({**vocabulary.schemes, scheme.id: scheme})
    filters, problems = Filters.from_url("/", f"?schema=70-2021&au={au}", known, date(2026, 11, 27))
    assert filters.date == kept
    assert len(problems) == bool(told)
    assert all(words in problems[0] for words in told)


@pytest.mark.parametrize("path", ["//elsewhere.example/x", "/\\elsewhere.example", "\\/elsewhere.example"])
def test_no_address_of_ours_leads_to_another_server(filters_of, path):
    filters = filters_of(path, "?volet=1")
    for address in (filters.url(), filters.url(nature="nouvelle"), filters.reset().url()):
        assert address.startswith("/e")


# One row per filter: its page, a query string that asks for it, and the URL written back.
ROWS = {
    "nature": ("/calendrier", "?schema=63-2022&nature=nouvelle", "?nature=nouvelle"),
    "etat": ("/calendrier", "?Etat=En cours", "?etat=en-cours"),
    "pilote": ("/", "?pilotes=CAF", "?pilote=caf"),
    "epci": ("/", "?ept=246300701", "?epci=246300701"),
    "statut": ("/calendrier", "?statut=Réalisée", "?statut=realisee"),
    "confiance": ("/calendrier", "?confiance=sans réponse", "?confiance=sans-reponse"),
    "echeance": ("/calendrier", "?echeance=à l’heure", "?echeance=a-lheure"),
    "point": ("/calendrier", "?point=à décider", "?point=a-decider"),
    "demande": ("/calendrier", "?demande=pilote,epci&pilote=caf", "?pilote=caf&demande=pilote"),
    "au": ("/", "?date=2025-6-30", "?au=2025-06-30"),
    "indicateurs": ("/indicateurs", "?indicateurs=naissances", "?indicateur=naissances"),
    "carte": ("/territoires", "?carte=dispositif-laep", "?carte=dispositif-laep"),
    "de": ("/suivi", "?schema=93-2024&de=2025-05-27", "?schema=93-2024&de=2025-05-27"),
    "vers": ("/suivi", "?schema=93-2024&vers=27/05/2025", "?schema=93-2024&vers=2025-05-27"),
    "couleur": ("/calendrier", "?couleur=échéance", "?couleur=echeance"),
    "replie": ("/calendrier", "?replie=1,3", "?replie=1,3"),
    "action": ("/fiches/63-2022/1", "?action=1.2", "?action=1.2"),
}


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_is_read_written_back_and_holds_as_long_as_its_row_says(vocabulary, name):
    path, search, canonical = ROWS[name]
    read, problems = Filters.from_url(path, search, vocabulary, TODAY)
    assert problems == ()
    assert read.search() == canonical
    assert getattr(read, name)
    assert bool(getattr(read.travelling(), name)) == (FILTERS[name].holds is Holds.MEETING)
    assert bool(getattr(replace(read, path="/").on_page(), name)) == (FILTERS[name].holds is not Holds.LIST)
    told = [text for text, _ in read.chips()]
    assert bool(told) == (FILTERS[name].chip or name == "demande")


def test_no_level_of_a_plan_takes_the_word_of_a_filter():
    assert set(RESERVED) == {row.key for row in FILTERS.values()} | {"schema"}


def test_the_parameters_of_queries_are_those_that_filters_give(filters_of):
    assert filters_of("/").params().keys() == PARAMETERS
