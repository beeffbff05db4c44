"""The key of a chart: each colour, pattern and symbol it draws with its words, for the page and for the image."""

from collections.abc import Sequence

from dashboard.charts.value import Mark
from dashboard.colours import MUTED
from dashboard.figures.medium import Medium
from dashboard.theme import SLICE, Figure, Look, look

GLYPHS = {"diamond": "◆", "diamond-open": "◇", "triangle-left": "◂", "triangle-right": "▸", "star": "★",
          "star-open": "☆", "circle-open": "○"}  # fmt: skip
LINE = "line-ns"


def sample(mark: Mark) -> tuple[str, str]:
    """Return the sample (a class of the stylesheet or a colour) and the words that stand on the page."""
    own = look(mark.role)
    if own.sample:
        return own.sample, mark.words
    return ("", f"{GLYPHS[own.symbol]} {mark.words}") if own.symbol in GLYPHS else (own.colour, mark.words)


def keyed(figure: Figure, marks: Sequence[Mark], medium: Medium) -> Figure:
    """Return the figure with its key: traces that draw nothing, named in the legend in the order of the marks."""
    traces = [trace | {"showlegend": False} for trace in figure["data"]]
    # On axes of their own, so that an empty bar takes no place among those of the chart.
    hidden = {"xaxis99": {"visible": False, "overlaying": "x"}, "yaxis99": {"visible": False, "overlaying": "y"}}
    return {
        "data": [*traces, *(_entry(mark.words, look(mark.role), medium) for mark in marks)],
        "layout": figure["layout"] | ({"showlegend": True} | hidden if marks else {}),
    }


def _entry(words: str, own: Look, medium: Medium) -> Figure:
    common = {"name": words, "x": [None], "y": [None], "xaxis": "x99", "yaxis": "y99", "hoverinfo": "skip",
              "showlegend": True}  # fmt: skip
    if own.symbol:
        line = {"width": 3 if own.symbol == LINE else 2, "color": own.colour}
        marker: Figure = {"symbol": own.symbol, "size": 12 * medium.zoom, "color": own.colour, "line": line}
        return common | {"type": "scatter", "mode": "markers", "marker": marker}
    edge = {"color": MUTED if own.edge == SLICE else own.edge, "width": 1.5}
    pattern = {"pattern": own.pattern} if own.hatch else {}
    return common | {"type": "bar", "marker": {"color": own.colour, "line": edge} | pattern}
