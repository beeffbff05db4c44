"""The rows of a chart divided among slides: labels at their size need room, and nothing is made smaller."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from dashboard.figures.texts import row_lines
from dashboard.filters import Filters
from dashboard.theme import Figure

SCALE = ("range", "domain", "dtick", "nticks")
LINES = 22  # of text, at the size that is read from the back of the room
Part = tuple[str, pd.DataFrame]


def parted(key: str, label: Callable[[pd.DataFrame], Sequence[str]]) -> Callable[[pd.DataFrame, Filters], list[Part]]:
    """Return how to divide a frame by the values of a column, which make its rows, written with these labels."""

    def parts(frame: pd.DataFrame, filters: Filters) -> list[Part]:
        firsts = frame.drop_duplicates(key)
        count = -(-len(firsts) * row_lines(label(firsts)) // LINES)
        size = -(-len(firsts) // int(count))
        keys = firsts[key].tolist()
        slides = [frame[frame[key].isin(keys[start : start + size])] for start in range(0, len(keys), size)]
        if len(slides) == 1:
            return [("", frame)]
        return [(f"{rank} sur {len(slides)}", slide) for rank, slide in enumerate(slides, start=1)]

    return parts


def by_rows(names: Callable[[Any], Sequence[str]]) -> Callable[[Any], list[tuple[str, Any]]]:
    """Return how to divide the rows of a chart, written with these names, evenly among as many slides as they need."""

    def divide(chart: Any) -> list[tuple[str, Any]]:
        rows = len(chart.rows)
        count = int(-(-rows * row_lines(names(chart)) // LINES))
        size = -(-rows // count)
        starts = range(0, rows, size)
        if len(starts) == 1:
            return [("", chart)]
        return [(f"{rank} sur {len(starts)}", chart.part(at, at + size)) for rank, at in enumerate(starts, start=1)]

    return divide


def same_scale(figure: Figure, whole: Figure) -> Figure:
    """Return the figure of some rows with the horizontal scale of all rows."""
    layout = figure["layout"]
    for name, axis in whole["layout"].items():
        if name.startswith("xaxis") and "range" in axis and name in layout:
            layout[name] = layout[name] | {key: axis[key] for key in SCALE if key in axis}
    return figure
