"""The numbers of each chart against its rows: what a reader sees is what was counted."""

import itertools
from datetime import date

import pandas as pd
import pytest

from dashboard.current import read_vocabulary
from dashboard.filters import Filters
from dashboard.theme import luminance
from tests.drawn import areas, bars, cells, days, drawn, key_of, named, plain, unlike

AU = date(2026, 11, 27)


@pytest.fixture
def read(request, db, filters_of):
    """Return the rows and the figure of a card at an address, of the embedded data or of the demonstration."""

    def make(card, address="/", demonstration=False):
        if demonstration:
            demo = request.getfixturevalue("demo")
            return drawn(demo, card, Filters.from_url(*address.split("?"), read_vocabulary(demo), AU)[0].on_page())
        return drawn(db, card, filters_of(*address.split("?")).on_page())

    return make


def counted(frame, row, column, value):
    return {(plain(r), plain(c)): n for r, c, n in zip(frame[row], frame[column], frame[value], strict=True)}


def given(found):
    """What is drawn beside nothing."""
    return {key: value for key, value in found.items() if value}


@pytest.mark.parametrize("address", ["/?au=2024-06-01", "/?schema=70-2021", "/?schema=87-2017&au=2018-03-01"])
def test_the_bars_of_the_plan_are_as_long_as_its_actions_are_many(read, address):
    check_groups(*read("seance-engagements", address))


def test_the_bars_of_the_plan_are_as_long_as_its_answers_are_many(read):
    frame, figure = read("seance-engagements", "/?", demonstration=True)
    assert frame["campagne"].notna().all()
    check_groups(frame, figure)


def check_groups(frame, figure):
    assert figure["layout"]["barmode"] == "stack"
    rows = [f"{code} · {title}" for code, title in zip(frame["code"], frame["titre"], strict=True)]
    assert not unlike(given(bars(figure)), counted(frame.assign(rang=rows), "rang", "etat", "actions"))
    assert figure["layout"]["xaxis"]["range"][1] >= frame.groupby("noeud")["actions"].sum().max()


@pytest.mark.parametrize("address", ["/pilotes?", "/pilotes?schema=70-2021", "/pilotes?volet=3"])
def test_each_bar_of_a_pilote_counts_its_own_column(read, address):
    frame, figure = read("pilotes-charge", address)
    kinds = {"pilote_seul": "pilote seul", "pilote_a_plusieurs": "pilote avec d’autres", "partenaire": "partenaire"}
    pilots = frame[frame["pilote"] > 0]
    expected = {
        (plain(name), words): n
        for column, words in kinds.items()
        for name, n in zip(pilots["organisme"], pilots[column], strict=True)
    }
    assert len({tuple(pilots[column]) for column in kinds}) == len(kinds)
    assert not unlike(given(bars(figure)), given(expected))


def test_the_bars_of_delays_and_of_answers_count_their_actions(read):
    frame, figure = read("pilotes-retards", "/pilotes?", demonstration=True)
    kept = frame[frame["etat"] != "abandonnée"]
    assert not unlike(given(bars(figure)), counted(kept, "organisme", "etat", "actions"))
    frame, figure = read("suivi-reponses", "/suivi?", demonstration=True)
    assert {name for _, name in bars(figure)} > {"sans réponse"}
    for row in frame.to_dict("records"):
        own = [n for (name, _), n in bars(figure).items() if name == plain(row["organisme"])]
        kinds = ("nouvelles", "par_un_autre", "reportees", "sans_reponse")
        assert sorted(filter(None, own)) == sorted(row[kind] for kind in kinds if row[kind])
        assert bars(figure).get((plain(row["organisme"]), "sans réponse"), 0) == row["sans_reponse"]


@pytest.mark.parametrize("address", ["/pilotes?", "/pilotes?schema=87-2017"])
def test_the_cells_of_years_and_pairs_hold_their_numbers(read, address):
    frame, figure = read("pilotes-annees", address)
    assert not unlike(cells(figure), counted(frame, "organisme", "annee", "actions"))
    assert not unlike(given(cells(figure, "text")), {key: str(n) for key, n in given(cells(figure)).items()})
    frame, figure = read("pilotes-ensemble", address)
    names = {rank: name for name, rank in (row.rsplit(" · ", 1) for row, _ in cells(figure))}
    pairs = [(frozenset((row.rsplit(" · ", 1)[0], names[rank])), n) for (row, rank), n in cells(figure).items() if n]
    assert len(dict(pairs)) == len(pairs)
    counts = zip(frame["organisme"], frame["avec"], frame["actions"], strict=True)
    assert not unlike(dict(pairs), {frozenset((plain(one), plain(other))): n for one, other, n in counts})


def test_the_cells_of_confidence_and_delay_hold_their_numbers(read):
    frame, figure = read("suivi-confiance", "/suivi?", demonstration=True)
    assert not unlike(given(cells(figure)), counted(frame, "confiance", "echeance", "actions"))
    assert not unlike(given(cells(figure, "text")), {key: str(n) for key, n in given(cells(figure)).items()})
    assert sum(cells(figure).values()) == frame["actions"].sum() > 100


@pytest.mark.parametrize(
    ("card", "row", "column", "count"),
    [
        ("donnees-completude", "champ", "niveau_1", "connues"),
        ("comparer-completude", "champ", "niveau_1", "connues"),
        ("comparer-themes", "ligne", "colonne", "actions"),
        ("comparer-pilotes", "ligne", "colonne", "actions"),
    ],
)
def test_the_cells_of_shares_hold_their_numbers_out_of_how_many(read, card, row, column, count):
    frame, figure = read(card, f"/{card.split('-')[0]}?")
    known = counted(frame, row, column, count)
    total = counted(frame, row, column, "total")
    parts = {key: pytest.approx(known[key] / total[key] if total[key] else 0) for key in known}
    assert not unlike(cells(figure), parts)
    assert not unlike(cells(figure, "text"), {key: f"{known[key]} sur {total[key]}" for key in known})
    assert figure["data"][0]["zmax"] == pytest.approx(max(cells(figure).values()))


def test_the_cells_of_a_service_say_present_absent_or_unknown(read):
    frame, figure = read("territoires-panier", "/territoires?")
    words = {True: "✓ présent", False: "✗ absent", None: "? inconnu"}
    told = [words[None if pd.isna(present) else bool(present)] for present in frame["present"]]
    assert not unlike(cells(figure, "text"), counted(frame.assign(dit=told), "nom", "dispositif", "dit"))
    looks = {(cells(figure, "text")[key], level) for key, level in cells(figure).items()}
    assert len(looks) == len({word for word, _ in looks}) == len({level for _, level in looks}) == 3


@pytest.mark.parametrize(
    ("address", "classes"),
    [("/territoires?carte=mesure-evs-epci", 3), ("/territoires?schema=70-2021&carte=mesure-population", 4),
     ("/territoires?schema=70-2021&carte=mesure-part-parents-isoles-sans-activite", 4)],
)  # fmt: skip
def test_the_colours_of_a_map_follow_its_values(read, filters_of, address, classes):
    frame, figure = read("territoires-carte", address)
    colours = areas(figure)
    assert set(colours) == set(frame["nom"])
    assert {name for name, colour in colours.items() if colour is None} == set(frame["nom"][frame["valeur"].isna()])
    known = frame[frame["valeur"].notna()].sort_values("valeur")
    # One colour by class, darker from class to class; the key says how many territories have it.
    runs = [(colour, len(list(run))) for colour, run in itertools.groupby(colours[name] for name in known["nom"])]
    assert len({colour for colour, _ in runs}) == len(runs) == classes
    assert [luminance(c) for c, _ in runs] == sorted((luminance(c) for c, _ in runs), reverse=True)
    key = key_of("territoires-carte", frame, filters_of(*address.split("?")))
    told = [(colour, int(words.rsplit("(", 1)[1].rstrip(")"))) for colour, words in key]
    assert told[:classes] == runs


@pytest.mark.parametrize("address", ["/territoires?carte=dispositif-laep", "/territoires?carte=dispositif-reaap"])
def test_the_colours_of_a_map_tell_present_absent_and_unknown(read, address):
    frame, figure = read("territoires-carte", address)
    colours = areas(figure)
    held = [None if pd.isna(present) else bool(present) for present in frame["present"]]
    looks = {(said, colours[name]) for name, said in zip(frame["nom"], held, strict=True)}
    assert len(looks) == len({said for said, _ in looks}) == len({colour for _, colour in looks}) > 1
    assert (None, None) in looks


@pytest.mark.parametrize("place", ["246300701", "200070761", "247000722", "200058097"])
def test_the_portrait_marks_the_territory_that_was_chosen(read, filters_of, vocabulary, place):
    scheme = next(s for s in vocabulary.schemes.values() if place in s.territories)
    address = (f"/territoires/{place}", f"schema={scheme.id}")
    frame, figure = read("portrait-situation", "?".join(address))
    colours = areas(figure)
    assert set(colours) == set(frame["nom"])
    (marked,) = [name for name, colour in colours.items() if list(colours.values()).count(colour) == 1]
    assert marked == scheme.territories[place]
    key = key_of("portrait-situation", frame, filters_of(*address))
    assert [colour for colour, words in key if words == marked] == [colours[marked]]


def test_the_lanes_of_the_schemas_hold_their_actions_from_their_first_day_to_their_last(read):
    frame, figure = read("comparer-calendriers", "/comparer?")
    dated = frame[frame["debut"].notna() | frame["fin"].notna()]
    starts = [start or first for start, first in zip(days(dated, "debut"), days(dated, "premier_jour"), strict=True)]
    ends = [end or last for end, last in zip(days(dated, "fin"), days(dated, "dernier_jour"), strict=True)]
    found = [bar for trace in figure["data"] for bar in zip(trace["base"], trace["x"], trace["y"], strict=True)]
    assert len({y for *_, y in found}) == len(found)
    drawn_days = [(start, pd.Timestamp(start) + pd.Timedelta(length, "ms")) for start, length, _ in found]
    day = pd.Timedelta(1, "D")
    expected = [(start, pd.Timestamp(end) + day) for start, end in zip(starts, ends, strict=True)]
    assert not unlike(dict(enumerate(drawn_days)), dict(enumerate(expected)))
    assert any(end > pd.Timestamp(start) + day for start, end in drawn_days)


@pytest.mark.parametrize("address", ["/indicateurs?", "/indicateurs?indicateur=naissances,assistants-maternels"])
def test_the_points_of_a_trend_are_its_measures(read, address):
    frame, figure = read("indicateurs-tendance", address)
    lines = [trace for trace in figure["data"] if trace.get("name")]
    points = sorted(
        (x, y, trace["yaxis"]) for trace in lines for x, y in zip(trace["x"], trace["y"], strict=True)
    )  # fmt: skip
    several = frame[frame["annee"].notna()].groupby(["indicateur_id", "territoire_code"]).filter(lambda g: len(g) > 1)
    measures = sorted(zip(several["annee"], several["valeur"], strict=True))
    assert not unlike(dict(enumerate(point[:2] for point in points)), dict(enumerate(measures)))
    for _, value, axis in points:
        low, high = figure["layout"][axis.replace("y", "yaxis", 1)]["range"]
        assert low <= value <= high
    assert named(figure, "x", points[0][0]) == str(int(points[0][0]))
