"""Check what a follow-up workbook holds: every cell by the kind of its column, then rows, columns and the plan."""

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from dashboard.suivi.cells import RawCell, shown
from dashboard.suivi.characters import EMPTY, brief, hidden_in, norm
from dashboard.suivi.coherence import beyond, contradictions
from dashboard.suivi.known import Known
from dashboard.suivi.model import Checked, Identity, Line, Plan, Problem, Row, Severity
from dashboard.suivi.sheets import CODES, DATE, Field
from dashboard.suivi.values import READERS, Reading, prepared
from dashboard.suivi.workbook import RawSheet

# Where an absence is told when the column that lacks a value is itself absent.
INSTEAD = {
    "fin_reelle": ("statut",), "date": ("valeur", "decision"), "echeance_cible": ("cible",),
    "echeance_intermediaire": ("cible_intermediaire",),
}  # fmt: skip
# The locked columns that repeat the words of a code.
LABELS = {"intitule": "action", "libelle": "indicateur", "nom_territoire": "territoire"}
# From there on, two labels are one, written otherwise: the plan may have been corrected since the sending.
CLOSE = 0.6


def check(sheets: Iterable[RawSheet], plan: Plan, au: date | None = None) -> Checked:
    """Return the answers of a workbook and every problem in it, in its order.

    The rows, by sheet of the specification, hold the columns that identify them and those to fill: str, date, float
    (rates from 0 to 100), tuple of codes, None for an empty or refused cell. Rows where nothing is filled but locked
    columns are left out, and the second of two rows that say the same. A fact dated after `au` is refused.
    """
    actions = Known(plan.actions)
    known = {
        "action": actions,
        "actions": actions,
        "indicateur": Known(plan.indicators),
        "territoire": Known(plan.territories),
    }
    rows: dict[str, tuple[Row, ...]] = {}
    problems: list[Problem] = []
    named: set[str] = set()
    emptied: dict[str, frozenset[Identity]] = {}
    lines: dict[str, Mapping[Identity, Line]] = {}
    for raw in sheets:
        checker = _SheetCheck(raw, known, plan, au)
        if raw.sent.scheme not in (None, plan.scheme):
            why = f"ce classeur est celui d’un autre schéma, le suivi est celui de {plan.scheme}"
            checker.problems.insert(0, Problem("bloquant", raw.name, "", "", brief(str(raw.sent.scheme)), why))
        rows[raw.sheet.name] = checker.rows()
        named |= checker.named
        emptied[raw.sheet.name] = frozenset(checker.empty - checker.answered)
        lines[raw.sheet.name] = checker.lines
        # What its reading tells of other sheets, unknown or absent, comes after it.
        problems += sorted(checker.problems, key=lambda p: (p.sheet != raw.name, *_place(p)))
    return Checked(rows, tuple(problems), frozenset(named), emptied=emptied, lines=lines)


def _place(problem: Problem) -> tuple[int, int]:
    if not problem.cell:
        return 0, 0
    letters, row = coordinate_from_string(problem.cell)
    return row, column_index_from_string(letters)


class _SheetCheck:
    """Read the rows of one sheet and gather their problems."""

    def __init__(self, raw: RawSheet, known: Mapping[str, Known], plan: Plan, au: date | None) -> None:
        self.problems = list(raw.problems)
        self.named: set[str] = set()
        self.empty: set[Identity] = set()
        self.answered: set[Identity] = set()
        self.lines: dict[Identity, Line] = {}
        self._raw, self._sheet, self._known, self._plan, self._au = raw, raw.sheet, known, plan, au
        self._seen: dict[Identity, tuple[str, tuple[Any, ...]]] = {}

    def rows(self) -> tuple[Row, ...]:
        found = (self._row(cells) for cells in self._raw.rows)
        return tuple(row for row in found if row is not None)

    def _add(
        self,
        severity: Severity,
        cell: RawCell | None,
        key: str | None,
        value: str,
        expected: str,
        nearest: Iterable[str] = (),
        *,
        at_import: bool = False,
    ) -> None:
        column = brief(self._raw.headers.get(key, self._sheet.field(key).header)) if key else ""
        ref = cell.ref if cell else ""
        self.problems.append(Problem(severity, self._raw.name, ref, column, value, expected, tuple(nearest), at_import))

    def _row(self, cells: Mapping[str, RawCell]) -> Row | None:
        """Return what a row answers, None when it answers nothing or nothing new."""
        values = {f.key: self._value(f, cells[f.key], cells) for f in self._sheet.fields if f.key in cells}
        filled = {key for key, cell in cells.items() if cell.filled}
        answers = [f for f in self._sheet.fields if not f.locked]
        answered = any(f.key in filled for f in answers)
        self._check_labels(cells, values)
        self._note(cells, values, answered)
        if answered:
            self._check_row(cells, values, filled)
        elif not filled & set(self._sheet.identity):
            key = next(f.key for f in self._sheet.fields if f.key in filled)
            why = "texte hors du tableau, non lu : déplacez-le dans une colonne à remplir, ou supprimez-le"
            near = [near for f in self._sheet.fields if f.required for near in self._namesakes(f, cells)]
            self._add("bloquant", cells[key], key, brief(shown(cells[key])), why, near, at_import=True)
        # A refused value has no reading: what was typed tells whether two rows differ.
        said = tuple(
            (f.key, shown(cells[f.key]) if values[f.key] in (None, ()) else values[f.key])
            for f in answers
            if f.key in filled and f.key not in self._sheet.identity
        )
        repeated = self._repeats(cells, values, said)
        if not answered or repeated:
            return None
        kept = [f for f in self._sheet.fields if not f.locked or f.key in self._sheet.identity]
        return {f.key: values.get(f.key, () if f.kind == CODES else None) for f in kept}

    def _note(self, cells: Mapping[str, RawCell], values: Mapping[str, Any], answered: bool) -> None:
        """Keep where a row stands, and whether it was left without any answer."""
        if "action" in self._sheet.identity and values.get("action"):
            self.named.add(values["action"])
        identity = tuple(values.get(key) for key in self._sheet.identity)
        if all(identity):
            (self.answered if answered else self.empty).add(identity)
            if answered or identity not in self.lines:
                self.lines[identity] = Line(self._raw.name, {key: cell.ref for key, cell in cells.items()})

    def _check_row(self, cells: Mapping[str, RawCell], values: Mapping[str, Any], filled: set[str]) -> None:
        """Tell what an answering row lacks, and what its cells say against each other."""
        for field in self._sheet.fields:
            if field.required and field.key in cells and field.key not in filled:
                near = self._namesakes(field, cells)
                self._add("bloquant", cells[field.key], field.key, EMPTY, "valeur obligatoire", near)
        for severity, key, expected in contradictions(self._sheet, values, filled, self._au):
            at = key if key in cells else next(other for other in INSTEAD[key] if other in cells)
            self._add(severity, cells[at], at, brief(shown(cells[at])), expected)

    def _namesakes(self, field: Field, cells: Mapping[str, RawCell]) -> tuple[str, ...]:
        """Return the codes whose words are those that the row gives."""
        key = next((name for name, code in LABELS.items() if code == field.key and name in cells), None)
        return self._known[field.key].named(shown(cells[key])) if key and cells[key].filled else ()

    def _value(self, field: Field, cell: RawCell, cells: Mapping[str, RawCell]) -> Any:
        if not cell.filled:
            return () if field.kind == CODES else None
        needed = not field.locked or field.key in self._sheet.identity
        if cell.fault:
            severity: Severity = "bloquant" if needed else "à vérifier"
            why = f"{cell.fault} : écrivez la valeur, ou ouvrez et enregistrez le classeur dans un tableur"
            self._add(severity, cell, field.key, brief(str(cell.value or EMPTY)), why)
            return () if field.kind == CODES else None
        if not needed:
            return shown(cell)
        unseen = hidden_in(cell.value) if isinstance(cell.value, str) else ""
        cell = prepared(cell, field)
        reading = self._read(field, cell)
        if reading.severity:
            near = dict.fromkeys([*self._namesakes(field, cells), *reading.nearest])
            self._add(
                reading.severity,
                cell,
                field.key,
                brief(shown(cell)),
                reading.expected,
                map(brief, near),
                at_import=reading.at_import,
            )
        if unseen and reading.severity != "bloquant":
            self._add("à vérifier", cell, field.key, brief(shown(cell)), f"caractères invisibles enlevés : {unseen}")
        return reading.value if reading.severity != "bloquant" or field.kind != CODES else ()

    def _read(self, field: Field, cell: RawCell) -> Reading:
        """Read a cell; a day must also stand near enough to the period of the schéma."""
        reading = READERS[field.kind](cell, field, self._known.get(field.key))
        told = beyond(field.key, reading.value, self._plan) if field.kind == DATE and reading.value else None
        if told is None or (told[0] != "bloquant" and reading.severity):
            return reading
        return Reading(reading.value, *told, at_import=told[0] == "bloquant")

    def _check_labels(self, cells: Mapping[str, RawCell], values: Mapping[str, Any]) -> None:
        """Tell words that are not those of the code beside them: the code may be wrong, or an answer written there."""
        for key, code_key in LABELS.items():
            code, text = values.get(code_key), values.get(key)
            if key not in cells or not code or not text:
                continue
            known = self._known[code_key]
            typed, own = norm(text), norm(known.codes[code])
            if typed == own:
                continue
            near = known.named(text)
            why = f"dans le schéma, {code} est « {brief(known.codes[code])} » : le code est peut-être faux"
            added = own in typed or difflib.SequenceMatcher(None, typed, own).ratio() < CLOSE
            unread = added and not near and typed not in own
            if unread:
                why = f"cette colonne n’est pas lue ; pour {code} le schéma dit « {brief(known.codes[code])} »"
            self._add("bloquant" if unread else "à vérifier", cells[key], key, brief(text), why, near, at_import=unread)

    def _repeats(self, cells: Mapping[str, RawCell], values: Mapping[str, Any], said: tuple[Any, ...]) -> bool:
        """Tell a row that names what an earlier one names; return whether it says nothing more."""
        identity = tuple(values.get(key) for key in self._sheet.identity)
        if not all(identity):
            return False
        key = self._sheet.identity[0]
        ref = cells[key].ref
        first, said_first = self._seen.setdefault(identity, (ref, said))
        if first == ref:
            return False
        value = brief(" / ".join(str(part) for part in identity))
        if said == said_first:
            self._add("à vérifier", cells[key], key, value, f"ligne en double : la même est en {first}")
        elif said and said_first:
            self._add("bloquant", cells[key], key, value, f"ligne en double : {first} porte d’autres réponses")
        else:
            self._add("à vérifier", cells[key], key, value, f"ligne en double de {first}, une seule est remplie")
            self._seen[identity] = (first, said or said_first)
        return said == said_first
