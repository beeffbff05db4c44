"""The rows of a calendar as HTML: on paper a row holds its label and its own bars, and is never cut."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup, escape

from dashboard.charts import calendar as cal
from dashboard.charts.calendar import GROUP, Calendar, Moment, Row, Span
from dashboard.charts.value import Role
from dashboard.colours import LINE
from dashboard.figures.key import GLYPHS
from dashboard.figures.time import DAY, edges, lanes, limits, marks, middle
from dashboard.theme import look


class Tracks:
    """What each row of a calendar draws, placed in percent of its width."""

    def __init__(self, chart: Calendar) -> None:
        self.chart = chart
        self.start, end = limits(chart)
        self.width = (end - self.start) / DAY

    def of(self, row: Row) -> Markup:
        """Return the bars, periods, marks and words of a row."""
        parts = "".join(self._parts(row))
        return Markup(f'<span class="piste">{parts}</span>')  # noqa: S704  escaped below

    def background(self) -> str:
        """Return what stands behind every row: the lines of the years and of the observed day."""
        observed = [(self.chart.observed, 2, look(cal.OBSERVED).colour)] if self.chart.observed else []
        years = range(self.chart.first.year, self.chart.last.year + 2)
        lines = [*observed, *((date(year, 1, 1), 1, LINE) for year in years)]
        return ",".join(
            f"linear-gradient({colour},{colour}) {self.place(day):.2f}% 0/{width}px 100% no-repeat"
            for day, width, colour in lines
        )

    def place(self, day: date) -> float:
        """Return the place of a day; what is outside stands at the edge."""
        return min(max(100 * ((day - self.start) / DAY) / self.width, 0), 100)

    def _length(self, part: Span | Moment, end: date) -> str:
        left = self.place(part.start)
        return f"left:{left:.2f}%;width:{self.place(end) - left:.2f}%"

    def _parts(self, row: Row) -> Iterator[str]:
        if span := row.drawn:
            words, own = escape(row.held) if row.kind == GROUP else "", look(span.role)
            fill = f"background-color:{own.colour};border-color:{own.edge}"
            yield f'<i class="barre" style="{self._length(span, span.end + DAY)};{fill}">{words}</i>'
            yield from [self._sign(cal.OPEN_START, span.start - timedelta(days=14), own.edge)] * span.open_start
            yield from [self._sign(cal.OPEN_END, span.end + timedelta(days=15), own.edge)] * span.open_end
        for lane, due in lanes(row):
            yield f'<i class="duree" style="{self._length(due, due.end)};top:{50 + 100 * lane:.0f}%"></i>'
        yield from (self._sign(cal.DUE, middle(due)) for due in marks(row))
        if row.delay:
            yield f'<i class="barre retard" style="{self._length(row.delay, row.delay.end + DAY)}"></i>'
        if row.slipped:
            yield self._sign(cal.SLIPPED, row.slipped.start)
        for side, words in edges(self.chart, row):
            yield f'<i class="bord" style="{side}:0">{escape(words)}</i>'

    def _sign(self, role: Role, day: date, colour: Any = None) -> str:
        own = look(role)
        style = f"left:{self.place(day):.2f}%;color:{colour or own.colour}"
        return f'<i class="signe" style="{style}">{GLYPHS[own.symbol]}</i>'
