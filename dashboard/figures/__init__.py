"""Values drawn with plotly: a value and a medium in, a figure out; no id, no query, no choice of what is drawn."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dashboard.charts import Bars, Calendar, Chart, Map, Matrix, Trend
from dashboard.figures import bars, calendar, calendar_parts, matrix, trend
from dashboard.figures import map as maps
from dashboard.figures.medium import Medium
from dashboard.figures.slides import by_rows
from dashboard.theme import Figure

Named = tuple[str, Chart]
RENDERERS: dict[type[Any], Callable[[Any, Medium], Figure]] = {
    Bars: bars.draw,
    Calendar: calendar.draw,
    Map: maps.draw,
    Matrix: matrix.draw,
    Trend: trend.draw,
}
# How a chart is divided among slides; one that is not here stands whole on one.
DIVIDERS: dict[type[Any], Callable[[Any], Sequence[Named]]] = {
    Bars: partial(by_rows, names=bars.names),
    Calendar: calendar_parts.divide,
    Matrix: partial(by_rows, names=matrix.names),
}


def render(chart: Chart, medium: Medium) -> Figure:
    """Draw a chart on a page or on a slide."""
    return RENDERERS[type(chart)](chart, medium)


def divided(chart: Chart) -> Sequence[Named]:
    """Return the parts of a chart that each fill a slide, each with its name, none where it is alone."""
    divide = DIVIDERS.get(type(chart))
    return divide(chart) if divide else [("", chart)]
