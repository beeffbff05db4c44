"""One file of the Cnaf, from its text to its rows."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.cnaf.headers import Header, read_header
from dashboard.cnaf.indicators import INDICATORS, LEVELS
from dashboard.cnaf.lines import STRANGE, Key, Line, LineReader, Tally
from dashboard.cnaf.notes import notes_of
from dashboard.cnaf.problems import Problems
from dashboard.cnaf.text import text_of
from dashboard.french import agree, number, plural
from dashboard.sources.columns import Row

HISTORY = re.compile(r"_hist(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class CnafFile:
    """One file as read.

    `rows`: dicts territoire (our code), indicateur (of INDICATORS), annee (int), valeur (float, % or places), fichier;
    `read`: lines under the header; `dropped`: reason → lines, or values for « valeur vide »; `notes`: French sentences
    on what was dropped or forgiven.
    """

    name: str
    dataset: str
    level: str
    hist: bool
    rows: list[Row]
    read: int
    dropped: dict[str, int]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """One file with its lines, to be compared with its twins."""

    file: CnafFile
    header: Header
    lines: Mapping[Key, Line]

    @property
    def kind(self) -> tuple[str, str, bool]:
        """Return what makes two files editions of one: dataset, level, history or not."""
        return self.file.dataset, self.file.level, self.file.hist

    @property
    def edition(self) -> int:
        """Return the last year published when this file was: the history stops the year before its revision."""
        return max((year for _, year in self.lines), default=0) + self.file.hist

    def values(self, key: Key) -> dict[str, float]:
        """Return the values of a line by indicator."""
        return {self.header.values[column]: value for column, value in self.lines[key].values.items()}


def read_file(path: Path, name: str, territories: Mapping[str, str], problems: Problems) -> Reading | None:
    """Return what a file says of our territories, or tell why it is refused."""
    text = text_of(path, name, problems)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    tally, refusals, notes = Tally(), list[str](), list[str]()
    try:
        header = read_header(path.name, next(reader, []), refusals, notes)
        if header is None:
            for refusal in refusals:
                problems.add(name, f" : {refusal}", 1)
            return None
        lines = LineReader(name, header, territories, tally, problems).read(reader)
    except csv.Error as error:
        problems.add(name, f" : cellule illisible ({error} ; attendu : des guillemets bien fermés).", reader.line_num)
        return None
    if not tally.read:
        problems.add(name, " : aucune ligne sous l’en-tête (attendu : une ligne par territoire et par année).", 1)
        return None
    _check_cover(name, header, tally, problems)
    if not text.endswith("\n"):
        notes.append("Le fichier ne finit pas par un saut de ligne : sa dernière ligne est peut-être coupée.")
    rows: list[Row] = [
        {"territoire": code, "indicateur": header.values[column], "annee": year, "valeur": value, "fichier": name}
        for (code, year), line in lines.items()
        for column, value in line.values.items()
    ]
    notes += notes_of(header, tally, lines, territories)
    hist = bool(HISTORY.search(path.stem))
    return Reading(
        CnafFile(
            name, header.dataset, header.level, hist, ordered(rows), tally.read, dict(tally.dropped), tuple(notes)
        ),
        header,
        lines,
    )


def _check_cover(name: str, header: Header, tally: Tally, problems: Problems) -> None:
    """Refuse a file most of whose lines are of no territory of ours: its codes are not those that the Cnaf gives."""
    strange = sum(tally.dropped[reason] for reason in STRANGE)
    if strange > tally.read / 2:
        examples = ", ".join(list({word: None for reason in STRANGE for word in tally.examples.get(reason, {})})[:3])
        lines, are = plural(strange, "ligne"), agree("n’est", strange, "ne sont")
        problems.add(
            name,
            f" : {lines} sur {number(tally.read)} {are} d’aucun de nos territoires (trouvé : "
            f"{examples or 'aucun code'} ; attendu : les codes de {LEVELS[header.level]} tels que la Cnaf les donne).",
        )


def ordered(rows: Iterable[Row]) -> list[Row]:
    """Return rows by territory, year and indicator."""
    order = {indicator: at for at, indicator in enumerate(INDICATORS)}
    return sorted(rows, key=lambda row: (row["territoire"], row["annee"], order[row["indicateur"]]))
