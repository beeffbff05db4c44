"""Read a follow-up workbook into raw cells that keep their place; nothing written in it is left out in silence."""

import difflib
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import isinf
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from dashboard.suivi.cells import RawCell, shown
from dashboard.suivi.characters import brief, clean, mended, norm
from dashboard.suivi.guide import KNOWN_FROM, MADE_FOR, NOTHING_KNOWN, words_of_ours
from dashboard.suivi.headers import (
    HEADER_ROWS,
    Table,
    absent_columns,
    header_problems,
    header_row,
    headers_again,
    match,
    recognised,
)
from dashboard.suivi.model import Problem, Sent, Severity
from dashboard.suivi.outside import above, body_of, headless, hidden, linked, merged, misread, struck
from dashboard.suivi.package import ZIP, contents, inspect
from dashboard.suivi.parts import Part
from dashboard.suivi.refusals import MAX_COLUMNS, MAX_ROWS, refusal, refusing, too_many_columns, too_many_rows
from dashboard.suivi.sheets import GUIDE, SHEETS, Sheet
from dashboard.suivi.texts import read_text
from dashboard.suivi.writing import SCHEME_PROPERTY

# The controls of a text, as Excel writes them in its XML; openpyxl leaves them so.
ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f]|7[Ff])_")


@dataclass(frozen=True)
class RawSheet:
    """One sheet: what it is, its name in the file, its columns by index from 1, its rows by field, its own problems.

    A row holds a cell for each column found, empty ones included; `headers` are those of the file, by field. `sent`:
    what the workbook says of its sending.
    """

    sheet: Sheet
    name: str
    columns: Mapping[int, str]
    rows: tuple[Mapping[str, RawCell], ...]
    problems: tuple[Problem, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: Sent = Sent()


@dataclass(frozen=True)
class _Tab:
    """One tab of the file: its name, whether it shows, its cells, the sheet that it is by its name or its headers."""

    name: str
    visible: bool
    table: Table
    sheet: Sheet | None


def read_workbook(path: Path) -> tuple[RawSheet, ...]:
    """Return the known sheets of an .xlsx or .csv file, in its order, with what is wrong in their layout.

    Raises WorkbookRefusedError when the file cannot be read safely or holds no known sheet.
    """
    data = contents(path)
    if not data.startswith(ZIP):
        sheet, table = read_text(path, data)
        return (_sheet(sheet, sheet.name, table),)
    package = inspect(path, data)
    tabs: list[_Tab] = []
    with refusing(path, "le classeur est abîmé ou incomplet"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of openpyxl, in English, about what it leaves out and we do not read
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for tab in book.worksheets:
            table = _table(path, tab, package.sheets[tab.title])
            tabs.append(_Tab(tab.title, tab.sheet_state == "visible", table, _known(tab.title, table)))
        scheme = next((str(p.value) for p in book.custom_doc_props.props if p.name == SCHEME_PROPERTY), None)
    return _sheets(path, tabs, replace(_sent(tabs), scheme=scheme), [stray.problem() for stray in package.strays])


def _table(path: Path, tab: Any, part: Part) -> Table:
    """Return the filled cells of a worksheet, and stop as soon as it is too large."""
    tab.reset_dimensions()  # those that the file declares may be too small
    rows: dict[int, dict[int, RawCell]] = {}
    for number, cells in enumerate(tab.rows, start=1):
        found: dict[int, RawCell] = {}
        for cell in cells:
            if cell.value is None and not part.uncomputed:
                continue
            raw = _raw(cell, part.uncomputed) if hasattr(cell, "coordinate") else None
            if raw:
                found[cell.column] = raw
        if found:
            rows[number] = found
            if max(found) > MAX_COLUMNS:
                raise too_many_columns(path, tab.title, get_column_letter(max(found)))
            if len(rows) > MAX_ROWS:
                raise too_many_rows(path, tab.title)
    return Table(
        rows,
        tuple(part.merged),
        struck=frozenset(part.struck),
        hidden_rows=frozenset(part.hidden_rows),
        hidden_columns=frozenset(part.hidden_columns),
        links=part.links,
    )


def _raw(cell: Any, uncomputed: set[str]) -> RawCell | None:
    ref = str(cell.coordinate)
    if ref in uncomputed:
        return RawCell(None, ref, fault="formule jamais calculée")
    value, typed = cell.value, ""
    if isinstance(value, str):
        typed = ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
        value = mended(typed)
    if value is None or (isinstance(value, str) and not clean(value)):
        return None
    if cell.data_type == "e":
        return RawCell(value, ref, fault="erreur du tableur")
    if isinstance(value, float) and isinf(value):
        return RawCell(None, ref, fault="nombre démesuré")
    form = "General" if isinstance(value, (str, bool)) else str(cell.number_format)
    return RawCell(value, ref, form, typed=typed if value != typed else "")


def _known(name: str, table: Table) -> Sheet | None:
    named = next((sheet for sheet in SHEETS.values() if norm(sheet.name) == norm(name)), None)
    return named or recognised(table.rows)


def _sent(tabs: Sequence[_Tab]) -> Sent:
    """Return what the guide of a workbook says of it: its pilote, and the campaign whose answers it was filled with."""
    guide = next((tab.table for tab in tabs if norm(tab.name) == norm(GUIDE)), Table({}))
    texts = [" ".join(str(cell.value).split()) for cells in guide.rows.values() for cell in cells.values()]
    pilote = next((found[1] for text in texts if (found := MADE_FOR.fullmatch(text))), None)
    day = next((found[1] for text in texts if (found := KNOWN_FROM.match(text))), None)
    campaign = datetime.strptime(day, "%d/%m/%Y").date() if day else None
    return Sent(pilote=pilote, campaign=campaign, blank=NOTHING_KNOWN in texts)


def _sheets(path: Path, tabs: Sequence[_Tab], sent: Sent, strays: Sequence[Problem]) -> tuple[RawSheet, ...]:
    """Return the known sheets; what must be told of the others goes with the last one."""
    found: list[RawSheet] = []
    told: list[Problem] = []
    for tab in tabs:
        first = next((raw for raw in found if raw.sheet is tab.sheet), None)
        if tab.sheet is None:
            told += _not_read(tab)
        elif first is None:
            raw = _sheet(tab.sheet, tab.name, tab.table)
            own = [stray for stray in strays if stray.sheet == tab.name]
            found.append(replace(raw, sent=sent, problems=(*_tab_problems(tab), *raw.problems, *own)))
        elif not all(map(headers_again, tab.table.rows.values())):
            why = f"feuille en double : « {brief(first.name)} » est déjà lue ; gardez-en une seule"
            told.append(_about(tab.name, "bloquant", why, at_import=True))
    told += [stray for stray in strays if stray.sheet not in {raw.name for raw in found}]
    if not found:
        here = ", ".join(f"« {brief(tab.name)} »" for tab in tabs) or "aucune"
        raise refusal(path, f"aucune feuille connue (attendues : {', '.join(SHEETS)} ; trouvées : {here})")
    present = {raw.sheet.name for raw in found}
    told += [_about(name, "à vérifier", "feuille absente : rien n’en est lu") for name in SHEETS if name not in present]
    found[-1] = replace(found[-1], problems=(*found[-1].problems, *told))
    return tuple(found)


def _tab_problems(tab: _Tab) -> Iterator[Problem]:
    if tab.sheet and norm(tab.name) != norm(tab.sheet.name):
        yield _about(tab.name, "à vérifier", f"onglet renommé, lu comme « {tab.sheet.name} » d’après ses en-têtes")
    if not tab.visible:
        yield _about(tab.name, "à vérifier", "feuille masquée, lue comme les autres")


def _not_read(tab: _Tab) -> Iterator[Problem]:
    """Tell what is written in a sheet that is not read, but for the words of our own guide."""
    cells = [cell for row in tab.table.rows.values() for cell in row.values()]
    ours = words_of_ours(tab.table.rows)
    others = [cell for cell in cells if cell.ref not in ours]
    if not others:
        return
    if norm(tab.name) == norm(GUIDE):
        for cell in others:
            why = "texte écrit dans le mode d’emploi, non lu : déplacez-le, ou supprimez cette feuille"
            yield Problem("bloquant", tab.name, cell.ref, "", brief(shown(cell)), why, at_import=True)
        return
    near = difflib.get_close_matches(tab.name, list(SHEETS), n=1)
    what = "feuille inconnue" if tab.visible else "feuille masquée et inconnue"
    words = f"{what}, non lue (« {brief(shown(others[0]))} » en {others[0].ref}) ; lues : {', '.join(SHEETS)}"
    yield _about(tab.name, "bloquant", words, near, at_import=True)


def _about(
    name: str, severity: Severity, expected: str, near: Iterable[str] = (), *, at_import: bool = False
) -> Problem:
    return Problem(severity, name, "", "", brief(name), expected, tuple(near), at_import)


def _sheet(sheet: Sheet, name: str, table: Table) -> RawSheet:
    header = header_row(sheet, table.rows)
    if not header:
        expected = ", ".join(f.header for f in sheet.fields)
        problem = (
            _about(name, "bloquant", f"aucun en-tête connu dans les {HEADER_ROWS} premières lignes ; lus : {expected}")
            if table.rows
            else _about(name, "à vérifier", "feuille vide")
        )
        return RawSheet(sheet, name, {}, (), (problem,))
    cells = table.rows[header]
    found = match(sheet, cells)
    body, again = body_of(sheet, name, table, header, found)
    problems = [
        *header_problems(sheet, name, cells, found, {column for row in body.values() for column in row}),
        *absent_columns(sheet, name, cells, found),
        *above(name, table.rows, header),
        *again,
        *headless(name, body, cells, table.loose),
        *merged(name, table, header, found.columns),
        *struck(name, table.rows.values(), table),
        *linked(name, table.rows.values(), table),
        *misread(name, table.rows.values(), table),
        *hidden(name, body, table, found),
    ]
    rows = tuple(
        {
            key: row.get(column) or RawCell(None, f"{get_column_letter(column)}{number}")
            for column, key in found.columns.items()
        }
        for number, row in body.items()
        if any(column in row for column in found.columns)
    )
    headers = {key: shown(cells[column]) for column, key in found.columns.items()}
    return RawSheet(sheet, name, found.columns, rows, tuple(problems), headers)
