"""A chart set as a slide of 1920 × 1080: title, filters, source and date inside."""

from typing import Any

from dashboard.theme import INK, MUTED, Figure

WIDTH, HEIGHT = 1920, 1080
TOP, BOTTOM, SIDE = 170, 80, 40


def slide(figure: Figure, title: str, summary: str, filters: str, source: str) -> Figure:
    """Return the figure for a slide; text grows with it."""
    layout: dict[str, Any] = dict(figure["layout"])
    margin = layout.get("margin", {})
    layout |= {
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": False,
        "font": layout["font"] | {"size": 20},
        "margin": {
            "l": max(margin.get("l", 0), SIDE),
            "r": max(margin.get("r", 0), SIDE),
            "t": TOP + margin.get("t", 0),
            "b": BOTTOM,
        },
        "annotations": [*layout.get("annotations", []), *_frame(title, summary, filters, source)],
    }
    for name, axis in list(layout.items()):
        if name.startswith(("xaxis", "yaxis")) and isinstance(axis, dict):
            layout[name] = axis | {"tickfont": {"size": 17}}
    return {"data": figure["data"], "layout": layout}


def _frame(title: str, summary: str, filters: str, source: str) -> list[dict[str, Any]]:
    lines = ((f"<b>{title}</b>", 34, INK, 150), (summary, 21, INK, 100), (filters, 19, MUTED, 64))
    top = [_text(words, size, colour, {"y": 1, "yanchor": "top", "yshift": y}) for words, size, colour, y in lines]
    return [*top, _text(source, 16, MUTED, {"y": 0, "yanchor": "bottom", "yshift": -BOTTOM + 6})]


def _text(words: str, size: int, colour: str, place: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": words,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "xanchor": "left",
        "align": "left",
        "showarrow": False,
        "font": {"size": size, "color": colour},
        **place,
    }
