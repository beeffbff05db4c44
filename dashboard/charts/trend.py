"""Trends: curves of dated values, one panel per unit, with the targets to reach."""

from dataclasses import dataclass

from dashboard.charts.value import Mark, Role


@dataclass(frozen=True, slots=True)
class Point:
    """The value of a year (None: unknown), the words beside it, what is told of it; `role` says more of it."""

    year: int
    value: float | None
    text: str = ""
    told: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A value to reach and its year; its words, what is told of it, its role."""

    year: int
    value: float
    text: str
    told: str
    role: Role


@dataclass(frozen=True, slots=True)
class Curve:
    """The values of one name in time, and those to reach; an unknown one parts it."""

    name: str
    role: Role
    points: tuple[Point, ...]
    targets: tuple[Target, ...] = ()

    @property
    def known(self) -> tuple[tuple[int, float], ...]:
        """Return the years whose value is known, with it."""
        return tuple((point.year, point.value) for point in self.points if point.value is not None)

    @property
    def values(self) -> tuple[float, ...]:
        """Return the known values, then those to reach."""
        return (*(value for _, value in self.known), *(target.value for target in self.targets))

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years of its values and of its targets."""
        return (*(point.year for point in self.points), *(target.year for target in self.targets))


@dataclass(frozen=True, slots=True)
class Panel:
    """The curves of one unit."""

    unit: str
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """Panels on one time axis."""

    panels: tuple[Panel, ...]
    key: tuple[Mark, ...]

    @property
    def years(self) -> tuple[int, int]:
        """Return the first and the last year of all curves."""
        found = [year for panel in self.panels for curve in panel.curves for year in curve.years]
        return min(found), max(found)
