"""The labels of maps: whole inside their outline or out of all, never over one another; and what each fact says."""

from itertools import combinations

import duckdb
import pytest

from dashboard.charts.map import UNKNOWN, Map
from dashboard.charts.territories import coverage
from dashboard.figures import outlines, render
from dashboard.figures.map import labels, numbered
from dashboard.figures.medium import SCREEN, SLIDE
from dashboard.figures.outlines import Scale, outline, rings
from dashboard.pages import CARDS
from dashboard.theme import ALERT, ALERT_SCALE, look

# The four schémas, then départements of many EPCI, of islands and capes, of mountains.
DRAWN = ("63", "70", "87", "93", "33", "67", "29", "38", "2A", "971")
EMPTY = {"cle": "x", "valeur": float("nan"), "sens": "bon", "mention": None, "annee": float("nan"), "unite": None}


def areas(figure):
    return [trace for trace in figure["data"] if trace.get("fill") == "toself"]


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


@pytest.mark.parametrize("medium", [SCREEN, SLIDE])
@pytest.mark.parametrize("departement", DRAWN)
def test_no_label_leaves_its_outline_nor_covers_another(base, filters_of, departement, medium):
    chart = coverage(territories(base, departement), filters_of("/territoires"))
    canvas = outlines.PAGE if medium is SCREEN else outlines.SLIDE
    shapes = [territory.outline for territory in chart.territories]
    placed, scale = labels(chart, medium), Scale(shapes, canvas)
    for territory, bounds in zip(chart.territories, map(box, placed), strict=True):
        assert bounds[0] >= 0 <= bounds[1], territory.name
        assert bounds[2] <= canvas.width, territory.name
        assert bounds[3] <= canvas.height, territory.name
        for other in shapes:
            for ring in (scale.pixels(ring) for ring in rings(other)):
                assert not any(crosses(ring[i - 1], ring[i], bounds) for i in range(len(ring))), territory.name
    for one, two in combinations(map(box, placed), 2):
        assert min(one[2], two[2]) <= max(one[0], two[0]) or min(one[3], two[3]) <= max(one[1], two[1])


@pytest.mark.parametrize("departement", DRAWN)
def test_each_territory_has_its_name_or_a_number_of_the_key(base, filters_of, departement):
    chart: Map = coverage(territories(base, departement), filters_of("/territoires"))
    numbers = numbered(chart, SCREEN)
    assert list(numbers.values()) == list(range(1, len(numbers) + 1))
    for territory, label in zip(chart.territories, labels(chart, SCREEN), strict=True):
        if label.number is None:
            assert all(word in territory.name for word in " ".join(label.lines[:-1]).split())
            assert label.anchor is None
        else:
            assert label.lines[0].startswith(f"{numbers[territory.name]} ")


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
def test_a_fact_is_worded_and_coloured_by_its_sense(db, filters_of, search, words, mark):
    card, filters = CARDS["territoires-carte"], filters_of("/territoires", search)
    frame = card.rows(db, filters)
    assert words in card.sentence(frame, filters)
    assert ("présent" in card.sentence(frame, filters)) == (mark == "✓")
    chart = card.chart(frame, filters)
    held = {t.link for t in chart.territories if t.sign == mark}
    colours = {area["fillcolor"] for area in areas(render(chart, SCREEN)) if area["customdata"][0] in held}
    assert len(held) == frame["present"].sum()
    assert len(colours) == 1
    assert (colours == {ALERT}) == (mark == "!")
    assert chart.key[0].words.startswith(mark)


@pytest.mark.parametrize("medium", [SCREEN, SLIDE])
@pytest.mark.parametrize("search", ["?carte=mesure-population", "?carte=dispositif-laep"])
def test_each_territory_has_the_colour_of_its_class_and_the_unknown_a_hatch(db, filters_of, search, medium):
    filters = filters_of("/territoires", search)
    chart = CARDS["territoires-carte"].chart(CARDS["territoires-carte"].rows(db, filters), filters)
    drawn = {area["customdata"][0]: area for area in areas(render(chart, medium))}
    assert len(drawn) == len(chart.territories)
    for territory in chart.territories:
        area = drawn[territory.link]
        assert area["fillcolor"] == look(territory.role).colour
        assert ("fillpattern" in area) == (territory.role == UNKNOWN)
        assert area["x"] == outline(territory.outline)[0]
    assert len({area["fillcolor"] for area in drawn.values()}) == len({t.role for t in chart.territories}) > 1


def test_values_that_are_an_alert_are_drawn_as_one(db, filters_of):
    filters = filters_of("/territoires", "?schema=70-2021&carte=mesure-part-parents-isoles-sans-activite")
    chart = CARDS["territoires-carte"].chart(CARDS["territoires-carte"].rows(db, filters), filters)
    colours = {area["fillcolor"] for area in areas(render(chart, SCREEN)) if "fillpattern" not in area}
    assert colours
    assert colours <= set(ALERT_SCALE)


@pytest.mark.parametrize("path", ["/territoires/200070753", "/territoires?epci=200070753"])
def test_the_chosen_epci_is_marked_over_the_others(db, filters_of, path):
    page, _, search = path.partition("?")
    card = CARDS["territoires-carte" if search else "portrait-situation"]
    filters = filters_of(page, f"?{search}" if search else "")
    *others, last = areas(render(card.chart(card.rows(db, filters), filters), SCREEN))
    assert "200070753" in last["customdata"][0]
    assert last["line"]["width"] > 3 > max(area["line"]["width"] for area in others)
    if not search:
        assert last["fillcolor"] not in {area["fillcolor"] for area in others}
