"""The rows of a calendar on paper: what the drawing of the screen shows, at the same dates."""

import re

import pytest

from dashboard.charts.calendar import ACTION, OBSERVED
from dashboard.charts.plan_calendar import plan_calendar
from dashboard.components.calendar import calendar_key, calendar_labels
from dashboard.components.markup import to_html
from dashboard.components.tracks import Tracks
from dashboard.pages import CARDS
from dashboard.theme import look


def placed(html):
    """Each mark of a row: its class, and where it stands and how long it is, in percent."""
    marks = re.findall(r'<i class="([\w ]+)" style="left:([\d.]+)%(?:;width:([\d.]+)%)?', html)
    return [(kind, float(left), float(width or 0)) for kind, left, width in marks]


@pytest.fixture
def calendar(db, filters_of):
    def make(search):
        filters = filters_of("/calendrier", search)
        return plan_calendar(CARDS["calendrier-gantt"].rows(db, filters), filters).dated()

    return make


def test_a_bar_starts_and_ends_where_its_years_do(calendar):
    chart = calendar("?volet=1")
    rows = {row.code: Tracks(chart).of(row) for row in chart.rows if row.kind == ACTION}
    # Five years and 40 days on each side: 1 826 + 80 days in all; 1.4 goes from 2023 on, 1.1 has no printed date.
    (_, left, width), (sign, _, _) = placed(rows["1.4"])
    assert left == pytest.approx(100 * (40 + 365) / 1906, abs=0.01)
    assert left + width == pytest.approx(100 * (40 + 1826) / 1906, abs=0.01)
    assert sign == "signe"
    assert [kind for kind, *_ in placed(rows["1.1"])] == ["barre", "signe", "signe"]


@pytest.mark.parametrize("search", ["?schema=70-2021", "?schema=87-2017", "?replie=1,2", "?schema=93-2024"])
def test_every_mark_of_a_row_is_on_paper_and_every_row_of_the_page(calendar, search):
    chart = calendar(search)
    tracks = Tracks(chart)
    for row in chart.rows:
        assert tracks.of(row).count("<i ") == len(list(row.roles())) + sum(map(bool, chart.beyond(row)))
    page = to_html(calendar_labels(chart))
    assert page.count("<li ") == page.count('<span class="piste"') == len(chart.rows)
    assert (calendar_key(chart) is None) == (not chart.rows)


def test_the_years_and_the_day_are_behind_every_row_and_the_years_above(calendar):
    behind = Tracks(calendar("?volet=1")).background()
    assert f'style="padding:0 {100 * 40 / 1906:.2f}%"><span>2022</span>' in to_html(
        calendar_labels(calendar("?volet=1"))
    )
    assert behind.count("linear-gradient") == 6 + 1
    assert f"{look(OBSERVED).colour}) {100 * (40 + 882) / 1906:.2f}%" in behind


def test_words_of_a_row_stay_words(calendar):
    (row, *_), chart = calendar("?replie=1").rows, calendar("?replie=1")
    hostile = type(row)(row.kind, row.code, row.name, row.role, folded=True, held="<b>10", span=row.span)
    assert "&lt;b&gt;10" in Tracks(chart).of(hostile)
    assert "<b>" not in Tracks(chart).of(hostile)
