"""Where the labels of a map stand: inside their outline, else as a number inside it, else beside all with a line.

Outlines are laid on a grid of small squares; a box fits where every square under it is free. Lengths are in pixels.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

CELL = 3
WIDE = 0.6  # of the size of the letters: the average of a wide system font
LEADING = 1.3
TURN = 8  # what one more line of a name costs, as a distance

Ring = np.ndarray[Any, Any]
Grid = np.ndarray[Any, Any]


class Place(NamedTuple):
    """One territory to label: its name, what is said of it (may be empty), the rings of its outline."""

    name: str
    value: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Label:
    """One label set: the middle of its box and its size, its lines, its number in the key, where its line goes."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    number: int | None = None
    anchor: tuple[float, float] | None = None


def box(lines: Sequence[str], size: float) -> tuple[float, float]:
    """Return the width and the height of some lines of letters of a size."""
    return max(map(len, lines)) * size * WIDE, len(lines) * size * LEADING


def set_labels(places: Sequence[Place], width: float, height: float, size: float) -> list[Label]:
    """Return one label for each place; the numbers follow the order of the places."""
    shape = (int(height // CELL), int(width // CELL))
    inside = [_filled(place.rings, shape) for place in places]
    free = ~np.logical_or.reduce(inside) if inside else np.zeros(shape, bool)
    labels: list[Label] = []
    number = 0
    for place, grid in zip(places, inside, strict=True):
        middle = _middle(grid)
        found = _best(grid, middle, _spellings(place), size)
        if found is None:
            number += 1
            words = f"{number} {place.value}".strip()
            found = _best(grid, middle, [(words,)], size, number) or _beside(free, middle, words, size, number)
        labels.append(found)
    return labels


def _spellings(place: Place) -> Iterator[tuple[str, ...]]:
    """Return the ways to set a name on one to four lines, its value below."""
    seen = set()
    for count in range(1, 5):
        lines = tuple(textwrap.wrap(place.name, max(len(place.name) // count + 2, 4), break_long_words=False))
        if lines not in seen:
            seen.add(lines)
            yield (*lines, place.value) if place.value else lines


def _best(
    grid: Grid, middle: tuple[float, float], spellings: Any, size: float, number: int | None = None
) -> Label | None:
    """Return the label nearest to the middle among the ways to write it that fit in the grid."""
    found = []
    for lines in spellings:
        width, height = box(lines, size)
        place = _nearest(grid, middle, width, height)
        if place:
            x, y, distance = place
            found.append((distance + TURN * len(lines), Label(x, y, width, height, lines, number)))
    return min(found, key=lambda f: f[0])[1] if found else None


def _beside(free: Grid, middle: tuple[float, float], words: str, size: float, number: int) -> Label:
    """Return a label out of every outline, with a line to its territory; its room is taken from the grid."""
    width, height = box((words,), size)
    x, y, _ = _nearest(free, middle, width, height) or (*middle, 0.0)
    top, left = int((y - height / 2) // CELL), int((x - width / 2) // CELL)
    rows, columns = int(height // CELL) + 2, int(width // CELL) + 2
    free[max(top - 1, 0) : top + rows, max(left - 1, 0) : left + columns] = False
    return Label(x, y, width, height, (words,), number, middle)


def _filled(rings: Sequence[Ring], shape: tuple[int, int]) -> Grid:
    """Return the squares whose middle is inside the rings, a hole being out."""
    grid = np.zeros(shape, bool)
    middles = (np.arange(shape[1]) + 0.5) * CELL
    levels = (np.arange(shape[0]) + 0.5) * CELL
    for ring in rings:
        for (x0, y0), (x1, y1) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            if y0 == y1:
                continue
            rows = np.flatnonzero((levels >= min(y0, y1)) & (levels < max(y0, y1)))
            if len(rows):
                crossings = x0 + (levels[rows] - y0) / (y1 - y0) * (x1 - x0)
                grid[rows] ^= middles[None, :] > crossings[:, None]
    return grid


def _fits(grid: Grid, rows: int, columns: int) -> Grid:
    """Return the top left squares of the boxes of this size that lie wholly in the grid."""
    if rows > grid.shape[0] or columns > grid.shape[1]:
        return np.zeros((0, 0), bool)
    sums = np.pad(grid.astype(np.int32), ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    inside = sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns] + sums[:-rows, :-columns]
    whole: Grid = inside == rows * columns
    return whole


def _nearest(grid: Grid, middle: tuple[float, float], width: float, height: float) -> tuple[float, float, float] | None:
    """Return the middle of the box nearest to a point, one square of room around it, and its distance."""
    rows, columns = int(height // CELL) + 3, int(width // CELL) + 3
    tops, lefts = np.nonzero(_fits(grid, rows, columns))
    if not len(tops):
        return None
    x, y = (lefts + columns / 2) * CELL, (tops + rows / 2) * CELL
    distances = np.hypot(x - middle[0], y - middle[1])
    best = int(distances.argmin())
    return float(x[best]), float(y[best]), float(distances[best])


def _middle(grid: Grid) -> tuple[float, float]:
    """Return the middle of the largest square that the grid holds, the nearest to its centre."""
    low, high = 0, min(grid.shape)
    while low < high:
        side = (low + high + 1) // 2
        low, high = (side, high) if _fits(grid, side, side).any() else (low, side - 1)
    if not low:
        return (grid.shape[1] * CELL / 2, grid.shape[0] * CELL / 2)
    tops, lefts = np.nonzero(_fits(grid, low, low))
    rows, columns = np.nonzero(grid)
    best = int(np.hypot(tops + low / 2 - rows.mean(), lefts + low / 2 - columns.mean()).argmin())
    return (float(lefts[best] + low / 2) * CELL, float(tops[best] + low / 2) * CELL)
