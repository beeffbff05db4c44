"""Where the labels of a map stand: inside their outline, else as a number inside it, else beside all with a line.

Outlines are laid on a grid of small squares; a box fits where every square under it is free. Lengths are in pixels.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

CELL = 3
# Of the size of the letters, in the widest of the system fonts: narrow, wide, capital, other.
NARROW, WIDE, CAPITAL, OTHER = 0.4, 0.97, 0.72, 0.62
LEADING = 1.3
TURN = 8  # what one more line of a name costs, as a distance

Ring = np.ndarray[Any, Any]
Grid = np.ndarray[Any, Any]


class Ground(NamedTuple):
    """The room of some territories: that of each, summed, and its middle; then what is free out of every outline."""

    rooms: list[Grid]
    middles: list[tuple[float, float]]
    free: Grid


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


def width_of(text: str, size: float) -> float:
    """Return the width that a text takes at most, in letters of a size."""
    kinds = (NARROW if c in "iljtfrI'’.,-: !" else WIDE if c in "mwMW" else CAPITAL if c.isupper() else OTHER
             for c in text)  # fmt: skip
    return size * sum(kinds)


def box(lines: Sequence[str], size: float) -> tuple[float, float]:
    """Return the width and the height of some lines of letters of a size."""
    return max(width_of(line, size) for line in lines), len(lines) * size * LEADING


def ground(places: Sequence[Sequence[Ring]], width: float, height: float) -> Ground:
    """Return the room of some territories, each the rings of its outline."""
    shape = (int(height // CELL), int(width // CELL))
    filled = [_filled(rings, shape) for rings in places]
    crossed = np.logical_or.reduce([_crossed(rings, shape) for rings in places])
    rooms = [_sums(grid & ~crossed) for grid in filled]
    return Ground(rooms, list(map(_middle, rooms)), ~(np.logical_or.reduce(filled) | crossed))


def set_labels(ground: Ground, names: Sequence[tuple[str, str]], size: float) -> list[Label]:
    """Return a label for each territory, from its name and what is said of it; the numbers follow their order."""
    free = ground.free.copy()
    labels: list[Label] = []
    number = 0
    for (name, value), room, middle in zip(names, ground.rooms, ground.middles, strict=True):
        found = _best(room, middle, _spellings(name, value), size)
        if found is None:
            number += 1
            words = f"{number} {value}".strip()
            found = _best(room, middle, [(words,)], size, number) or _beside(free, middle, words, size, number)
        labels.append(found)
    return labels


def _spellings(name: str, value: str) -> Iterator[tuple[str, ...]]:
    """Return the ways to set a name on one to four lines, its value below."""
    seen = set()
    for count in range(1, 5):
        lines = tuple(textwrap.wrap(name, max(len(name) // count + 2, 4), break_long_words=False))
        if lines not in seen:
            seen.add(lines)
            yield (*lines, value) if value else lines


def _best(
    room: Grid,
    middle: tuple[float, float],
    spellings: Iterable[tuple[str, ...]],
    size: float,
    number: int | None = None,
) -> Label | None:
    """Return the label nearest to the middle among the ways to write it that fit in the room."""
    found = []
    for lines in spellings:
        width, height = box(lines, size)
        place = _nearest(room, middle, width, height)
        if place:
            x, y, distance = place
            found.append((distance + TURN * len(lines), Label(x, y, width, height, lines, number)))
    return min(found, key=lambda f: f[0])[1] if found else None


def _beside(free: Grid, middle: tuple[float, float], words: str, size: float, number: int) -> Label:
    """Return a label out of every outline, with a line to its territory; its room is taken from the grid."""
    width, height = box((words,), size)
    x, y, _ = _nearest(_sums(free), middle, width, height) or (*middle, 0.0)
    top, left = int((y - height / 2) // CELL), int((x - width / 2) // CELL)
    rows, columns = int(height // CELL) + 2, int(width // CELL) + 2
    free[max(top - 1, 0) : top + rows, max(left - 1, 0) : left + columns] = False
    return Label(x, y, width, height, (words,), number, middle)


def _filled(rings: Sequence[Ring], shape: tuple[int, int]) -> Grid:
    """Return the squares whose middle is inside the rings, a hole being out."""
    turns = np.zeros((shape[0], shape[1] + 1), np.int32)
    levels = (np.arange(shape[0]) + 0.5) * CELL
    for ring in rings:
        (x0, y0), (x1, y1) = ring.T, np.roll(ring, -1, axis=0).T
        rows, edges = np.nonzero((levels[:, None] >= np.minimum(y0, y1)) & (levels[:, None] < np.maximum(y0, y1)))
        across = x0[edges] + (levels[rows] - y0[edges]) / (y1 - y0)[edges] * (x1 - x0)[edges]
        columns = np.clip(np.ceil(across / CELL - 0.5), 0, shape[1]).astype(int)
        np.add.at(turns, (rows, columns), 1)
    inside: Grid = turns.cumsum(axis=1)[:, :-1] % 2 == 1
    return inside


def _crossed(rings: Sequence[Ring], shape: tuple[int, int]) -> Grid:
    """Return the squares that an outline goes through."""
    grid = np.zeros(shape, bool)
    for ring in rings:
        ends = np.roll(ring, -1, axis=0)
        steps = int(np.abs(ends - ring).max() // (CELL / 2)) + 2
        points = ring[:, None, :] + (ends - ring)[:, None, :] * np.linspace(0, 1, steps)[None, :, None]
        columns, rows = (points.reshape(-1, 2) // CELL).astype(int).T
        kept = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
        grid[rows[kept], columns[kept]] = True
    return grid


def _sums(grid: Grid) -> Grid:
    """Return, for each square, how many are free above and before it: a box is counted from its four corners."""
    return np.pad(grid.astype(np.int32), ((1, 0), (1, 0))).cumsum(0).cumsum(1)


def _fits(room: Grid, rows: int, columns: int) -> Grid:
    """Return the top left squares of the boxes of this size that are wholly free."""
    if rows >= room.shape[0] or columns >= room.shape[1]:
        return np.zeros((0, 0), bool)
    inside = room[rows:, columns:] - room[:-rows, columns:] - room[rows:, :-columns] + room[:-rows, :-columns]
    whole: Grid = inside == rows * columns
    return whole


def _nearest(room: Grid, middle: tuple[float, float], width: float, height: float) -> tuple[float, float, float] | None:
    """Return the middle of the free box nearest to a point, one square of room around it, and its distance."""
    rows, columns = int(height // CELL) + 3, int(width // CELL) + 3
    tops, lefts = np.nonzero(_fits(room, rows, columns))
    if not len(tops):
        return None
    x, y = (lefts + columns / 2) * CELL, (tops + rows / 2) * CELL
    distances = np.hypot(x - middle[0], y - middle[1])
    best = int(distances.argmin())
    return float(x[best]), float(y[best]), float(distances[best])


def _middle(room: Grid) -> tuple[float, float]:
    """Return the middle of the largest free square, the nearest to the middle of such squares."""
    low, high = 0, min(room.shape) - 1
    while low < high:
        side = (low + high + 1) // 2
        low, high = (side, high) if _fits(room, side, side).any() else (low, side - 1)
    if not low:
        return (room.shape[1] * CELL / 2, room.shape[0] * CELL / 2)
    tops, lefts = np.nonzero(_fits(room, low, low))
    best = int(np.hypot(tops - tops.mean(), lefts - lefts.mean()).argmin())
    return (float(lefts[best] + low / 2) * CELL, float(tops[best] + low / 2) * CELL)
