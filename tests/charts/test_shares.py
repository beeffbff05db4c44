"""Schémas and territories side by side: shares with their whole, printed or not, present, absent or unknown."""

import pandas as pd

from dashboard.charts.matrix import Line
from dashboard.charts.shares import benchmarks, completeness, presence, shares
from dashboard.pages import CARDS


def test_a_share_is_of_its_own_column_and_unknown_of_no_action(filters_of):
    rows = [["Petite enfance", "A", 3, 4], ["Petite enfance", "B", 1, 5], ["Logement", "A", 0, 4],
            ["Logement", "C", 0, 0]]  # fmt: skip
    chart = shares(pd.DataFrame(rows, columns=["ligne", "colonne", "actions", "total"]), filters_of("/comparer"))
    assert [[cell.value for cell in line] for line in chart.cells] == [[0.75, 0.2, None], [0, None, None]]
    assert [[cell.text for cell in line] for line in chart.cells][1] == ["0 sur 4", "0 sur 0", "0 sur 0"]
    assert chart.cells[0][0].told == "Petite enfance, A : 3 sur 4"
    assert (chart.top, [mark.words for mark in chart.key]) == (
        0.75, ["0\u00a0% des actions du schéma", "75\u00a0%, la plus forte part"],
    )  # fmt: skip


def test_the_fields_of_a_document_are_counted_out_of_its_actions(db, filters_of):
    filters = filters_of("/comparer")
    frame = CARDS["comparer-completude"].rows(db, filters)
    chart = completeness(frame, filters)
    cells = {(row.name, column): cell.value for row, line in zip(chart.rows, chart.cells, strict=True)
             for column, cell in zip(chart.columns, line, strict=True)}  # fmt: skip
    assert cells == {(r.champ, r.niveau_1): r.connues / r.total for r in frame.itertuples()}


def test_a_shared_indicator_is_printed_or_not_never_ranked(db, filters_of):
    filters = filters_of("/comparer")
    frame = CARDS["comparer-reperes"].rows(db, filters)
    chart = benchmarks(frame, filters)
    roles = [cell.role for line in chart.cells for cell in line]
    assert roles.count(("imprime", "oui")) == frame["connu"].sum() > 0
    assert all((cell.value is None) == (cell.role == ("imprime", "non")) for line in chart.cells for cell in line)
    assert (chart.top, {mark.role for mark in chart.key}) == (None, set(roles))
    assert {line.note for line in chart.rows} == set(frame["unite"])
    assert chart.cells[0][0].told == f"{chart.rows[0].name}, {chart.columns[0]} : {frame['reponse'].iloc[0]}"


def test_what_the_document_does_not_say_of_a_territory_is_unknown_not_absent(filters_of):
    rows = [["1", "CC une", "RPE", True], ["1", "CC une", "LAEP", None], ["2", "CC deux", "RPE", False],
            ["2", "CC deux", "LAEP", True]]  # fmt: skip
    chart = presence(pd.DataFrame(rows, columns=["code", "nom", "dispositif", "present"]), filters_of("/territoires"))
    assert [[(cell.value, cell.role[1], cell.text) for cell in line] for line in chart.cells] == [
        [(1, "oui", "✓ présent"), (None, "inconnu", "? inconnu")],
        [(0, "non", "✗ absent"), (1, "oui", "✓ présent")],
    ]
    assert chart.cells[0][1].told == "CC une\nLAEP : inconnu"
    assert (chart.columns, chart.rows) == (("RPE", "LAEP"), (Line("CC une"), Line("CC deux")))
    assert [mark.role[1] for mark in chart.key] == ["oui", "non", "inconnu"]
    assert chart.cells[0][0].link.startswith("/territoires/1")
