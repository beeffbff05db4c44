"""The rows of a calendar on paper: what the drawing of the screen shows, at the same dates."""

import re

import pytest

from dashboard.components.tracks import background, tracks
from dashboard.figures.gantt import OBSERVED, gantt, lines


def placed(html):
    """Each mark of a row: its class, and where it stands and how long it is, in percent."""
    marks = re.findall(r'<i class="([\w ]+)" style="left:([\d.]+)%(?:;width:([\d.]+)%)?', html)
    return [(kind, float(left), float(width or 0)) for kind, left, width in marks]


@pytest.fixture
def calendar(db, filters_of):
    def make(search):
        filters = filters_of("/calendrier", search)
        visible = lines(db.frame("calendrier/actions", filters.params()), filters, frozenset(filters.replie))
        figure = gantt(visible, filters)
        rows = tracks(figure, len(visible))
        return figure, {line.code: row for line, row in zip(visible, rows, strict=True) if line.kind == "action"}, rows

    return make


def test_a_bar_starts_and_ends_where_its_years_do(calendar):
    _, rows, _ = calendar("?volet=1")
    # Five years and 40 days on each side: 1 826 + 80 days in all; 1.4 goes from 2023 on, 1.1 has no printed date.
    (_, left, width), (sign, _, _) = placed(rows["1.4"])
    assert left == pytest.approx(100 * (40 + 365) / 1906, abs=0.01)
    assert left + width == pytest.approx(100 * (40 + 1826) / 1906, abs=0.01)
    assert sign == "signe"
    assert [kind for kind, *_ in placed(rows["1.1"])] == ["barre", "signe", "signe"]


def test_every_mark_of_the_drawing_is_on_a_row(calendar):
    for search in ("?schema=70-2021", "?schema=87-2017", "?replie=1,2", "?schema=93-2024"):
        figure, _, rows = calendar(search)
        drawn = 0
        for trace in figure["data"]:
            is_line = trace["type"] == "scatter" and "lines" in trace["mode"]
            drawn += len(trace["y"]) // 3 if is_line else len(trace["y"])
        assert sum(row.count("<i ") for row in rows) == drawn + len(figure["layout"]["annotations"])


def test_the_years_and_the_day_are_behind_every_row(calendar):
    figure, _, _ = calendar("?volet=1")
    behind = background(figure)
    assert behind.count("linear-gradient") == 6 + 1
    assert f"{OBSERVED}) {100 * (40 + 882) / 1906:.2f}%" in behind


def test_words_of_a_drawing_stay_words():
    figure = {
        "data": [],
        "layout": {
            "xaxis": {"range": ["2022-01-01", "2023-01-01"]},
            "annotations": [{"xanchor": "right", "y": 0, "text": "<b>→ 2027"}],
        },
    }
    assert tracks(figure, 1) == ['<span class="piste" aria-hidden="true"><i class="bord" style="right:0">'
                                 "&lt;b&gt;→ 2027</i></span>"]  # fmt: skip
