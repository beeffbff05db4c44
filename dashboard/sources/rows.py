"""Read the source tables and report every problem at once: file, line, column, value, what is accepted."""

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dashboard.french import plural
from dashboard.sources.columns import Row, Table
from dashboard.sources.tables import described

# Signs that a keyboard, a document and a spreadsheet write differently.
_SIGNS = str.maketrans({**dict.fromkeys("’‘ʼ′`´", "'"), **dict.fromkeys("‐‑‒–—", "-"), **dict.fromkeys("«»“”„", '"')})


def tidy(text: str) -> str:
    """Return a text as printed, without the characters that are not seen, accents composed."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf").strip()


def folded(text: str) -> str:
    """Return what makes two words the same: whatever the apostrophes, dashes, quotes, spaces and forms of accents."""
    plain = unicodedata.normalize("NFKC", tidy(text).translate(_SIGNS)).translate(_SIGNS)
    return re.sub(r' ?" ?', '"', " ".join(plain.split()))


def same_word(text: str, accepted: Iterable[str]) -> str | None:
    """Return the accepted value that a text writes with other signs, if there is one and only one."""
    wanted = folded(text)
    found = {value for value in accepted if folded(value) == wanted}
    return found.pop() if len(found) == 1 else None


def read_table(path: Path, table: Table, problems: list[str]) -> list[Row] | None:
    """Read one file, or return None when it cannot be read at all; each problem names file, line, column, value.

    Each row keeps its place under « _lieu » and the columns whose value was refused under « _refus ».
    """
    name = f"{path.parent.name}/{path.name}"
    if not path.exists():
        if table.required:
            problems.append(f"{name} : le fichier manque (colonnes attendues : {', '.join(table.columns)}).")
            return None
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(
            f"{name} : le fichier n’est pas en UTF-8 (octet {error.start + 1}) ; "
            "enregistrez-le au format « CSV UTF-8 (délimité par des points-virgules) »."
        )
        return None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        header = [tidy(cell) for cell in next(reader, [])]
        while header and not header[-1]:
            header.pop()
        return _read_rows(name, table, header, reader, problems)
    except csv.Error as error:
        problems.append(f"{name}, ligne {reader.line_num} : guillemets mal fermés ({error}).")
        return None


def _read_rows(name: str, table: Table, header: list[str], reader: Any, problems: list[str]) -> list[Row] | None:
    missing = [name for name, column in table.columns.items() if name not in header and not column.may_lack]
    unknown = [h for h in header if h not in table.columns]
    if missing:
        problems.append(f"{name}, ligne 1 : colonne absente : {', '.join(missing)} (trouvé : {', '.join(header)}).")
    if unknown:
        problems.append(
            f"{name}, ligne 1 : colonne inconnue : {', '.join(unknown)} (accepté : {', '.join(table.columns)})."
        )
    if len(set(header)) != len(header):
        problems.append(f"{name}, ligne 1 : colonne en double (trouvé : {', '.join(header)}).")
    if missing or unknown or len(set(header)) != len(header):
        return None
    rows: list[Row] = []
    keys = [key for key in (table.key, *((name,) for name in table.unique)) if key]
    seen: dict[tuple[Any, ...], int] = {}
    for cells in reader:
        line = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        # A spreadsheet adds empty cells at the end of lines, and leaves some out.
        if any(cell.strip() for cell in cells[len(header) :]) or any(
            table.columns[column].required for column in header[len(cells) :]
        ):
            problems.append(
                f"{name}, ligne {line} : {plural(len(cells), 'cellule')}, {plural(len(header), 'attendue')}."
            )
            continue
        cells = [*cells, *[""] * (len(header) - len(cells))][: len(header)]
        row = _read_row(f"{name}, ligne {line}", table, dict(zip(header, cells, strict=True)), problems)
        if table.ordered:
            row["ordre"] = len(rows) + 1
        for key in keys:
            value = (key, *(folded(row[k]) if isinstance(row[k], str) else row[k] for k in key))
            shown = " / ".join(str(row[k]) for k in key)
            if value in seen and all(row[k] is not None for k in key):
                problems.append(f"{name}, ligne {line} : {key[-1]} « {shown} » en double (déjà ligne {seen[value]}).")
            seen.setdefault(value, line)
        rows.append(row | {"_lieu": f"{name}, ligne {line}"})
    if table.single and len(rows) != 1:
        problems.append(f"{name} : {plural(len(rows), 'ligne')} sous l’en-tête, une seule attendue.")
    if table.filled and not rows:
        problems.append(f"{name} : aucune ligne sous l’en-tête, une au moins attendue.")
    return rows


def _read_row(place: str, table: Table, cells: dict[str, str], problems: list[str]) -> Row:
    row: Row = {"_refus": set()}
    for name, column in table.columns.items():
        text = tidy(cells.get(name, ""))
        row[name] = None
        if not text:
            if column.required:
                problems.append(f"{place}, colonne {name} : valeur absente (attendu : {column.expected}).")
            continue
        if column.choices:
            text = same_word(text, column.choices) or text
        if column.choices and text not in column.choices:
            accepted = ", ".join(column.choices) + nearest(text, column.choices)
            problems.append(f"{place}, colonne {name} : « {text} » (accepté : {accepted}).")
            row["_refus"].add(name)
            continue
        try:
            row[name] = column.read(text)
        except (ValueError, KeyError):
            problems.append(f"{place}, colonne {name} : « {text} » n’est pas valable (attendu : {column.expected}).")
            row["_refus"].add(name)
    return row


def check_references(
    table: Table, rows: Iterable[Row], known: Mapping[str, frozenset[str]], problems: list[str]
) -> None:
    """Report each value that its column should find elsewhere and does not, with the nearest accepted ones.

    A value found with other signs (apostrophes, spaces, forms of accents) takes the form found. What refers to a table
    that could not be read is absent from `known` and not reported a second time.
    """
    for row in rows:
        for name, column in table.columns.items():
            value, accepted = row[name], known.get(column.refers_to or "")
            if accepted is None or value is None or value in accepted:
                continue
            found = same_word(value, accepted)
            row[name] = found or value
            if not found:
                near = nearest(str(value), accepted)
                problems.append(
                    f"{row['_lieu']}, colonne {name} : « {value} » est inconnu "
                    f"(attendu : {described(str(column.refers_to))}{near})."
                )


def nearest(text: str, accepted: Iterable[str]) -> str:
    """Return the accepted values closest to a refused one, as the end of a sentence."""
    words = {value.casefold(): value for value in sorted(accepted)}
    close = [words[word] for word in difflib.get_close_matches(text.casefold(), list(words), n=3)]
    return f" ; le plus proche : {', '.join(close)}" if close else ""
