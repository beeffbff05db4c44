"""The follow-up workbook that goes out to the pilotes: protected rows, cells to fill, lists to choose from."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.packaging.custom import IntProperty, StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from dashboard.errors import RequestRefusedError
from dashboard.french import day, typeset
from dashboard.suivi.guide import LISTED, TOLD, accepts, guide_lines, sentence
from dashboard.suivi.looks import FORMATS, HEADER_HEIGHT, add_styles, fit, frozen, protect, set_page, style_of
from dashboard.suivi.model import Campaign, Plan, Row
from dashboard.suivi.sheets import (
    ACTIONS,
    CHOICE,
    CODES,
    DATE,
    DECISIONS,
    GUIDE,
    MAX_TEXT,
    MEASURES,
    NUMBER,
    PERCENT,
    SHEETS,
    SPARE_ROWS,
    Field,
    Sheet,
)
from dashboard.suivi.targets import WRITTEN, entry, put

CREATOR = "Tableau de bord SDSF"
# Custom document properties by which a reader knows what it holds.
SCHEME_PROPERTY, FORMAT_PROPERTY, FORMAT = "sdsf_schema", "sdsf_format", 1
LARGEST = 10**15
GUIDE_WIDTHS = (26, 88, 62)
# What openpyxl adds to a height: without it, the row still grows with what is typed.
FIXED_HEIGHT = re.compile(rb'(<row [^>]*) customHeight="1"')
FORMULA_STARTS = ("=", "+", "-", "@", "\t")


def write_workbook(path: Path, plan: Plan, last: Campaign | None = None, pilote: str | None = None) -> int:
    """Write the workbook to fill, with the last known values, and return its number of actions.

    With a pilote, only its actions are there. What `last` says of a code that the plan has no more is left out.
    """
    if last is not None and last.scheme != plan.scheme:
        raise RequestRefusedError(
            f"La campagne du {day(last.date)} suit le schéma {last.scheme} : "
            f"ses valeurs n’entrent pas dans un classeur du schéma {plan.scheme}."
        )
    rows = _rows(plan, last, pilote)
    book = Workbook()
    book.remove(book.active)
    _describe(book, plan)
    add_styles(book)
    for sheet in SHEETS.values():
        _fill(book.create_sheet(sheet.name), sheet, rows[sheet.name], plan)
    _explain(book.create_sheet(GUIDE), guide_lines(plan, last, pilote, len(rows[ACTIONS.name])))
    book.worksheets[0].sheet_view.tabSelected = True
    for tab in book.worksheets:
        set_page(tab, _clean(plan.title))
        protect(tab)
    put(path, _archive(book))
    return len(rows[ACTIONS.name])


def _rows(plan: Plan, last: Campaign | None, pilote: str | None) -> dict[str, list[Row]]:
    answered = last.rows if last else {}
    known = {
        sheet.name: {tuple(row[key] for key in sheet.identity): row for row in answered.get(sheet.name, ())}
        for sheet in (ACTIONS, MEASURES)
    }
    return {
        ACTIONS.name: [
            known[ACTIONS.name].get((code,), {}) | {"action": code, "intitule": words}
            for code, words in plan.actions.items()
            if pilote is None or pilote in plan.pilots.get(code, frozenset())
        ],
        MEASURES.name: [
            known[MEASURES.name].get((code, place), {})
            | {"indicateur": code, "libelle": words, "territoire": place, "nom_territoire": name}
            for code, words in plan.indicators.items()
            for place, name in plan.territories.items()
        ],
        DECISIONS.name: list(answered.get(DECISIONS.name, ())),
    }


def _describe(book: Workbook, plan: Plan) -> None:
    """Say what the workbook is, to people and to a reader."""
    book.properties.title = _clean(f"Suivi – {plan.title}")
    book.properties.subject = "Classeur de suivi du schéma départemental des services aux familles"
    book.properties.creator = CREATOR
    book.properties.language = "fr-FR"
    book.properties.created = book.properties.modified = datetime(*WRITTEN)
    book.custom_doc_props.append(StringProperty(name=SCHEME_PROPERTY, value=plan.scheme))
    book.custom_doc_props.append(IntProperty(name=FORMAT_PROPERTY, value=FORMAT))
    book.calculation.fullCalcOnLoad = False  # nothing to compute: Excel would ask to save at each closing


def _fill(tab: Worksheet, sheet: Sheet, rows: Sequence[Row], plan: Plan) -> None:
    """Write the header, one row per row, the empty rows if rows may be added, the lists and the filters."""
    open_ended = not any(field.locked for field in sheet.fields)
    last_row = 1 + len(rows) + (SPARE_ROWS if open_ended else 0)
    tab.row_dimensions[1].height = HEADER_HEIGHT
    for column, field in enumerate(sheet.fields, start=1):
        letter = get_column_letter(column)
        tab.column_dimensions[letter].width = field.width
        tab.cell(1, column, field.header).style = f"SDSF en-tête {'protégé' if field.locked else 'à remplir'}"
        if not field.locked:
            validation = _validation(field, plan)
            validation.add(f"{letter}2:{letter}{1 + len(rows) + SPARE_ROWS}")
            tab.add_data_validation(validation)
    widths = [field.width for field in sheet.fields]
    styles = [style_of(FORMATS[field.kind], field.locked) for field in sheet.fields]
    for line in range(2, last_row + 1):
        cells = [tab.cell(line, column) for column in range(1, 1 + len(sheet.fields))]
        for cell, style in zip(cells, styles, strict=True):
            cell.style = style
        if line - 2 < len(rows):
            for cell, field in zip(cells, sheet.fields, strict=True):
                _set(cell, field, rows[line - 2].get(field.key))
            fit(tab, cells, widths)
    tab.auto_filter.ref = f"A1:{get_column_letter(len(sheet.fields))}{max(last_row, 2)}"
    first = tab.freeze_panes = tab.cell(2, 1 + frozen(sheet)).coordinate
    tab.sheet_view.selection[-1].activeCell = tab.sheet_view.selection[-1].sqref = first
    tab.print_title_rows = "1:1"


def _set(cell: Cell, field: Field, value: Any) -> None:
    """Write a known value with its type."""
    if value is None or value != value:
        return
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, (set, frozenset)):
        value = sorted(value)
    if isinstance(value, (list, tuple)):
        value = " ; ".join(map(str, value))
    if field.kind in (DATE, NUMBER, PERCENT) and not isinstance(value, str):
        cell.value = value
    else:
        _set_text(cell, str(value))


def _set_text(cell: Cell, text: str) -> None:
    """Write a text that never becomes a formula, even when somebody edits the cell."""
    text = _clean(text)
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA_STARTS)


def _clean(text: str) -> str:
    """Return a text without what XML forbids."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return str(ILLEGAL_CHARACTERS_RE.sub("", text)).encode("utf-8", "ignore").decode("utf-8")


def _validation(field: Field, plan: Plan) -> DataValidation:
    """Return the rule that Excel and LibreOffice apply to a column, with its French message."""
    accepted = accepts(field, plan)
    # A year typed alone, or a century left out, falls before and is refused, as when the workbook comes back.
    first, last = plan.bounds(field.key)
    rule: dict[str, str] = {
        CHOICE: {"type": "list", "formula1": f'"{",".join(field.choices)}"'},
        DATE: _between("date", to_excel(first), to_excel(last)),
        NUMBER: _between("decimal", -LARGEST, LARGEST),
        PERCENT: _between("decimal", 0, 100),
    }.get(field.kind, {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(MAX_TEXT)})
    validation = DataValidation(**rule, allow_blank=True, showErrorMessage=True, errorStyle="stop")
    validation.errorTitle = "Valeur non acceptée"
    validation.error = typeset(f"La colonne « {field.header} » attend {accepted}.")
    if field.kind in (DATE, NUMBER, PERCENT, CODES):
        validation.showInputMessage = True
        validation.promptTitle = field.header
        validation.prompt = typeset(sentence(accepted))
    return validation


def _between(kind: str, low: float, high: float) -> dict[str, str]:
    return {"type": kind, "operator": "between", "formula1": f"{low:.0f}", "formula2": f"{high:.0f}"}


def _explain(tab: Worksheet, lines: Sequence[tuple[str, ...]]) -> None:
    """Write the page that says how to fill the workbook."""
    for letter, width in zip("ABC", GUIDE_WIDTHS, strict=True):
        tab.column_dimensions[letter].width = width
    for line, (style, *texts) in enumerate(lines, start=1):
        cells = [tab.cell(line, column) for column in range(1, 1 + len(texts))]
        for cell, text in zip(cells, texts, strict=True):
            cell.style = "SDSF libellé" if style == TOLD and cell is cells[0] else style
            _set_text(cell, text)
        if style in (TOLD, LISTED):
            fit(tab, cells, GUIDE_WIDTHS)


def _archive(book: Workbook) -> bytes:
    """Return the bytes of the workbook, the same for the same content."""
    raw, final = io.BytesIO(), io.BytesIO()
    # Not Workbook.save, which puts the clock in the properties.
    ExcelWriter(book, zipfile.ZipFile(raw, "w")).save()
    dimensions = {tab.path[1:]: tab.dimensions for tab in book.worksheets}
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(final, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name in dimensions:
                content = FIXED_HEIGHT.sub(rb"\1", content)
                content = content.replace(b"</worksheet>", _text_numbers(dimensions[name]) + b"</worksheet>")
            target.writestr(entry(name), content, zipfile.ZIP_DEFLATED)
    return final.getvalue()


def _text_numbers(cells: str) -> bytes:
    """Return what keeps Excel from marking codes as mistakes and offering to make « 1.1 » of « 1.10 »."""
    return f'<ignoredErrors><ignoredError sqref="{cells}" numberStoredAsText="1"/></ignoredErrors>'.encode()
