"""Matrices: rows, columns, and a cell where they meet, shaded by its number or coloured by its role."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from dashboard.charts.value import Mark, Role

# The ends of the scale of the shades.
PALE: Role = ("echelle", "0")
DEEP: Role = ("echelle", "1")


@dataclass(frozen=True, slots=True)
class Line:
    """The name of a row, and what is added under it."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its number (None: unknown), the words on it, what is told of it, where it leads.

    `role` is that of its colour, where this is not a shade of its number; `frame` that of what marks it, if it is.
    """

    value: float | None
    text: str = ""
    told: str = ""
    link: str | None = None
    role: Role | None = None
    frame: Role | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells by row and column (None: the two do not meet); `top` is the number of the deepest shade, if shades tell."""

    rows: tuple[Line, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    key: tuple[Mark, ...]
    top: float | None = None

    def part(self, start: int, stop: int) -> "Matrix":
        """Return some rows in the shades of all, with the key of what they draw."""
        cells = self.cells[start:stop]
        drawn = {role for line in cells for cell in line if cell for role in (cell.role, cell.frame)}
        marks = tuple(mark for mark in self.key if mark.role in drawn or mark.role in (PALE, DEEP))
        return replace(self, rows=self.rows[start:stop], cells=cells, key=marks)


def crossed(
    rows: Sequence[str], columns: Sequence[str], cell: Callable[[str, str], Cell | None]
) -> tuple[tuple[Cell | None, ...], ...]:
    """Return the cells of each row and column."""
    return tuple(tuple(cell(row, column) for column in columns) for row in rows)


def greatest(cells: Iterable[Iterable[Cell | None]]) -> float:
    """Return the greatest known number of some cells."""
    return max((cell.value for line in cells for cell in line if cell and cell.value is not None), default=0)
