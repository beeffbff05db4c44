"""Trends as numbers: the years and values of the rows, unknown ones kept as such, targets at their dates."""

import pandas as pd
import pytest

from dashboard.charts.measures import AIM, DEDUCED, STEP, change, lines_of, trend
from tests.measures import measures


def curves(chart):
    return [[(point.year, point.value) for point in curve.points] for panel in chart.panels for curve in panel.curves]


def test_a_curve_has_the_years_and_the_values_of_its_rows():
    frame = measures([[3112.0, 3000.5], [7.0]])
    frame.loc[1, "statut"] = "déduite"
    chart = trend(frame, None)
    assert curves(chart) == [[(2020, 3112.0), (2021, 3000.5)]]
    first, second = chart.panels[0].curves[0].points
    assert (first.text, first.role, second.role) == ("3\u202f112", None, DEDUCED)
    assert second.told == "Indicateur 0\n2021 : 3\u202f000,5\u00a0places (déduite)"
    assert [mark.role for mark in chart.key] == [("serie", "1"), DEDUCED]
    assert chart.years == (2020, 2021)


def test_an_unknown_year_parts_the_curve_and_one_known_value_makes_none():
    chart = trend(measures([[1.0, None, 3.0], [4.0, None]]), None)
    assert curves(chart) == [[(2020, 1.0), (2021, None), (2022, 3.0)]]
    assert trend(measures([[4.0, None]]), None) is None
    assert change(lines_of(measures([[1.0, 3.0, None]]))[0]).startswith(
        "de 1\u00a0place en 2020 à 3\u00a0places en 2021"
    )


def test_each_unit_has_its_panel_and_its_curves_are_told_apart():
    frame = measures([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    frame.loc[frame["indicateur_id"] == "i1", "unite"] = "%"
    chart = trend(frame, None)
    assert [(panel.unit, [curve.name for curve in panel.curves]) for panel in chart.panels] == [
        ("places", ["Indicateur 0", "Indicateur 2"]), ("%", ["Indicateur 1"]),
    ]  # fmt: skip
    assert [mark.words for mark in chart.key] == ["Indicateur 0", "Indicateur 2", "Indicateur 1"]


@pytest.mark.parametrize(
    ("due", "step_due", "path"),
    [
        ("2026-01-01", "2025-01-01", [(2025, 20.0, STEP), (2026, 30.0, AIM)]),
        ("2025-01-01", "2026-01-01", [(2025, 30.0, AIM), (2026, 20.0, STEP)]),
        (None, "2025-01-01", [(2025, 20.0, STEP)]),
        (None, None, []),
    ],
)
def test_the_path_goes_through_the_dated_targets_in_time(due, step_due, path):
    aims = {
        "cible": 30.0, "echeance_cible": pd.Timestamp(due) if due else pd.NaT,
        "cible_intermediaire": 20.0, "echeance_intermediaire": pd.Timestamp(step_due) if step_due else pd.NaT,
    }  # fmt: skip
    chart = trend(measures([[1.0, 2.0]], **aims), None)
    (curve,) = chart.panels[0].curves
    assert [(target.year, target.value, target.role) for target in curve.targets] == path
    assert {mark.role for mark in chart.key[1:]} == {role for _, _, role in path}


@pytest.mark.parametrize(
    ("unit", "values", "words"),
    [
        ("places", [200.0, 188.0], "de 200\u00a0places en 2020 à 188\u00a0places en 2021, soit −6,0\u00a0%"),
        ("places", [3.0, 4.0], "de 3\u00a0places en 2020 à 4\u00a0places en 2021, soit +33,3\u00a0%"),
        ("places", [3.0, 3.0], "de 3\u00a0places en 2020 à 3\u00a0places en 2021, soit 0,0\u00a0%"),
        ("places", [0.0, 4.0], "de 0\u00a0place en 2020 à 4\u00a0places en 2021"),
        ("% des familles", [60.5, 58.12], "de 60,5\u00a0% des familles en 2020 à 58,12\u00a0% des familles en 2021, "
                                          "soit −2,38\u00a0points"),
        (None, [1.0, 2.0], "de 1 en 2020 à 2 en 2021, soit +100,0\u00a0%"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_points_of_a_share_else_in_its_own_share(unit, values, words):
    (line,) = lines_of(measures([values], unite=unit))
    assert change(line).replace("\u00a0point", " point") == words.replace("\u00a0point", " point")
