"""What a follow-up speaks of: the plan it follows, the rows of one campaign, and what a check finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from dashboard.suivi.characters import difference

Row = dict[str, Any]
Identity = tuple[Any, ...]
Since = Mapping[Identity, date]
Severity = Literal["bloquant", "à vérifier"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
# Years beyond the schéma that a date may still name; what began, was decided or measured may be much older.
MARGIN, OLDER = 10, 30
FACTS_BEFORE = ("debut_reel", "date")


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

    def bounds(self, key: str) -> tuple[date, date]:
        """Return the first and the last day that a column accepts; what is beyond was surely mistyped."""
        before = OLDER if key in FACTS_BEFORE else MARGIN
        return date(self.start.year - before, 1, 1), date(self.end.year + MARGIN, 12, 31)


@dataclass(frozen=True)
class Campaign:
    """One dated follow-up: by sheet name, rows keyed by field; only rows where something was answered.

    `since`: by sheet name and row, the campaign since which an answer stands unchanged, when it is an earlier one.
    """

    scheme: str
    date: date
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    since: Mapping[str, Since] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """What a workbook says of its sending: its schéma and pilote, and the campaign whose answers it was filled with.

    `blank`: it says that it was sent with no answer in it.
    """

    scheme: str | None = None
    pilote: str | None = None
    campaign: date | None = None
    blank: bool = False


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a workbook: its sheet and cell as the spreadsheet names them, and what is accepted.

    `at_import`: it forbids an import, not the reading of the archive, which may have been written under older rules.
    """

    severity: Severity
    sheet: str
    cell: str
    column: str
    value: str
    expected: str
    nearest: tuple[str, ...] = ()
    at_import: bool = False

    def __str__(self) -> str:
        near = f" ; le plus proche : {', '.join(self.nearest)}" if self.nearest else ""
        near += next((f" : {told}" for other in self.nearest if (told := difference(self.value, other))), "")
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        named = f", colonne « {self.column} »" if self.column else ""
        return f"[{self.severity}] {place}{named} : « {self.value} » ({self.expected}{near})."


@dataclass(frozen=True)
class Line:
    """Where a row of answers stands in a file: its sheet there, and the cell of each column."""

    sheet: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Received:
    """One workbook of a campaign: the pilote it was made for, if it says so, and the actions that it names.

    Of these: `renewed`, answered otherwise than before; `kept`, left as sent; `taken`, whose answer it empties.
    """

    file: str
    pilote: str | None
    actions: tuple[str, ...]
    renewed: tuple[str, ...]
    kept: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """The rows that workbooks hold, by sheet name, all that is wrong in them, the actions named, each workbook.

    `emptied`: the rows that are there with no answer; `lines`: the place of each row, emptied or not.
    """

    rows: Mapping[str, tuple[Row, ...]]
    problems: tuple[Problem, ...]
    actions: frozenset[str] = frozenset()
    received: tuple[Received, ...] = ()
    emptied: Mapping[str, frozenset[Identity]] = field(default_factory=dict)
    lines: Mapping[str, Mapping[Identity, Line]] = field(default_factory=dict)

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
