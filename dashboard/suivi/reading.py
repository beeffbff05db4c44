"""Read a follow-up workbook into raw cells that keep their place, and refuse in French what is not such a workbook."""

import csv
import difflib
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from math import isinf
from pathlib import Path
from typing import Any
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import range_boundaries

from dashboard.errors import DashboardError
from dashboard.suivi.export import SCHEME_PROPERTY
from dashboard.suivi.model import Problem, Severity
from dashboard.suivi.sheets import GUIDE, SHEETS, Field, Sheet

MAX_BYTES = 10 * 1024**2
MAX_UNPACKED = 50 * 1024**2
MAX_RATIO = 200
MAX_ENTRIES = 1000
MAX_ELEMENTS = 2_000_000  # 20,000 rows of 40 cells: what is beyond would only fill the memory
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_SPREAD = 200_000  # cells covered by merged ranges and links: openpyxl makes each of them when it annotates
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # those of Excel
HEADER_ROWS = 15
LONGEST_SHOWN = 80

TEXT_FILES = (".csv", ".tsv", ".txt")
DELIMITERS = (";", "\t", ",")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAIN_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SAVE_AS = "ouvrez-le dans un tableur et enregistrez-le au format « Classeur Excel (.xlsx) »"

EMPTY = "(vide)"
ABSENT = "(absente)"
# What no text may hold: controls other than tab and new line, invisible marks, what XML forbids.
CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# The controls of a text, as Excel writes them in its XML; openpyxl leaves them so.
ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f]|7[Ff])_")


class WorkbookRefusedError(DashboardError):
    """The file is not a follow-up workbook, or nothing that can be read safely: nothing of it was read."""

    title = "Classeur refusé"


@dataclass(frozen=True)
class RawCell:
    """One cell as it is stored: its value, its place (« C12 »), how it shows, and why its value cannot be known."""

    value: Any
    ref: str
    number_format: str = "General"
    fault: str = ""

    @property
    def filled(self) -> bool:
        """Tell whether there is something in it, readable or not."""
        return self.value is not None or bool(self.fault)


@dataclass(frozen=True)
class RawSheet:
    """One sheet: what it is, its name in the file, its columns by index from 1, its rows by field, its own problems.

    A row holds a cell for each column found, empty ones included; `headers` are those of the file, by field.
    """

    sheet: Sheet
    name: str
    columns: Mapping[int, str]
    rows: tuple[Mapping[str, RawCell], ...]
    problems: tuple[Problem, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    scheme: str | None = None


@dataclass(frozen=True)
class Table:
    """The filled cells of a sheet by row and column, both from 1, and the ranges that are merged."""

    rows: Mapping[int, Mapping[int, RawCell]]
    merged: tuple[str, ...] = ()
    loose: bool = False


def read_workbook(path: Path) -> tuple[RawSheet, ...]:
    """Return the known sheets of an .xlsx or .csv file, in its order, with what is wrong in their headers.

    Raises WorkbookRefusedError when the file cannot be read safely or holds no known sheet.
    """
    data = contents(path)
    if not data.startswith(ZIP):
        sheet, table = read_text(path, data)
        return (_sheet(sheet, sheet.name, table),)
    parts = inspect(path, data)
    tables: list[tuple[str, bool, Table]] = []
    with _refusing(path, "le classeur est abîmé ou incomplet"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of openpyxl, in English, about what it leaves out and we do not read
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for tab in book.worksheets:
            part = parts[tab._worksheet_path.lstrip("/")]
            tables.append((tab.title, tab.sheet_state == "visible", _table(path, tab, part)))
        scheme = next((str(p.value) for p in book.custom_doc_props.props if p.name == SCHEME_PROPERTY), None)
    return _known(path, tables, scheme)


def contents(path: Path) -> bytes:
    """Return the bytes of a file that may be a workbook (zip) or a text; raises WorkbookRefusedError for any other."""
    try:
        if path.is_dir():
            raise _refusal(path, "c’est un dossier, pas un classeur")
        if not path.exists():
            raise _refusal(path, "ce fichier n’existe pas")
        if not path.is_file():
            raise _refusal(path, "ce n’est pas un fichier ordinaire")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _refusal(
            path, "le fichier ne peut pas être lu : vérifiez vos droits et qu’il n’est pas ouvert ailleurs"
        ) from error
    suffix = path.suffix.lower()
    if len(data) > MAX_BYTES:
        raise _refusal(path, "le fichier pèse plus de 10 Mo")
    if not data:
        raise _refusal(path, "le fichier est vide")
    if data.startswith(OLE) and ENCRYPTED in data:
        raise _refusal(path, "le classeur est protégé par un mot de passe : enlevez-le, puis enregistrez de nouveau")
    if data.startswith(OLE) or suffix == ".xls":
        raise _refusal(path, f"c’est un document Office d’ancien format (.xls) : {SAVE_AS}")
    if suffix in (".ods", ".fods"):
        raise _refusal(path, f"c’est un classeur LibreOffice (.ods) : {SAVE_AS}")
    if suffix in (".xlsm", ".xltm"):
        raise _refusal(path, f"c’est un classeur à macros : {SAVE_AS}, sans macro")
    if not data.startswith(ZIP) and suffix not in TEXT_FILES:
        raise _refusal(path, "ce n’est pas un classeur : un fichier .xlsx ou .csv est attendu")
    return data


@dataclass
class Part:
    """What one XML part of the archive says that openpyxl does not: formulas never computed, merged ranges."""

    uncomputed: set[str] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    spread: int = 0
    elements: int = 0


def inspect(path: Path, data: bytes) -> dict[str, Part]:
    """Return what the XML parts of a workbook hold, by their path in the archive, once they are known to be safe.

    Raises WorkbookRefusedError for what is no workbook, is damaged, encrypted, has macros or a DTD, or would fill
    the memory. Every part is parsed by the parser that openpyxl uses, so that no encoding hides a DTD from it.
    """
    parts: dict[str, Part] = {}
    with _refusing(path, "le fichier est abîmé ou incomplet"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        _check_directory(path, entries, len(data))
        names = {entry.filename for entry in entries}
        if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype"):
            raise _refusal(path, f"c’est un classeur LibreOffice (.ods) : {SAVE_AS}")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise _refusal(path, f"c’est un classeur à macros : {SAVE_AS}, sans macro")
        if "xl/workbook.bin" in names:
            raise _refusal(path, f"c’est un classeur binaire (.xlsb) : {SAVE_AS}")
        types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
        if b"macroEnabled" in types:
            raise _refusal(path, f"c’est un classeur à macros : {SAVE_AS}, sans macro")
        if b"spreadsheetml" not in types:
            raise _refusal(path, "c’est une archive, pas un classeur : un fichier .xlsx est attendu")
        for entry in entries:
            parts[entry.filename] = _Scan(path).part(archive.read(entry))
        if sum(part.elements for part in parts.values()) > MAX_ELEMENTS:
            raise _too_many_elements(path)
        if sum(part.spread for part in parts.values()) > MAX_SPREAD:
            raise _refusal(path, "des cellules fusionnées ou des liens couvrent trop de cellules")
    return parts


def read_text(path: Path, data: bytes) -> tuple[Sheet, Table]:
    """Return the sheet that the headers of a text file fit best, and its cells, all of them texts.

    Raises WorkbookRefusedError for bytes that are no text, quotes left open, and headers that fit no sheet.
    """
    text = _decode(path, data)
    fits: list[tuple[tuple[int, bool, int], str, Sheet]] = []
    for delimiter in DELIMITERS:
        head = _head(text, delimiter)
        for sheet in SHEETS.values():
            found = _header_row(sheet, head)
            columns = _match(sheet, head[found]).columns if found else {}
            own = sum(norm(shown(head[found][n])) == norm(sheet.field(key).header) for n, key in columns.items())
            fits.append(((len(columns), set(sheet.identity) <= set(columns.values()), own), delimiter, sheet))
    best, delimiter, sheet = max(fits, key=lambda fit: fit[0])
    if best[0] < 2 and not best[1]:
        expected = " ; ".join(f"{s.name} : {', '.join(f.header for f in s.fields)}" for s in SHEETS.values())
        raise _refusal(path, f"aucune feuille n’est reconnue à ses en-têtes (attendus – {expected})")
    if len({fit[2].name for fit in fits if fit[0] == best}) > 1:
        raise _refusal(path, "ses en-têtes sont ceux de plusieurs feuilles : mettez toutes les colonnes de la feuille")
    rows: dict[int, dict[int, RawCell]] = {}
    reader = _reader(text, delimiter)
    try:
        for number, record in enumerate(reader, start=1):
            last = max((column for column, value in enumerate(record, start=1) if value.strip()), default=0)
            if last > MAX_COLUMNS:
                raise _too_many_columns(path, sheet.name, f"n° {last}")
            if last:
                rows[number] = _cells(number, record[:last])
            if len(rows) > MAX_ROWS:
                raise _too_many_rows(path, sheet.name)
    except csv.Error as error:
        raise _refusal(
            path, f"guillemets mal fermés, ou cellule démesurée, à la ligne {reader.line_num} du texte"
        ) from error
    return sheet, Table(rows, loose=True)


def norm(text: str) -> str:
    """Return what makes two headers alike: letters and digits in lower case, without accents."""
    return "".join(c for c in alike(unicodedata.normalize("NFKD", text)) if c.isalnum()) or text.strip()


def alike(text: str) -> str:
    """Return what makes two words of a list alike: no accents, no spaces, lower case, signs kept."""
    plain = unicodedata.normalize("NFD", text).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c) and not c.isspace())


def clean(text: str) -> str:
    """Return a text without controls, trimmed, its ends of line alike."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def french(value: float) -> str:
    """Return a number with a decimal comma and the fifteen digits that a spreadsheet keeps."""
    return french_decimal(exact(value))


def french_decimal(value: Decimal) -> str:
    """Return a decimal number with a decimal comma and no useless zero."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def exact(value: float) -> Decimal:
    """Return a number without the noise of binary fractions: fifteen digits, as a spreadsheet."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def is_percent(number_format: str) -> bool:
    """Tell whether a format shows a hundred times the value, with the sign."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", number_format)


def shown(cell: RawCell) -> str:
    """Return the value of a cell as a French spreadsheet shows it, whole."""
    value, form = cell.value, cell.number_format
    if cell.fault:
        return str(value or cell.fault)
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%d/%m/%Y} {value.time().isoformat()}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, timedelta):
        return f"{french(value.total_seconds() / 3600)} h"
    if isinstance(value, (int, float)) and is_percent(form):
        return f"{french_decimal(exact(value) * 100)} %"
    if isinstance(value, (int, float)):
        return french(value).zfill(len(form) if re.fullmatch("0+", form) and exact(value) % 1 == 0 else 0)
    return str(value)


def brief(text: str) -> str:
    """Return a text fit for one line of a report."""
    line = " ".join(clean(text).split()) or EMPTY
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def _refusal(path: Path, why: str) -> WorkbookRefusedError:
    return WorkbookRefusedError(f"{brief(path.name)} : {why}.")


def _too_many_rows(path: Path, name: str) -> WorkbookRefusedError:
    return _refusal(path, f"la feuille « {brief(name)} » a plus de 20 000 lignes remplies")


def _too_many_columns(path: Path, name: str, letter: str) -> WorkbookRefusedError:
    return _refusal(
        path, f"la feuille « {brief(name)} » a plus de 200 colonnes : quelque chose est écrit en colonne {letter}"
    )


def _too_many_elements(path: Path) -> WorkbookRefusedError:
    return _refusal(path, "le classeur a trop de cellules : supprimez les lignes et les colonnes vides mises en forme")


@contextmanager
def _refusing(path: Path, why: str) -> Iterator[None]:
    """Turn whatever a damaged or hostile file makes the libraries raise into a refusal."""
    try:
        yield
    except DashboardError:
        raise
    except Exception as error:
        raise _refusal(path, why) from error


def _check_directory(path: Path, entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse an archive on what its directory declares; zipfile never unpacks more than that."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, min(size, sum(entry.compress_size for entry in entries)))
    if len(entries) > MAX_ENTRIES:
        raise _refusal(path, f"l’archive a {len(entries)} fichiers, un classeur en a moins de 1 000")
    if unpacked > MAX_UNPACKED:
        raise _refusal(path, "une fois décompressé, le classeur dépasserait 50 Mo")
    if unpacked > MAX_RATIO * packed:
        raise _refusal(path, "le classeur est compressé plus de 200 fois, ce qu’aucun tableur ne fait")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refusal(path, "l’archive est protégée par un mot de passe")


class _Scan:
    """Go through one part of the archive with expat, the parser behind openpyxl."""

    def __init__(self, path: Path) -> None:
        self._path, self._found = path, Part()
        self._row = self._column = 0
        self._ref, self._kind, self._formula, self._value, self._in_value = "", "n", False, False, False

    def part(self, data: bytes) -> Part:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.StartElementHandler = self._root
        self._parser = parser
        with suppress(expat.ExpatError):  # a picture, or a damaged part: openpyxl stops at the same place
            parser.Parse(data, True)
        return self._found

    def _doctype(self, *_: Any) -> None:
        raise _refusal(self._path, "le classeur contient une déclaration DOCTYPE ou ENTITY, étrangère à un classeur")

    def _root(self, name: str, *_: Any) -> None:
        space, local = name.rpartition(" ")[::2]
        self._parser.StartElementHandler = self._count
        if local == "worksheet":
            if space != MAIN_SPACE:
                raise _refusal(self._path, f"le classeur est au format « Strict Open XML » : {SAVE_AS}")
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._text

    def _count(self, *_: Any) -> None:
        self._found.elements += 1
        if self._found.elements > MAX_ELEMENTS:
            raise _too_many_elements(self._path)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count()
        local = name.rpartition(" ")[2]
        if local == "row":
            row = int(attributes.get("r", self._row + 1))
            if not self._row < row <= LAST_ROW:
                raise ValueError("rows out of order: openpyxl would leave some out")
            self._row, self._column = row, 0
        elif local == "c":
            self._cell(attributes)
        elif local == "f":
            self._formula = True
        elif local == "v":
            self._in_value = True
        elif local in ("mergeCell", "hyperlink"):
            left, top, right, bottom = range_boundaries(attributes["ref"])
            self._found.spread += (right - left + 1) * (bottom - top + 1)
            if local == "mergeCell":
                self._found.merged.append(attributes["ref"])

    def _cell(self, attributes: dict[str, str]) -> None:
        column, row = self._column + 1, self._row
        if "r" in attributes:
            letters = attributes["r"].rstrip("0123456789")
            column, row = column_index_from_string(letters), int(attributes["r"][len(letters) :])
        if row != self._row or not self._column < column <= LAST_COLUMN:
            raise ValueError("cells out of order: openpyxl would leave some out")
        self._column = column
        self._ref, self._kind = f"{get_column_letter(column)}{row}", attributes.get("t", "n")
        self._formula = self._value = False

    def _text(self, text: str) -> None:
        self._value = self._value or (self._in_value and bool(text.strip()))

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == "v":
            self._in_value = False
        # A formula whose result is an empty text is computed: t="str" without value.
        elif local == "c" and self._formula and not self._value and self._kind != "str":
            self._found.uncomputed.add(self._ref)


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
                raise _too_many_columns(path, tab.title, get_column_letter(max(found)))
            if len(rows) > MAX_ROWS:
                raise _too_many_rows(path, tab.title)
    return Table(rows, tuple(part.merged))


def _raw(cell: Any, uncomputed: set[str]) -> RawCell | None:
    ref = str(cell.coordinate)
    if ref in uncomputed:
        return RawCell(None, ref, fault="formule jamais calculée")
    value = cell.value
    if isinstance(value, str):
        value = ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if cell.data_type == "e":
        return RawCell(value, ref, fault="erreur du tableur")
    if isinstance(value, float) and isinf(value):
        return RawCell(None, ref, fault="nombre démesuré")
    return RawCell(value, ref, "General" if isinstance(value, (str, bool)) else str(cell.number_format))


def _decode(path: Path, data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refusal(path, "ce n’est pas un texte en UTF-8 ni en Windows-1252 : enregistrez au format « CSV UTF-8 »")


def _reader(text: str, delimiter: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _cells(number: int, record: Sequence[str]) -> dict[int, RawCell]:
    return {
        column: RawCell(value, f"{get_column_letter(column)}{number}")
        for column, value in enumerate(record, start=1)
        if value.strip()
    }


def _head(text: str, delimiter: str) -> dict[int, dict[int, RawCell]]:
    """Return the first rows of a text as a delimiter cuts them, up to where it makes no sense."""
    rows: dict[int, dict[int, RawCell]] = {}
    with suppress(csv.Error):
        for number, record in enumerate(islice(_reader(text, delimiter), HEADER_ROWS), start=1):
            rows[number] = _cells(number, record[:MAX_COLUMNS])
    return rows


def _known(path: Path, tables: Sequence[tuple[str, bool, Table]], scheme: str | None) -> tuple[RawSheet, ...]:
    """Return the known sheets; what must be told of the others goes with the one before them, or the first."""
    names = {norm(name): sheet for name, sheet in SHEETS.items()}
    found: list[RawSheet] = []
    told: list[Problem] = []
    for name, visible, table in tables:
        if found:
            found[-1] = replace(found[-1], problems=(*found[-1].problems, *told))
            told = []
        sheet = names.get(norm(name))
        first = next((raw for raw in found if raw.sheet is sheet), None)
        if first:
            told.append(_about(name, "bloquant", f"feuille en double : « {first.name} » est déjà lue"))
        elif sheet:
            raw = _sheet(sheet, name, table)
            found.append(replace(raw, scheme=scheme))
        elif visible and table.rows and norm(name) != norm(GUIDE):
            near = difflib.get_close_matches(name, list(SHEETS), n=1)
            told.append(_about(name, "à vérifier", f"feuille inconnue, non lue ; lues : {', '.join(SHEETS)}", near))
    if not found:
        here = ", ".join(f"« {brief(name)} »" for name, _, _ in tables) or "aucune"
        raise _refusal(path, f"aucune feuille connue (attendues : {', '.join(SHEETS)} ; trouvées : {here})")
    present = {raw.sheet.name for raw in found}
    told += [_about(name, "à vérifier", "feuille absente : rien n’en est lu") for name in SHEETS if name not in present]
    found[-1] = replace(found[-1], problems=(*found[-1].problems, *told))
    return tuple(found)


def _about(name: str, severity: Severity, expected: str, near: Iterable[str] = ()) -> Problem:
    return Problem(severity, name, "", "", brief(name), expected, tuple(near))


@dataclass(frozen=True)
class _Headers:
    """The columns that a row of headers names: fields by column, columns that repeat one, columns of no field."""

    columns: Mapping[int, str]
    repeated: Mapping[int, str]
    unknown: tuple[int, ...]


def _match(sheet: Sheet, cells: Mapping[int, RawCell]) -> _Headers:
    """Match headers with fields: a field's own header first, then its synonyms."""
    own = {norm(f.header): f.key for f in sheet.fields}
    others = {norm(word): f.key for f in reversed(sheet.fields) for word in f.synonyms}
    texts = {column: norm(shown(cell)) for column, cell in sorted(cells.items())}
    columns: dict[int, str] = {}
    repeated: dict[int, str] = {}
    for names in (own, others):
        for column, text in texts.items():
            if column in columns or column in repeated or text not in names:
                continue
            (repeated if names[text] in columns.values() else columns)[column] = names[text]
    # « Territoire » is the name, but the code where no other column holds it: each cell is checked anyway.
    for needed in (f for f in sheet.fields if f.required and f.key not in columns.values()):
        words = {norm(word) for word in needed.synonyms}
        for column, key in columns.items():
            if texts[column] in words and not sheet.field(key).required:
                columns[column] = needed.key
                break
    unknown = tuple(column for column in texts if column not in columns and column not in repeated)
    return _Headers(columns, repeated, unknown)


def _header_row(sheet: Sheet, rows: Mapping[int, Mapping[int, RawCell]]) -> int:
    """Return the row among the first ones that names most columns, 0 for none."""
    counts = {n: len(_match(sheet, cells).columns) for n, cells in rows.items() if n <= HEADER_ROWS}
    best = max(counts, key=lambda n: counts[n], default=0)
    return best if counts.get(best) else 0


def _sheet(sheet: Sheet, name: str, table: Table) -> RawSheet:
    header = _header_row(sheet, table.rows)
    if not header:
        expected = ", ".join(f.header for f in sheet.fields)
        problem = (
            _about(name, "bloquant", f"aucun en-tête connu dans les {HEADER_ROWS} premières lignes ; lus : {expected}")
            if table.rows
            else _about(name, "à vérifier", "feuille vide")
        )
        return RawSheet(sheet, name, {}, (), (problem,))
    cells = table.rows[header]
    match = _match(sheet, cells)
    body = {number: row for number, row in table.rows.items() if number > header}
    problems = [
        *_header_problems(sheet, name, cells, match),
        *_absent(sheet, name, cells, match),
        *_headless(name, body, cells, table.loose),
        *_merged(name, table.merged, header, match.columns),
    ]
    rows = tuple(
        {
            key: row.get(column) or RawCell(None, f"{get_column_letter(column)}{number}")
            for column, key in match.columns.items()
        }
        for number, row in body.items()
        if any(column in row for column in match.columns)
    )
    headers = {key: shown(cells[column]) for column, key in match.columns.items()}
    return RawSheet(sheet, name, match.columns, rows, tuple(problems), headers)


def _header_problems(sheet: Sheet, name: str, cells: Mapping[int, RawCell], match: _Headers) -> Iterator[Problem]:
    places = {key: column for column, key in match.columns.items()}
    free = [f for f in sheet.fields if f.key not in places]
    for column, key in match.repeated.items():
        text, first = shown(cells[column]), cells[places[key]]
        why = f"colonne en double : « {sheet.field(key).header} » est déjà en {first.ref} (« {brief(shown(first))} »)"
        yield Problem("bloquant", name, cells[column].ref, brief(text), brief(text), why)
    for column in match.unknown:
        text = shown(cells[column])
        why = f"colonne inconnue, non lue ; lues : {', '.join(f.header for f in sheet.fields)}"
        yield Problem("à vérifier", name, cells[column].ref, brief(text), brief(text), why, _near_header(text, free))


def _near_header(text: str, fields: Sequence[Field]) -> tuple[str, ...]:
    words = {norm(word): f.header for f in reversed(fields) for word in (*f.synonyms, f.header)}
    close = difflib.get_close_matches(norm(text)[:LONGEST_SHOWN], list(words), n=3)
    return tuple(dict.fromkeys(words[word] for word in close))


def _absent(sheet: Sheet, name: str, cells: Mapping[int, RawCell], match: _Headers) -> Iterator[Problem]:
    """Tell each column that must be there, and the others together."""
    absent = [f for f in sheet.fields if f.key not in match.columns.values()]
    unread = {norm(shown(cells[column])): shown(cells[column]) for column in match.unknown}
    for needed in (f for f in absent if f.required):
        close = difflib.get_close_matches(norm(needed.header), list(unread), n=1)
        why = "colonne absente, sans elle les lignes ne peuvent pas être lues"
        yield Problem("bloquant", name, "", needed.header, ABSENT, why, tuple(brief(unread[text]) for text in close))
    headers = [f.header for f in absent if not f.required and not f.locked]
    if headers:
        plural = "s" if len(headers) > 1 else ""
        why = f"colonne{plural} absente{plural} : tout y sera tenu pour vide"
        yield Problem("à vérifier", name, "", "", ", ".join(headers), why)


def _headless(
    name: str, body: Mapping[int, Mapping[int, RawCell]], headers: Mapping[int, RawCell], loose: bool
) -> Iterator[Problem]:
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
                why = "colonne sans en-tête, non lue"
                yield Problem("à vérifier", name, cell.ref, "", brief(shown(cell)), why)


def _merged(name: str, ranges: Sequence[str], header: int, columns: Mapping[int, str]) -> Iterator[Problem]:
    for text in ranges:
        left, top, right, bottom = range_boundaries(text)
        if bottom > header and (left, top) != (right, bottom) and any(left <= column <= right for column in columns):
            why = "cellules fusionnées : seule la première a une valeur, les autres sont lues vides"
            yield Problem("à vérifier", name, f"{get_column_letter(left)}{top}", "", text, why)
