"""What stands on the rows of a calendar: periods, open ends, échéances, delays, ends that slipped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.charts.calendar import DELAY, DUE, DUE_PERIOD, GROUP, OPEN_END, OPEN_START, SLIPPED, Row
from dashboard.charts.value import Role
from dashboard.colours import INK
from dashboard.figures.medium import Medium
from dashboard.figures.time import bars, lanes, marks, middle, told
from dashboard.theme import Figure, look

THICK = 0.62  # of a row
Point = tuple[float, date, str, str | None]


@dataclass(frozen=True)
class Placed:
    """The rows that a medium shows, and where each stands: tops from zero, the height of the smallest."""

    rows: list[Row]
    tops: list[float]
    unit: float

    def middle(self, at: int) -> float:
        """Return the middle of a row."""
        return (self.tops[at] + self.tops[at + 1]) / 2

    def __iter__(self) -> Iterator[tuple[float, Row]]:
        """Return each row with its middle."""
        return ((self.middle(at), row) for at, row in enumerate(self.rows))


def traces(placed: Placed, medium: Medium) -> list[Figure]:
    """Return what the rows hold, the bars first, the points over the lines."""
    parts = (_spans, _open_ends, _due_periods, _dues, _delays, _slipped)
    return [trace for part in parts for trace in part(placed, medium)]


def _spans(placed: Placed, medium: Medium) -> Iterator[Figure]:
    drawn = [(y, row, row.drawn) for y, row in placed if row.drawn]
    looks = [look(span.role) for _, _, span in drawn]
    marker = {"color": [own.colour for own in looks], "line": {"color": [own.edge for own in looks], "width": 1.5}}
    trace = bars(
        [y for y, *_ in drawn], [span for *_, span in drawn], [row for _, row, _ in drawn], THICK * placed.unit
    )
    # The label of a folded row says the same on a slide; a text, even empty, costs the browser the time of a bar.
    texts = {} if medium.is_slide or not any(row.folded for _, row in placed) else {
        "text": [row.held if row.kind == GROUP else "" for _, row, _ in drawn],
        "textposition": "auto",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"color": "white", "size": medium.letters},
        "outsidetextfont": {"color": INK, "size": medium.letters},
    }  # fmt: skip
    yield trace | texts | {"marker": marker}


def _open_ends(placed: Placed, medium: Medium) -> Iterator[Figure]:
    drawn = [(y, row.drawn) for y, row in placed if row.drawn]
    starts = [(y, span.start - timedelta(days=14), span) for y, span in drawn if span.open_start]
    ends = [(y, span.end + timedelta(days=15), span) for y, span in drawn if span.open_end]
    for role, points in ((OPEN_START, starts), (OPEN_END, ends)):
        if points:
            colours = [look(span.role).edge for *_, span in points]
            yield {
                "type": "scatter",
                "mode": "markers",
                "cliponaxis": False,
                "hoverinfo": "skip",
                "x": [x.isoformat() for _, x, _ in points],
                "y": [y for y, *_ in points],
                "marker": _point(role, medium) | {"color": colours, "line": {"width": 0}},
            }


def _point(role: Role, medium: Medium) -> Figure:
    own = look(role)
    return {"symbol": own.symbol, "size": 11 * medium.zoom, "color": own.colour}


def _due_periods(placed: Placed, medium: Medium) -> Iterator[Figure]:
    """Draw the échéances that hold over a period, as long as it is."""
    spans = [(y + lane * placed.unit, due, row) for y, row in placed for lane, due in lanes(row)]
    if not spans:
        return
    x = [v for _, due, _ in spans for v in (due.start.isoformat(), due.end.isoformat(), None)]
    line = {"type": "scatter", "x": x, "y": [v for y, *_ in spans for v in (y, y, None)]}
    own = look(DUE_PERIOD)
    # A white edge keeps the line in sight on a dark bar.
    yield line | {"mode": "lines", "hoverinfo": "skip", "line": {"color": "white", "width": 6 * medium.zoom}}
    ends = {"symbol": own.symbol, "size": 9 * medium.zoom, "color": own.colour}
    yield line | {
        "mode": "lines+markers",
        "line": {"color": own.colour, "width": 2.5 * medium.zoom},
        "marker": ends | {"line": {"color": own.colour, "width": 2 * medium.zoom}},
        "customdata": [row.link for *_, row in spans for _ in range(3)],
        "hovertext": [v for _, due, _ in spans for v in (told(due.told), told(due.told), "")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _dues(placed: Placed, medium: Medium) -> Iterator[Figure]:
    """Draw the échéances that hold within a month."""
    points = [(y, middle(due), due.told, row.link) for y, row in placed for due in marks(row)]
    if points:
        yield _points(points, _point(DUE, medium) | {"line": {"color": "white", "width": 1.5}})


def _points(points: list[Point], marker: Figure) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x.isoformat() for _, x, *_ in points],
        "y": [y for y, *_ in points],
        "marker": marker,
        "customdata": [link for *_, link in points],
        "hovertext": [told(words) for _, _, words, _ in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _delays(placed: Placed, medium: Medium) -> Iterator[Figure]:
    """Draw, beyond the expected end of late actions, the delay."""
    late = [(y, row, row.delay) for y, row in placed if row.delay]
    if late:
        own = look(DELAY)
        marker = {"color": own.colour, "line": {"color": own.edge, "width": 1}, "pattern": own.pattern}
        rows, parts = [row for _, row, _ in late], [part for *_, part in late]
        yield bars([y for y, *_ in late], parts, rows, THICK * placed.unit, marker=marker)


def _slipped(placed: Placed, medium: Medium) -> Iterator[Figure]:
    """Draw, where an end slipped, where it was."""
    points = [(y, row.slipped.start, row.slipped.told, row.link) for y, row in placed if row.slipped]
    if points:
        yield _points(points, _point(SLIPPED, medium) | {"line": {"width": 2 * medium.zoom}})
