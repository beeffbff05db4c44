"""The lines of a file of the Cnaf: territory, year and values, and what is dropped or forgiven."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from dashboard.cnaf.headers import Header
from dashboard.cnaf.indicators import LEVELS
from dashboard.cnaf.problems import Problems, short
from dashboard.cnaf.text import EXPORT
from dashboard.french import plural

PLACEHOLDER = "code fictif, d’aucun territoire"
UNCODED = "sans code de territoire"
ARRONDISSEMENT = "arrondissement de Paris, Lyon ou Marseille, absent de nos territoires"
UNKNOWN = "code absent de nos territoires"
OTHER_TYPE = "territoire d’un autre type que celui du fichier"
REPEATED = "répétition aux mêmes valeurs"
EMPTY = "valeur vide"
# Reasons that, on most lines, say that the codes of a file were damaged.
STRANGE = (UNKNOWN, UNCODED, OTHER_TYPE)
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]*)?E\+?[0-9]+", re.IGNORECASE)
_SERIAL = re.compile(r"[34][0-9]{4}(?:[.,]0*)?")
_NUMBER = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,9})?")
_FICTITIOUS = re.compile(r"X+|COM")
_DISTRICT = re.compile(r"751[0-9]{2}|6938[0-9]|132[0-9]{2}")
# On 1 January Paris is one hour ahead of UTC: 2022-12-31T23:00Z is the year 2023.
_PARIS = timezone(timedelta(hours=1))
Key = tuple[str, int]


@dataclass(frozen=True)
class Line:
    """One line kept: where it stands, its cells, its values by column."""

    number: int
    cells: Sequence[str]
    values: Mapping[int, float]


@dataclass
class Tally:
    """What was dropped and forgiven while reading the lines."""

    read: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    examples: dict[str, dict[str, None]] = field(default_factory=dict)
    dates: int = 0
    commas: int = 0
    mended: dict[str, str] = field(default_factory=dict)
    odd_regions: dict[str, None] = field(default_factory=dict)
    nations: dict[str, None] = field(default_factory=dict)

    def drop(self, reason: str, example: str = "") -> None:
        """Count what is dropped, with an example."""
        self.dropped[reason] += 1
        if example:
            self.examples.setdefault(reason, {})[short(example)] = None


@dataclass(frozen=True)
class LineReader:
    """Reads the lines under a header: what is kept is returned, the rest is counted or told."""

    name: str
    header: Header
    territories: Mapping[str, str]
    tally: Tally
    problems: Problems

    def read(self, reader: Any) -> dict[Key, Line]:
        """Return the lines of our territories by territory and year, from a reader of the csv module."""
        lines: dict[Key, Line] = {}
        for cells in reader:
            if any(cell.strip() for cell in cells):
                self.tally.read += 1
                self._read_line(reader.line_num, cells, lines)
        return lines

    def _read_line(self, at: int, cells: Sequence[str], lines: dict[Key, Line]) -> None:
        header = self.header
        if len(cells) != len(header.names):
            wanted = f"attendu : {len(header.names)}, comme l’en-tête"
            self.problems.add(self.name, f" : {plural(len(cells), 'cellule')} ({wanted}).", at)
            return
        if header.code is not None and _SCIENTIFIC.fullmatch(cells[header.code].strip()):
            why = " : un tableur a changé ce code en nombre, et l’a perdu"
            self._refuse(header.code, cells, at, why, f"le fichier tel que data.caf.fr le donne ; {EXPORT}")
            return
        code = _territory(header, cells, self.territories, self.tally)
        if code is None:
            return
        year = _year(cells[header.year], self.tally)
        if year is None:
            serial = _SERIAL.fullmatch(cells[header.year].strip())
            why = " : un tableur a changé cette date en nombre" if serial else ""
            self._refuse(header.year, cells, at, why, "une année, ex. 2023, ou une date, ex. 2023-01-01 ou 01/01/2023")
        values = self._values(at, cells)
        if year is not None and values is not None:
            self._keep(lines, (code, year), Line(at, cells, values))

    def _values(self, at: int, cells: Sequence[str]) -> dict[int, float] | None:
        values: dict[int, float] = {}
        refused = False
        for column in self.header.values:
            text = cells[column].strip()
            if not text:
                self.tally.drop(EMPTY)
            elif _NUMBER.fullmatch(text):
                self.tally.commas += "," in text
                values[column] = float(text.replace(",", "."))
            else:
                refused = True
                self._refuse(column, cells, at, "", "un nombre positif ou nul, sans espace, ex. 54.1 ou 54,1 ; ou rien")
        return None if refused else values

    def _keep(self, lines: dict[Key, Line], key: Key, line: Line) -> None:
        """Add a line; another of the same territory and year is counted if it repeats it, else told."""
        first = lines.setdefault(key, line)
        code, year = key
        if first is not line and first.values == line.values:
            self.tally.drop(REPEATED, f"{code} en {year}, lignes {first.number} et {line.number}")
        for column in self.header.values:
            if first.values.get(column) != line.values.get(column):
                other = f" contredit « {short(first.cells[column])} » ligne {first.number}, pour {code} en {year}"
                self._refuse(column, line.cells, line.number, other, "une seule ligne par territoire et par année")

    def _refuse(self, column: int, cells: Sequence[str], at: int, why: str, wanted: str) -> None:
        printed = f", colonne {self.header.names[column]} : « {short(cells[column])} »"
        self.problems.add(self.name, f"{printed}{why} (attendu : {wanted}).", at)


def _territory(header: Header, cells: Sequence[str], territories: Mapping[str, str], tally: Tally) -> str | None:
    """Return our code for a line, or count why it is dropped."""
    if header.region is not None:
        region = cells[header.region].strip()
        if not re.fullmatch("[0-9]{2}", region):
            tally.odd_regions[region] = None
    if header.level == "nat":
        printed, code = "", "FR"
        if header.nation is not None:
            tally.nations[short(cells[header.nation])] = None
    else:
        printed = "".join(cells[header.code or 0].split()).upper()
        code = _our_code(printed, header.level)
    named = f"{printed} {cells[header.label].strip()}".strip() if header.label is not None else printed
    kind = territories.get(code)
    if kind == LEVELS[header.level]:
        if printed and code.removeprefix("REG-") != printed:
            tally.mended[printed] = code
        return code
    if header.level != "nat" and not printed:
        tally.drop(UNCODED)
    elif _FICTITIOUS.fullmatch(printed):
        tally.drop(PLACEHOLDER, printed)
    elif kind is not None:
        tally.drop(OTHER_TYPE, f"{named}, {kind}")
    elif header.level == "com" and _DISTRICT.fullmatch(code):
        tally.drop(ARRONDISSEMENT, named)
    else:
        tally.drop(UNKNOWN, named or code)
    return None


def _our_code(printed: str, level: str) -> str:
    if level == "com":
        return printed.zfill(5)
    if level == "epci":
        return printed
    code = printed.lstrip("0").zfill(2)
    return f"REG-{code}" if level == "reg" else code


def _year(text: str, tally: Tally) -> int | None:
    text = text.strip()
    if re.fullmatch(r"(?:19|20)[0-9]{2}", text):
        return int(text)
    try:
        if french := re.fullmatch(r"([0-9]{2})/([0-9]{2})/((?:19|20)[0-9]{2})", text):
            year = date(int(french[3]), int(french[2]), int(french[1])).year
        elif re.fullmatch(r"(?:19|20)[0-9]{2}-[0-9]{2}(?:-[0-9]{2}(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?)?", text):
            moment = datetime.fromisoformat(text if len(text) > 7 else text + "-01")
            year = (moment.astimezone(_PARIS) if moment.tzinfo else moment).year
        else:
            return None
    except ValueError:
        return None
    tally.dates += 1
    return year
