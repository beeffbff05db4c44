"""Bars drawn: one trace per series, its parts end to end; names at the left, families at the right."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from dashboard.charts.bars import Bars, Series
from dashboard.colours import INK, MUTED
from dashboard.figures.medium import Medium
from dashboard.figures.texts import height_of, hover, one, row_lines, wrapped
from dashboard.theme import HATCH, Figure, Look, axis, layout, look

ROW, LINE = 40, 23  # pixels of a row at least, and of each line of its name
NAME, TITLE = 34, 58  # letters on a line of a short name, of a long one
FAMILY = 20  # letters on a line of the name of a family
ROW_LINES = 2  # of text that a row leaves at its right
FEW = 8  # numbers of an axis that are all written
BETWEEN = 0.06  # of the width, between two panels
NARROW = 0.35  # of the width, a panel at least before all are made to fit
PLOT = 900  # pixels of a plot on a page of 1280
UNKNOWN = "?"
GAP = "\N{NO-BREAK SPACE}"  # between a bar and the words at its end


def draw(chart: Bars, medium: Medium) -> Figure:
    """Draw bars."""
    labels, count = names(chart), len(chart.rows)
    left, right = medium.room(labels), _room_of_families(chart, medium)
    plot = (medium.width or PLOT + left + right) - left - right
    height = round(max(ROW, LINE * row_lines(labels))) * max(count, 2)
    foot = round(44 * medium.zoom)
    return {
        "data": [*(_trace(series, medium) for series in chart.series), *_ends(chart, medium)],
        "layout": layout(
            medium.letters,
            height=medium.tall(height) + foot + 8,
            barmode="stack",
            bargap=0.25,
            margin={"l": left if medium.is_slide else 8, "r": right, "t": 8, "b": foot},
            annotations=list(_families(chart, medium)),
            yaxis=axis(
                medium.letters, tickvals=list(range(count)), ticktext=labels, range=[count - 0.5, -0.5],
                showgrid=False, automargin=not medium.is_slide,
            ),
            **_panels(chart, plot, medium),
        ),
    }  # fmt: skip


def names(chart: Bars) -> list[str]:
    """Return the names of the rows on lines: short where two of them hold the longest name."""
    letters = NAME if max(map(len, chart.names), default=0) <= 2 * NAME else TITLE
    return [wrapped(name, letters) for name in chart.names]


def _trace(series: Series, medium: Medium) -> Figure:
    known = [(row, part) for row, part in enumerate(series.parts) if part and part.value is not None]
    parts = [part for _, part in known]
    looks = [look(part.role) for part in parts]
    return {
        "type": "bar",
        "orientation": "h",
        "name": series.name,
        "xaxis": f"x{_suffix(series.panel)}",
        "y": [row for row, _ in known],
        "x": [part.value for part in parts],
        "text": [part.text for part in parts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": one(own.ink for own in looks), "size": medium.letters},
        "marker": {
            "color": one(own.colour for own in looks),
            "pattern": HATCH | {"shape": one(own.hatch for own in looks)},
            "line": {"color": one(_edge(own) for own in looks), "width": 1},
        },
        "customdata": [part.link for part in parts],
        "hovertext": [hover(part.told) for part in parts],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _edge(own: Look) -> str:
    """Return the edge of a part: one of its own colour would not tell it from the next."""
    return MUTED if own.edge == own.colour else own.edge


def _suffix(panel: int) -> str:
    """Return what plotly calls the axes of a panel by."""
    return str(panel + 1) if panel else ""


def _told(x: float, y: float, text: str, **place: Any) -> Figure:
    return {"x": x, "y": y, "text": text, "xanchor": "left", "align": "left", "showarrow": False} | place


def _ends(chart: Bars, medium: Medium) -> Iterator[Figure]:
    """Write at the end of each bar the words of its row; where a part of it is unknown, that it is.

    One trace of texts for each panel: plotly takes as long for ten annotations as for a whole chart.
    """
    for panel in range(len(chart.panels)):
        told = zip(chart.lengths(panel), _words(chart, panel), strict=True)
        ends = [(x, row, words) for row, (x, words) in enumerate(told) if words]
        if ends:
            yield {
                "type": "scatter",
                "mode": "text",
                "xaxis": f"x{_suffix(panel)}",
                "x": [x for x, _, _ in ends],
                "y": [row for _, row, _ in ends],
                "text": [f"{GAP}{words}" for _, _, words in ends],
                "textposition": "middle right",
                "textfont": {"size": medium.letters, "color": INK},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }


def _words(chart: Bars, panel: int) -> list[str]:
    """Return the words at the end of the bars of a panel."""
    own = [series.parts for series in chart.series if series.panel == panel]
    unknown = [any(part and part.value is None for part in parts) for parts in zip(*own, strict=True)]
    ends = [row.ends[panel] if row.ends else "" for row in chart.rows]
    return [f"{words} {UNKNOWN}".strip() if some else words for words, some in zip(ends, unknown, strict=True)]


def _panels(chart: Bars, plot: float, medium: Medium) -> dict[str, Figure]:
    """Return the axes: one unit of length for all panels, and the room of the words at the end of the bars."""
    total = sum(panel.top for panel in chart.panels) or 1
    parts = [max(panel.top / total, NARROW) for panel in chart.panels]
    gaps = BETWEEN * (len(parts) - 1)
    widths = [(1 - gaps) * part / sum(parts) for part in parts]
    tops = [_top(chart, i, plot * width, medium) for i, width in enumerate(widths)]
    unit = max(top / width for top, width in zip(tops, widths, strict=True))
    axes, start = {}, 0.0
    for i, (panel, width) in enumerate(zip(chart.panels, widths, strict=True)):
        most = unit * width
        axes[f"xaxis{_suffix(i)}"] = axis(
            medium.letters,
            title={"text": panel.unit, "font": {"size": medium.letters}, "standoff": 4},
            domain=[start, start + width],
            range=[0, most],
            tickformat="d",
            **({"dtick": 1} if panel.top <= FEW else {"nticks": 8 if len(widths) == 1 else 6}),
        )
        start += width + BETWEEN
    return axes


def _top(chart: Bars, panel: int, width: float, medium: Medium) -> float:
    """Return the number at the end of an axis of some pixels, that leaves their room to the words after the bars."""
    words = zip(chart.lengths(panel), _words(chart, panel), strict=True)
    ends = (length / (1 - min(medium.room([text]) / width, 0.6)) for length, text in words if text)
    return max(1.05 * chart.panels[panel].top, *ends, 0.0) or 1.0


def _room_of_families(chart: Bars, medium: Medium) -> int:
    families = {row.family for row in chart.rows if row.family}
    return medium.room(wrapped(family.name, FAMILY) for family in families) if families else 16


def _families(chart: Bars, medium: Medium) -> Iterator[Figure]:
    """Write the name of each family in the middle of its rows; where it would cover the next one, its short name."""
    for family, group in groupby(enumerate(chart.rows), lambda pair: pair[1].family):
        rows = [row for row, _ in group]
        if family:
            name = wrapped(family.name, FAMILY)
            text = name if height_of(name) <= ROW_LINES * len(rows) else family.short
            font = {"size": medium.letters, "color": look(family.role).colour}
            yield _told(1.01, sum(rows) / len(rows), text, xref="paper", font=font)
