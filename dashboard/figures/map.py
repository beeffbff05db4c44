"""Maps by EPCI: filled outlines on plain axes, class bounds written, the unknown hatched."""

import json
import textwrap
from functools import lru_cache
from math import cos, radians
from typing import Any

import pandas as pd

from dashboard.filters import Filters
from dashboard.theme import INK, SCALE, UNKNOWN, Figure, layout, number, quantity

HEIGHT = 560
SOUTH = 41  # degrees: Corse is above
CLASSES = 4
PRESENT, ABSENT, HATCH = "#17406D", "#F3C9B5", "#6E7781"
BARE = "#E9EDF2"
UNSAID = "inconnu : le schéma n’en dit rien"
HATCHED = "hachures"  # the sample of this name in the stylesheet
WHITE_TEXT = {"#17406D", "#3A78B0"}


def coverage_map(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the chosen dispositif or measure by EPCI.

    Columns: cle, code, nom, present, valeur, unite, annee, geometrie, lon, lat; an empty `cle` draws the outlines.
    """
    bounds = class_bounds(frame["valeur"])
    traces, labels = [], []
    for row in frame.itertuples():
        colour = _colour(row, bounds) if row.cle else BARE
        x, y = _outline(row.geometrie)
        words = f"{row.nom}<br>{_words(row)}" if row.cle else str(row.nom)
        traces.append(_area(x, y, colour, words, filters.url(f"/territoires/{row.code}")))
        labels.append(_label(_short_name(str(row.nom)), _value_text(row), (row.lon, row.lat), colour))
    return {
        "data": traces,
        "layout": layout(
            height=HEIGHT,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            hovermode="closest",
            annotations=labels,
            **_axes(frame),
        ),
    }


def coverage_image(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the map for a slide, its key inside."""
    figure = coverage_map(frame, filters)
    if not frame.iloc[0]["cle"]:
        return figure
    title = str(frame.iloc[0]["libelle"])
    lines = [
        f'<span style="color:{UNKNOWN if colour == HATCHED else colour}">{"▨" if colour == HATCHED else "■"}</span> '
        f"{words} ({count})"
        for colour, words, count in legend(frame)
    ]
    figure["layout"]["annotations"].append(
        {
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "y": 1,
            "xanchor": "left",
            "yanchor": "top",
            "align": "left",
            "showarrow": False,
            "text": "<br>".join([f"<b>{'<br>'.join(textwrap.wrap(title, 40))}</b>", *lines]),
            "font": {"size": 14, "color": INK},
        }
    )
    return figure


def france_map(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw a measure by département. Columns: nom, valeur, unite, annee, present, cle, geometrie."""
    bounds = class_bounds(frame["valeur"])
    traces = []
    # The territories overseas would shrink the others to nothing: the table gives them.
    home = frame[frame["lat"] > SOUTH]
    for row in home.itertuples():
        x, y = _outline(row.geometrie)
        traces.append(_area(x, y, _colour(row, bounds), f"{row.nom}<br>{_words(row)}", None))
    return {
        "data": traces,
        "layout": layout(height=HEIGHT, margin={"l": 0, "r": 0, "t": 0, "b": 0}, hovermode="closest", **_axes(home)),
    }


def locator_map(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the département with one EPCI filled. Columns: code, nom, geometrie, choisi."""
    traces = []
    for row in frame.itertuples():
        x, y = _outline(row.geometrie)
        traces.append(_area(x, y, PRESENT if row.choisi else BARE, row.nom, filters.url(f"/territoires/{row.code}")))
    return {
        "data": traces,
        "layout": layout(height=300, margin={"l": 0, "r": 0, "t": 0, "b": 0}, hovermode="closest", **_axes(frame)),
    }


def class_bounds(values: "pd.Series[float]") -> list[float]:
    """Return the bounds of the classes: quantiles of the known values, ends included; empty when none is known."""
    known = values.dropna()
    if known.empty:
        return []
    classes = min(CLASSES, known.nunique())
    return sorted({float(known.quantile(i / classes, interpolation="higher")) for i in range(classes + 1)})


def legend(frame: pd.DataFrame, unknown_words: str = UNSAID) -> list[tuple[str, str, int]]:
    """Return the key of the map: colour (« hachures » for the unknown), words, number of territories."""
    values = frame["valeur"]
    if values.notna().any():
        bounds, unit = class_bounds(values), frame["unite"].dropna().iloc[0] if frame["unite"].notna().any() else None
        colours = [_class_colour(v, bounds) for v in values.dropna()]
        steps = list(zip(bounds, bounds[1:] or bounds, strict=False))
        items = [
            (
                SCALE[_scale_index(i, len(steps))],
                f"{'plus de' if i else 'de'} {number(low)} à {quantity(high, unit)}",
                colours.count(SCALE[_scale_index(i, len(steps))]),
            )
            for i, (low, high) in enumerate(steps)
        ]
        unknown = int(values.isna().sum())
    else:
        present = frame["present"]
        items = [
            (PRESENT, "présent", int((present == True).sum())),  # noqa: E712
            (ABSENT, "absent", int((present == False).sum())),  # noqa: E712
        ]
        unknown = int(present.isna().sum())
    return [*items, *([(HATCHED, unknown_words, unknown)] if unknown else [])]


def _scale_index(i: int, classes: int) -> int:
    return len(SCALE) - 1 if classes == 1 else round(i * (len(SCALE) - 1) / (classes - 1))


def _class_colour(value: float, bounds: list[float]) -> str:
    classes = max(len(bounds) - 1, 1)
    position = next((i for i, high in enumerate(bounds[1:]) if value <= high), classes - 1)
    return SCALE[_scale_index(position, classes)]


def _colour(row: Any, bounds: list[float]) -> str | None:
    if bounds:
        return None if pd.isna(row.valeur) else _class_colour(row.valeur, bounds)
    return None if pd.isna(row.present) else PRESENT if row.present else ABSENT


def _words(row: Any) -> str:
    year = "" if pd.isna(row.annee) else f" ({int(row.annee)})"
    if not pd.isna(row.valeur):
        return quantity(row.valeur, row.unite) + year
    return "inconnu" if pd.isna(row.present) else ("présent" if row.present else "absent") + year


def _value_text(row: Any) -> str:
    if not row.cle:
        return ""
    if not pd.isna(row.valeur):
        return number(row.valeur)
    return "?" if pd.isna(row.present) else "✓" if row.present else "✗"


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
    if colour is None:
        area["fillpattern"] = {"shape": "/", "fgcolor": "#AEB6BF", "bgcolor": "white", "size": 8, "solidity": 0.2}
    return area


def _label(name: str, value: str, centre: tuple[float, float], colour: str | None) -> dict[str, Any]:
    return {
        "x": centre[0],
        "y": centre[1],
        "text": f"{_lines(name)}<br><b>{value}</b>" if value else _lines(name),
        "showarrow": False,
        "font": {"size": 12, "color": "white" if colour in WHITE_TEXT else INK},
        "captureevents": False,
        "bgcolor": colour or "white",
        "opacity": 0.9,
        "borderpad": 1,
    }


def _lines(name: str) -> str:
    return "<br>".join(textwrap.wrap(name, 13, break_long_words=False))


@lru_cache(maxsize=4096)
def _outline(geometry: str) -> tuple[list[float | None], list[float | None]]:
    shape = json.loads(geometry)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    x: list[float | None] = []
    y: list[float | None] = []
    for polygon in polygons:
        for ring in polygon:
            if x:
                x.append(None)
                y.append(None)
            x.extend(round(p[0], 4) for p in ring)
            y.extend(round(p[1], 4) for p in ring)
    return x, y


def _axes(frame: pd.DataFrame) -> dict[str, Any]:
    shapes = [_outline(g) for g in frame["geometrie"].dropna()]
    latitudes = [v for _, y in shapes for v in y if v is not None]
    ratio = 1 / cos(radians((min(latitudes) + max(latitudes)) / 2))
    hidden = {"visible": False, "fixedrange": True}
    return {"xaxis": hidden, "yaxis": hidden | {"scaleanchor": "x", "scaleratio": ratio}}
