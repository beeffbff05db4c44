"""What a follow-up speaks of: the plan it follows, the rows of one campaign, and what a check finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Row = dict[str, Any]
Severity = Literal["bloquant", "à vérifier"]


@dataclass(frozen=True)
class Plan:
    """What the codes of a workbook may name; mappings go from the code to the words shown, in the plan's order."""

    scheme: str
    title: str
    start: date
    end: date
    actions: Mapping[str, str]
    indicators: Mapping[str, str]
    territories: Mapping[str, str]
    pilots: Mapping[str, frozenset[str]]
    organisations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Campaign:
    """One dated follow-up: by sheet name, rows keyed by field; only rows where something was answered."""

    scheme: str
    date: date
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a workbook: its sheet and cell as the spreadsheet names them, and what is accepted."""

    severity: Severity
    sheet: str
    cell: str
    column: str
    value: str
    expected: str
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        near = f" ; le plus proche : {', '.join(self.nearest)}" if self.nearest else ""
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        named = f", colonne « {self.column} »" if self.column else ""
        return f"[{self.severity}] {place}{named} : « {self.value} » ({self.expected}{near})."


@dataclass(frozen=True)
class Checked:
    """The rows that a workbook holds, by sheet name, everything that is wrong in it, and the actions it names."""

    rows: Mapping[str, tuple[Row, ...]]
    problems: tuple[Problem, ...]
    actions: frozenset[str] = frozenset()

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """Return what forbids the import."""
        return tuple(p for p in self.problems if p.severity == "bloquant")


@dataclass(frozen=True)
class Change:
    """What a campaign changes against the one before: an object, a field, before and after in words."""

    sheet: str
    code: str
    label: str
    field: str
    before: str
    after: str
