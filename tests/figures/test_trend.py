"""Trends read back: points at their years and values, gaps at the unknown, the scale of the numbers, targets dashed."""

import pandas as pd
import pytest

from dashboard.charts.measures import AIM, trend
from dashboard.figures import render
from dashboard.figures.medium import SCREEN, SLIDE
from dashboard.theme import look
from tests.measures import measures


@pytest.mark.parametrize("medium", [SCREEN, SLIDE])
def test_points_stand_at_their_years_and_values_and_the_unknown_is_a_gap(medium):
    frame = measures([[1000.0, None, 3000.0], [2000.0, 2500.0, 2600.0]])
    frame.loc[2, "statut"] = "déduite"
    figure = render(trend(frame, None), medium)
    one, two = figure["data"]
    assert (one["x"], one["y"]) == ([2020, 2021, 2022], [1000.0, None, 3000.0])
    assert (two["x"], two["y"]) == ([2020, 2021, 2022], [2000.0, 2500.0, 2600.0])
    assert "connectgaps" not in one
    assert [trace["line"]["color"] for trace in (one, two)] == [look(("serie", n)).colour for n in "12"]
    assert one["marker"]["symbol"] == ["circle", "circle", "circle-open"]
    layout = figure["layout"]
    low, high = layout["yaxis"]["range"]
    assert (low, high) == (500.0, 3500.0)
    assert layout["xaxis"]["range"][0] < 2020 < 2022 < layout["xaxis"]["range"][1]
    assert layout["xaxis"]["dtick"] == 1
    names = [note["text"] for note in layout["annotations"]]
    assert names == ["places", "Indicateur 1", "Indicateur 0"]


def test_a_target_is_reached_by_dashes_from_the_first_known_value():
    aim = {"cible": 9.0, "echeance_cible": pd.Timestamp("2026-12-31")}
    curve, path = render(trend(measures([[None, 4.0, 5.0]], **aim), None), SCREEN)["data"]
    assert (path["x"], path["y"], path["line"]["dash"]) == ([2021, 2026], [4.0, 9.0], "dash")
    assert path["marker"]["symbol"] == ["circle-open", look(AIM).symbol]
    assert curve["y"] == [None, 4.0, 5.0]


def test_two_units_have_two_panels_that_do_not_meet():
    frame = measures([[1.0, 2.0], [3.0, 4.0]])
    frame.loc[frame["indicateur_id"] == "i1", "unite"] = "%"
    figure = render(trend(frame, None), SCREEN)
    assert [trace["yaxis"] for trace in figure["data"]] == ["y", "y2"]
    assert figure["layout"]["yaxis2"]["domain"][1] < figure["layout"]["yaxis"]["domain"][0]
