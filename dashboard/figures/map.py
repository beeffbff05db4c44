"""Maps drawn: filled outlines on plain axes, each label whole inside its outline, the unknown hatched."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from dashboard.charts.map import Map, Territory
from dashboard.colours import INK
from dashboard.figures.labels import Ground, Label, ground, set_labels
from dashboard.figures.medium import Medium
from dashboard.figures.outlines import LOCATOR, PAGE, SLIDE, Canvas, Scale, outline, rings
from dashboard.figures.texts import BREAK, hover
from dashboard.theme import LETTERS, Figure, Look, layout, look, luminance

EDGE = "#6E7781"
HALO = tuple((x, y) for x in (-2, 0, 2) for y in (-2, 0, 2) if x or y)
KEY_WIDTH = 30  # letters of a name in the key of the numbers
PREFIXES = ("CC du ", "CC de la ", "CC des ", "CC de ", "CC ", "CA de ", "CA du ", "CA ", "CU ",
            "Communauté de communes ")  # fmt: skip

Placed = Sequence[tuple[Territory, Label]]


def draw(chart: Map, medium: Medium) -> Figure:
    """Draw a map; on a slide the names that have no room in it stand at its right."""
    canvas = _canvas(chart, medium)
    scale = Scale(tuple(t.outline for t in chart.territories), canvas)
    # The edge of the chosen one is over those of its neighbours.
    traces = [_area(t, medium) for t in sorted(chart.territories, key=lambda t: t.chosen)]
    placed = list(zip(chart.territories, labels(chart, medium), strict=True)) if chart.named else []
    names = _names(chart, medium) if medium.is_slide else []
    return {
        "data": [*traces, *_inside(placed, scale, medium)],
        "layout": layout(
            medium.letters,
            height=medium.tall(canvas.height),
            margin={"l": 0, "r": round(14 * KEY_WIDTH * medium.zoom) if names else 0, "t": 0, "b": 0},
            hovermode="closest",
            annotations=[*_beside(placed, scale, medium), *names],
            **scale.axes(),
        ),
    }


def _canvas(chart: Map, medium: Medium) -> Canvas:
    if medium.is_slide:
        return SLIDE
    return LOCATOR if chart.locates else PAGE


def numbered(chart: Map, medium: Medium) -> dict[str, int]:
    """Return the names that stand on the map as a number, with it."""
    if not chart.named:
        return {}
    found = zip(chart.territories, labels(chart, medium), strict=True)
    return {territory.name: label.number for territory, label in found if label.number is not None}


def labels(chart: Map, medium: Medium) -> tuple[Label, ...]:
    """Return where the label of each territory stands, in pixels of the canvas from the top left."""
    outlines = tuple(territory.outline for territory in chart.territories)
    names = tuple((_short_name(territory.name), territory.sign) for territory in chart.territories)
    return _labels(outlines, names, _canvas(chart, medium))


@lru_cache(maxsize=64)
def _labels(outlines: tuple[str, ...], names: tuple[tuple[str, str], ...], canvas: Canvas) -> tuple[Label, ...]:
    return tuple(set_labels(_ground(outlines, canvas), names, LETTERS))


@lru_cache(maxsize=8)
def _ground(outlines: tuple[str, ...], canvas: Canvas) -> Ground:
    """Return the room of each outline: the same whatever the map says of them."""
    scale = Scale(outlines, canvas)
    return ground([[scale.pixels(ring) for ring in rings(shape)] for shape in outlines], *canvas)


def _names(chart: Map, medium: Medium) -> list[Figure]:
    """Return the key of the numbers, if there are some."""
    names = numbered(chart, medium)
    told = {
        "xref": "paper", "yref": "paper", "x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top", "align": "left",
        "showarrow": False, "font": {"size": medium.letters, "color": INK},
        "text": "<br>".join(f"<b>{number}</b> {_short_name(name)}" for name, number in names.items()),
    }  # fmt: skip
    return [told] if names else []


def _inside(placed: Placed, scale: Scale, medium: Medium) -> Iterator[Figure]:
    """Write the labels that stand on their territory: one trace, which a browser draws sooner than annotations."""
    own = [(territory, label) for territory, label in placed if label.anchor is None]
    if own:
        places = [scale.degrees(label.x, label.y) for _, label in own]
        fonts = [_font(look(territory.role), medium) for territory, _ in own]
        yield {
            "type": "scatter",
            "mode": "text",
            "hoverinfo": "skip",
            "x": [x for x, _ in places],
            "y": [y for _, y in places],
            "text": [_text(territory, label) for territory, label in own],
            "textfont": {key: [font[key] for font in fonts] for key in ("color", "shadow")} | {"size": medium.letters},
        }


def _beside(placed: Placed, scale: Scale, medium: Medium) -> Iterator[Figure]:
    """Write the labels that stand out of all territories, each with a line to its own."""
    for territory, label in placed:
        if label.anchor:
            (x, y), tip = scale.degrees(label.x, label.y), scale.degrees(*label.anchor)
            font = {"size": medium.letters, "color": INK, "shadow": _halo("white", medium)}
            yield {
                "x": tip[0], "y": tip[1], "ax": x, "ay": y, "axref": "x", "ayref": "y", "showarrow": True,
                "arrowhead": 6, "arrowsize": 0.6, "arrowwidth": 1.5, "arrowcolor": INK, "captureevents": False,
                "text": _text(territory, label), "font": font,
            }  # fmt: skip


def _text(territory: Territory, label: Label) -> str:
    return BREAK.join(f"<b>{line}</b>" if line == territory.sign else line for line in label.lines)


def _font(own: Look, medium: Medium) -> dict[str, str]:
    ground = "white" if own.hatch else own.colour
    return {"color": "white" if _is_dark(ground) else INK, "shadow": _halo(ground, medium)}


def _halo(ground: str, medium: Medium) -> str:
    return ", ".join(f"{x * medium.zoom:g}px {y * medium.zoom:g}px {2 * medium.zoom:g}px {ground}" for x, y in HALO)


def _is_dark(colour: str) -> bool:
    """Tell whether white letters are read better than dark ones on a ground."""
    return colour.startswith("#") and (luminance(colour) + 0.05) ** 2 < 1.05 * (luminance(INK) + 0.05)


def _short_name(name: str) -> str:
    prefix = next((prefix for prefix in PREFIXES if name.startswith(prefix)), "")
    return name.removeprefix(prefix).removeprefix("Agglo ").removesuffix(" Communauté")


def _area(territory: Territory, medium: Medium) -> Figure:
    x, y = outline(territory.outline)
    own: Look = look(territory.role)
    edge: dict[str, Any] = {"color": INK, "width": 4} if territory.chosen else {"color": EDGE, "width": 1.2}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": own.colour,
        "hoveron": "fills",
        "text": hover(territory.told),
        "hoverinfo": "text",
        "customdata": [territory.link],
        "line": edge | {"width": edge["width"] * medium.zoom},
    } | ({"fillpattern": own.pattern} if own.hatch else {})
