"""Calendars drawn: on the page without labels, which stand beside at the same height; on a slide with them inside."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate

from dashboard.charts.calendar import ACTION, GROUP, OBSERVED, Calendar, Row
from dashboard.colours import INK
from dashboard.figures import lanes as overview
from dashboard.figures.calendar_marks import Placed, traces
from dashboard.figures.calendar_parts import height, label
from dashboard.figures.labels import LEADING
from dashboard.figures.medium import BOLD, Medium
from dashboard.figures.texts import BREAK
from dashboard.figures.time import edges, limits
from dashboard.french import day
from dashboard.theme import Figure, axis, layout, look

ROW = 26  # pixels of a row of the page
HEIGHT = 300  # pixels of the page: enough for a slide to be filled
NEAR = timedelta(days=120)  # of the end: no room at the right of the observed day for its name
BAND = "#F1F4F8"  # under the heading of a group


def draw(chart: Calendar, medium: Medium) -> Figure:
    """Draw a calendar."""
    if chart.overview:
        return overview.draw(chart, medium)
    # The page tells the undated apart; a slide has no room for the headings of fiches.
    chart = chart.without_fiches() if medium.is_slide else chart.dated()
    heights = [height(row) if medium.is_slide else 1.0 for row in chart.rows]
    placed = Placed(list(chart.rows), [0.0, *accumulate(heights)], min(heights))
    whole = _layout(chart, placed, medium)
    return {
        "data": traces(placed, medium),
        "layout": _labelled(whole, chart, placed, medium) if medium.is_slide else whole,
    }


def _layout(chart: Calendar, placed: Placed, medium: Medium) -> Figure:
    return layout(
        medium.letters,
        height=ROW * len(placed.rows) + 2,
        margin={"l": 0, "r": 0, "t": 0, "b": 2},
        bargap=0,
        barmode="overlay",
        xaxis=axis(
            medium.letters,
            type="date",
            range=[day.isoformat() for day in limits(chart)],
            tickvals=[f"{year}-01-01" for year in range(chart.first.year, chart.last.year + 2)],
            showticklabels=False,
            automargin=False,
        ),
        yaxis=axis(
            medium.letters, range=[placed.tops[-1], 0], showticklabels=False, showgrid=False, automargin=False
        ),
        shapes=[*_bands(placed), *_observed_line(chart, medium)],
        annotations=[
            {
                "xref": "paper", "x": int(side == "right"), "xanchor": side, "y": y, "yanchor": "middle",
                "text": words, "showarrow": False, "bgcolor": "white", "borderpad": 1,
                "font": {"size": medium.letters, "color": INK},
            }
            for y, row in placed
            for side, words in edges(chart, row)
        ],
    )  # fmt: skip


def _bands(placed: Placed) -> Iterator[Figure]:
    for at, row in enumerate(placed.rows):
        if row.kind == GROUP:
            yield {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": placed.tops[at], "y1": placed.tops[at + 1],
                   "fillcolor": BAND, "line": {"width": 0}, "layer": "below"}  # fmt: skip


def _observed_line(chart: Calendar, medium: Medium) -> Iterator[Figure]:
    if chart.observed:
        x = chart.observed.isoformat()
        line = {"color": look(OBSERVED).colour, "width": 2 * medium.zoom}
        yield {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": x, "x1": x, "line": line}


def _labelled(whole: Figure, chart: Calendar, placed: Placed, medium: Medium) -> Figure:
    """Return the layout with the names of the rows, the years above and the observed day below."""
    room = max(_room(row, medium) for row in placed.rows)
    years = [*map(str, range(chart.first.year, chart.last.year + 1)), ""]
    top, foot = round(medium.letters * LEADING) + 10, round(40 * medium.zoom)
    plot = max(medium.tall(max(whole["height"], HEIGHT)), round(placed.tops[-1] * medium.letters * LEADING))
    return whole | {
        "height": plot + top + foot,
        "margin": {"l": round(room), "r": 0, "t": top, "b": foot},
        "xaxis": whole["xaxis"] | {"showticklabels": True, "side": "top", "ticktext": years},
        "yaxis": whole["yaxis"] | {
            "showticklabels": True, "tickvals": [y for y, _ in placed], "ticktext": [_name(row) for row in placed.rows],
        },
        "annotations": [*whole["annotations"], *_observed_day(chart, medium), *_undated(chart, placed, medium)],
    }  # fmt: skip


def _name(row: Row) -> str:
    name, held = label(row)
    return BREAK.join([*(f"<b>{line}</b>" if row.kind == GROUP else line for line in name), *held])


def _room(row: Row, medium: Medium) -> float:
    name, held = label(row)
    return max(medium.room(name) * (BOLD if row.kind == GROUP else 1), medium.room(held))


def _observed_day(chart: Calendar, medium: Medium) -> Iterator[Figure]:
    if chart.observed:
        side = "right" if chart.last - chart.observed < NEAR else "center"
        yield {
            "x": chart.observed.isoformat(), "y": 0, "yref": "paper", "yanchor": "top", "xanchor": side,
            "showarrow": False, "text": f"au {day(chart.observed)}",
            "font": {"size": medium.letters, "color": look(OBSERVED).colour},
        }  # fmt: skip


def _undated(chart: Calendar, placed: Placed, medium: Medium) -> Iterator[Figure]:
    for y, row in placed:
        if not row.span and (row.kind == ACTION or row.folded):
            yield {"x": chart.first.isoformat(), "y": y, "xanchor": "left", "showarrow": False, "text": "? sans date",
                   "font": {"size": medium.letters, "color": INK}}  # fmt: skip
