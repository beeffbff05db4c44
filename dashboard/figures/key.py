"""The key of a chart: each colour, pattern and symbol it draws with its words, for the page and for the image."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts import Chart
from dashboard.charts.value import Role
from dashboard.colours import INK, MUTED
from dashboard.theme import SLICE, Figure, look

GLYPHS = {"diamond": "◆", "diamond-open": "◇", "triangle-left": "◂", "triangle-right": "▸", "star": "★",
          "star-open": "☆"}  # fmt: skip
LINE = "line-ns"


@dataclass(frozen=True)
class Mark:
    """One entry: its words; colour, pattern and edge of an area, or symbol of a point; its class on the page."""

    words: str
    colour: str = INK
    pattern: Figure | None = None
    edge: str = MUTED
    symbol: str = ""
    sample: str = ""

    @property
    def on_page(self) -> tuple[str, str]:
        """Return the sample (a class of the stylesheet or a colour) and the words that stand on the page."""
        if self.sample:
            return self.sample, self.words
        return ("", f"{GLYPHS[self.symbol]} {self.words}") if self.symbol in GLYPHS else (self.colour, self.words)


def marks_of(chart: Chart) -> list[Mark]:
    """Return the key of a chart as it looks."""
    return [_seen(mark.role, mark.words) for mark in chart.key]


def _seen(role: Role, words: str) -> Mark:
    own = look(role)
    pattern = own.pattern if own.hatch else None
    edge = MUTED if own.edge == SLICE else own.edge
    return Mark(words, own.colour, pattern, edge, own.symbol, own.sample)


def keyed(figure: Figure, marks: Sequence[Mark], zoom: float = 1.0) -> Figure:
    """Return the figure with its key: traces that draw nothing, named in the legend in the order of the marks."""
    traces = [trace | {"showlegend": False} for trace in figure["data"]]
    # On axes of their own, so that an empty bar takes no place among those of the chart.
    hidden = {"xaxis99": {"visible": False, "overlaying": "x"}, "yaxis99": {"visible": False, "overlaying": "y"}}
    return {
        "data": [*traces, *(_sample(mark, zoom) for mark in marks)],
        "layout": figure["layout"] | ({"showlegend": True} | hidden if marks else {}),
    }


def _sample(mark: Mark, zoom: float) -> Figure:
    common = {"name": mark.words, "x": [None], "y": [None], "xaxis": "x99", "yaxis": "y99", "hoverinfo": "skip",
              "showlegend": True}  # fmt: skip
    if mark.symbol:
        edge = {"width": 3, "color": mark.colour} if mark.symbol == LINE else {"width": 2, "color": mark.colour}
        marker = {"symbol": mark.symbol, "size": 12 * zoom, "color": mark.colour, "line": edge}
        return common | {"type": "scatter", "mode": "markers", "marker": marker}
    marker = {"color": mark.colour, "line": {"color": mark.edge, "width": 1.5}}
    return common | {"type": "bar", "marker": marker | ({"pattern": mark.pattern} if mark.pattern else {})}
