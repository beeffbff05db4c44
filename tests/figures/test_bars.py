"""Bars read back: their lengths, colours and places are those of the value, on a page and on a slide."""

import pytest

from dashboard.charts.bars import Bars, Panel, Part, Row, Series
from dashboard.charts.value import Mark
from dashboard.figures import divided, render
from dashboard.figures.medium import SCREEN, SLIDE
from dashboard.theme import look

DONE, WAITING = ("statut", "realisee"), ("statut", "sans-reponse")


def chart(rows=3, unknown=None):
    done = tuple(Part(n + 1, DONE, str(n + 1), f"ligne {n}", f"/{n}") for n in range(rows))
    waiting = (Part(unknown, WAITING), *(None for _ in range(rows - 1)))
    names = tuple(Row(f"Organisation {n}", (f"{n} sur 9",)) for n in range(rows))
    series = (Series("Réalisée", done), Series("sans réponse", waiting))
    return Bars(names, series, (Panel("actions", rows),), (Mark(DONE, "Réalisée"), Mark(WAITING, "sans réponse")))


@pytest.mark.parametrize("medium", [SCREEN, SLIDE])
def test_bars_have_the_lengths_the_colours_and_the_rows_of_their_parts(medium):
    figure = render(chart(unknown=4), medium)
    done, waiting, ends = figure["data"]
    assert figure["layout"]["barmode"] == "stack"
    assert (done["y"], done["x"], done["text"]) == ([0, 1, 2], [1, 2, 3], ["1", "2", "3"])
    assert (waiting["y"], waiting["x"]) == ([0], [4])
    assert (done["marker"]["color"], waiting["marker"]["color"]) == (look(DONE).colour, look(WAITING).colour)
    assert waiting["marker"]["line"]["color"] == look(WAITING).edge
    assert (done["customdata"], done["hovertext"]) == (["/0", "/1", "/2"], ["ligne 0", "ligne 1", "ligne 2"])
    assert figure["layout"]["yaxis"]["ticktext"] == ["Organisation 0", "Organisation 1", "Organisation 2"]
    assert figure["layout"]["xaxis"]["range"][0] == 0
    assert (ends["x"], ends["y"], ends["xaxis"]) == ([5, 2, 3], [0, 1, 2], "x")
    assert [text.strip() for text in ends["text"]] == ["0 sur 9", "1 sur 9", "2 sur 9"]


def test_an_unknown_part_is_a_question_not_a_bar_of_no_length():
    figure = render(chart(unknown=None), SCREEN)
    assert figure["data"][1]["x"] == []
    assert figure["data"][-1]["text"][0].strip() == "0 sur 9 ?"


def test_rows_that_fill_several_slides_keep_one_scale_and_each_its_key():
    slides = divided(chart(rows=40, unknown=1))
    assert [name for name, _ in slides] == ["1 sur 2", "2 sur 2"]
    assert [row.name for _, part in slides for row in part.rows] == [row.name for row in chart(rows=40).rows]
    assert len({part.panels for _, part in slides}) == 1
    assert [[mark.role for mark in part.key] for _, part in slides] == [[DONE, WAITING], [DONE]]
    assert [[own.name for own in part.series] for _, part in slides] == [["Réalisée", "sans réponse"], ["Réalisée"]]
    assert [name for name, _ in divided(chart(rows=22))] == [""]
    assert [name for name, _ in divided(chart(rows=23))] == ["1 sur 2", "2 sur 2"]
