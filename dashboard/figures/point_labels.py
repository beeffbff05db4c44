"""Where the words of points stand: beside their point, off every other point and every other word, else nowhere."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dashboard.figures.labels import LEADING, width_of

SIDES = ("top center", "bottom center", "top left", "bottom left", "top right", "bottom right", "middle left",
         "middle right")  # fmt: skip
TOUCH = 0.01  # of a pixel: boxes side by side share no room
MARK = 8  # pixels from the middle of a mark to its edge


class Point(NamedTuple):
    """A mark and the words that it would bear, in pixels; the lower the rank, the sooner its words take their place."""

    x: float
    y: float
    words: str
    rank: int = 0


Box = tuple[float, float, float, float]


def box_of(point: Point, side: str, size: float) -> Box:
    """Return the left, top, right and bottom of the words set on a side of their point, y growing downwards."""
    vertical, horizontal = side.split()
    width, height = width_of(point.words, size), size * LEADING
    left = {"left": point.x - MARK - width, "center": point.x - width / 2, "right": point.x + MARK}[horizontal]
    top = {"top": point.y - MARK - height, "middle": point.y - height / 2, "bottom": point.y + MARK}[vertical]
    return left, top, left + width, top + height


def overlap(one: Box, two: Box) -> bool:
    """Tell whether two boxes share some room."""
    across = min(one[2], two[2]) - max(one[0], two[0])
    return across > TOUCH and min(one[3], two[3]) - max(one[1], two[1]) > TOUCH


def sides(points: Sequence[Point], size: float, width: float, floor: float) -> list[str | None]:
    """Return the side where the words of each point stand, in this width, above the floor; none without room."""
    taken: list[Box] = [(p.x - MARK, p.y - MARK, p.x + MARK, p.y + MARK) for p in points]
    chosen: list[str | None] = [None] * len(points)
    for i in sorted(range(len(points)), key=lambda i: (points[i].rank, i)):
        if points[i].words:
            side, room = next(_free(points[i], size, width, floor, taken[:i] + taken[i + 1 :]), (None, None))
            chosen[i] = side
            taken += [room] if room else []
    return chosen


def _free(point: Point, size: float, width: float, floor: float, taken: Sequence[Box]) -> Iterator[tuple[str, Box]]:
    for side in SIDES:
        room = box_of(point, side, size)
        if room[0] >= 0 and room[2] <= width and room[3] <= floor and not any(overlap(room, other) for other in taken):
            yield side, room
