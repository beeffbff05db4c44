"""Know a table by its headers: the row that holds them, the column of each field, what is wrong in them."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.french import agree
from dashboard.suivi.cells import RawCell, shown
from dashboard.suivi.characters import LONGEST_SHOWN, brief, norm
from dashboard.suivi.model import Problem
from dashboard.suivi.sheets import SHEETS, Field, Sheet

HEADER_ROWS = 15
ABSENT = "(absente)"
# A row of so many headers, with those that identify a row, is one of headers.
ENOUGH = 3
LONGEST_HEADER = 60
WORDS = {norm(word) for sheet in SHEETS.values() for field in sheet.fields for word in (field.header, *field.synonyms)}

Cells = Mapping[int, RawCell]


@dataclass(frozen=True)
class Table:
    """The filled cells of a sheet by row and column, both from 1, and how they are laid out.

    `loose`: cells of a text, which a stray separator moves; `doubt`: what must be checked of its encoding; the refs of
    the cells struck out, the hidden rows and columns, the ranges that are merged, the addresses that cells link to.
    """

    rows: Mapping[int, Cells]
    merged: tuple[str, ...] = ()
    loose: bool = False
    doubt: str = ""
    struck: frozenset[str] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Headers:
    """The columns that a row of headers names: fields by column, columns that repeat one, columns of no field."""

    columns: Mapping[int, str]
    repeated: Mapping[int, str]
    unknown: tuple[int, ...]

    def identify(self, sheet: Sheet) -> bool:
        """Tell whether the columns that identify a row are there."""
        return set(sheet.identity) <= set(self.columns.values())


def match(sheet: Sheet, cells: Cells) -> Headers:
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
    return Headers(columns, repeated, unknown)


def header_row(sheet: Sheet, rows: Mapping[int, Cells]) -> int:
    """Return the row among the first ones that names most columns, those that identify a row first; 0 for none."""
    found = {n: match(sheet, cells) for n, cells in rows.items() if n <= HEADER_ROWS}
    best = max(found, key=lambda n: (found[n].identify(sheet), len(found[n].columns)), default=0)
    return best if best and found[best].columns else 0


def fit(sheet: Sheet, rows: Mapping[int, Cells]) -> tuple[int, bool, int]:
    """Return how well headers fit a sheet: columns named, whether they identify a row, columns of the very word."""
    row = header_row(sheet, rows)
    found = match(sheet, rows[row] if row else {})
    own = sum(norm(shown(rows[row][n])) == norm(sheet.field(key).header) for n, key in found.columns.items())
    return len(found.columns), found.identify(sheet), own


def recognised(rows: Mapping[int, Cells]) -> Sheet | None:
    """Return the sheet that the headers of a table are those of, whatever its name."""
    fits = [(fit(sheet, rows), sheet) for sheet in SHEETS.values()]
    good = [(found, sheet) for found, sheet in fits if found[1] and found[0] >= ENOUGH]
    return max(good, key=lambda pair: pair[0])[1] if good else None


def headers_again(cells: Cells) -> tuple[Sheet, Headers] | None:
    """Return the sheet of which a row holds the headers, and its columns, when it is no row of answers."""
    texts = [cell.value for cell in cells.values() if isinstance(cell.value, str) and len(cell.value) < LONGEST_HEADER]
    if len(texts) < ENOUGH or sum(norm(text) in WORDS for text in texts) < ENOUGH:
        return None
    found = [(sheet, match(sheet, cells)) for sheet in SHEETS.values()]
    good = [(s, h) for s, h in found if h.identify(s) and len(h.columns) >= ENOUGH]
    return max(good, key=lambda pair: len(pair[1].columns), default=None)


def header_problems(sheet: Sheet, name: str, cells: Cells, found: Headers, filled: set[int]) -> Iterator[Problem]:
    """Tell the columns that are there twice, and those that are not read: what they hold must not be lost."""
    places = {key: column for column, key in found.columns.items()}
    free = [f for f in sheet.fields if f.key not in places]
    for column, key in found.repeated.items():
        text, first = shown(cells[column]), cells[places[key]]
        why = f"colonne en double : « {sheet.field(key).header} » est déjà en {first.ref} (« {brief(shown(first))} »)"
        yield Problem("bloquant", name, cells[column].ref, brief(text), brief(text), why)
    for column in found.unknown:
        text, near = shown(cells[column]), _near_header(shown(cells[column]), free)
        read = f"lues : {', '.join(f.header for f in sheet.fields)}"
        if column in filled:
            why = f"colonne inconnue, non lue, où il est écrit : renommez-la, ou déplacez ce qu’elle dit ; {read}"
            yield Problem("bloquant", name, cells[column].ref, brief(text), brief(text), why, near, at_import=True)
        else:
            yield Problem(
                "à vérifier",
                name,
                cells[column].ref,
                brief(text),
                brief(text),
                f"colonne inconnue, vide ; {read}",
                near,
            )


def _near_header(text: str, fields: Sequence[Field]) -> tuple[str, ...]:
    words = {norm(word): f.header for f in reversed(fields) for word in (*f.synonyms, f.header)}
    close = difflib.get_close_matches(norm(text)[:LONGEST_SHOWN], list(words), n=3)
    return tuple(dict.fromkeys(words[word] for word in close))


def absent_columns(sheet: Sheet, name: str, cells: Cells, found: Headers) -> Iterator[Problem]:
    """Tell each column that must be there, and the others together."""
    absent = [f for f in sheet.fields if f.key not in found.columns.values()]
    unread = {norm(shown(cells[column])): shown(cells[column]) for column in found.unknown}
    for needed in (f for f in absent if f.required):
        close = difflib.get_close_matches(norm(needed.header), list(unread), n=1)
        why = "colonne absente, sans elle les lignes ne peuvent pas être lues"
        yield Problem("bloquant", name, "", needed.header, ABSENT, why, tuple(brief(unread[text]) for text in close))
    headers = [f.header for f in absent if not f.required and not f.locked]
    if headers:
        why = f"{agree('colonne absente', len(headers))} : tout y sera tenu pour vide"
        yield Problem("à vérifier", name, "", "", ", ".join(headers), why)
