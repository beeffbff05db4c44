"""Read a text file (CSV) into cells: its encoding, its separator, the sheet that its headers fit."""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from dashboard.suivi.cells import RawCell
from dashboard.suivi.characters import FRENCH, MISREAD, NON_ASCII, clean, mended
from dashboard.suivi.headers import HEADER_ROWS, Table, fit
from dashboard.suivi.refusals import MAX_COLUMNS, MAX_ROWS, refusal, too_many_columns, too_many_rows
from dashboard.suivi.sheets import SHEETS, Sheet

DELIMITERS = (";", "\t", ",")
DECLARED = re.compile(r"\ufeff?sep=([;,\t])\r?\n")
# The longest first: the mark of UTF-16 begins that of UTF-32.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
LEGACY = {"cp1252": "Windows-1252", "iso8859-15": "ISO 8859-15", "cp850": "DOS (cp850)", "mac_roman": "Mac OS Roman"}
# Signs that stand inside a word, or alone, only where a letter was: « à », « ù », « û », « ô », « ö » of DOS.
OUT_OF_PLACE = re.compile(r"(?<=[a-z])[…—–“”](?=[a-z])|(?<=\s)…(?=\s)")
# Beyond that share of strange signs a text is in no encoding that is known here.
MOST_STRANGE = 0.5


def read_text(path: Path, data: bytes) -> tuple[Sheet, Table]:
    """Return the sheet that the headers of a text file fit best, and its cells, all of them texts.

    Raises WorkbookRefusedError for bytes that are no text, quotes left open, and headers that fit no sheet.
    """
    text, doubt = decode(path, data)
    declared = DECLARED.match(text)
    if declared:  # what Excel writes for itself; the rows keep their numbers
        text = "\n" + text[declared.end() :]
    delimiters = (declared[1],) if declared else DELIMITERS
    fits = [(fit(sheet, _head(text, d)), d, sheet) for d in delimiters for sheet in SHEETS.values()]
    best, delimiter, sheet = max(fits, key=lambda found: found[0])
    if best[0] < 2 and not best[1]:
        expected = " ; ".join(f"{s.name} : {', '.join(f.header for f in s.fields)}" for s in SHEETS.values())
        raise refusal(path, f"aucune feuille n’est reconnue à ses en-têtes (attendus – {expected})")
    if len({found[2].name for found in fits if found[0] == best}) > 1:
        raise refusal(path, "ses en-têtes sont ceux de plusieurs feuilles : mettez toutes les colonnes de la feuille")
    rows: dict[int, dict[int, RawCell]] = {}
    reader = _reader(text, delimiter)
    try:
        for number, record in enumerate(reader, start=1):
            last = max((column for column, value in enumerate(record, start=1) if clean(value)), default=0)
            if last > MAX_COLUMNS:
                raise too_many_columns(path, sheet.name, f"n° {last}")
            if last:
                rows[number] = _cells(number, record[:last])
            if len(rows) > MAX_ROWS:
                raise too_many_rows(path, sheet.name)
    except csv.Error as error:
        raise refusal(
            path, f"guillemets mal fermés, ou cellule démesurée, à la ligne {reader.line_num} du texte"
        ) from error
    return sheet, Table(rows, loose=True, doubt=doubt)


def decode(path: Path, data: bytes) -> tuple[str, str]:
    """Return a text, and what must be checked of its encoding, if anything.

    UTF-8 and UTF-16 cannot be mistaken; of the older encodings, the one that leaves the fewest strange signs is kept.
    """
    unread = refusal(
        path, "ce n’est pas un texte en UTF-8, UTF-16, Windows-1252, DOS ni Mac : enregistrez au format « CSV UTF-8 »"
    )
    marked = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    if marked == "utf-8" and b"\0" in data:
        marked = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    plain = _decoded(data, marked)
    if plain is not None and "\0" not in plain:
        return plain, ""
    if marked != "utf-8":
        raise unread
    read = {name: text for name in LEGACY if (text := _decoded(data, name)) is not None}
    counts = {name: strange(mended(text)) for name, text in read.items()}
    best = min(counts, key=lambda name: counts[name], default="")
    signs = sum(map(len, NON_ASCII.findall(read.get(best, ""))))
    if not best or counts[best] > MOST_STRANGE * signs:
        raise unread
    others = [LEGACY[name] for name in read if counts[name] == counts[best] and read[name] != read[best]]
    if best == "cp1252" and not others:
        return read[best], ""
    doubt = f"texte lu comme {LEGACY[best]}" + (f", mais ce peut être {' ou '.join(others)}" if others else "")
    return read[best], doubt


def strange(text: str) -> int:
    """Return how many signs of a text a French text would not hold where they stand."""
    signs = sum(c not in FRENCH for run in NON_ASCII.findall(text) for c in run)
    return signs + len(MISREAD.findall(text)) + len(OUT_OF_PLACE.findall(text))


def _decoded(data: bytes, encoding: str) -> str | None:
    with suppress(UnicodeDecodeError):
        return data.decode(encoding)
    return None


def _reader(text: str, delimiter: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _cells(number: int, record: Sequence[str]) -> dict[int, RawCell]:
    cells = {}
    for column, typed in enumerate(record, start=1):
        if clean(typed):
            value = mended(typed)
            ref = f"{get_column_letter(column)}{number}"
            cells[column] = RawCell(value, ref, typed=typed if value != typed else "")
    return cells


def _head(text: str, delimiter: str) -> dict[int, dict[int, RawCell]]:
    """Return the first rows of a text as a delimiter cuts them, up to where it makes no sense."""
    rows: dict[int, dict[int, RawCell]] = {}
    with suppress(csv.Error):
        for number, record in enumerate(islice(_reader(text, delimiter), HEADER_ROWS), start=1):
            rows[number] = _cells(number, record[:MAX_COLUMNS])
    return rows
