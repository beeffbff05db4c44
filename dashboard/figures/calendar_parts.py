"""A calendar divided among slides: whole groups together, a long one on several, all folded if it takes too many."""

import textwrap
from collections.abc import Sequence

from dashboard.charts.calendar import GROUP, Calendar, Row
from dashboard.figures.slides import LINES

LABEL = 72  # letters on a line
BETWEEN = 0.4  # of a line, between two rows
MAX_SLIDES = 12

Rows = tuple[Row, ...]


def label(row: Row) -> tuple[list[str], list[str]]:
    """Return the name of a row, and what it holds where it is folded, on lines."""
    return textwrap.wrap(f"{row.code}  {row.name}", LABEL), textwrap.wrap(row.held, LABEL) if row.folded else []


def height(row: Row) -> float:
    """Return the height of a row, in lines."""
    return sum(map(len, label(row))) + BETWEEN


def divide(chart: Calendar) -> list[tuple[str, Calendar]]:
    """Return the calendar of each slide, named by its groups."""
    if chart.overview:
        return [("", chart)]
    slides = _slides(chart.without_fiches().groups())
    if len(slides) > MAX_SLIDES:
        slides = _evenly(chart.folded().groups())
    if len(slides) == 1:
        return [("", chart.of(slides[0]))]
    return [
        (f"{_spelled(rows, chart.level)}, {rank} sur {len(slides)}", chart.of(rows))
        for rank, rows in enumerate(slides, start=1)
    ]


def _spelled(rows: Rows, level: tuple[str, str]) -> str:
    """Return the groups of a slide in words, e.g. « engagement 3 », « objectifs 11 à 13 »."""
    codes = [row.code for row in rows if row.kind == GROUP]
    return f"{level[0]} {codes[0]}" if len(codes) == 1 else f"{level[1]} {codes[0]} à {codes[-1]}"


def _fits(rows: Rows) -> bool:
    return sum(map(height, rows)) <= LINES


def _slides(groups: Sequence[Rows]) -> list[Rows]:
    slides: list[Rows] = []
    for group in groups:
        if slides and _fits(slides[-1] + group):
            slides[-1] += group
        else:
            slides += _chunks(group)
    return slides


def _chunks(group: Rows) -> list[Rows]:
    """Return a group cut in as few equal parts as the slides ask for, each under its heading."""
    heading, *rows = group
    for count in range(1, len(rows) + 1):
        size = -(-len(rows) // count)
        chunks = [(heading, *rows[start : start + size]) for start in range(0, len(rows), size)]
        if all(map(_fits, chunks)) or size == 1:
            return chunks
    return [group]


def _evenly(groups: Sequence[Rows]) -> list[Rows]:
    """Return the groups on as few slides as hold them, as many on each."""
    for count in range(1, len(groups) + 1):
        size = -(-len(groups) // count)
        slides = [sum(groups[start : start + size], ()) for start in range(0, len(groups), size)]
        if all(map(_fits, slides)):
            return slides
    return list(groups)
