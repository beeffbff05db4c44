"""Horizontal bars: rows, series of parts that add up along each row, one panel per unit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.charts.value import Mark, Role


@dataclass(frozen=True, slots=True)
class Family:
    """What neighbouring rows belong to: its name, its short name, its role."""

    name: str
    short: str
    role: Role


@dataclass(frozen=True, slots=True)
class Row:
    """The name of a row, and the words at the end of its bar in each panel."""

    name: str
    ends: tuple[str, ...] = ()
    family: Family | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: its number (None: unknown), its role, the words on it, what is told of it, where it leads."""

    value: float | None
    role: Role
    text: str = ""
    told: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The parts of one name, one for each row (None: the row has none), in one panel."""

    name: str
    parts: tuple[Part | None, ...]
    panel: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """An axis: the words of its unit, and the number that its longest bar counts."""

    unit: str
    top: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars that start at zero; the parts of a row in one panel follow each other in the order of the series."""

    rows: tuple[Row, ...]
    series: tuple[Series, ...]
    panels: tuple[Panel, ...]
    key: tuple[Mark, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the rows."""
        return tuple(row.name for row in self.rows)

    def lengths(self, panel: int = 0) -> tuple[float, ...]:
        """Return the known length of each bar of a panel."""
        own = [series.parts for series in self.series if series.panel == panel]
        return tuple(sum(part.value or 0 for part in parts if part) for parts in zip(*own, strict=True))

    def part(self, start: int, stop: int) -> "Bars":
        """Return some rows at the scale of all, with the key of what they draw."""
        series = tuple(replace(own, parts=own.parts[start:stop]) for own in self.series)
        roles = {part.role for own in series for part in own.parts if part}
        rows, marks = self.rows[start:stop], tuple(mark for mark in self.key if mark.role in roles)
        return replace(self, rows=rows, series=tuple(s for s in series if any(s.parts)), key=marks)


def panels_of(series: Sequence[Series], units: Sequence[str]) -> tuple[Panel, ...]:
    """Return the panels of some series, from their units."""
    whole = Bars((), tuple(series), (), ())
    return tuple(Panel(unit, max(whole.lengths(panel), default=0)) for panel, unit in enumerate(units))
