"""A chart set as a slide of 1920 × 1080: title, filters, source, date and key inside; no letter under 24 pixels."""

import re
import textwrap
from typing import Any, NamedTuple

from dashboard.charts import Chart
from dashboard.colours import INK, MUTED
from dashboard.figures import render
from dashboard.figures.key import keyed, marks_of
from dashboard.figures.labels import width_of
from dashboard.figures.medium import SLIDE
from dashboard.theme import Figure

WIDTH, HEIGHT = 1920, 1080
SIDE, BOTTOM = 40, 40
# A screen of 720 lines set on 1080.
ZOOM = 1.5
LETTERS, SUMMARY, TITLE = 24, 28, 38
LEADING = 1.3
# Of their size: the average width of letters, in running text, in the key, in bold.
LETTER, KEY_LETTER, BOLD = 0.56, 0.525, 0.65
SAMPLE = 48  # pixels of a sample of the key and of the room around it
GROWTH = 2.2
TAG = re.compile(r"<[^>]+>")


class Heading(NamedTuple):
    """What stands above the chart: title, sentence, what the rows cover, where they come from."""

    title: str
    summary: str
    covered: str
    source: str


def slide(figure: Figure, heading: Heading) -> Figure:
    """Return the figure for a slide; its texts grow with it."""
    layout: dict[str, Any] = dict(figure["layout"])
    margin, lines = layout.get("margin", {}), _lines(heading)
    head = SIDE + round(len(lines) * SUMMARY * LEADING)
    rows = _key_rows(figure)
    top = head + round(rows * LETTERS * LEADING * 1.2) + 25 + _room_of_top_axis(figure)
    top += _room_of_units(layout)
    # A short chart stays at the top of the slide rather than swelling to its height.
    room = HEIGHT - top - round(layout["height"] * GROWTH)
    layout |= {
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": False,
        "font": layout["font"] | {"size": LETTERS},
        "margin": {
            "l": _room_of_labels(layout) or max(margin.get("l", 0), SIDE),
            "r": max(round(margin.get("r", 0) * ZOOM), SIDE),
            "t": top,
            "b": max(BOTTOM, round(margin.get("b", 0) * ZOOM), room),
        },
        "title": _title(lines),
        "legend": _legend(head),
        "annotations": [_zoomed(a, "font") for a in layout.get("annotations", [])],
    }  # fmt: skip
    for name, axis in list(layout.items()):
        if name.startswith(("xaxis", "yaxis")) and isinstance(axis, dict):
            layout[name] = axis | {"tickfont": {"size": LETTERS}}
            if name == "yaxis" and axis.get("ticktext"):
                layout[name]["automargin"] = False
            if "title" in axis:
                layout[name]["title"] = _zoomed(axis["title"], "font")
    return {"data": [_grown(trace) for trace in figure["data"]], "layout": layout}


def composed(chart: Chart, heading: Heading) -> Figure:
    """Return a chart set on a slide, under its heading and its key."""
    figure, lines = keyed(render(chart, SLIDE), marks_of(chart), SLIDE.zoom), _lines(heading)
    layout, margin = figure["layout"], figure["layout"]["margin"]
    head = SIDE + round(len(lines) * SUMMARY * LEADING)
    left, right = max(margin["l"], SIDE), max(margin["r"], SIDE)
    top = head + round(_rows(chart, WIDTH - left - right) * LETTERS * LEADING * 1.2) + 25 + margin["t"]
    # A short chart stays at the top of the slide rather than swelling to its height.
    plot = layout["height"] - margin["t"] - margin["b"]
    return figure | {
        "layout": layout
        | {
            "width": WIDTH,
            "height": HEIGHT,
            "autosize": False,
            "margin": {"l": left, "r": right, "t": top, "b": max(BOTTOM, margin["b"], HEIGHT - top - plot)},
            "title": _title(lines),
            "legend": _legend(head),
        }
    }


def _rows(chart: Chart, room: float) -> int:
    """Return the rows that the key takes in a width: one, or as many as its widest entry makes."""
    widths = [width_of(mark.words, LETTERS) + SAMPLE for mark in chart.key]
    if not widths or sum(widths) <= room:
        return min(len(widths), 1)
    return -(-len(widths) // max(int(room // max(widths)), 1))


def _lines(heading: Heading) -> list[tuple[str, int]]:
    """Return the lines above the chart, as HTML, with the size of their letters."""
    lines = [(f"<b>{line}</b>", TITLE) for line in _wrapped(heading.title, TITLE)]
    lines += [(line, SUMMARY) for line in _wrapped(heading.summary, SUMMARY)]
    small = [line for text in (heading.covered, heading.source) for line in _wrapped(text, LETTERS)]
    return lines + [(f'<span style="color:{MUTED}">{line}</span>', LETTERS) for line in small]


def _wrapped(text: str, size: int) -> list[str]:
    return textwrap.wrap(text, int((WIDTH - 2 * SIDE) / (size * LETTER)), break_long_words=False)


def _legend(head: int) -> dict[str, Any]:
    return {
        "orientation": "h", "xref": "container", "yref": "container", "x": SIDE / WIDTH, "xanchor": "left",
        "y": 1 - (head + 8) / HEIGHT, "yanchor": "top", "traceorder": "normal", "font": {"size": LETTERS},
        "itemclick": False, "itemdoubleclick": False,
    }  # fmt: skip


def _title(lines: list[tuple[str, int]]) -> dict[str, Any]:
    return {
        "text": "<br>".join(f'<span style="font-size:{size}px">{line}</span>' for line, size in lines),
        "font": {"size": SUMMARY, "color": INK},
        "xref": "container",
        "yref": "container",
        "x": SIDE / WIDTH,
        "y": 1 - (SIDE + 10) / HEIGHT,
        "xanchor": "left",
        "yanchor": "top",
    }


def _key_rows(figure: Figure) -> int:
    """Return the rows that the key takes above the plot: one, or as many as its widest entry makes."""
    words = [trace["name"] for trace in figure["data"] if trace.get("showlegend")]
    layout = figure["layout"]
    sides = max(_room_of_labels(layout), SIDE) + max(layout.get("margin", {}).get("r", 0) * ZOOM, SIDE)
    room = WIDTH - sides
    widths = [_width(w, KEY_LETTER) + SAMPLE for w in words]
    if not widths or sum(widths) <= room:
        return min(len(widths), 1)
    return -(-len(widths) // max(int(room // max(widths)), 1))


def _room_of_labels(layout: dict[str, Any]) -> int:
    """Return the room that the labels of the rows take, none where they are numbers."""
    labels = layout.get("yaxis", {}).get("ticktext")
    return max(round(max(map(_width, labels))) + 15, SIDE) if labels else 0


def _room_of_units(layout: dict[str, Any]) -> int:
    """Return the room of what stands above the plot: the unit of its first axis."""
    above = any(a.get("yanchor") == "bottom" and a.get("yref") == "y domain" for a in layout.get("annotations", []))
    return round(LETTERS * LEADING) + 10 if above else 0


def _width(text: str, letter: float = LETTER) -> float:
    lines = text.split("<br>")
    return max(len(TAG.sub("", line)) * (BOLD if "<b>" in line else letter) for line in lines) * LETTERS


def _room_of_top_axis(figure: Figure) -> int:
    axis = figure["layout"].get("xaxis", {})
    if axis.get("side") != "top":
        return 0
    words = axis.get("ticktext") or [word for trace in figure["data"] for word in trace.get("x") or ()]
    lines = max((str(word).count("<br>") + 1 for word in words), default=1)
    return 10 + round(lines * LETTERS * LEADING)


def _grown(trace: Figure) -> Figure:
    grown, marker = _zoomed(trace, "textfont"), trace.get("marker", {})
    size = marker.get("size")
    if size is None:
        return grown
    larger = [n * ZOOM for n in size] if isinstance(size, list) else size * ZOOM
    return grown | {"marker": marker | {"size": larger}}


def _zoomed(part: dict[str, Any], key: str) -> dict[str, Any]:
    font = part.get(key)
    grown = part | {key: font | {"size": round(font["size"] * ZOOM)}} if font and "size" in font else part
    return grown | {name: grown[name] * ZOOM for name in ("xshift", "yshift") if name in grown}
