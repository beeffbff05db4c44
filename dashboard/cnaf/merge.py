"""The files of the Cnaf together: the most recent edition wins, and nothing that was imported is lost."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.cnaf.files import CnafFile, Reading, ordered, read_file
from dashboard.cnaf.indicators import DATASETS, LEVELS, PREFIX, TOTAL
from dashboard.cnaf.lines import Key
from dashboard.cnaf.problems import CnafRefusedError, Problems, short
from dashboard.french import number, plural
from dashboard.sources.columns import Row

OLDER = (
    "Ce fichier s’arrête avant celui déjà importé : il ne donne que ce que l’autre n’a pas (si c’est l’historique, "
    "« _hist » manque dans son nom)."
)
# Territory, indicator, year → the file that is held for good, and its row.
_Held = dict[tuple[str, str, int], tuple[Reading, Row]]


@dataclass(frozen=True)
class Overlap:
    """What a revision replaced in one year: territories in both files, and how many differ (any value, the total)."""

    dataset: str
    level: str
    year: int
    territories: int
    differing: int
    differing_total: int


@dataclass(frozen=True)
class CnafImport:
    """The new files, those older than what is archived, the rows of all, the notes, what the revisions replaced."""

    files: tuple[CnafFile, ...]
    older: tuple[CnafFile, ...]
    rows: list[Row]
    notes: tuple[str, ...]
    overlap: tuple[Overlap, ...]


def read_cnaf(
    paths: Iterable[Path], territories: Mapping[str, str], archived: Mapping[Path, str] | None = None
) -> CnafImport:
    """Return what the files say of our territories, in the rows described by CnafFile.

    `territories`: our code → its type (« 63 » → département, « REG-84 » → région, « FR » → France, SIREN → EPCI,
    Insee → commune); `archived`: files imported before and their names, the oldest first. Rates in places per 100
    children under three (%), places in places. Of two files that hold a value, the one whose edition is the most recent
    wins, then the one without `_hist` in its name, then the last imported. Raises CnafRefusedError with every problem
    of every file. Source: Cnaf, data.caf.fr.
    """
    problems = Problems()
    each_once = list(dict.fromkeys(map(Path, paths)))
    homonyms = Counter(path.name for path in each_once)
    names = {path: path.name if homonyms[path.name] == 1 else str(path) for path in each_once}
    before = _read_each(archived or {}, territories, problems)
    new = _read_each(names, territories, problems)
    notes = [f"{r.file.name} : {note}" for r in new for note in r.file.notes]
    _compare_twins(new, problems, notes)
    if problems:
        raise CnafRefusedError(list(problems))
    held, overlap = _merge([*before, *new]), _overlap([*before, *new])
    notes += [f"{r.file.name} : {note}" for r in new for note in _told_before(r, _merge(before), held)]
    notes += [_told(each) for each in overlap]
    last = {r.kind: r.edition for r in sorted(before, key=lambda r: r.edition)}
    older = tuple(r.file for r in new if r.edition < last.get(r.kind, 0))
    notes += [f"{file.name} : {OLDER}" for file in older]
    return CnafImport(
        tuple(r.file for r in new), older, ordered(row for _, row in held.values()), tuple(notes), overlap
    )


def _read_each(names: Mapping[Path, str], territories: Mapping[str, str], problems: Problems) -> list[Reading]:
    readings = (read_file(path, name, territories, problems) for path, name in names.items())
    return [reading for reading in readings if reading]


def _merge(readings: Sequence[Reading]) -> _Held:
    """Return who is held for good for each value; of equals, the last."""
    return {
        (row["territoire"], row["indicateur"], row["annee"]): (reading, row)
        for reading in sorted(readings, key=lambda r: (r.edition, not r.file.hist))
        for row in reading.file.rows
    }


def _told_before(new: Reading, before: _Held, held: _Held) -> list[str]:
    """Tell what a new file does to what was imported: what it lacks, what it changes, what it cannot change."""
    own = {(row["territoire"], row["indicateur"], row["annee"]): row["valeur"] for row in new.file.rows}
    lacking = [key for key, (old, _) in before.items() if old.kind == new.kind and key not in own]
    changed = [key for key, (_, row) in before.items() if held[key][0] is new and own[key] != row["valeur"]]
    older = [key for key, value in own.items() if held[key][0] is not new and held[key][1]["valeur"] != value
             and held[key][0].edition > new.edition]  # fmt: skip
    known = ("valeur déjà importée", "valeurs déjà importées")
    return [
        f"{plural(len(keys), *what)} {words} ({_where(keys)})."
        for keys, what, words in (
            (lacking, known, "que ce fichier ne contient pas : tout est gardé"),
            (changed, known, "que ce fichier change : son chiffre l’emporte"),
            (older, ("valeur", "valeurs"), "de ce fichier que contredit une édition plus récente : elle l’emporte"),
        )
        if keys
    ]


def _where(keys: Sequence[tuple[str, str, int]]) -> str:
    years = sorted({year for _, _, year in keys})
    return f"{', '.join(map(str, years))} ; {plural(len({code for code, _, _ in keys}), 'territoire')}"


def _compare_twins(readings: Sequence[Reading], problems: Problems, notes: list[str]) -> None:
    """Refuse two files of one kind that contradict each other, and tell those that repeat each other."""
    seen: dict[tuple[str, str, bool], dict[Key, Reading]] = {}
    for reading in readings:
        file = reading.file
        known = seen.setdefault(reading.kind, {})
        same: Counter[str] = Counter()
        contrary: dict[str, list[Key]] = {}
        for key in reading.lines:
            other = known.setdefault(key, reading)
            if other is reading:
                continue
            if other.values(key) == reading.values(key):
                same[other.file.name] += 1
            else:
                contrary.setdefault(other.file.name, []).append(key)
        notes += [f"{file.name} : {plural(n, 'ligne répète', 'lignes répètent')} {name}." for name, n in same.items()]
        for name, keys in contrary.items():
            first, mine, other = keys[0], reading.lines[keys[0]], known[keys[0]]
            column, indicator = next(
                (at, each) for at, each in reading.header.values.items()
                if other.values(first).get(each) != reading.values(first).get(each)
            )  # fmt: skip
            before = other.values(first).get(indicator)
            problems.add(
                file.name,
                f", colonne {reading.header.names[column]} : « {short(mine.cells[column])} » contredit {name}, "
                f"{'vide' if before is None else f'« {before} »'} ligne {other.lines[first].number}, pour {first[0]} "
                f"en {first[1]} ; de même {plural(len(keys), 'ligne')} en tout (attendu : un seul fichier de ce niveau "
                "sans « _hist » dans son nom, et un seul avec ; importez l’autre ensuite, le plus récent en dernier).",
                mine.number,
            )


def _overlap(readings: Sequence[Reading]) -> tuple[Overlap, ...]:
    """Compare, where both tell a territory and a year, the history and its revision."""
    lines: dict[tuple[str, str, bool], dict[Key, dict[str, float]]] = {}
    for reading in sorted(readings, key=lambda r: r.edition):
        lines.setdefault(reading.kind, {}).update({key: reading.values(key) for key in reading.lines})
    found = []
    for dataset in DATASETS:
        for level in LEVELS:
            old, new = lines.get((dataset, level, True), {}), lines.get((dataset, level, False), {})
            total = PREFIX[dataset] + TOTAL[dataset]
            differing = {key: {i for i in old[key].keys() & new[key].keys() if old[key][i] != new[key][i]}
                         for key in old.keys() & new.keys()}  # fmt: skip
            for year in sorted({year for _, year in differing}):
                ids = [each for (_, of), each in differing.items() if of == year]
                found.append(Overlap(dataset, level, year, len(ids), sum(map(bool, ids)), sum(total in i for i in ids)))
    return tuple(found)


def _told(overlap: Overlap) -> str:
    total = "le taux global" if overlap.dataset == "txcouv" else "le nombre total"
    return (
        f"{DATASETS[overlap.dataset].capitalize()}, {LEVELS[overlap.level]}, {overlap.year} : "
        f"{plural(overlap.territories, 'territoire')} dans le fichier « _hist » et dans sa révision, "
        f"{plural(overlap.differing, 'diffère', 'diffèrent')} ({number(overlap.differing_total)} pour {total}) ; "
        "la révision, sans « _hist », l’emporte."
    )
