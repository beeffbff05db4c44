"""What a sheet holds outside its table, or in a way that its cells do not tell: named with its place, never lost."""

import re
from collections.abc import Iterable, Iterator, Mapping

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from dashboard.french import plural
from dashboard.suivi.cells import RawCell, shown
from dashboard.suivi.characters import MISREAD, apart, brief
from dashboard.suivi.headers import Cells, Headers, Table, headers_again
from dashboard.suivi.model import Problem
from dashboard.suivi.sheets import Sheet

BARE = re.compile(r"^(mailto:|https?://)|/$")
MOVE = "déplacez-le dans une colonne du tableau, ou supprimez-le"


def above(name: str, rows: Mapping[int, Cells], header: int) -> Iterator[Problem]:
    """Tell each row written above the headers."""
    for number in sorted(n for n in rows if n < header):
        cells = sorted(rows[number].values(), key=lambda cell: len(cell.ref))
        words = " ".join(shown(cell) for cell in cells)
        yield _unread(name, cells[0], words, f"texte au-dessus des en-têtes, non lu : {MOVE}")


def body_of(
    sheet: Sheet, name: str, table: Table, header: int, found: Headers
) -> tuple[dict[int, Cells], list[Problem]]:
    """Return the rows below the headers, up to where another table begins, and what is told of headers met again."""
    rows: dict[int, Cells] = {}
    told: list[Problem] = []
    for number in sorted(n for n in table.rows if n > header):
        cells = table.rows[number]
        again = headers_again(cells)
        if again is None:
            rows[number] = cells
            continue
        first = min(cells.items())[1]
        if again[0] is sheet and again[1].columns.items() <= found.columns.items():
            told.append(
                Problem("à vérifier", name, first.ref, "", brief(shown(first)), "en-têtes répétés, ligne passée")
            )
            continue
        why = "second tableau ou seconde ligne d’en-têtes : ni elle ni ce qui la suit n’est lu ; gardez un seul tableau"
        told.append(_unread(name, first, " ".join(shown(cell) for cell in cells.values()), why))
        break
    return rows, told


def headless(name: str, body: Mapping[int, Cells], headers: Cells, loose: bool) -> Iterator[Problem]:
    """Tell what is written under no header: once by column, or by row in a text, where it may have moved the others."""
    if loose:
        for row in body.values():
            beyond = [cell for column, cell in row.items() if column > max(headers)]
            if beyond:
                why = "plus de cellules que d’en-têtes : un séparateur dans un texte sans guillemets décale la ligne"
                yield Problem("bloquant", name, beyond[0].ref, "", brief(shown(beyond[0])), why)
    seen: set[int] = set()
    for row in body.values():
        for column, cell in row.items():
            if column not in headers and column not in seen and not (loose and column > max(headers)):
                seen.add(column)
                yield _unread(name, cell, shown(cell), f"texte sous aucun en-tête, non lu : {MOVE}")


def merged(name: str, table: Table, header: int, columns: Mapping[int, str]) -> Iterator[Problem]:
    """Tell merged cells that hold something: which rows and columns it is said of, nobody knows."""
    for text in table.merged:
        left, top, right, bottom = range_boundaries(text)
        if bottom <= header or (left, top) == (right, bottom) or not any(left <= c <= right for c in columns):
            continue
        if any(left <= c <= right for n in table.rows if top <= n <= bottom for c in table.rows[n]):
            why = "cellules fusionnées : on ne sait de quelle ligne ni de quelle colonne est leur texte ; séparez-les"
            yield Problem("bloquant", name, f"{get_column_letter(left)}{top}", "", text, why, at_import=True)


def struck(name: str, rows: Iterable[Cells], table: Table) -> Iterator[Problem]:
    """Tell each cell whose text is struck out, in whole or in part."""
    for cells in rows:
        for cell in cells.values():
            if cell.ref in table.struck:
                why = "texte barré, tout ou partie : effacez ce qui ne vaut plus, ou enlevez le trait"
                yield _unread(name, cell, shown(cell), why)


def linked(name: str, rows: Iterable[Cells], table: Table) -> Iterator[Problem]:
    """Tell each address that a cell links to and does not show: only the words are kept."""
    for cells in rows:
        for cell in cells.values():
            address = table.links.get(cell.ref, "")
            if BARE.sub("", address) not in shown(cell):
                why = "lien dont seul le texte est lu : écrivez l’adresse dans la cellule, ou enlevez le lien"
                yield _unread(name, cell, address, why)


def misread(name: str, rows: Iterable[Cells], table: Table) -> Iterator[Problem]:
    """Tell letters that an encoding spoilt: those that were put right, once, and each text where they are lost."""
    right: list[RawCell] = []
    for cells in rows:
        for cell in cells.values():
            if cell.typed:
                right.append(cell)
            if isinstance(cell.value, str) and MISREAD.search(cell.value):
                yield _unread(
                    name, cell, shown(cell), "texte mal encodé, des lettres sont perdues : écrivez-le de nouveau"
                )
    if right:
        typed, value = apart([right[0].typed, str(right[0].value)])
        others = f", et {plural(len(right) - 1, 'autre cellule')}" if len(right) > 1 else ""
        why = f"texte encodé deux fois, lu « {value} »{others}"
        yield Problem("à vérifier", name, right[0].ref, "", typed, why)
    if table.doubt:
        yield Problem("à vérifier", name, "", "", "encodage", f"{table.doubt} : vérifiez les accents")


def hidden(name: str, body: Mapping[int, Cells], table: Table, found: Headers) -> Iterator[Problem]:
    """Tell the hidden rows and columns that hold something: they are read."""
    numbers = [str(number) for number in body if number in table.hidden_rows]
    letters = [
        get_column_letter(column)
        for column in sorted(found.columns)
        if column in table.hidden_columns and any(column in row for row in body.values())
    ]
    for what, places in (("lignes masquées", numbers), ("colonnes masquées", letters)):
        if places:
            yield Problem("à vérifier", name, "", "", brief(", ".join(places)), f"{what}, lues comme les autres")


def _unread(name: str, cell: RawCell, words: str, why: str) -> Problem:
    return Problem("bloquant", name, cell.ref, "", brief(words), why, at_import=True)
