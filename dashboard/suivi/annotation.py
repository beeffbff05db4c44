"""Write a copy of a follow-up workbook where the cells to mend are coloured and commented."""

import io
import warnings
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from dashboard.errors import DashboardError
from dashboard.suivi.characters import brief, clean
from dashboard.suivi.headers import Table
from dashboard.suivi.model import Problem
from dashboard.suivi.package import ZIP, contents, inspect
from dashboard.suivi.refusals import WorkbookRefusedError
from dashboard.suivi.sheets import Sheet
from dashboard.suivi.targets import put, undated
from dashboard.suivi.texts import read_text
from dashboard.suivi.writing import CREATOR

# Light enough for the text to be read; the comment says the severity in words.
COLOURS = {"bloquant": "FFF8B4B0", "à vérifier": "FFFFD98A"}
COMMENT_WIDTH, LINE_HEIGHT, LINE_LENGTH = 360, 18, 48  # pixels, pixels, characters
SHEET_LEVEL = "A1"
TEXT_FORMAT = "@"


def annotate(source: Path, problems: Iterable[Problem], target: Path) -> None:
    """Write a copy of the workbook with a comment and a colour on each faulty cell; .xlsx, whatever the source is.

    What has no cell is said on A1 of its sheet. Raises WorkbookRefusedError when the source cannot be opened,
    WorkbookUnwritableError when the target cannot be written; an earlier target is then left as it was.
    """
    data = contents(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of openpyxl, in English, about what it does not keep
        try:
            book = _opened(source, data)
            _mark(book, problems)
            content = io.BytesIO()
            book.save(content)
        except DashboardError:
            raise
        except Exception as error:
            raise WorkbookRefusedError(f"{brief(source.name)} : ce classeur ne peut pas être recopié.") from error
    put(target, undated(content.getvalue()))


def _opened(source: Path, data: bytes) -> Any:
    """Return the workbook with all that openpyxl keeps of it, or one made of a text file."""
    if data.startswith(ZIP):
        inspect(source, data)
        return load_workbook(io.BytesIO(data), rich_text=True)
    return _from_text(*read_text(source, data))


def _from_text(sheet: Sheet, table: Table) -> Any:
    """Return a workbook with the cells of a text file at their places, all as texts: none becomes a formula."""
    book = Workbook()
    tab = book.active
    tab.title = sheet.name
    for number, cells in table.rows.items():
        for column, raw in cells.items():
            cell = tab.cell(number, column, clean(raw.value))
            cell.data_type, cell.number_format = "s", TEXT_FORMAT
    for column, field in enumerate(sheet.fields, start=1):
        tab.column_dimensions[get_column_letter(column)].width = field.width
    return book


def _mark(book: Any, problems: Iterable[Problem]) -> None:
    tabs = {tab.title: tab for tab in book.worksheets}
    marks: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        # What concerns a sheet that is not there is said on the first one.
        name = problem.sheet if problem.sheet in tabs else book.worksheets[0].title
        ref = _anchor(tabs[name], problem.cell or SHEET_LEVEL)
        marks.setdefault((name, ref), []).append(problem)
    for (name, ref), found in marks.items():
        cell = tabs[name][ref]
        severity = "bloquant" if any(p.severity == "bloquant" for p in found) else "à vérifier"
        cell.fill = PatternFill("solid", start_color=COLOURS[severity])
        said = "\n".join(clean(_said(problem)) for problem in found)
        cell.comment = _comment(said if cell.comment is None else f"{said}\n\n{cell.comment.text}")


def _said(problem: Problem) -> str:
    """Return a problem as its own cell tells it: without its place."""
    return (
        str(replace(problem, sheet="", cell="", column="")).replace("]  : ", "] ", 1) if problem.cell else str(problem)
    )


def _anchor(tab: Any, ref: str) -> str:
    """Return the cell that can carry a comment: the first of a merged range."""
    if not isinstance(tab[ref], MergedCell):
        return ref
    return next(str(merged.coord).partition(":")[0] for merged in tab.merged_cells.ranges if ref in merged)


def _comment(said: str) -> Any:
    comment = Comment(said, CREATOR)
    lines = sum(1 + len(line) // LINE_LENGTH for line in said.split("\n"))
    comment.width, comment.height = COMMENT_WIDTH, LINE_HEIGHT * (lines + 1)
    return comment
