"""Maps as values: each territory in the class of its value or by what the fact says, the unknown counted as such."""

import pandas as pd
import pytest

from dashboard.charts.map import CHOSEN, OTHER, OUTLINED, UNKNOWN
from dashboard.charts.senses import answer
from dashboard.charts.territories import coverage, france, locator
from dashboard.pages import CARDS

SHAPE = '{"type": "Polygon", "coordinates": [[[3, 45], [3, 46], [4, 46], [3, 45]]]}'
EMPTY = {"cle": "x", "valeur": float("nan"), "sens": "bon", "mention": None, "annee": float("nan"), "unite": None,
         "present": None, "geometrie": SHAPE, "qualificatif": None}  # fmt: skip


def frame(rows):
    return pd.DataFrame([EMPTY | {"code": str(i), "nom": f"CC {i}"} | row for i, row in enumerate(rows)])


def roles(chart):
    return [territory.role for territory in chart.territories]


@pytest.fixture
def at(filters_of):
    return filters_of("/territoires")


def test_values_are_in_as_many_classes_as_they_differ_and_the_unknown_in_none(at):
    chart = coverage(frame([{"valeur": v, "unite": "%"} for v in (1.0, 2.0, 3.0, 4.0, 5.0, None)]), at)
    # The lowest value is in the first class.
    assert roles(chart) == [("classe", c) for c in ("1/4", "1/4", "2/4", "3/4", "4/4")] + [UNKNOWN]
    assert [(mark.role, mark.words) for mark in chart.key] == [
        (("classe", "1/4"), "de 1 à 2\u00a0% (2)"), (("classe", "2/4"), "plus de 2 à 3\u00a0% (1)"),
        (("classe", "3/4"), "plus de 3 à 4\u00a0% (1)"), (("classe", "4/4"), "plus de 4 à 5\u00a0% (1)"),
        (UNKNOWN, "? inconnu : le schéma n’en dit rien (1)"),
    ]  # fmt: skip
    assert [t.value for t in chart.territories] == [1, 2, 3, 4, 5, None]
    assert [t.sign for t in chart.territories] == ["1", "2", "3", "4", "5", "?"]
    few = coverage(frame([{"valeur": v} for v in (1.0, 1.0, 1.0, 2.0, 4.0)]), at)
    assert [mark.words for mark in few.key] == ["1 (3)", "2 (1)", "4 (1)"]
    most = coverage(frame([{"valeur": v} for v in (1.0,) * 9 + (2.0, 3.0, 4.0, 5.0)]), at)
    assert len(most.key) == 4
    one = coverage(frame([{"valeur": 7.0}, {"valeur": 7.0}]), at)
    assert (roles(one), [mark.words for mark in one.key]) == ([("classe", "1/1")] * 2, ["7 (2)"])


def test_an_indicator_of_which_more_is_worse_is_classed_as_an_alert(at):
    worse = coverage(frame([{"valeur": v, "sens": "mauvais"} for v in (1.0, 9.0)]), at)
    assert {role[0] for role in roles(worse)} == {"classe-alerte"}
    row = EMPTY | {"valeur": 32.35, "unite": "%", "qualificatif": "plus de", "annee": 2020}
    assert answer(row) == "plus de 32,35\u00a0% (2020)"


def test_a_fact_is_told_by_its_sense_with_its_year(at):
    said = [{"present": held, "sens": "mauvais", "mention": "sous la moyenne", "annee": 2019}
            for held in (True, False, None)]  # fmt: skip
    chart = coverage(frame(said), at)
    assert roles(chart) == [("fait-mauvais", "oui"), ("fait-mauvais", "non"), UNKNOWN]
    assert [t.words for t in chart.territories] == ["sous la moyenne (2019)", "non concerné (2019)", "inconnu"]
    assert [mark.words for mark in chart.key] == [
        "! sous la moyenne (1)", "– non concerné (1)", "? inconnu : le schéma n’en dit rien (1)",
    ]  # fmt: skip


def test_outlines_alone_say_nothing(at):
    chart = coverage(frame([{"cle": ""}]), at)
    (place,) = chart.territories
    assert (place.role, place.sign, place.words, place.told) == (OTHER, "", "", "CC 0")


def test_the_chosen_territory_is_marked_and_named_in_the_key(filters_of, db):
    riom = "200070753"
    filters = filters_of("/territoires", f"?epci={riom}")
    chart = coverage(CARDS["territoires-carte"].rows(db, filters), filters)
    assert [t.code for t in chart.territories if t.chosen] == [riom]
    assert chart.key[-1].role == OUTLINED
    filters = filters_of(f"/territoires/{riom}")
    chart = locator(CARDS["portrait-situation"].rows(db, filters), filters)
    assert [t.code for t in chart.territories if t.role == CHOSEN] == [riom]
    assert [t.code for t in chart.territories if t.chosen] == [riom]
    assert [mark.role for mark in chart.key] == [CHOSEN, OTHER]


def test_france_leads_nowhere_and_leaves_to_the_table_what_is_overseas(filters_of):
    rows = frame([{"valeur": 1.0, "lat": 45.0}, {"valeur": 2.0, "lat": 14.0}])
    chart = france(rows, filters_of("/comparer"))
    assert [(t.code, t.link) for t in chart.territories] == [("0", None)]


@pytest.mark.parametrize("schema", ["63-2022", "70-2021", "87-2017", "93-2024"])
def test_each_map_of_the_file_shows_each_territory_as_its_row_says(db, filters_of, vocabulary, schema):
    card = CARDS["territoires-carte"]
    for name in vocabulary.schemes[schema].maps:
        filters = filters_of("/territoires", f"?schema={schema}&carte={name}")
        rows = card.rows(db, filters)
        chart = card.chart(rows, filters)
        unknown = rows["valeur"].isna() & rows["present"].isna()
        assert [role == UNKNOWN for role in roles(chart)] == unknown.tolist()
        assert sum(int(mark.words.rsplit("(", 1)[1][:-1]) for mark in chart.key) == len(rows)
        assert {mark.role for mark in chart.key} == set(roles(chart))
        known = rows["valeur"].dropna()
        if len(known):
            assert len(set(roles(chart)) - {UNKNOWN}) == min(4, known.nunique())
            ranked = sorted((t.value, t.role[1]) for t in chart.territories if t.value is not None)
            assert [role for _, role in ranked] == sorted(role for _, role in ranked)
        else:
            held = rows["present"].dropna().astype(bool)
            assert [role[1] == "oui" for role in roles(chart) if role != UNKNOWN] == held.tolist()
