"""Matrices read back: each cell has the shade or the colour, the words and the link of its value."""

import pytest

from dashboard.charts.matrix import DEEP, PALE, Cell, Line, Matrix
from dashboard.charts.value import Mark
from dashboard.figures import divided, render
from dashboard.figures.medium import SCREEN, SLIDE
from dashboard.theme import ALERT, look

YES, NO, UNKNOWN = ("fait-bon", "oui"), ("fait-bon", "non"), ("presence", "inconnu")
FRAMED = ("alerte", "retard-confiant")


def counts():
    cells = (
        (Cell(4, "4", "Caf en 2023 : 4 actions", "/caf"), Cell(0, "", "rien", frame=FRAMED)),
        (Cell(None, "?", "inconnu"), None),
    )
    return Matrix((Line("Caf"), Line("CD")), ("2023", "2024"), cells, (Mark(PALE, "aucune"), Mark(DEEP, "8")), 8)


@pytest.mark.parametrize("medium", [SCREEN, SLIDE])
def test_shades_are_those_of_the_numbers_on_one_scale(medium):
    figure = render(counts(), medium)
    (trace,), layout = figure["data"], figure["layout"]
    assert (trace["z"], trace["zmin"], trace["zmax"]) == ([[4, 0], [None, None]], 0, 8)
    assert trace["colorscale"] == [[0, look(PALE).colour], [1, look(DEEP).colour]]
    assert trace["text"] == [["4", ""], ["?", ""]]
    assert trace["customdata"] == [["/caf", None], [None, None]]
    assert trace["hovertext"][0] == ["Caf en 2023 : 4 actions", "rien"]
    assert (layout["xaxis"]["ticktext"], layout["yaxis"]["ticktext"]) == (["2023", "2024"], ["Caf", "CD"])
    # What no shade tells is written; where rows and columns do not meet, nothing is.
    assert [(a["x"], a["y"], a["text"]) for a in layout["annotations"]] == [(0, 1, "?")]
    (frame,) = layout["shapes"]
    assert (frame["x0"] < 1 < frame["x1"], frame["y0"] < 0 < frame["y1"]) == (True, True)
    assert frame["line"]["color"] == ALERT


def colour_of(trace, z):
    part = (z - trace["zmin"]) / (trace["zmax"] - trace["zmin"])
    return next(high[1] for low, high in zip(trace["colorscale"], trace["colorscale"][1:], strict=False)
                if low[0] <= part <= high[0] and low[1] == high[1])  # fmt: skip


@pytest.mark.parametrize("roles", [(YES, NO, UNKNOWN), (NO, YES), (UNKNOWN,)])
def test_cells_have_the_colours_of_their_roles(roles):
    cells = tuple((Cell(None, role[1], role=role),) for role in roles)
    chart = Matrix(tuple(Line(f"CC {n}") for n in range(len(roles))), ("RPE",), cells, ())
    (trace,) = render(chart, SCREEN)["data"]
    assert [colour_of(trace, z) for (z,) in trace["z"]] == [look(role).colour for role in roles]


def test_rows_that_fill_several_slides_keep_one_scale():
    cells = tuple((Cell(n, str(n)),) for n in range(50))
    chart = Matrix(tuple(Line(f"CC {n}") for n in range(50)), ("RPE",), cells, (Mark(DEEP, "49"),), 49)
    slides = [part for _, part in divided(chart)]
    assert [line.name for part in slides for line in part.rows] == [f"CC {n}" for n in range(50)]
    assert [render(part, SLIDE)["data"][0]["zmax"] for part in slides] == [49] * len(slides)
    assert len(slides) > 1
    assert {part.key for part in slides} == {chart.key}


def test_a_slide_names_the_roles_that_it_draws():
    cells = tuple((Cell(None, "", role=NO if n else YES, frame=FRAMED if n == 49 else None),) for n in range(50))
    key = tuple(Mark(role, role[1]) for role in (YES, NO, UNKNOWN, FRAMED))
    slides = [part for _, part in divided(Matrix(tuple(Line(f"CC {n}") for n in range(50)), ("RPE",), cells, key))]
    assert [mark.role for mark in slides[0].key] == [YES, NO]
    assert [mark.role for mark in slides[-1].key] == [NO, FRAMED]
