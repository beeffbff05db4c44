"""What the drawings of calendars share: days on an axis, lengths, lanes of a row, words at its edges."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dashboard.charts.calendar import DUE, DUE_PERIOD, Calendar, Moment, Row, Span
from dashboard.figures.texts import wrapped
from dashboard.french import day
from dashboard.theme import Figure

TOLD = 90  # letters on a line
LANES = (0.0, -0.2, 0.2)  # of a row, from its middle
DAY = timedelta(days=1)
MARGIN = timedelta(days=40)  # left free on each side of the years, for open ends


def limits(chart: Calendar) -> tuple[date, date]:
    """Return the two ends of the axis."""
    return chart.first - MARGIN, chart.last + DAY + MARGIN


def days(part: Span | Moment) -> int:
    """Return how many days a period lasts, the first and the last counted."""
    return (part.end - part.start).days + 1


def milliseconds(part: Span | Moment) -> int:
    """Return the length of a period on the axis of plotly."""
    return days(part) * 86_400_000


def middle(part: Moment) -> date:
    """Return the day in the middle of a period."""
    return part.start + (part.end - part.start) / 2


def marks(row: Row) -> list[Moment]:
    """Return the échéances of a row that hold within a month."""
    return [due for due in row.dues if due.role == DUE]


def lanes(row: Row) -> list[tuple[float, Moment]]:
    """Return the échéances of a row that hold over a period, each on a lane where it hides no other."""
    ends: dict[int, date] = {}
    placed = []
    for due in sorted((due for due in row.dues if due.role == DUE_PERIOD), key=lambda due: due.start):
        free = (lane for lane in range(len(LANES)) if lane not in ends or ends[lane] <= due.start)
        lane = next(free, len(LANES) - 1)
        ends[lane] = due.end
        placed.append((LANES[lane], due))
    return placed


def edges(chart: Calendar, row: Row) -> list[tuple[str, str]]:
    """Return the side and the words of what leaves the days drawn, e.g. ("right", "→ 31/01/2027")."""
    before, after = chart.beyond(row)
    sides = (("left", [_left(part) for part in before]), ("right", [_right(part) for part in after]))
    return [(side, " · ".join(words)) for side, words in sides if words]


def _left(part: Span | Moment) -> str:
    return f"{_sign(part)}{day(part.start)} ←"


def _right(part: Span | Moment) -> str:
    return f"{_sign(part)}→ {day(part.end)}"


def _sign(part: Span | Moment) -> str:
    return "◆ " if isinstance(part, Moment) else ""


@lru_cache(maxsize=4096)
def told(words: str) -> str:
    """Return what is told of a mark, on lines that a hover label can hold."""
    return wrapped(words, TOLD)


def bars(y: list[float], parts: list[Any], rows: list[Row], width: float, **look: Any) -> Figure:
    """Return the trace of some periods, at the height of their rows."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": y,
        "base": [part.start.isoformat() for part in parts],
        "x": [milliseconds(part) for part in parts],
        "width": [width] * len(parts),
        "customdata": [row.link for row in rows],
        "hovertext": [told(part.told) for part in parts],
        "hovertemplate": "%{hovertext}<extra></extra>",
    } | look
