"""The rows of a chart divided among slides: labels at their size need room, and nothing is made smaller."""

from collections.abc import Callable, Sequence
from typing import Any

from dashboard.figures.texts import row_lines

LINES = 22  # of text, at the size that is read from the back of the room


def by_rows(chart: Any, names: Callable[[Any], Sequence[str]]) -> list[tuple[str, Any]]:
    """Return the rows of a chart, written with these names, evenly among as many slides as they need."""
    rows = len(chart.rows)
    count = int(-(-rows * row_lines(names(chart)) // LINES))
    size = -(-rows // count)
    starts = range(0, rows, size)
    if len(starts) == 1:
        return [("", chart)]
    return [(f"{rank} sur {len(starts)}", chart.part(at, at + size)) for rank, at in enumerate(starts, start=1)]
