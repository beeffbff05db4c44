"""A chart set as a slide of 1920 × 1080: title, filters, source, date and key inside; no letter under 24 pixels."""

import textwrap
from typing import Any, NamedTuple

from dashboard.charts import Chart
from dashboard.colours import INK, MUTED
from dashboard.figures import render
from dashboard.figures.key import keyed
from dashboard.figures.labels import LEADING
from dashboard.figures.medium import HEIGHT, SLIDE, WIDTH
from dashboard.theme import Figure

SIDE, BOTTOM = 40, 40
LETTERS, SUMMARY, TITLE = SLIDE.letters, 28, 38
LETTER, KEY_LETTER = 0.56, 0.525  # of their size, the average width of letters in running text, in the key
SAMPLE = 48  # pixels of a sample of the key and of the room around it


class Heading(NamedTuple):
    """What stands above the chart: title, sentence, what the rows cover, where they come from."""

    title: str
    summary: str
    covered: str
    source: str


def slide(chart: Chart, heading: Heading) -> Figure:
    """Return a chart set on a slide, under its heading and its key."""
    figure, lines = keyed(render(chart, SLIDE), chart.key, SLIDE), _lines(heading)
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
    widths = [len(mark.words) * LETTERS * KEY_LETTER + SAMPLE for mark in chart.key]
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
