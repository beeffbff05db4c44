"""What a pilote carries: piloting alone or with others makes a whole; partnership stands apart, never added."""

import pandas as pd
import pytest

from dashboard.charts.load import together, workload, workload_by_year
from dashboard.charts.matrix import DEEP, PALE
from dashboard.pages import CARDS

SEARCHES = ("", "?volet=1", "?schema=70-2021", "?schema=87-2017", "?schema=93-2024")
LOADS = pd.DataFrame(
    {
        "organisme": ["Caf", "CD", "MSA"],
        "organisme_cle": ["caf", "cd", "msa"],
        "pilote_seul": [2, 0, 0],
        "pilote_a_plusieurs": [5, 3, 0],
        "pilote": [7, 3, 0],
        "partenaire": [0, 4, 6],
        "actions": [9, 9, 9],
    }
)


def numbers(chart):
    return [[cell and cell.value for cell in line] for line in chart.cells]


def test_each_column_of_the_load_has_its_own_part(filters_of):
    chart = workload(LOADS, filters_of("/pilotes"))
    parts = {own.name: own.parts for own in chart.series}
    assert {name: [part and (part.value, part.role[1]) for part in own] for name, own in parts.items()} == {
        "pilote seul": [(2, "seul"), None],
        "pilote avec d’autres": [(5, "a-plusieurs"), (3, "a-plusieurs")],
        "partenaire": [None, (4, "partenaire")],
    }
    assert [(row.name, row.ends) for row in chart.rows] == [("Caf", ("7", "")), ("CD", ("3", "4"))]
    assert [(panel.unit, panel.top) for panel in chart.panels] == [
        ("actions pilotées, sur 9", 7), ("comme partenaire, sur 9", 4),
    ]  # fmt: skip
    # A bar of one part says its number at its end only.
    assert [part.text for part in parts["pilote avec d’autres"]] == ["5", ""]
    assert [mark.words for mark in chart.key] == ["pilote seul", "pilote avec d’autres", "partenaire"]
    assert parts["pilote seul"][0].told == "Caf : 2 actions, pilote seul"


@pytest.mark.parametrize("search", SEARCHES)
def test_no_bar_is_longer_than_the_actions_there_are(db, filters_of, search):
    filters = filters_of("/pilotes", search)
    card = CARDS["pilotes-charge"]
    frame = card.rows(db, filters)
    total = len(CARDS["calendrier-gantt"].rows(db, filters))
    chart = workload(frame, filters)
    for panel, column in zip(range(len(chart.panels)), ("pilote", "partenaire"), strict=False):
        assert list(chart.lengths(panel)) == frame[column].tolist()
        assert chart.panels[panel].top == frame[column].max() <= total
        assert f"sur {total}" in chart.panels[panel].unit
    assert f"sur {total} action" in card.sentence(frame, filters)


def test_the_years_of_a_pilote_are_those_of_its_row_and_an_absent_one_is_unknown(filters_of):
    frame = pd.DataFrame(
        [["Caf", "caf", 2023, 4], ["Caf", "caf", 2024, 0], ["CD", "cd", 2023, 1]],
        columns=["organisme", "organisme_cle", "annee", "actions"],
    )
    chart = workload_by_year(frame, filters_of("/pilotes"))
    assert (chart.columns, [line.name for line in chart.rows]) == (("2023", "2024"), ["Caf", "CD"])
    assert numbers(chart) == [[4, 0], [1, None]]
    assert [[cell.text for cell in line] for line in chart.cells] == [["4", ""], ["1", "?"]]
    assert [[bool(cell.link) for cell in line] for line in chart.cells] == [[True, False], [True, False]]
    assert (chart.top, [mark.role for mark in chart.key]) == (4, [PALE, DEEP])
    assert workload_by_year(frame.assign(actions=0), filters_of("/pilotes")) is None


def test_a_pair_that_pilots_together_is_counted_once(db, filters_of):
    filters = filters_of("/pilotes")
    frame = CARDS["pilotes-ensemble"].rows(db, filters)
    chart = together(frame, filters)
    for row, line in enumerate(numbers(chart)):
        assert None not in line[: row + 1]
        assert not any(line[row + 1 :])
    counts = frame.set_index(["organisme", "avec"])["actions"].to_dict()
    names = [line.name.rsplit(" · ", 1)[0] for line in chart.rows]
    assert numbers(chart) == [
        [counts.get((name, other), 0) if column <= row else None for column, other in enumerate(names)]
        for row, name in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("schema", "said"),
    [("63-2022", "Caf (91 sur 114 actions, dont 13 seule"), ("87-2017", "Caf (12 sur 20 actions, dont 4 seule")],
)
def test_an_organisation_that_pilots_alone_agrees_with_its_genre(db, filters_of, schema, said):
    filters = filters_of("/pilotes", f"?schema={schema}")
    card = CARDS["pilotes-charge"]
    assert said in card.sentence(card.rows(db, filters), filters)
    chart = together(CARDS["pilotes-ensemble"].rows(db, filters), filters)
    told = [cell.told for line in chart.cells for cell in line if cell]
    assert any(words.startswith("Caf seule : ") for words in told)
    assert any(words.startswith("CD seul : ") for words in told)
