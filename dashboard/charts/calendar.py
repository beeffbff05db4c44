"""Calendars: rows with a period between two days, échéances, delays, ends that slipped; what leaves the days drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from dashboard.charts.value import Mark, Role

GROUP, FICHE, ACTION = "groupe", "fiche", "action"
OPEN_START: Role = ("repere", "sans-debut")
OPEN_END: Role = ("repere", "sans-fin")
DUE: Role = ("repere", "echeance")
DUE_PERIOD: Role = ("repere", "echeance-periode")
SLIPPED: Role = ("repere", "echeance-precedente")
DELAY: Role = ("retard", "")
OBSERVED: Role = ("observation", "")


@dataclass(frozen=True, slots=True)
class Span:
    """From a first to a last day, both counted; an end that nothing tells is open, drawn to that of the schéma."""

    start: date
    end: date
    role: Role
    told: str = ""
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """What stands on a row beside its period: its first and last day, both counted, its role and what is told."""

    start: date
    end: date
    role: Role
    told: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A group, a fiche or an action: its place in the plan, where it leads, its period if it has one.

    `count` and `held` say what a group holds, in short and whole; `nature`, `uncertain`, `blank` (its fiche), `late`
    (by how much) and `state` (what its colour says) go with the name of an action. `delay` begins after the expected
    end, `slipped` is where that end was at the campaign before.
    """

    kind: str
    code: str
    name: str
    role: Role
    link: str | None = None
    folded: bool = False
    count: str = ""
    held: str = ""
    nature: str | None = None
    uncertain: bool = False
    blank: bool = False
    late: str = ""
    state: str = ""
    span: Span | None = None
    dues: tuple[Moment, ...] = ()
    delay: Moment | None = None
    slipped: Moment | None = None

    @property
    def drawn(self) -> Span | None:
        """Return the period that is drawn: that of an action, that of a group where it is folded."""
        return self.span if self.kind == ACTION or self.folded else None

    def marks(self) -> Iterator[Moment]:
        """Return what stands on the row beside its period."""
        yield from self.dues
        yield from (mark for mark in (self.delay, self.slipped) if mark)

    def roles(self) -> Iterator[Role]:
        """Return the roles that the row draws."""
        yield from (mark.role for mark in self.marks())
        if self.drawn:
            yield self.drawn.role
            yield from [OPEN_START] * self.drawn.open_start
            yield from [OPEN_END] * self.drawn.open_end


@dataclass(frozen=True, slots=True)
class Calendar:
    """Rows over the days from the first to the last; the observed day, none where several schémas are compared.

    An `overview` holds too many actions to name: each group is named, its period is the ground of its actions.
    `whole` names all that rows may draw, `key` what these do; `level` is what a group is called, one and several;
    `undated` are the actions without any date, those of a folded group among them.
    """

    first: date
    last: date
    observed: date | None
    rows: tuple[Row, ...]
    whole: tuple[Mark, ...]
    level: tuple[str, str] = ("schéma", "schémas")
    undated: tuple[Row, ...] = ()
    overview: bool = False

    @property
    def key(self) -> tuple[Mark, ...]:
        """Return the key of what the rows draw."""
        drawn = {role for row in self.rows for role in row.roles()} | {OBSERVED}
        if self.overview:
            drawn |= {row.span.role for row in self.rows if row.kind == GROUP and row.span}
        return tuple(mark for mark in self.whole if mark.role in drawn)

    def dated(self) -> "Calendar":
        """Return the rows that have a period, and the headings that hold some."""
        return self.of(row for row in self.rows if row.span)

    def without_fiches(self) -> "Calendar":
        """Return the rows of groups and actions alone."""
        return self.of(row for row in self.rows if row.kind != FICHE)

    def folded(self) -> "Calendar":
        """Return one row for each group."""
        return self.of(replace(row, folded=True) for row in self.rows if row.kind == GROUP)

    def groups(self) -> tuple[tuple[Row, ...], ...]:
        """Return the rows of each group, its heading first."""
        starts = [i for i, row in enumerate(self.rows) if row.kind == GROUP]
        return tuple(self.rows[start:end] for start, end in pairwise([*starts, len(self.rows)]))

    def of(self, rows: Iterator[Row] | Sequence[Row]) -> "Calendar":
        """Return the calendar with other rows, over the same days."""
        return replace(self, rows=tuple(rows))

    def beyond(self, row: Row) -> tuple[list[Span | Moment], list[Span | Moment]]:
        """Return what a row holds before the first day drawn, and what it holds after the last."""
        parts: list[Span | Moment] = [*([row.drawn] if row.drawn else []), *row.dues]
        return [p for p in parts if p.start < self.first], [p for p in parts if p.end > self.last]
