"""Check what a follow-up workbook holds: every cell by the kind of its column, then rows, columns and the plan."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from numbers import Real
from typing import Any

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from dashboard.suivi.model import Campaign, Change, Checked, Plan, Problem, Row, Severity
from dashboard.suivi.reading import (
    CONTROLS,
    EMPTY,
    LONGEST_SHOWN,
    RawCell,
    RawSheet,
    alike,
    brief,
    clean,
    exact,
    french,
    is_percent,
    norm,
    shown,
)
from dashboard.suivi.sheets import (
    ACTIONS,
    CHOICE,
    CODE,
    CODES,
    DATE,
    DECISIONS,
    MAX_TEXT,
    MEASURES,
    NUMBER,
    PERCENT,
    SHEETS,
    TEXT,
    Field,
    Sheet,
)
from dashboard.theme import MONTHS, day

FIRST_YEAR, LAST_YEAR = 1990, 2100
# Two figures may mean a year of this century up to here; beyond, nobody knows which century.
LAST_SHORT_YEAR = 50
LARGEST = 10**15  # beyond, a spreadsheet loses digits
# Distinct unknown codes that are compared with all known ones; a workbook with more is of another schéma.
MAX_COMPARED = 300
A_DAY = "attendu : un jour, JJ/MM/AAAA"
A_NUMBER = "attendu : un nombre, sans unité, par exemple 1 234,5"
A_RATE = "attendu : un taux de 0 à 100"

# What a code names in the plan, and the locked column that repeats its words.
NAMES = {"action": "une action", "indicateur": "un indicateur", "territoire": "un territoire", "actions": "une action"}
# Where an absence is told when the column that lacks a value is itself absent.
INSTEAD = {
    "fin_reelle": ("statut",), "date": ("valeur", "decision"), "echeance_cible": ("cible",),
    "echeance_intermediaire": ("cible_intermediaire",),
}  # fmt: skip
LABELS = {"intitule": "action", "libelle": "indicateur", "nom_territoire": "territoire"}
ROW, ROW_ABSENT, ROW_PRESENT, NOTHING = "Ligne", "absente", "présente", "vide"

NUMBER_FORM = re.compile(r"[+-]?(\d{1,3}( \d{3})+|\d+)([.,]\d+)?")
DAY_FORMS = (
    re.compile(r"(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})", re.ASCII),
    re.compile(r"(?P<year>\d{4})(?P<sign>[/-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})([t ]00:00(:00)?)?", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})(er)? (?P<word>[a-z]{3,})\.? (?P<year>\d{4})", re.ASCII),
)


@dataclass(frozen=True)
class Reading:
    """What a cell says once read: its value, or why it is refused, or what must be checked in it."""

    value: Any = None
    severity: Severity | None = None
    expected: str = ""
    nearest: tuple[str, ...] = ()


class Known:
    """The codes that a column may hold, with their words, and the nearest to one that is not there."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self.codes = codes
        self._by_label: dict[str, list[str]] = {}
        self._by_number: dict[Decimal, list[str]] = {}
        self._compared: dict[str, tuple[str, ...]] = {}
        for code, label in codes.items():
            self._by_label.setdefault(norm(label), []).append(code)
            if re.fullmatch(r"\d+(\.\d+)?", code, re.ASCII):
                self._by_number.setdefault(Decimal(code), []).append(code)

    def equal(self, value: float) -> tuple[str, ...]:
        """Return the codes that are the same number."""
        return tuple(self._by_number.get(exact(value), ()))

    def named(self, label: str) -> tuple[str, ...]:
        """Return the codes whose words are these."""
        return tuple(self._by_label.get(norm(label), ()))

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return up to three codes close to a text by their letters or by their words."""
        if text not in self._compared and len(self._compared) < MAX_COMPARED:
            self._compared[text] = self._near(text[:LONGEST_SHOWN])
        return self._compared.get(text, ())

    def _near(self, text: str) -> tuple[str, ...]:
        number = text.replace(",", ".")
        same = self._by_number.get(Decimal(number), []) if re.fullmatch(r"\d+(\.\d+)?", number, re.ASCII) else []
        lower = {code.casefold(): code for code in self.codes}
        close = [lower[found] for found in difflib.get_close_matches(text.casefold(), list(lower), n=3)]
        typed = norm(text)
        holding = [label for label in self._by_label if len(typed) > 3 and typed in label]
        labels = holding or difflib.get_close_matches(typed, list(self._by_label), n=3)
        return tuple(dict.fromkeys([*same, *close, *(code for label in labels for code in self._by_label[label])]))[:3]


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
    for raw in sheets:
        checker = _SheetCheck(raw, known, au)
        if raw.scheme not in (None, plan.scheme):
            why = f"ce classeur est celui d’un autre schéma, le suivi est celui de {plan.scheme}"
            checker.problems.insert(0, Problem("bloquant", raw.name, "", "", brief(str(raw.scheme)), why))
        rows[raw.sheet.name] = checker.rows()
        named |= checker.named
        # What its reading tells of other sheets, unknown or absent, comes after it.
        problems += sorted(checker.problems, key=lambda p: (p.sheet != raw.name, *_place(p)))
    return Checked(rows, tuple(problems), frozenset(named))


def changes(before: Campaign | None, after: Mapping[str, tuple[Row, ...]], plan: Plan) -> tuple[Change, ...]:
    """Return what rows would change against the last campaign, in words: row by row, field by field.

    A row that appears or goes is told first, as a change of the field « Ligne ». A sheet absent from `after` is not
    compared.
    """
    found: list[Change] = []
    for sheet in (sheet for sheet in SHEETS.values() if sheet.name in after):
        old = _by_identity(sheet, before.rows.get(sheet.name, ()) if before else ())
        new = _by_identity(sheet, after[sheet.name])
        for identity in dict.fromkeys([*new, *old]):
            found += _row_changes(sheet, identity, old.get(identity), new.get(identity), plan)
    return tuple(found)


def words(value: Any, field: Field) -> str:
    """Return a value of a row in words, « vide » for none."""
    if isinstance(value, (tuple, list, set, frozenset)):
        return " ; ".join(str(item) for item in value) or NOTHING
    if value is None or value == "" or value != value:
        return NOTHING
    if isinstance(value, date):
        return day(value)
    if isinstance(value, (Real, Decimal)):
        return french(float(value)) + (" %" if field.kind == PERCENT else "")
    return str(value)


def _by_identity(sheet: Sheet, rows: Iterable[Row]) -> dict[tuple[str, ...], Row]:
    """Return the rows that can be named, by what names them."""
    found = {tuple(row.get(key) for key in sheet.identity): row for row in rows}
    return {tuple(map(str, identity)): row for identity, row in found.items() if all(identity)}


def _row_changes(
    sheet: Sheet, identity: tuple[str, ...], old: Row | None, new: Row | None, plan: Plan
) -> Iterator[Change]:
    code, label = " / ".join(identity), _label(sheet, identity, new or old or {}, plan)
    if old is None or new is None:
        came = (ROW_ABSENT, ROW_PRESENT) if old is None else (ROW_PRESENT, ROW_ABSENT)
        yield Change(sheet.name, code, label, ROW, *came)
    for field in sheet.fields:
        if field.locked or field.key in sheet.identity:
            continue
        was, now = words((old or {}).get(field.key), field), words((new or {}).get(field.key), field)
        if was != now:
            yield Change(sheet.name, code, label, field.header, was, now)


def _label(sheet: Sheet, identity: tuple[str, ...], row: Row, plan: Plan) -> str:
    if sheet is ACTIONS:
        return plan.actions.get(identity[0], "")
    if sheet is MEASURES:
        names = plan.indicators.get(identity[0], identity[0]), plan.territories.get(identity[1], identity[1])
        return " – ".join(names)
    return str(row.get("decision") or "")


def _place(problem: Problem) -> tuple[int, int]:
    if not problem.cell:
        return 0, 0
    letters, row = coordinate_from_string(problem.cell)
    return row, column_index_from_string(letters)


class _SheetCheck:
    """Read the rows of one sheet and gather their problems."""

    def __init__(self, raw: RawSheet, known: Mapping[str, Known], au: date | None) -> None:
        self.problems = list(raw.problems)
        self._raw, self._sheet, self._known, self._au = raw, raw.sheet, known, au
        self._seen: dict[tuple[Any, ...], tuple[str, tuple[Any, ...]]] = {}
        self.named: set[str] = set()

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
    ) -> None:
        column = brief(self._raw.headers.get(key, self._sheet.field(key).header)) if key else ""
        ref = cell.ref if cell else ""
        self.problems.append(Problem(severity, self._raw.name, ref, column, value, expected, tuple(nearest)))

    def _row(self, cells: Mapping[str, RawCell]) -> Row | None:
        """Return what a row answers, None when it answers nothing or nothing new."""
        values = {f.key: self._value(f, cells[f.key], cells) for f in self._sheet.fields if f.key in cells}
        filled = {key for key, cell in cells.items() if cell.filled}
        answers = [f for f in self._sheet.fields if not f.locked]
        answered = any(f.key in filled for f in answers)
        self._check_labels(cells, values)
        if "action" in self._sheet.identity and values.get("action"):
            self.named.add(values["action"])
        if answered:
            for field in self._sheet.fields:
                if field.required and field.key in cells and field.key not in filled:
                    near = self._namesakes(field, cells)
                    self._add("bloquant", cells[field.key], field.key, EMPTY, "valeur obligatoire", near)
            for severity, key, expected in _contradictions(self._sheet, values, filled, self._au):
                at = key if key in cells else next(other for other in INSTEAD[key] if other in cells)
                self._add(severity, cells[at], at, brief(shown(cells[at])), expected)
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
        dirty = isinstance(cell.value, str) and CONTROLS.search(cell.value.replace("\r\n", "\n").replace("\r", "\n"))
        if dirty:
            cell = RawCell(clean(cell.value), cell.ref, cell.number_format)
        reading = READERS[field.kind](cell, field, self._known.get(field.key))
        if reading.severity:
            near = dict.fromkeys([*self._namesakes(field, cells), *reading.nearest])
            self._add(reading.severity, cell, field.key, brief(shown(cell)), reading.expected, map(brief, near))
        if dirty and reading.severity != "bloquant":
            self._add("à vérifier", cell, field.key, brief(shown(cell)), "caractères invisibles enlevés")
        return reading.value if reading.severity != "bloquant" or field.kind != CODES else ()

    def _check_labels(self, cells: Mapping[str, RawCell], values: Mapping[str, Any]) -> None:
        """Tell words that are not those of the code beside them: the code may be the wrong one."""
        for key, code_key in LABELS.items():
            code, text = values.get(code_key), values.get(key)
            if key not in cells or not code or not text:
                continue
            known = self._known[code_key]
            if norm(text) != norm(known.codes[code]):
                why = f"dans le schéma, {code} est « {brief(known.codes[code])} » : le code est peut-être faux"
                self._add("à vérifier", cells[key], key, brief(text), why, known.named(text))

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


def _contradictions(
    sheet: Sheet, values: Mapping[str, Any], filled: set[str], au: date | None
) -> Iterator[tuple[Severity, str, str]]:
    """Return what the cells of an answering row contradict in one another: severity, column, what is expected."""
    if sheet is ACTIONS:
        yield from _about_action(values, filled)
    elif sheet is MEASURES:
        if "valeur" in filled and "date" not in filled:
            yield "bloquant", "date", "la valeur n’a pas de date"
        if "cible" in filled and "echeance_cible" not in filled:
            yield "à vérifier", "echeance_cible", "la cible n’a pas d’échéance"
        if "cible_intermediaire" in filled and "echeance_intermediaire" not in filled:
            yield "à vérifier", "echeance_intermediaire", "la cible intermédiaire n’a pas d’échéance"
        if {"echeance_cible", "echeance_intermediaire"} <= filled:
            last, step = values["echeance_cible"], values["echeance_intermediaire"]
            if last and step and step >= last:
                yield "à vérifier", "echeance_intermediaire", f"ce jour ne vient pas avant la cible, {day(last)}"
    elif "decision" in filled and "date" not in filled:
        yield "à vérifier", "date", "la décision n’a pas de date"
    for key in ("debut_reel", "fin_reelle", "date"):
        value = values.get(key)
        if au and value and value > au:
            hint = " ; une fin à venir se note dans « Fin prévue »" if key == "fin_reelle" else ""
            severity: Severity = "à vérifier" if sheet is DECISIONS else "bloquant"
            yield severity, key, f"ce jour vient après la date de la campagne, {day(au)}{hint}"


def _about_action(values: Mapping[str, Any], filled: set[str]) -> Iterator[tuple[Severity, str, str]]:
    """Return what an action contradicts; `contradiction` in data/views.sql says the same of what was imported."""
    status, rate = values.get("statut"), values.get("taux")
    start, end = values.get("debut_reel"), values.get("fin_reelle")
    if start and end and end < start:
        yield "bloquant", "fin_reelle", f"la fin réelle vient avant le début réel, {day(start)}"
    if status == "Réalisée" and "fin_reelle" not in filled:
        yield "à vérifier", "fin_reelle", "l’action est « Réalisée » sans fin réelle"
    if status == "Réalisée" and rate is not None and rate < 100:
        yield "à vérifier", "taux", "l’action est « Réalisée » avec un taux sous 100"
    if status == "À venir" and start:
        yield "à vérifier", "debut_reel", "l’action est « À venir » avec un début réel"
    if status not in (None, "Réalisée", "Abandonnée") and end:
        yield "à vérifier", "fin_reelle", f"l’action est « {status} » avec une fin réelle"
    if status not in (None, "Réalisée", "À venir") and rate == 100:
        yield "à vérifier", "taux", f"l’action est « {status} » avec un taux de 100"
    if status == "À venir" and rate:
        yield "à vérifier", "taux", "l’action est « À venir » avec un taux au-dessus de 0"


def _refuse(expected: str, nearest: Iterable[str] = ()) -> Reading:
    return Reading(None, "bloquant", expected, tuple(nearest))


def _read_text(cell: RawCell, field: Field, known: Known | None) -> Reading:
    text = shown(cell)
    if len(text) > MAX_TEXT:
        return _refuse(f"attendu : {french(MAX_TEXT)} caractères au plus, il y en a {len(text)}")
    if isinstance(cell.value, (date, time, timedelta)):
        return Reading(text, "à vérifier", "le tableur y voit une date ou une heure, lue telle qu’écrite ici")
    return Reading(text or None)


def _read_choice(cell: RawCell, field: Field, known: Known | None) -> Reading:
    typed = alike(shown(cell))
    accepted = {alike(choice): choice for choice in field.choices}
    if not isinstance(cell.value, str):
        return _refuse(f"accepté : {', '.join(field.choices)}")
    if typed in accepted:
        return Reading(accepted[typed])
    near = difflib.get_close_matches(typed[:LONGEST_SHOWN], list(accepted), n=1, cutoff=0.5)
    return _refuse(f"accepté : {', '.join(field.choices)}", (accepted[word] for word in near))


def _read_date(cell: RawCell, field: Field, known: Known | None) -> Reading:
    value = cell.value
    if isinstance(value, str):
        return _read_written_date(value)
    if isinstance(value, bool) or not isinstance(value, (int, float, date)):
        return _refuse(A_DAY)
    if isinstance(value, (int, float)):
        return _refuse(f"ce nombre n’est pas une date ; {A_DAY}")
    form = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", cell.number_format).lower()
    if form != "general" and not set("dj") & set(form):
        return _refuse(f"la cellule ne montre pas de jour ; {A_DAY}")
    found = value.date() if isinstance(value, datetime) else value
    reading = _plausible(found)
    if not reading.severity and isinstance(value, datetime) and value.time() != time():
        return Reading(found, "à vérifier", "l’heure n’est pas gardée")
    return reading


def _read_written_date(text: str) -> Reading:
    """Read a date as people write it; a month alone is not a day, and nothing is guessed."""
    plain = " ".join(alike(word) for word in text.split())
    match = next((found for form in DAY_FORMS if (found := form.fullmatch(plain))), None)
    if not match:
        return _refuse(A_DAY)
    parts = match.groupdict()
    months = [n for n, name in enumerate(map(alike, MONTHS), start=1) if name.startswith(parts.get("word") or "-")]
    if parts.get("word") and len(months) != 1:
        return _refuse(f"mois inconnu ; {A_DAY}")
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        if year > LAST_SHORT_YEAR:
            return _refuse(f"année à écrire sur quatre chiffres ; {A_DAY}")
        year += 2000
    try:
        return _plausible(date(year, int(parts.get("month") or months[0]), int(parts["day"])))
    except ValueError:
        return _refuse(f"ce jour n’existe pas ; {A_DAY}")


def _plausible(found: date) -> Reading:
    if FIRST_YEAR <= found.year <= LAST_YEAR:
        return Reading(found)
    return _refuse(f"attendu : un jour de {FIRST_YEAR} à {LAST_YEAR}")


def _written_number(text: str) -> Decimal | None:
    """Return a number as people write it in French, thousands apart or not; None for anything else."""
    plain = "".join(" " if c.isspace() else c for c in text).replace("−", "-").strip()
    if not (plain.isascii() and NUMBER_FORM.fullmatch(plain)):
        return None
    return Decimal(plain.replace(" ", "").replace(",", "."))


def _read_number(cell: RawCell, field: Field, known: Known | None) -> Reading:
    value = cell.value
    if isinstance(value, str):
        number = _written_number(value)
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        number = None
    elif is_percent(cell.number_format):
        return _refuse(f"pourcentage dans une colonne de nombres ; {A_NUMBER}")
    else:
        number = exact(value)
    if number is None or not -LARGEST <= number <= LARGEST:
        return _refuse(A_NUMBER)
    if isinstance(value, str) and re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", value.strip()):
        return Reading(float(number), "à vérifier", f"point lu comme une virgule : {french(float(number))}")
    return _kept(number)


def _kept(number: Decimal) -> Reading:
    """Return a number, told when it has more digits than are kept."""
    value = float(number)
    if exact(value) == number:
        return Reading(value)
    return Reading(value, "à vérifier", f"lu {french(value)} : quinze chiffres sont gardés")


def _read_percent(cell: RawCell, field: Field, known: Known | None) -> Reading:
    value = cell.value
    signed = isinstance(value, str) and value.rstrip().endswith("%")
    if isinstance(value, str):
        number = _written_number(value.rstrip().removesuffix("%"))
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        number = None
    else:
        signed = is_percent(cell.number_format)
        number = exact(value) * (100 if signed else 1)
    if number is None or not 0 <= number <= 100:
        return _refuse(A_RATE)
    if 0 < number <= 1 and not signed:
        rate = french(float(number))
        return Reading(float(number), "à vérifier", f"lu {rate} % et non {french(float(number * 100))} %")
    return _kept(number)


def _read_code(cell: RawCell, field: Field, known: Known | None) -> Reading:
    value, text = cell.value, _code_text(cell)
    what = f"attendu : le code d’{NAMES[field.key]} du schéma" if known else "attendu : un numéro"
    if isinstance(value, (bool, date, time, timedelta)):
        return _refuse(f"le tableur a changé ce code en {_nature(value)} ; {what}", _undated(value, known))
    if known is None:
        return _read_free_code(cell, text)
    if not isinstance(value, str):
        equal = known.equal(value)
        if len(equal) > 1:
            return _refuse(f"nombre qui peut être plusieurs codes : mettez la cellule au format Texte ; {what}", equal)
    if text in known.codes:
        return Reading(text)
    return _refuse(f"code inconnu ; {what}", known.nearest(text))


def _read_free_code(cell: RawCell, text: str) -> Reading:
    if len(text) > MAX_TEXT:
        return _refuse(f"attendu : {french(MAX_TEXT)} caractères au plus, il y en a {len(text)}")
    if isinstance(cell.value, float) and not cell.value.is_integer():
        return Reading(text, "à vérifier", f"nombre lu comme le numéro « {text} » : un zéro final serait perdu")
    return Reading(text or None)


def _read_codes(cell: RawCell, field: Field, known: Known | None) -> Reading:
    """Read several codes; a single number may be one code or two, cut by what the spreadsheet took for a comma."""
    if known is None:
        return _refuse("colonne sans codes connus")
    if not isinstance(cell.value, str):
        reading = _read_code(cell, field, known)
        parts = _code_text(cell).split(".")
        if reading.value and len(parts) > 1 and all(part in known.codes for part in parts):
            return _refuse("nombre qui peut être un code ou deux : mettez la cellule au format Texte", [reading.value])
        return reading if reading.severity else Reading((reading.value,))
    codes = [code for part in re.split("[;,]", cell.value) if (code := part.strip())]
    unknown = [code for code in dict.fromkeys(codes) if code not in known.codes]
    if unknown:
        listed = ", ".join(f"« {brief(code)} »" for code in unknown)
        near = dict.fromkeys(near for code in unknown for near in known.nearest(code))
        return _refuse(f"inconnu : {listed} ; attendu : des codes d’action séparés par des points-virgules", near)
    if len(set(codes)) < len(codes):
        return Reading(tuple(dict.fromkeys(codes)), "à vérifier", "code répété, gardé une fois")
    return Reading(tuple(codes))


def _code_text(cell: RawCell) -> str:
    """Return the text of a code as the cell shows it, with a decimal point."""
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        places = re.fullmatch(r"0+\.(0+)", cell.number_format)
        text = french(value).replace(",", ".")
        if places and len(text.partition(".")[2]) <= len(places[1]):
            return f"{exact(value):.{len(places[1])}f}"
        return shown(cell).replace(",", ".") if re.fullmatch("0+", cell.number_format) else text
    return shown(cell)


def _nature(value: Any) -> str:
    return "valeur logique" if isinstance(value, bool) else "date ou en heure"


def _undated(value: Any, known: Known | None) -> Sequence[str]:
    """Return the codes that a spreadsheet may have taken for a date."""
    if known is None or not isinstance(value, date):
        return ()
    n, month, year = value.day, value.month, value.year % 100
    written = (f"{n}.{month}", f"{n}.{month:02}", f"{month}.{n}", f"{month}.{year}")
    return [code for code in dict.fromkeys(written) if code in known.codes]


READERS: Mapping[str, Callable[[RawCell, Field, Known | None], Reading]] = {
    TEXT: _read_text,
    CHOICE: _read_choice,
    DATE: _read_date,
    NUMBER: _read_number,
    PERCENT: _read_percent,
    CODE: _read_code,
    CODES: _read_codes,
}
