"""Matrices drawn: one heatmap, shaded by number or coloured by role; an unknown cell is a gap with its words."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from dashboard.charts.matrix import DEEP, PALE, Cell, Matrix
from dashboard.colours import INK
from dashboard.figures.medium import Medium
from dashboard.figures.texts import BREAK, height_of, hover, one, row_lines, wrapped
from dashboard.theme import Figure, axis, layout, look

ROW, LINE = 34, 24  # pixels of a row at least, and of each line of its words
HEAD = 40  # pixels beside those of the headings of the columns
NAME, TITLE, CELL = 40, 58, 21  # letters on a line of the name of a row, of one with a note under it, of a cell
HEADINGS, HEADING = 84, 12  # letters on a line of all headings, of one at least
EDGE = 0.47  # of a cell, from its middle to its frame


def draw(chart: Matrix, medium: Medium) -> Figure:
    """Draw a matrix."""
    labels, headings = names(chart), _headings(chart.columns)
    columns, rows = len(headings), len(labels)
    top = round(max(map(height_of, headings)) * LINE * medium.zoom)
    left = medium.room(labels)
    own = {"showgrid": False, "automargin": not medium.is_slide}
    return {
        "data": [_heatmap(chart, medium)],
        "layout": layout(
            medium.letters,
            height=medium.tall(_row_height(chart, labels) * rows) + top + HEAD,
            margin={"l": 8, "r": 16, "t": 8, "b": 8} | ({"l": left, "t": top + 10} if medium.is_slide else {}),
            shapes=list(_frames(chart)),
            annotations=list(_unknowns(chart, medium)),
            xaxis=axis(
                medium.letters, side="top", ticks="", tickangle=0, tickvals=list(range(columns)), ticktext=headings,
                range=[-0.5, columns - 0.5], **own,
            ),
            yaxis=axis(
                medium.letters, tickvals=list(range(rows)), ticktext=labels, range=[rows - 0.5, -0.5], **own
            ),
        ),
    }  # fmt: skip


def names(chart: Matrix) -> list[str]:
    """Return the names of the rows on lines, what is added under them in italics."""
    letters = TITLE if any(line.note for line in chart.rows) else NAME
    return [wrapped(line.name, letters) + (f"{BREAK}<i>{line.note}</i>" if line.note else "") for line in chart.rows]


def _headings(columns: Sequence[str]) -> list[str]:
    width = max(HEADING, HEADINGS // max(len(columns), 1))
    return [BREAK.join(textwrap.wrap(column, width, break_long_words=False)) for column in columns]


def _row_height(chart: Matrix, labels: Sequence[str]) -> int:
    """Return the height that the longest name or cell asks of each row."""
    words = max((height_of(_text(cell)) for line in chart.cells for cell in line), default=1)
    return round(max(ROW, LINE * row_lines(labels), LINE * words))


def _text(cell: Cell | None) -> str:
    return wrapped(cell.text, CELL) if cell else ""


def _heatmap(chart: Matrix, medium: Medium) -> Figure:
    shades = _scale(chart) if chart.top is not None else _roles(chart)
    return shades | {
        "type": "heatmap",
        "x": list(range(len(chart.columns))),
        "y": list(range(len(chart.rows))),
        "text": [[_text(cell) for cell in line] for line in chart.cells],
        "texttemplate": "%{text}",
        "textfont": {"size": medium.letters} | _ink(chart),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "customdata": [[cell.link if cell else None for cell in line] for line in chart.cells],
        "hovertext": [[hover(cell.told) if cell else "" for cell in line] for line in chart.cells],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "hoverongaps": False,
    }


def _ink(chart: Matrix) -> dict[str, Any]:
    """Return the colour of the words: none where roles ask for several, that plotly then takes from the ground."""
    ink = one(look(cell.role).ink if cell.role else INK for line in chart.cells for cell in line if cell)
    return {"color": ink} if isinstance(ink, str) else {}


def _scale(chart: Matrix) -> Figure:
    z = [[cell.value if cell else None for cell in line] for line in chart.cells]
    return {"z": z, "zmin": 0, "zmax": chart.top or 1, "colorscale": [[0, look(PALE).colour], [1, look(DEEP).colour]]}


def _roles(chart: Matrix) -> Figure:
    """Return the rank of each role among those that are drawn, and their colours, each a step of the scale."""
    roles = list(dict.fromkeys(cell.role for line in chart.cells for cell in line if cell and cell.role))
    rank = {role: place for place, role in enumerate(roles)}
    z = [[rank[cell.role] if cell and cell.role else None for cell in line] for line in chart.cells]
    steps = [[(place + end) / len(roles), look(role).colour] for role, place in rank.items() for end in (0, 1)]
    return {"z": z, "zmin": -0.5, "zmax": len(roles) - 0.5, "colorscale": steps}


def _frames(chart: Matrix) -> Iterator[Figure]:
    for y, line in enumerate(chart.cells):
        for x, cell in enumerate(line):
            if cell and cell.frame:
                yield {
                    "type": "rect", "x0": x - EDGE, "x1": x + EDGE, "y0": y - EDGE, "y1": y + EDGE,
                    "line": {"color": look(cell.frame).edge, "width": 3},
                }  # fmt: skip


def _unknowns(chart: Matrix, medium: Medium) -> Iterator[Figure]:
    """Write the words of the cells that no shade tells: plotly writes none on a gap."""
    for y, line in enumerate(chart.cells):
        for x, cell in enumerate(line):
            if cell and cell.value is None and not cell.role:
                font = {"size": medium.letters, "color": INK}
                yield {"x": x, "y": y, "text": _text(cell), "showarrow": False, "font": font}
