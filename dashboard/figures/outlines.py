"""Outlines of territories: from GeoJSON to points, and from degrees to the pixels of the room that a map has."""

import json
from collections.abc import Iterable
from functools import lru_cache
from math import cos, radians
from typing import Any, NamedTuple

import numpy as np


class Canvas(NamedTuple):
    """The room of a map, in pixels of a screen of 720 lines: at least this on the page, this on a slide."""

    width: int
    height: int


DECIMALS = 3  # of a degree: finer than outlines are simplified, and a third less to send
PAGE, LOCATOR, SLIDE = Canvas(620, 560), Canvas(400, 300), Canvas(900, 510)


class Scale:
    """How degrees become pixels: the whole of the outlines in a canvas, a little room around."""

    def __init__(self, outlines: Iterable[str], canvas: Canvas) -> None:
        corners = [corners_of(outline) for outline in outlines]
        west, south = min(c[0] for c in corners), min(c[1] for c in corners)
        east, north = max(c[2] for c in corners), max(c[3] for c in corners)
        self.canvas = canvas
        self.ratio = 1 / cos(radians((south + north) / 2))
        self.unit = 0.97 * min(canvas.width / (east - west), canvas.height / ((north - south) * self.ratio))
        self.x, self.y = (west + east) / 2, (south + north) / 2

    def pixels(self, ring: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
        """Return points in pixels from the top left of the canvas."""
        x = self.canvas.width / 2 + (ring[:, 0] - self.x) * self.unit
        y = self.canvas.height / 2 - (ring[:, 1] - self.y) * self.unit * self.ratio
        return np.column_stack([x, y])

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the canvas in degrees."""
        east = self.x + (x - self.canvas.width / 2) / self.unit
        return east, self.y - (y - self.canvas.height / 2) / (self.unit * self.ratio)

    def axes(self) -> dict[str, Any]:
        """Return the axes that show the canvas at this scale or, where the page has more room, at a larger one."""
        left, top = self.degrees(0, 0)
        right, bottom = self.degrees(*self.canvas)
        hidden = {"visible": False, "fixedrange": True}
        return {
            "xaxis": hidden | {"range": [left, right]},
            "yaxis": hidden | {"range": [bottom, top], "scaleanchor": "x", "scaleratio": self.ratio},
        }


@lru_cache(maxsize=4096)
def rings(geometry: str) -> tuple["np.ndarray[Any, Any]", ...]:
    """Return the rings of an outline in GeoJSON, in degrees."""
    shape = json.loads(geometry)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return tuple(np.asarray([p[:2] for p in ring]).round(DECIMALS) for polygon in polygons for ring in polygon)


@lru_cache(maxsize=4096)
def corners_of(geometry: str) -> tuple[float, float, float, float]:
    """Return the west, south, east and north of an outline."""
    points = np.concatenate(rings(geometry))
    west, south = points.min(axis=0)
    east, north = points.max(axis=0)
    return float(west), float(south), float(east), float(north)


@lru_cache(maxsize=4096)
def outline(geometry: str) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Return the points of an outline for one trace, a gap between rings."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings(geometry):
        if x:
            x.append(None)
            y.append(None)
        x.extend(ring[:, 0].tolist())
        y.extend(ring[:, 1].tolist())
    return tuple(x), tuple(y)
