"""Maps by EPCI: filled outlines on plain axes, each label whole inside its outline, the unknown hatched."""

from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.figures.key import Mark
from dashboard.figures.labels import Label, Place, set_labels
from dashboard.figures.outlines import PAGE, SLIDE, Canvas, Scale, outline, rings
from dashboard.figures.senses import BARE, HATCHES, answer, area_colour, class_bounds, value_text
from dashboard.filters import Filters
from dashboard.theme import INK, Figure, layout, luminance

SOUTH = 41  # degrees: Corse is above
HATCH = "#6E7781"
CHOSEN = "#17406D"
LETTERS = 16
HALO = ", ".join(f"{x}px {y}px 2px" for x in (-2, 0, 2) for y in (-2, 0, 2) if x or y)
KEY_WIDTH = 30  # letters of a name in the key of the numbers


def coverage_map(frame: pd.DataFrame, filters: Filters, canvas: Canvas = PAGE) -> Figure:
    """Draw the chosen dispositif or measure by EPCI.

    Columns: cle, code, nom, sens, mention, present, valeur, unite, annee, geometrie; an empty `cle` draws the outlines.
    """
    bounds = class_bounds(frame["valeur"])
    traces, annotations = [], []
    scale = Scale(frame, canvas)
    for row, label in zip(frame.itertuples(), labels(frame, canvas), strict=True):
        colour = area_colour(row, bounds) if row.cle else BARE
        x, y = outline(row.geometrie)
        words = f"{row.nom}<br>{_words(row)}" if row.cle else str(row.nom)
        traces.append(_area(x, y, colour, words, filters.url(f"/territoires/{row.code}")))
        ground = "white" if label.anchor else colour or "white"
        annotations.append(_annotation(label, scale, ground, value_text(row)))
    return {
        "data": traces,
        "layout": layout(
            height=canvas.height,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            hovermode="closest",
            annotations=annotations,
            **scale.axes(),
        ),
    }


def coverage_image(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the map for a slide; the names that have no room in it stand at its right."""
    figure = coverage_map(frame, filters, SLIDE)
    names = numbered(frame, SLIDE)
    if names:
        figure["layout"]["margin"] = {"l": 0, "r": 14 * KEY_WIDTH, "t": 0, "b": 0}
        figure["layout"]["annotations"].append(
            {
                "xref": "paper", "yref": "paper", "x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top",
                "align": "left", "showarrow": False, "font": {"size": LETTERS, "color": INK},
                "text": "<br>".join(f"<b>{n}</b> {_short_name(name)}" for name, n in names.items()),
            }
        )  # fmt: skip
    return figure


def numbered(frame: pd.DataFrame, canvas: Canvas = PAGE) -> dict[str, int]:
    """Return the names that stand on the map as a number, with it."""
    return {
        name: label.number
        for name, label in zip(frame["nom"], labels(frame, canvas), strict=True)
        if label.number is not None
    }


def labels(frame: pd.DataFrame, canvas: Canvas = PAGE) -> tuple[Label, ...]:
    """Return where the label of each territory stands, in pixels from the top left."""
    values = tuple(value_text(row) for row in frame.itertuples())
    return _labels(tuple(frame["geometrie"]), tuple(map(_short_name, frame["nom"])), values, canvas)


@lru_cache(maxsize=64)
def _labels(
    outlines: tuple[str, ...], names: tuple[str, ...], values: tuple[str, ...], canvas: Canvas
) -> tuple[Label, ...]:
    scale = Scale(pd.DataFrame({"geometrie": outlines}), canvas)
    places = [
        Place(name, value, tuple(scale.pixels(ring) for ring in rings(shape)))
        for name, value, shape in zip(names, values, outlines, strict=True)
    ]
    return tuple(set_labels(places, *canvas, LETTERS))


def locator_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key of the map that situates an EPCI."""
    chosen = frame.loc[frame["choisi"] == True, "nom"]  # noqa: E712
    return [*(Mark(str(name), CHOSEN) for name in chosen), Mark("les autres intercommunalités du département", BARE)]


def _annotation(label: Label, scale: Scale, ground: str, value: str) -> dict[str, Any]:
    lines = [f"<b>{line}</b>" if line == value else line for line in label.lines]
    x, y = scale.degrees(label.x, label.y)
    ink = "white" if _is_dark(ground) else INK
    words = {"text": "<br>".join(lines), "font": {"size": LETTERS, "color": ink, "shadow": _halo(ground)},
             "captureevents": False}  # fmt: skip
    if label.anchor is None:
        return words | {"x": x, "y": y, "showarrow": False}
    tip = scale.degrees(*label.anchor)
    return words | {
        "x": tip[0], "y": tip[1], "ax": x, "ay": y, "axref": "x", "ayref": "y", "showarrow": True, "arrowhead": 6,
        "arrowsize": 0.6, "arrowwidth": 1.5, "arrowcolor": INK,
    }  # fmt: skip


def _halo(ground: str) -> str:
    return ", ".join(f"{offset} {ground}" for offset in HALO.split(", "))


def _is_dark(colour: str) -> bool:
    """Tell whether white letters are read better than dark ones on a ground."""
    return colour.startswith("#") and (luminance(colour) + 0.05) ** 2 < 1.05 * (luminance(INK) + 0.05)


def france_map(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw a measure by département. Columns: nom, valeur, unite, annee, present, cle, geometrie."""
    bounds = class_bounds(frame["valeur"])
    traces = []
    # The territories overseas would shrink the others to nothing: the table gives them.
    home = frame[frame["lat"] > SOUTH]
    for row in home.itertuples():
        x, y = outline(row.geometrie)
        traces.append(_area(x, y, area_colour(row, bounds), f"{row.nom}<br>{_words(row)}", None))
    return {
        "data": traces,
        "layout": layout(
            height=PAGE.height, margin={"l": 0, "r": 0, "t": 0, "b": 0}, hovermode="closest", **Scale(home, PAGE).axes()
        ),
    }


def locator_map(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the département with one EPCI filled. Columns: code, nom, geometrie, choisi."""
    traces = []
    for row in frame.itertuples():
        x, y = outline(row.geometrie)
        traces.append(_area(x, y, CHOSEN if row.choisi else BARE, row.nom, filters.url(f"/territoires/{row.code}")))
    return {
        "data": traces,
        "layout": layout(
            height=300,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            hovermode="closest",
            **Scale(frame, Canvas(400, 300)).axes(),
        ),
    }


def _words(row: Any) -> str:
    return answer(row._asdict())


def _short_name(name: str) -> str:
    for prefix in (
        "CC du ",
        "CC de la ",
        "CC des ",
        "CC de ",
        "CC ",
        "CA de ",
        "CA du ",
        "CA ",
        "CU ",
        "Communauté de communes ",
    ):
        if name.startswith(prefix):
            name = name.removeprefix(prefix)
            break
    return name.removeprefix("Agglo ").removesuffix(" Communauté")


def _area(x: list[float | None], y: list[float | None], colour: str | None, words: str, link: str | None) -> Figure:
    area: Figure = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": colour or "white",
        "hoveron": "fills",
        "text": words,
        "hoverinfo": "text",
        "customdata": [link],
        "line": {"color": HATCH, "width": 1.2},
    }
    return area if colour else area | {"fillpattern": HATCHES}
