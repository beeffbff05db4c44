"""The labels of maps: whole inside their outline or out of all, never over one another; and what each fact says."""

from itertools import combinations

import duckdb
import pandas as pd
import pytest

from dashboard.figures.map import coverage_map, labels, numbered
from dashboard.figures.outlines import PAGE, SLIDE, Scale, rings
from dashboard.figures.senses import answer, map_key
from dashboard.pages import CARDS
from dashboard.theme import ALERT, ALERT_SCALE, FACTS

# The four schémas, then départements of many EPCI, of islands and capes, of mountains.
DRAWN = ("63", "70", "87", "93", "33", "67", "29", "38", "2A", "971")
EMPTY = {"cle": "x", "valeur": float("nan"), "sens": "bon", "mention": None, "annee": float("nan"), "unite": None}


def box(label):
    return (
        label.x - label.width / 2,
        label.y - label.height / 2,
        label.x + label.width / 2,
        label.y + label.height / 2,
    )


def crosses(start, end, bounds):
    """Tell whether a segment enters a box."""
    low, high = 0.0, 1.0
    for axis in (0, 1):
        step, near, far = end[axis] - start[axis], bounds[axis], bounds[axis + 2]
        if step == 0:
            if not near <= start[axis] <= far:
                return False
            continue
        first, second = sorted(((near - start[axis]) / step, (far - start[axis]) / step))
        low, high = max(low, first), min(high, second)
    return low <= high


@pytest.fixture(scope="module")
def base(db):
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{db.path}' AS sdsf (READ_ONLY); USE sdsf")
        yield connection


def territories(base, departement):
    frame = base.execute(
        "SELECT t.code, t.nom, t.type, g.geometrie FROM base.territoire t JOIN base.contour g USING (code) "
        "WHERE t.departement_code = ? AND t.type IN ('EPCI', 'EPT') ORDER BY strip_accents(t.nom)", [departement]
    ).df()  # fmt: skip
    own = frame[frame["type"] == "EPT"] if (frame["type"] == "EPT").any() else frame
    return own.reset_index(drop=True).assign(**EMPTY, present=[None, True] * (len(own) // 2) + [None] * (len(own) % 2))


@pytest.mark.parametrize("canvas", [PAGE, SLIDE])
@pytest.mark.parametrize("departement", DRAWN)
def test_no_label_leaves_its_outline_nor_covers_another(base, departement, canvas):
    frame = territories(base, departement)
    placed, scale = labels(frame, canvas), Scale(frame, canvas)
    for name, bounds in zip(frame["nom"], map(box, placed), strict=True):
        assert bounds[0] >= 0 <= bounds[1], name
        assert bounds[2] <= canvas.width, name
        assert bounds[3] <= canvas.height, name
        for other, outline in zip(frame["nom"], frame["geometrie"], strict=True):
            for ring in (scale.pixels(ring) for ring in rings(outline)):
                assert not any(crosses(ring[i - 1], ring[i], bounds) for i in range(len(ring))), (name, other)
    for one, two in combinations(map(box, placed), 2):
        assert min(one[2], two[2]) <= max(one[0], two[0]) or min(one[3], two[3]) <= max(one[1], two[1])


@pytest.mark.parametrize("departement", DRAWN)
def test_each_territory_has_its_name_or_a_number_of_the_key(base, departement):
    frame = territories(base, departement)
    numbers = numbered(frame)
    assert list(numbers.values()) == list(range(1, len(numbers) + 1))
    for name, label in zip(frame["nom"], labels(frame), strict=True):
        if label.number is None:
            assert all(word in name for word in " ".join(label.lines[:-1]).split())
            assert label.anchor is None
        else:
            assert label.lines[0].startswith(f"{numbers[name]} ")


def test_every_fact_of_the_four_schemas_has_a_sense(base):
    known = base.execute("SELECT cle, sens, mention FROM base.dispositif").fetchall()
    senses = {cle: sens for cle, sens, _ in known}
    assert set(senses.values()) == {"bon", "mauvais", "aucun"}
    assert {cle for cle, sens in senses.items() if sens == "mauvais"} == {
        "couverture-inferieure", "prioritaire-petite-enfance", "prioritaire-vulnerabilite", "rpe-a-completer",
    }  # fmt: skip
    assert {cle for cle, sens in senses.items() if sens == "aucun"} == {"qpv", "cible-avip"}
    # What is no service present is not said « présent ».
    assert {cle for cle, sens, mention in known if not mention} <= {c for c, s in senses.items() if s == "bon"}


@pytest.mark.parametrize(
    ("search", "words", "mark"),
    [
        ("?schema=70-2021&carte=dispositif-couverture-inferieure", "7 EPCI sous la moyenne sur 18", "!"),
        ("?schema=70-2021&carte=dispositif-qpv", "5 EPCI avec un QPV sur 18", "●"),
        ("?carte=dispositif-rpe-a-completer", "2 EPCI avec un RPE à compléter sur 14", "!"),
        ("?carte=dispositif-laep", "présent dans 4 EPCI sur 14, absent de 4", "✓"),
    ],
)
def test_a_fact_is_worded_and_marked_by_its_sense(db, filters_of, search, words, mark):
    card, filters = CARDS["territoires-carte"], filters_of("/territoires", search)
    frame = card.rows(db, filters)
    assert words in card.sentence(frame, filters)
    assert ("présent" in card.sentence(frame, filters)) == (mark == "✓")
    figure = coverage_map(frame, filters)
    present = frame["present"].fillna(False).astype(bool)
    colours = {trace["fillcolor"] for trace, held in zip(figure["data"], present, strict=True) if held}
    assert colours == {next(colour for _, sign, colour in FACTS.values() if sign == mark)}
    assert (colours == {ALERT}) == (mark == "!")
    assert map_key(frame)[0].words.startswith(mark)


def test_a_share_of_families_in_need_is_drawn_as_an_alert(db, filters_of):
    filters = filters_of("/territoires", "?schema=70-2021&carte=mesure-part-parents-isoles-sans-activite")
    frame = CARDS["territoires-carte"].rows(db, filters)
    assert {mark.colour for mark in map_key(frame) if not mark.pattern} <= set(ALERT_SCALE)


def test_an_indicator_of_which_more_is_worse_is_drawn_as_an_alert():
    row = pd.Series(EMPTY | {"valeur": 32.35, "unite": "%", "qualificatif": "plus de", "annee": 2020, "present": None})
    assert answer(row) == "plus de 32,35\u00a0% (2020)"
    frame = pd.DataFrame([EMPTY | {"valeur": v, "sens": s, "present": None, "unite": "%"}
                          for v, s in ((1.0, "mauvais"), (9.0, "mauvais"))])  # fmt: skip
    assert map_key(frame)[-1].colour != map_key(frame.assign(sens="bon"))[-1].colour
