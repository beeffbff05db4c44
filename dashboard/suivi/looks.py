"""How the workbook looks, on screen and on paper: styles, heights, what stays in sight, what is locked."""

import textwrap
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.colours import INK, LINE, NODE_COLOURS
from dashboard.suivi.sheets import CHOICE, CODE, CODES, DATE, NUMBER, PERCENT, TEXT, Sheet

# Columns frozen at the left, in characters: more would leave no room for the cells to fill on a small screen.
FROZEN_WIDTH = 80
FONT_NAME, LOCKED_FILL = "Calibri", "#E9ECEF"
# Heights of a line, a header and the tallest row, in points; letters that one unit of width holds, at least.
LINE_HEIGHT, HEADER_HEIGHT, TALLEST, DENSITY = 15, 32, 409, 1.2
# « @ » keeps « 1.10 » and « - fait » as they are typed; General lets a reader see that « 50 % » was typed.
FORMATS = {TEXT: "@", CODE: "@", CODES: "@", CHOICE: "@", DATE: "DD/MM/YYYY", NUMBER: "General", PERCENT: "General"}
ALIGNED = {"@": "left", "DD/MM/YYYY": "center", "General": "center"}


def add_styles(book: Workbook) -> None:
    """Add the styles that all sheets share."""
    side = Side(style="thin", color=_argb(LINE))
    border, wrapped = Border(side, side, side, side), Alignment(vertical="top", wrap_text=True)
    centred = Alignment(horizontal="left", vertical="center", wrap_text=True)
    blue, grey, light = (PatternFill("solid", start_color=_argb(c)) for c in (NODE_COLOURS[0], LINE, LOCKED_FILL))
    styles = [
        NamedStyle("SDSF en-tête à remplir", _font("#FFFFFF", bold=True), blue, border, centred),
        NamedStyle("SDSF en-tête protégé", _font(bold=True), grey, border, centred),
        NamedStyle("SDSF titre", _font(NODE_COLOURS[0], 16, bold=True)),
        NamedStyle("SDSF section", _font(NODE_COLOURS[0], 13, bold=True)),
        NamedStyle("SDSF libellé", _font(bold=True), alignment=wrapped),
        NamedStyle("SDSF mode d’emploi", _font(), alignment=wrapped),
        NamedStyle("SDSF tableau", _font(), border=border, alignment=wrapped),
    ]
    for form, side_of in ALIGNED.items():
        aligned = Alignment(horizontal=side_of, vertical="top", wrap_text=True)
        common = {"font": _font(), "border": border, "alignment": aligned, "number_format": form}
        styles.append(NamedStyle(style_of(form, True), fill=light, **common))
        styles.append(NamedStyle(style_of(form, False), protection=Protection(locked=False), **common))
    for style in styles:
        book.add_named_style(style)


def style_of(form: str, locked: bool) -> str:
    """Return the name of the style of a cell, by the form of its numbers."""
    word = {"@": "texte", "General": "nombre"}.get(form, "date")
    return f"SDSF {word} {'protégé' if locked else 'à remplir'}"


def fit(tab: Worksheet, cells: Sequence[Cell], widths: Sequence[int]) -> None:
    """Give a row the height of its longest text: LibreOffice would show one line only."""
    needed = 1
    for cell, width in zip(cells, widths, strict=False):
        if isinstance(cell.value, str) and (len(cell.value) > width or "\n" in cell.value):
            wrapped = (textwrap.wrap(text, int(width * DENSITY)) for text in cell.value.split("\n"))
            needed = max(needed, sum(max(1, len(lines)) for lines in wrapped))
    if needed > 1:
        tab.row_dimensions[cells[0].row].height = min(needed * LINE_HEIGHT, TALLEST)


def frozen(sheet: Sheet) -> int:
    """Return how many locked columns stay in sight at the left."""
    count = width = 0
    for field in sheet.fields:
        width += field.width
        if not field.locked or width > FROZEN_WIDTH:
            break
        count += 1
    return count


def set_page(tab: Worksheet, title: str) -> None:
    """Print in landscape, as wide as the page, with the schéma and the page number below."""
    tab.page_setup.orientation = "landscape"
    tab.page_setup.paperSize = tab.PAPERSIZE_A4
    tab.page_setup.fitToWidth, tab.page_setup.fitToHeight = 1, 0
    tab.sheet_properties.pageSetUpPr.fitToPage = True
    margins = tab.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.4, 0.7, 0.3
    title = title[:120].replace("\n", " ").replace("&", "&&")
    tab.oddFooter.left.text, tab.oddFooter.left.size = f"{title} – &A", 9
    tab.oddFooter.right.text, tab.oddFooter.right.size = "Page &P sur &N", 9


def protect(tab: Worksheet) -> None:
    """Lock what is not to be filled, without password; filter, sort, resize and insert a row stay possible."""
    protection = tab.protection
    protection.sheet = True
    protection.autoFilter = protection.sort = False
    protection.formatColumns = protection.formatRows = protection.insertRows = False


def _font(colour: str = INK, size: int = 11, bold: bool = False) -> Font:
    return Font(name=FONT_NAME, family=2, size=size, bold=bold, color=_argb(colour))


def _argb(colour: str) -> str:
    return "FF" + colour.removeprefix("#")
