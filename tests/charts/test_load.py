"""What a pilote carries: piloting alone or with others makes a whole; partnership stands apart, never added."""

import pandas as pd
import pytest

from dashboard.charts.bars import Bars, Panel, Part, Row, Series
from dashboard.charts.load import together, workload, workload_by_year
from dashboard.charts.matrix import DEEP, PALE, Cell, Line, Matrix
from dashboard.charts.value import Mark
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
    alone, several, partner = (("portage", role) for role in ("seul", "a-plusieurs", "partenaire"))
    caf, cd = "/pilotes?pilote=caf", "/pilotes?pilote=cd"
    # A bar of one part says its number at its end only.
    assert workload(LOADS, filters_of("/pilotes")) == Bars(
        (Row("Caf", ("7", "")), Row("CD", ("3", "4"))),
        (
            Series("pilote seul", (Part(2, alone, "2", "Caf : 2 actions, pilote seul", caf), None)),
            Series(
                "pilote avec d’autres",
                (
                    Part(5, several, "5", "Caf : 5 actions, pilote avec d’autres", caf),
                    Part(3, several, "", "CD : 3 actions, pilote avec d’autres", cd),
                ),
            ),
            Series("partenaire", (None, Part(4, partner, "", "CD : 4 actions, partenaire", cd)), 1),
        ),
        (Panel("actions pilotées, sur 9", 7), Panel("comme partenaire, sur 9", 4)),
        (Mark(alone, "pilote seul"), Mark(several, "pilote avec d’autres"), Mark(partner, "partenaire")),
    )
    # Without a partner, no panel is left for them.
    assert [p.top for p in workload(LOADS.assign(partenaire=0), filters_of("/pilotes")).panels] == [7]


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
    caf, cd = "/pilotes?pilote=caf", "/pilotes?pilote=cd"
    assert [[cell.link for cell in line] for line in chart.cells] == [[caf, None], [cd, None]]
    assert [[cell.told for cell in line] for line in chart.cells] == [
        ["Caf en 2023 : 4 actions", "Caf en 2024 : 0 action"], ["CD en 2023 : 1 action", "CD en 2024 : inconnu"],
    ]  # fmt: skip
    assert (chart.top, [mark.role for mark in chart.key]) == (4, [PALE, DEEP])
    assert workload_by_year(frame.assign(actions=0), filters_of("/pilotes")) is None


def test_a_pair_stands_once_in_the_row_of_the_lighter_and_the_diagonal_counts_who_is_alone(filters_of):
    frame = pd.DataFrame(
        [["Caf", "caf", "féminin", "Caf", 1], ["Caf", "caf", "féminin", "CD", 3], ["CD", "cd", "masculin", "Caf", 3],
         ["MSA", "msa", "féminin", "MSA", 4]],
        columns=["organisme", "organisme_cle", "genre", "avec", "actions"],
    )  # fmt: skip
    caf, cd, msa = (f"/pilotes?pilote={key}" for key in ("caf", "cd", "msa"))
    assert together(frame, filters_of("/pilotes")) == Matrix(
        (Line("Caf · 1"), Line("MSA · 2"), Line("CD · 3")),
        ("1", "2", "3"),
        (
            (Cell(1, "1", "Caf seule : 1 action", caf), None, None),
            (Cell(0, "", "MSA et Caf : 0 action"), Cell(4, "4", "MSA seule : 4 actions", msa), None),
            (Cell(3, "3", "CD et Caf : 3 actions", cd), Cell(0, "", "CD et MSA : 0 action"),
             Cell(0, "", "CD seul : 0 action")),
        ),
        (Mark(PALE, "aucune action"), Mark(DEEP, "4 actions, le maximum")),
        4,
    )  # fmt: skip


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
