"""The rows of bars: as high as their labels ask for, on the page and on as many slides as that takes."""

import pytest

from dashboard.figures.bars import LETTERS, row_height
from dashboard.figures.labels import LEADING
from dashboard.figures.slides import LINES, row_lines
from dashboard.pages import CARDS


@pytest.mark.parametrize(
    ("labels", "lines"),
    [(["un"], 1), (["un<br>deux"], 1.5), (["un<br>deux", "un"], 1.5), (["un<br>deux", "un<br>deux", "un"], 2),
     (["un", "1<br>2<br>3", "1<br>2<br>3"], 3)],
)  # fmt: skip
def test_a_row_is_as_high_as_two_labels_that_follow_each_other_ask_for(labels, lines):
    assert row_lines(labels) == lines
    assert row_height(labels, 0) >= lines * LETTERS * LEADING


@pytest.mark.parametrize("card", ["seance-engagements", "pilotes-charge", "suivi-reponses", "pilotes-retards"])
@pytest.mark.parametrize("search", ["", "?schema=70-2021", "?schema=87-2017", "?schema=93-2024"])
def test_the_labels_of_bars_have_their_room_on_the_page_and_on_each_slide(db, filters_of, card, search):
    filters = filters_of("/", search)
    frame = CARDS[card].rows(db, filters)
    if frame.empty:
        return
    layout = CARDS[card].figure(frame, filters)["layout"]
    labels = layout["yaxis"]["ticktext"]
    assert (layout["height"] - 60) / len(labels) >= row_lines(labels) * LETTERS * LEADING
    for _, part in CARDS[card].parts(frame, filters):
        own = CARDS[card].figure(part, filters)["layout"]["yaxis"]["ticktext"]
        assert len(own) * row_lines(own) <= LINES
