"""Trends drawn on a true time axis: one panel per unit, each curve named at its end, words where they have room."""

from collections.abc import Iterator, Sequence
from typing import Any

from dashboard.charts.trend import Curve, Panel, Point, Trend
from dashboard.colours import INK
from dashboard.figures import point_labels
from dashboard.figures.labels import LEADING
from dashboard.figures.medium import SCREEN, Medium
from dashboard.figures.point_labels import SIDES, sides
from dashboard.figures.texts import height_of, hover, wrapped
from dashboard.theme import Figure, axis, layout, look

PANEL, BETWEEN = 306, 80  # pixels of a panel on the page, and from one to the next: the years, then a unit
# The least room of a panel, in pixels of the page: what has its place in it has it in a larger one.
WIDTH, HEIGHT = 420, 240
NAMES = 290  # pixels at the right of the curves
NAME = 28  # letters on a line of a name
TICKS = 6
Word = tuple[str, str]  # with the side of its point where it stands


def draw(chart: Trend, medium: Medium) -> Figure:
    """Draw trends."""
    first, last = chart.years
    span = max(last - first, 1)
    across = (first - span * 0.09, last + span * 0.09)
    count, top = len(chart.panels), round(36 * medium.zoom)
    figure: Figure = {"data": [], "layout": layout(medium.letters, annotations=[])}
    own = figure["layout"]
    tall = PANEL * count + BETWEEN * (count - 1)
    own["height"] = medium.tall(tall) + top + 8
    own["margin"] = {"l": 8, "r": round(NAMES * medium.zoom), "t": top, "b": 8}
    for rank, panel in enumerate(chart.panels):
        suffix, high = str(rank + 1) if rank else "", 1 - rank * (PANEL + BETWEEN) / tall
        years = {"range": list(across), "dtick": -(-span // TICKS), "tick0": first, "tickformat": "d"}
        own[f"xaxis{suffix}"] = axis(medium.letters, anchor=f"y{suffix}", showgrid=False, **years)
        room = {"domain": [max(high - PANEL / tall, 0), high], "range": range_of(panel)}
        own[f"yaxis{suffix}"] = axis(medium.letters, anchor=f"x{suffix}", tickformat=",~f", nticks=5, **room)
        figure["data"] += _panel(panel, suffix, across, medium)
        own["annotations"] += [_unit(panel.unit, suffix, medium), *_names(panel, suffix, medium)]
    return figure


def _panel(panel: Panel, suffix: str, across: tuple[float, float], medium: Medium) -> Iterator[Figure]:
    axes = {"type": "scatter", "mode": "lines+markers+text", "xaxis": f"x{suffix}", "yaxis": f"y{suffix}",
            "cliponaxis": False, "hovertemplate": "%{hovertext}<extra></extra>"}  # fmt: skip
    for curve, words in zip(panel.curves, _words(panel, across), strict=True):
        font = {"textfont": {"size": medium.letters, "color": look(curve.role).colour}}
        yield axes | font | _curve(curve, words[: len(curve.points)], medium)
        if curve.targets:
            yield axes | font | _path(curve, words[len(curve.points) :], medium)


def _curve(curve: Curve, words: list[Word], medium: Medium) -> Figure:
    own = look(curve.role)
    return {
        "name": curve.name,
        "x": [point.year for point in curve.points],
        "y": [point.value for point in curve.points],
        **_set(words),
        "line": {"color": own.colour, "width": 3 * medium.zoom},
        "marker": {
            "size": 11 * medium.zoom,
            "symbol": [f"{own.symbol}-open" if point.role else own.symbol for point in curve.points],
            "color": own.colour,
            "line": {"width": 2, "color": own.colour},
        },
        "hovertext": [hover(point.told) for point in curve.points],
    }


def _path(curve: Curve, words: list[Word], medium: Medium) -> Figure:
    """Draw the way from the first known value to the targets."""
    (year, value), colour, size = curve.known[0], look(curve.role).colour, 13 * medium.zoom
    return {
        "x": [year, *(target.year for target in curve.targets)],
        "y": [value, *(target.value for target in curve.targets)],
        **_set([("", SIDES[0]), *words]),
        "line": {"color": colour, "width": 1.5 * medium.zoom, "dash": "dash"},
        "marker": {
            "symbol": ["circle-open", *(look(target.role).symbol for target in curve.targets)],
            "size": [medium.zoom, *(size for _ in curve.targets)],
            "color": colour,
        },
        "hovertext": ["", *(hover(target.told) for target in curve.targets)],
    }


def _set(words: list[Word]) -> Figure:
    return {"text": [text for text, _ in words], "textposition": [side for _, side in words]}


def _words(panel: Panel, across: tuple[float, float]) -> list[list[Word]]:
    """Return, for each curve, the words of its values then of its targets, with their sides; none without room."""
    low, high = range_of(panel)

    def place(year: float, value: float | None, words: str, rank: int) -> point_labels.Point:
        x = (year - across[0]) / (across[1] - across[0]) * WIDTH
        y = (high - (low if value is None else value)) / (high - low) * HEIGHT
        return point_labels.Point(x, y, words, rank)

    def ranked(curve: Curve, point: Point) -> int:
        return 1 + (point is not curve.points[-1])

    placed = [
        [place(p.year, p.value, p.text, ranked(curve, p)) for p in curve.points]
        + [place(t.year, t.value, t.text, 0) for t in curve.targets]
        for curve in panel.curves
    ]
    found = iter(sides([p for own in placed for p in own], SCREEN.letters, WIDTH, HEIGHT))
    chosen = [[(p.words, next(found)) for p in own] for own in placed]
    return [[(words if side else "", side or SIDES[0]) for words, side in own] for own in chosen]


def range_of(panel: Panel) -> list[float]:
    """Return the values at the bottom and at the top of a panel, some room around; a line may not start at zero."""
    values = [value for curve in panel.curves for value in curve.values]
    low, high = min(values), max(values)
    room = (high - low) * 0.25 or abs(high) * 0.25 or 1.0
    floor = low - room
    return [0.0 if low >= 0 and floor < 0 else floor, high + room]


def _unit(unit: str, suffix: str, medium: Medium) -> dict[str, Any]:
    """Write the unit above its axis, where it needs not be turned."""
    return {
        "xref": f"x{suffix} domain", "yref": f"y{suffix} domain", "x": 0, "y": 1, "xanchor": "left",
        "yanchor": "bottom", "yshift": 6 * medium.zoom, "showarrow": False, "text": unit,
        "font": {"size": medium.letters, "color": INK},
    }  # fmt: skip


def _names(panel: Panel, suffix: str, medium: Medium) -> Iterator[dict[str, Any]]:
    """Write the name of each curve at its end, one above the other in the order of their last values."""
    for curve, middle in _stacked(panel):
        yield {
            "xref": f"x{suffix} domain",
            "yref": f"y{suffix}",
            "x": 1.01,
            "y": middle,
            "xanchor": "left",
            "align": "left",
            "showarrow": False,
            "text": wrapped(curve.name, NAME),
            "font": {
                "size": medium.letters,
                "color": look(curve.role).colour if len(panel.curves) > 1 else INK,
            },
        }


def _stacked(panel: Panel) -> Sequence[tuple[Curve, float]]:
    """Return where the name of each curve stands, so that none covers another."""
    low, high = range_of(panel)
    line = SCREEN.letters * LEADING * (high - low) / HEIGHT
    ends = sorted(((curve, curve.known[-1][1]) for curve in panel.curves), key=lambda end: end[1])
    tall = [height_of(wrapped(curve.name, NAME)) * line for curve, _ in ends]
    # Names that would rise out of the panel push the lower ones down.
    spare = max(sum(tall) - (high - low), 0.0)
    placed, floor = [], float("-inf")
    for (curve, value), height in zip(ends, tall, strict=True):
        middle = max(value - spare, floor + height / 2)
        floor = middle + height / 2
        placed.append((curve, middle))
    return placed
