"""A chart set as a slide of 1920 × 1080: title, filters, source and date inside."""

import textwrap
from typing import Any

from dashboard.theme import INK, MUTED, Figure

WIDTH, HEIGHT = 1920, 1080
TOP, BOTTOM, SIDE = 215, 40, 40
TOP_AXIS, TILTED_AXIS = 40, 190
LINE = 150
ZOOM = 1.4
GROWTH = 2.2


def slide(figure: Figure, title: str, summary: str, filters: str, source: str) -> Figure:
    """Return the figure for a slide; its texts grow with it."""
    layout: dict[str, Any] = dict(figure["layout"])
    margin = layout.get("margin", {})
    top = TOP + _room_of_top_axis(layout.get("xaxis", {}))
    # A short chart stays at the top of the slide rather than swelling to its height.
    room = HEIGHT - top - round(layout["height"] * GROWTH)
    layout |= {
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": False,
        "font": layout["font"] | {"size": 20},
        "margin": {
            "l": max(margin.get("l", 0), SIDE),
            "r": max(round(margin.get("r", 0) * ZOOM), SIDE),
            "t": top,
            "b": max(BOTTOM, margin.get("b", 0), room),
        },
        "title": _title(title, summary, filters, source),
        "annotations": [_zoomed(a, "font") for a in layout.get("annotations", [])],
    }
    for name, axis in list(layout.items()):
        if name.startswith(("xaxis", "yaxis")) and isinstance(axis, dict):
            layout[name] = axis | {"tickfont": {"size": 17}}
            if "title" in axis:
                layout[name]["title"] = _zoomed(axis["title"], "font")
    return {"data": [_zoomed(trace, "textfont") for trace in figure["data"]], "layout": layout}


def _title(title: str, summary: str, filters: str, source: str) -> dict[str, Any]:
    lines = [f'<b style="font-size:34px">{title}</b>', *textwrap.wrap(summary, LINE)]
    small = f'<span style="font-size:18px;color:{MUTED}">'
    lines += [f"{small}{line}</span>" for line in textwrap.wrap(filters, LINE)]
    lines.append(f"{small}{source}</span>")
    return {
        "text": "<br>".join(lines),
        "font": {"size": 22, "color": INK},
        "xref": "container",
        "yref": "container",
        "x": SIDE / WIDTH,
        "y": 1 - 48 / HEIGHT,
        "xanchor": "left",
        "yanchor": "top",
    }


def _room_of_top_axis(axis: dict[str, Any]) -> int:
    if axis.get("side") != "top":
        return 0
    return TILTED_AXIS if axis.get("tickangle") else TOP_AXIS


def _zoomed(part: dict[str, Any], key: str) -> dict[str, Any]:
    font = part.get(key)
    return part | {key: font | {"size": round(font["size"] * ZOOM)}} if font and "size" in font else part
