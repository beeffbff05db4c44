"""Several calendars on one axis: one thin bar for each dated action, one lane for each schéma."""

from dashboard.charts.calendar import Calendar, Row
from dashboard.figures.labels import LEADING
from dashboard.figures.medium import BOLD, Medium
from dashboard.figures.time import bars
from dashboard.theme import Figure, axis, layout, look

BAR = 4  # pixels of an action
GAP = 6  # actions, between two lanes
SMALLEST = 18  # actions
THICK = 0.7  # of an action
HEAD = 50  # pixels above the lanes


def draw(chart: Calendar, medium: Medium) -> Figure:
    """Draw every action of a group on its lane; the period of the group is the ground."""
    places, shapes, names, top = [], [], [], 0
    for heading, *rows in chart.groups():
        height = max(len(rows), SMALLEST)
        places += [(top + rank, row) for rank, row in enumerate(rows)]
        shapes.append(_ground(heading, top - 2, top + height + 1))
        names.append((top + height / 2, [heading.name, heading.count]))
        top += height + GAP
    room = round(BOLD * medium.room(line for _, lines in names for line in lines)) if medium.is_slide else 8
    head = round(medium.letters * LEADING) + 10 if medium.is_slide else 8
    years = [f"{chart.first.year}-01-01", f"{chart.last.year + 1}-01-01"]
    return {
        "data": [_trace(places)],
        "layout": layout(
            medium.letters,
            height=medium.tall(BAR * top + HEAD),
            bargap=0,
            barmode="overlay",
            margin={"l": room, "r": 16, "t": head, "b": 8},
            shapes=shapes,
            xaxis=axis(medium.letters, type="date", side="top", range=years, dtick="M12", tickformat="%Y",
                       ticklabelmode="period"),
            yaxis=axis(
                medium.letters, range=[top, -2], showgrid=False, automargin=not medium.is_slide,
                tickvals=[y for y, _ in names], ticktext=[f"<b>{name}</b><br>{count}" for _, (name, count) in names],
            ),
        ),
    }  # fmt: skip


def _ground(heading: Row, top: float, below: float) -> Figure:
    span = heading.span
    days = {"x0": span.start.isoformat(), "x1": span.end.isoformat()} if span else {}
    colour = look(span.role).colour if span else "white"
    return {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": colour, "y0": top, "y1": below} | days


def _trace(places: list[tuple[int, Row]]) -> Figure:
    drawn = [(y, row, row.span) for y, row in places if row.span]
    colours = [look(span.role).colour for *_, span in drawn]
    rows, spans = [row for _, row, _ in drawn], [span for *_, span in drawn]
    return bars([y for y, *_ in drawn], spans, rows, THICK, marker={"color": colours})
