"""Words that nuance a value stand before it; what an evaluation asks is told from a target printed elsewhere."""

import pandas as pd
import pytest

from dashboard.charts.measures import trend
from dashboard.french import asked_and_aimed, quantity
from dashboard.pages.indicateurs import figure_tile


@pytest.mark.parametrize(
    ("qualifier", "unit", "words"),
    [
        ("plus de", "%", "plus de 8\u00a0%"),
        ("près de", "nombre", "près de 8"),
        ("environ", None, "environ 8"),
        (None, "%", "8\u00a0%"),
        (float("nan"), "places", "8\u00a0places"),
    ],
)
def test_a_qualifier_stands_before_its_number(qualifier, unit, words):
    assert quantity(8, unit, qualifier) == words


def test_a_single_figure_shows_its_qualifier(db, filters_of):
    frame = db.frame("indicateurs/chiffres", filters_of("/indicateurs", "?schema=63-2022").params())
    row = frame.set_index("indicateur_id", drop=False).loc["part-population-region"].to_dict()
    assert figure_tile(row).children[0].children[0] == "plus de 8"
    assert "plus de" not in str(figure_tile(row).children[2].children)


def test_a_point_of_a_trend_shows_its_qualifier(db, filters_of):
    filters = filters_of("/indicateurs", "?schema=63-2022&indicateur=fecondite")
    chart = trend(db.frame("indicateurs/series", filters.params()), filters)
    points = [point for panel in chart.panels for curve in panel.curves for point in curve.points]
    assert any("autour de 2\u00a0" in point.told for point in points)
    assert "autour de 2" in [point.text for point in points]


@pytest.mark.parametrize(
    ("asked", "aimed", "words"),
    [
        (0, 0, "0 indicateur d’évaluation"),
        (1, 0, "1 indicateur d’évaluation"),
        (2, 1, "2 indicateurs d’évaluation et 1 cible imprimée hors de l’évaluation"),
        (1, 2, "1 indicateur d’évaluation et 2 cibles imprimées hors de l’évaluation"),
    ],
)
def test_what_an_evaluation_asks_is_counted_apart(asked, aimed, words):
    assert asked_and_aimed(pd.Series(["évaluation"] * asked + ["cible"] * aimed, dtype=object)) == words


def test_a_target_outside_the_evaluation_is_still_asked_of_the_follow_up(db, filters_of):
    filters = filters_of("/suivi", "?schema=70-2021")
    asked = {row["code"] for row in db.frame("suivi/plan", {"schema": "70-2021"})["indicateurs"].item()}
    waiting = set(db.frame("indicateurs/a_renseigner", filters.params())["indicateur_id"])
    assert {"cible-114-1", "cible-222-1", "eval-111-1"} <= asked & waiting
