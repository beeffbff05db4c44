"""Read the Cnaf’s files of coverage rates and places (data.caf.fr) and tell what was dropped, forgiven or replaced.

One file is a dataset (`txcouv`, `nbpla`) at a level (`nat`, `reg`, `dep`, `epci`, `com`), in UTF-8 with semicolons.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from dashboard.errors import DashboardError
from dashboard.ingest.reading import nearest
from dashboard.ingest.tables import Row
from dashboard.theme import number, plural
from dashboard.vocabulary import slug

# The « % » of a rate: it may pass 100.
RATE_MEANING = "places pour 100 enfants de moins de 3 ans"
# Level of a file → type of the territories it tells, and its words.
LEVELS: Mapping[str, str] = {
    "nat": "France",
    "reg": "région",
    "dep": "département",
    "epci": "EPCI",
    "com": "commune",
}
# Identifier of an indicator → its label, which stands alone on a chart, and its unit.
INDICATORS: Mapping[str, tuple[str, str]] = {
    "cnaf-taux-global": ("Taux de couverture des moins de 3 ans, tous modes d’accueil", "%"),
    "cnaf-taux-eaje": ("Taux de couverture des moins de 3 ans, tous les établissements (EAJE)", "%"),
    "cnaf-taux-psu-collectif": (
        "Taux de couverture des moins de 3 ans, établissements (EAJE) financés par la PSU",
        "%",
    ),
    "cnaf-taux-hors-psu-collectif": ("Taux de couverture des moins de 3 ans, établissements (EAJE) hors PSU", "%"),
    "cnaf-taux-prescolaire": ("Taux de couverture des moins de 3 ans, école avant 3 ans (préscolarisation)", "%"),
    "cnaf-taux-assistants-maternels": ("Taux de couverture des moins de 3 ans, assistants maternels", "%"),
    "cnaf-taux-garde-domicile": ("Taux de couverture des moins de 3 ans, garde à domicile", "%"),
    "cnaf-taux-individuel": ("Taux de couverture des moins de 3 ans, tout l’accueil individuel", "%"),
    "cnaf-places-total": ("Places pour les moins de 3 ans, tous modes d’accueil", "places"),
    "cnaf-places-eaje": ("Places pour les moins de 3 ans, tous les établissements (EAJE)", "places"),
    "cnaf-places-psu-collectif": (
        "Places pour les moins de 3 ans, établissements (EAJE) financés par la PSU",
        "places",
    ),
    "cnaf-places-hors-psu-collectif": ("Places pour les moins de 3 ans, établissements (EAJE) hors PSU", "places"),
    "cnaf-places-prescolaire": ("Places pour les moins de 3 ans, école avant 3 ans (préscolarisation)", "places"),
    "cnaf-places-assistants-maternels": ("Places pour les moins de 3 ans, assistants maternels", "places"),
    "cnaf-places-garde-domicile": ("Places pour les moins de 3 ans, garde à domicile", "places"),
    "cnaf-places-individuel": ("Places pour les moins de 3 ans, tout l’accueil individuel", "places"),
}

PLACEHOLDER = "code fictif, d’aucun territoire"
UNCODED = "sans code de territoire"
ARRONDISSEMENT = "arrondissement de Paris, Lyon ou Marseille, absent de nos territoires"
UNKNOWN = "code absent de nos territoires"
OTHER_TYPE = "territoire d’un autre type que celui du fichier"
REPEATED = "répétition aux mêmes valeurs"
EMPTY = "valeur vide"

_DATASETS = {"txcouv": "taux de couverture", "nbpla": "nombre de places"}
_PREFIX = {"txcouv": "cnaf-taux-", "nbpla": "cnaf-places-"}
_TOTAL = {"txcouv": "global", "nbpla": "total"}
_PARTS = ("eaje", "prescolaire", "individuel")
# Mode of childcare → its stem in technical names, and its words in French labels.
_MODES = {
    "psu-collectif": ("psu_col", "EAJE PSU"),
    "hors-psu-collectif": ("hors_psu_col", "hors EAJE PSU"),
    "eaje": ("eaje", "EAJE - ensemble"),
    "prescolaire": ("prescol", "préscolarisation"),
    "assistants-maternels": ("am_ind", "assistante maternelle"),
    "garde-domicile": ("gad_ind", "salariée à domicile"),
    "individuel": ("ind", "accueil individuel - ensemble"),
    "total": ("", ""),
}
_STEMS = {"psu": "psu-collectif", "hors-psu": "hors-psu-collectif", "eaje": "eaje", "prescol": "prescolaire",
          "am": "assistants-maternels", "gad": "garde-domicile", "ind": "individuel"}  # fmt: skip
_UNITS = {"com": "com", "commune": "com", "epci": "epci", "dep": "dep", "departement": "dep", "reg": "reg",
          "regi": "reg", "region": "reg"}  # fmt: skip
_FINEST_FIRST = ("com", "epci", "dep", "reg", "nat")
_TECHNICAL_UNIT = {"com": "com", "epci": "epci", "dep": "dep", "reg": "regi"}
_PRINTED_UNIT = {"com": "commune", "epci": "EPCI", "dep": "Département", "reg": "Région"}
# What a file of a level also says of the territories above, and may leave out.
_PARENTS: Mapping[str, tuple[str, ...]] = {"com": ("epci", "dep"), "epci": ("dep",), "dep": ("reg",)}

_YEAR_HEADER = re.compile(r"annee|(?:date|annee)(?:-de)?-reference|date")
_UNIT_HEADER = re.compile(
    r"(num|numero|code|siren|insee|nom|libelle)-?(?:de-|du-|d-|l-|la-)*(com|commune|epci|dep|departement|reg|regi|region)s?"
)
_NATION_HEADER = re.compile(r"(?:(?:niveau|nom|territoire|perimetre)-)?(?:national\w*|nation|france|pays)")
_RATE_OR_PLACES = re.compile(
    r"(txcouv|pl)(?:-(psu|hors-psu|eaje|prescol|am|gad|ind)(?:-(?:col|ind))?)?-(nat|reg|regi|dep|epci|com)"
)
_ALL_PLACES = re.compile(r"tot-offre-(nat|reg|regi|dep|epci|com)")
_PRINTED = re.compile(
    r"(?:(?P<rate>(?:taux|tx)-(?:de-)?couv\w*)|(?:(?:nb|nbre|nombre)-)?(?:de-)?(?:places?|offre))-(.+)"
)
_PRINTED_WORD = re.compile(
    r"eaje|psu|hors|collectifs?|ensemble|prescol\w*|assistant\w*|maternel\w*|salarie\w*|domicile|gardes?|accueils?"
    r"|individuel\w*|glob\w*|tota\w*|offert\w*|places?|en|par|de|des|du|d|l|la|le|les|a|e|s|es"
)
_PRINTED_ALL_PLACES = re.compile(r"total-(?:(?:de-l|de|des|d)-)?(?:offre|places?)(?:-d-accueil|-offertes)?")
_FILE_NAME = re.compile(r"(txcouv|nbpla)_pe_(nat|reg|dep|epci|com)(?![a-z])", re.IGNORECASE)
_HISTORY = re.compile(r"_hist(?![a-z])", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,9})?")
_FICTITIOUS = re.compile(r"X+|COM")
_DISTRICT = re.compile(r"751[0-9]{2}|6938[0-9]|132[0-9]{2}")
# On 1 January Paris is one hour ahead of UTC: 2022-12-31T23:00Z is the year 2023.
_PARIS = timezone(timedelta(hours=1))
_SHOWN = 60
_EXAMPLES = 5

_Key = tuple[str, int]


class CnafRefusedError(DashboardError):
    """The files of the Cnaf hold problems: none was imported."""

    title = "Fichier de la Cnaf refusé"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        count = plural(len(problems), "problème")
        super().__init__(
            f"{count} dans les fichiers de la Cnaf, rien n’a été importé :\n" + "\n".join(f"- {p}" for p in problems)
        )


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
    """All the files: their rows merged, the notes of each with its name, and what the revisions replaced."""

    files: tuple[CnafFile, ...]
    rows: list[Row]
    notes: tuple[str, ...]
    overlap: tuple[Overlap, ...]


def read_cnaf(paths: Iterable[Path], territories: Mapping[str, str]) -> CnafImport:
    """Return what the files say of our territories, in the rows described by CnafFile.

    `territories`: our code → its type (« 63 » → département, « REG-84 » → région, « FR » → France, SIREN → EPCI,
    Insee → commune). Rates in places per 100 children under three (%), places in places. A file without `_hist` in its
    name is the revision and wins. Raises CnafRefusedError with every problem of every file. Source: Cnaf, data.caf.fr.
    """
    problems = _Problems()
    each_once = list(dict.fromkeys(map(Path, paths)))
    homonyms = Counter(path.name for path in each_once)
    readings = []
    for path in each_once:
        name = path.name if homonyms[path.name] == 1 else str(path)
        reading = _read_file(path, name, territories, problems)
        if reading:
            readings.append(reading)
    notes = [f"{r.file.name} : {note}" for r in readings for note in r.file.notes]
    _compare_twins(readings, problems, notes)
    if problems:
        raise CnafRefusedError(list(problems))
    merged: dict[tuple[str, str, int], Row] = {}
    for reading in sorted(readings, key=lambda r: not r.file.hist):
        for row in reading.file.rows:
            merged[row["territoire"], row["indicateur"], row["annee"]] = row
    overlap = _overlap(readings)
    notes += [_told(each) for each in overlap]
    return CnafImport(tuple(r.file for r in readings), _ordered(merged.values()), tuple(notes), overlap)


class _Problems:
    """What is refused: the same words on several lines of a file are one problem that names its lines."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], list[int]] = {}

    def add(self, name: str, what: str, line: int | None = None) -> None:
        lines = self._lines.setdefault((name, what), [])
        if line is not None and line not in lines[-1:]:
            lines.append(line)

    def __bool__(self) -> bool:
        return bool(self._lines)

    def __iter__(self) -> Iterator[str]:
        for (name, what), lines in self._lines.items():
            shown, more = ", ".join(map(str, lines[:3])), len(lines) - 3
            place = f", ligne{'s' if len(lines) > 1 else ''} {shown}" if lines else ""
            yield f"{name}{place}{' et ' + plural(more, 'autre') if more > 0 else ''}{what}"


@dataclass(frozen=True)
class _Role:
    """What a column says: kind « année », « code », « nom », « nation » or « valeur »; of which level, which mode."""

    kind: str
    technical: bool = False
    level: str = ""
    dataset: str = ""
    mode: str = ""


@dataclass(frozen=True)
class _Header:
    """The columns of one file: their printed names, and the places of those that are read."""

    names: tuple[str, ...]
    dataset: str
    level: str
    year: int
    code: int | None
    label: int | None
    nation: int | None
    region: int | None
    values: Mapping[int, str]


@dataclass(frozen=True)
class _Line:
    """One line kept: where it stands, its cells, its values by column."""

    number: int
    cells: Sequence[str]
    values: Mapping[int, float]


@dataclass(frozen=True)
class _Reading:
    """One file with its lines, to be compared with its twins."""

    file: CnafFile
    header: _Header
    lines: Mapping[_Key, _Line]

    def values(self, key: _Key) -> dict[str, float]:
        return {self.header.values[column]: value for column, value in self.lines[key].values.items()}


@dataclass
class _Tally:
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
        self.dropped[reason] += 1
        if example:
            self.examples.setdefault(reason, {})[_short(example)] = None


def _read_file(path: Path, name: str, territories: Mapping[str, str], problems: _Problems) -> _Reading | None:
    text = _text(path, name, problems)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    tally, refusals, notes = _Tally(), list[str](), list[str]()
    try:
        header = _read_header(path.name, next(reader, []), refusals, notes)
        if header is None:
            for refusal in refusals:
                problems.add(name, f" : {refusal}", 1)
            return None
        lines = _read_lines(name, header, reader, territories, tally, problems)
    except csv.Error as error:
        problems.add(name, f" : cellule illisible ({error} ; attendu : des guillemets bien fermés).", reader.line_num)
        return None
    if not tally.read:
        problems.add(name, " : aucune ligne sous l’en-tête (attendu : une ligne par territoire et par année).", 1)
        return None
    rows: list[Row] = [
        {"territoire": code, "indicateur": header.values[column], "annee": year, "valeur": value, "fichier": name}
        for (code, year), line in lines.items()
        for column, value in line.values.items()
    ]
    notes += _forgiven(header, tally, lines, territories)
    hist = bool(_HISTORY.search(path.stem))
    return _Reading(
        CnafFile(
            name, header.dataset, header.level, hist, _ordered(rows), tally.read, dict(tally.dropped), tuple(notes)
        ),
        header,
        lines,
    )


def _text(path: Path, name: str, problems: _Problems) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        cell = before[before.rfind(b"\n") + 1 :].count(b";") + 1
        problems.add(
            name,
            f" : le fichier n’est pas en UTF-8 (cellule {cell}, octet {error.object[error.start]:#04x} ; attendu : le "
            "fichier tel que data.caf.fr le donne, ou « CSV UTF-8 (délimité par des points-virgules) »).",
            before.count(b"\n") + 1,
        )
    except (OSError, ValueError) as error:
        said = f"lecture impossible ({error} ; " if path.exists() else "le fichier n’existe pas ("
        problems.add(name, f" : {said}attendu : un fichier CSV de la Cnaf).")
    return None


def _read_header(name: str, cells: Sequence[str], refusals: list[str], notes: list[str]) -> _Header | None:
    names = tuple(cell.strip() for cell in cells)
    found = _short(", ".join(names), 4 * _SHOWN)
    if len(names) < 2:
        sign = next((sign for sign in (",", "\t", "|") if sign in "".join(cells)), None)
        said = (
            f"séparateur « {'tabulation' if sign == chr(9) else sign} »" if sign else f"une seule colonne, « {found} »"
        )
        refusals.append(f"{said} (attendu : des colonnes séparées par « ; »).")
        return None
    roles = [_role(each) for each in names]
    values = {at: role for at, role in enumerate(roles) if role and role.kind == "valeur"}
    datasets = {role.dataset for role in values.values()}
    if not datasets:
        refusals.append(
            f"colonnes inconnues : {found} (attendu : les noms techniques « annee, numepci, txcouv_psu_col_epci, … » "
            "ou les libellés « Date référence, Numéro EPCI, Taux de couv EAJE PSU, … »)."
        )
        return None
    if len(datasets) > 1:
        refusals.append(f"des taux et des places dans un même fichier : {found} (attendu : les uns ou les autres).")
        return None
    dataset = datasets.pop()
    technical = any(role.technical for role in values.values())
    level = _level(name, roles, refusals, notes)
    columns = _columns(roles, names, refusals)
    wanted = [_Role("année"), *(_Role("valeur", dataset=dataset, mode=mode) for mode in _MODES)]
    if level not in ("", "nat"):
        wanted.append(_Role("code", level=level))
    missing = [_column_name(role, level, technical) for role in wanted if _same(role) not in columns]
    if missing:
        unknown = [each for each, role in zip(names, roles, strict=True) if role is None][: 4 * len(_MODES)]
        near = nearest(missing[0], unknown) if len(missing) == 1 else ""
        said = "colonne absente" if len(missing) == 1 else "colonnes absentes"
        refusals.append(f"{said} : {', '.join(missing)} (trouvé : {found}{near}).")
    if refusals:
        return None
    notes += _told_columns(names, roles, level, technical)
    title = _FILE_NAME.search(name)
    if title and (title[1].lower(), title[2].lower()) != (dataset, level):
        notes.append(
            f"Le nom du fichier dit « {title[0]} », son en-tête « {dataset}_pe_{level} » : l’en-tête fait foi."
        )
    return _Header(
        names,
        dataset,
        level,
        year=columns["année", "", ""],
        code=columns.get(("code", level, "")),
        label=columns.get(("nom", level, "")),
        nation=columns.get(("nation", "nat", "")),
        region=columns.get(("code", "reg", "")) if level == "dep" else None,
        values={at: _indicator(role) for at, role in values.items()},
    )


def _role(header: str) -> _Role | None:
    words = slug(header)
    if _YEAR_HEADER.fullmatch(words):
        return _Role("année", technical=words == "annee")
    if unit := _UNIT_HEADER.fullmatch(words):
        kind = "nom" if unit[1] in ("nom", "libelle") else "code"
        return _Role(kind, technical="-" not in words, level=_UNITS[unit[2]])
    if _NATION_HEADER.fullmatch(words):
        return _Role("nation", level="nat")
    if value := _RATE_OR_PLACES.fullmatch(words):
        dataset, stem = ("txcouv" if value[1] == "txcouv" else "nbpla"), value[2]
        if not stem and dataset == "nbpla":
            return None
        return _Role("valeur", True, _UNITS.get(value[3], "nat"), dataset, _STEMS[stem] if stem else "total")
    if value := _ALL_PLACES.fullmatch(words):
        return _Role("valeur", True, _UNITS.get(value[1], "nat"), "nbpla", "total")
    if _PRINTED_ALL_PLACES.fullmatch(words):
        return _Role("valeur", False, "", "nbpla", "total")
    if value := _PRINTED.fullmatch(words):
        mode = _printed_mode(value[2].split("-"))
        return _Role("valeur", False, "", "txcouv" if value["rate"] else "nbpla", mode) if mode else None
    return None


def _printed_mode(words: Sequence[str]) -> str | None:
    def any_of(*starts: str) -> bool:
        return any(word.startswith(starts) for word in words)

    if not all(_PRINTED_WORD.fullmatch(word) for word in words):
        return None
    if "psu" in words:
        return "hors-psu-collectif" if "hors" in words else "psu-collectif"
    tests = (
        ("eaje", any_of("eaje")),
        ("prescolaire", any_of("prescol")),
        ("assistants-maternels", any_of("assistant")),
        ("garde-domicile", any_of("salarie", "domicile")),
        ("individuel", any_of("individuel")),
        ("total", any_of("glob", "tota", "ensemble")),
    )
    return next((mode for mode, holds in tests if holds), None)


def _level(name: str, roles: Sequence[_Role | None], refusals: list[str], notes: list[str]) -> str:
    """Return the level, or nothing: said by technical names, else by the finest territory, else by the file name."""
    known = [role for role in roles if role]
    suffixes = {role.level for role in known if role.kind == "valeur"} - {""}
    if len(suffixes) == 1:
        return suffixes.pop()
    if suffixes:
        refusals.append(f"plusieurs niveaux dans un même fichier : {', '.join(sorted(suffixes))} (attendu : un seul).")
        return ""
    told = {role.level for role in known if role.kind in ("code", "nom", "nation")}
    if told:
        return next(level for level in _FINEST_FIRST if level in told)
    if title := _FILE_NAME.search(name):
        notes.append(f"L’en-tête ne dit pas le niveau : « {title[2].lower()} » vient du nom du fichier.")
        return title[2].lower()
    refusals.append(
        "niveau non reconnu : ni commune, ni EPCI, ni département, ni région, ni « national » (attendu : une colonne "
        "comme « numdep » ou « Numéro Département », ou un nom de fichier comme « txcouv_pe_nat.csv »)."
    )
    return ""


def _same(role: _Role) -> tuple[str, str, str]:
    """Return what makes two columns say the same thing."""
    return role.kind, role.level if role.kind != "valeur" else "", role.mode


def _columns(
    roles: Sequence[_Role | None], names: Sequence[str], refusals: list[str]
) -> dict[tuple[str, str, str], int]:
    columns: dict[tuple[str, str, str], int] = {}
    for at, role in enumerate(roles):
        first = columns.setdefault(_same(role), at) if role else at
        if first != at:
            one, two = _short(names[first]), _short(names[at])
            refusals.append(f"colonnes en double : « {one} » et « {two} » disent la même chose (attendu : une seule).")
    return columns


def _column_name(role: _Role, level: str, technical: bool) -> str:
    """Return the name of a column as the Cnaf writes it in this form of header."""
    if role.kind == "année":
        return "annee" if technical else "Date référence"
    if role.kind in ("code", "nom"):
        short, long = ("num", "Numéro") if role.kind == "code" else ("nom", "Nom")
        return short + _TECHNICAL_UNIT[role.level] if technical else f"{long} {_PRINTED_UNIT[role.level]}"
    stem, words = _MODES[role.mode]
    rate = role.dataset == "txcouv"
    if not technical:
        return f"Taux de couv {words or 'global'}" if rate else f"Places {words or 'offertes - Ensemble'}"
    return "_".join(part for part in ("txcouv" if rate else "pl" if stem else "tot_offre", stem, level) if part)


def _indicator(role: _Role) -> str:
    return _PREFIX[role.dataset] + (_TOTAL[role.dataset] if role.mode == "total" else role.mode)


def _told_columns(names: Sequence[str], roles: Sequence[_Role | None], level: str, technical: bool) -> list[str]:
    notes = []
    ignored = [
        name
        for name, role in zip(names, roles, strict=True)
        if role and (role.kind == "nom" or (role.kind in ("code", "nation") and role.level != level))
    ]
    if ignored:
        notes.append(f"Noms et rattachements ignorés, nos territoires ont les leurs : {', '.join(ignored)}.")
    present = {(role.kind, role.level) for role in roles if role}
    optional = [(kind, parent) for parent in _PARENTS.get(level, ()) for kind in ("code", "nom")]
    if level != "nat":
        optional.insert(0, ("nom", level))
    absent = [
        _column_name(_Role(kind, level=of), level, technical) for kind, of in optional if (kind, of) not in present
    ]
    if absent:
        notes.append(f"Colonnes absentes, sans conséquence : {', '.join(absent)}.")
    unknown = [_short(name) or "(sans nom)" for name, role in zip(names, roles, strict=True) if role is None]
    if unknown:
        notes.append(f"Colonnes inconnues, ignorées : {', '.join(unknown)}.")
    return notes


def _read_lines(
    name: str,
    header: _Header,
    reader: Any,
    territories: Mapping[str, str],
    tally: _Tally,
    problems: _Problems,
) -> dict[_Key, _Line]:
    lines: dict[_Key, _Line] = {}
    for cells in reader:
        at: int = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        tally.read += 1
        if len(cells) != len(header.names):
            problems.add(name, f" : {len(cells)} cellules (attendu : {len(header.names)}, comme l’en-tête).", at)
            continue
        code = _territory(header, cells, territories, tally)
        if code is None:
            continue
        year = _year(cells[header.year], tally)
        if year is None:
            problems.add(
                name,
                f", colonne {header.names[header.year]} : « {_short(cells[header.year])} » "
                "(attendu : une année, ex. 2023, ou une date, ex. 2023-01-01 ou 01/01/2023).",
                at,
            )
        values = _values(name, header, cells, at, tally, problems)
        if year is None or values is None:
            continue
        line = _Line(at, cells, values)
        first = lines.setdefault((code, year), line)
        if first is not line and first.values == values:
            tally.drop(REPEATED, f"{code} en {year}, lignes {first.number} et {at}")
        for column in header.values:
            if first.values.get(column) != values.get(column):
                problems.add(
                    name,
                    f", colonne {header.names[column]} : « {_short(cells[column])} » contredit "
                    f"« {_short(first.cells[column])} » ligne {first.number}, pour {code} en {year} "
                    "(attendu : une seule ligne par territoire et par année).",
                    at,
                )
    return lines


def _territory(header: _Header, cells: Sequence[str], territories: Mapping[str, str], tally: _Tally) -> str | None:
    """Return our code for a line, or count why it is dropped."""
    if header.region is not None:
        region = cells[header.region].strip()
        if not re.fullmatch("[0-9]{2}", region):
            tally.odd_regions[region] = None
    if header.level == "nat":
        printed, code = "", "FR"
        if header.nation is not None:
            tally.nations[_short(cells[header.nation])] = None
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


def _year(text: str, tally: _Tally) -> int | None:
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


def _values(
    name: str, header: _Header, cells: Sequence[str], at: int, tally: _Tally, problems: _Problems
) -> dict[int, float] | None:
    values: dict[int, float] = {}
    refused = False
    for column in header.values:
        text = cells[column].strip()
        if not text:
            tally.drop(EMPTY)
        elif _NUMBER.fullmatch(text):
            tally.commas += "," in text
            values[column] = float(text.replace(",", "."))
        else:
            refused = True
            problems.add(name, f", colonne {header.names[column]} : « {_short(text)} » (attendu : un nombre positif ou "
                         "nul, sans espace, ex. 54.1 ou 54,1 ; ou rien).", at)  # fmt: skip
    return None if refused else values


def _forgiven(header: _Header, tally: _Tally, lines: Mapping[_Key, _Line], territories: Mapping[str, str]) -> list[str]:
    """Return a sentence for each thing dropped, forgiven or worth knowing."""
    notes = []
    for reason, count in tally.dropped.items():
        examples = list(tally.examples.get(reason, {}))
        shown = ", ".join(examples[:_EXAMPLES]) + ("…" if len(examples) > _EXAMPLES else "")
        if reason == EMPTY:
            notes.append(f"{plural(count, 'valeur vide', 'valeurs vides')} : aucune mesure, jamais zéro.")
        else:
            dropped = plural(count, "ligne écartée", "lignes écartées")
            notes.append(f"{dropped} : {reason}{f' ({shown})' if shown else ''}.")
    if tally.dates:
        notes.append(f"{plural(tally.dates, 'date lue comme une année', 'dates lues comme des années')}.")
    if tally.commas:
        notes.append(f"{plural(tally.commas, 'virgule décimale lue', 'virgules décimales lues')} comme un point.")
    if tally.mended:
        pairs = [f"{printed} → {code}" for printed, code in sorted(tally.mended.items())]
        notes.append(f"{plural(len(pairs), 'code complété', 'codes complétés')} : {', '.join(pairs[:_EXAMPLES])}"
                     f"{'…' if len(pairs) > _EXAMPLES else ''}.")  # fmt: skip
    if tally.odd_regions:
        odd = ", ".join(sorted(region or "vide" for region in tally.odd_regions))
        notes.append(f"Codes de région incohérents ({odd}), ignorés : le département suffit.")
    if tally.nations:
        notes.append(f"Périmètre de la France selon la Cnaf : {', '.join(tally.nations)}.")
    notes += _told_values(header, lines)
    notes += _told_cover(header, lines, territories)
    return notes


def _told_values(header: _Header, lines: Mapping[_Key, _Line]) -> list[str]:
    notes = []
    if header.dataset == "txcouv":
        above = [(value, code) for (code, _), line in lines.items() for value in line.values.values() if value > 100]
        if above:
            notes.append(
                f"{plural(len(above), 'taux dépasse', 'taux dépassent')} 100, jusqu’à {number(max(above)[0])} "
                f"({plural(len({code for _, code in above}), 'territoire')}) : gardés tels quels, ce sont des "
                f"{RATE_MEANING}."
            )
    column = {indicator: at for at, indicator in header.values.items()}
    parts = [column[_PREFIX[header.dataset] + part] for part in _PARTS]
    total = column[_PREFIX[header.dataset] + _TOTAL[header.dataset]]
    whole = [line.values for line in lines.values() if {total, *parts} <= line.values.keys()]
    gaps = [gap for v in whole if (gap := round(abs(v[total] - sum(v[part] for part in parts)), 2)) > 0.05]
    if gaps:
        word = "taux global" if header.dataset == "txcouv" else "nombre total"
        notes.append(
            f"{plural(len(gaps), 'ligne')} sur {number(len(whole))} dont la somme des modes s’écarte du {word} publié "
            f"(de {number(max(gaps))} au plus) : le {word} publié est gardé, jamais recalculé."
        )
    return notes


def _told_cover(header: _Header, lines: Mapping[_Key, _Line], territories: Mapping[str, str]) -> list[str]:
    """Return what the file leaves out of our territories: the unknown is said."""
    notes = []
    if header.level == "com":
        notes.append("La Cnaf ne publie que les communes de plus de 10 000 habitants.")
    if header.level == "epci" and (parts := sum(kind == "EPT" for kind in territories.values())):
        notes.append(
            f"La Métropole du Grand Paris y est un seul EPCI : {plural(parts, 'EPT reste', 'EPT restent')} sans valeur."
        )
    if not lines:
        notes.append("Aucune ligne ne concerne nos territoires.")
    elif header.level in ("reg", "dep", "epci"):
        ours = sorted(code for code, kind in territories.items() if kind == LEVELS[header.level])
        told = {code for code, _ in lines}
        untold = [code for code in ours if code not in told]
        if untold:
            notes.append(
                f"{number(len(untold))} de nos {number(len(ours))} territoires de ce niveau sans ligne : "
                f"{', '.join(untold[:_EXAMPLES])}{'…' if len(untold) > _EXAMPLES else ''}."
            )
    return notes


def _compare_twins(readings: Sequence[_Reading], problems: _Problems, notes: list[str]) -> None:
    """Refuse two files of one kind that contradict each other, and tell those that repeat each other."""
    seen: dict[tuple[str, str, bool], dict[_Key, _Reading]] = {}
    for reading in readings:
        file = reading.file
        known = seen.setdefault((file.dataset, file.level, file.hist), {})
        same: Counter[str] = Counter()
        contrary: dict[str, list[_Key]] = {}
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
                f", colonne {reading.header.names[column]} : « {_short(mine.cells[column])} » contredit {name}, "
                f"{'vide' if before is None else f'« {before} »'} ligne {other.lines[first].number}, pour {first[0]} "
                f"en {first[1]} ; de même {plural(len(keys), 'ligne')} en tout (attendu : un seul fichier de ce niveau "
                "sans « _hist » dans son nom, et un seul avec).",
                mine.number,
            )


def _overlap(readings: Sequence[_Reading]) -> tuple[Overlap, ...]:
    """Compare, where both tell a territory and a year, the history and its revision."""
    lines: dict[tuple[str, str, bool], dict[_Key, dict[str, float]]] = {}
    for reading in readings:
        file = reading.file
        lines.setdefault((file.dataset, file.level, file.hist), {}).update(
            {k: reading.values(k) for k in reading.lines}
        )
    found = []
    for dataset in _DATASETS:
        for level in LEVELS:
            old, new = lines.get((dataset, level, True), {}), lines.get((dataset, level, False), {})
            total = _PREFIX[dataset] + _TOTAL[dataset]
            differing = {key: {i for i in old[key].keys() & new[key].keys() if old[key][i] != new[key][i]}
                         for key in old.keys() & new.keys()}  # fmt: skip
            for year in sorted({year for _, year in differing}):
                ids = [each for (_, of), each in differing.items() if of == year]
                found.append(Overlap(dataset, level, year, len(ids), sum(map(bool, ids)), sum(total in i for i in ids)))
    return tuple(found)


def _told(overlap: Overlap) -> str:
    total = "le taux global" if overlap.dataset == "txcouv" else "le nombre total"
    return (
        f"{_DATASETS[overlap.dataset].capitalize()}, {LEVELS[overlap.level]}, {overlap.year} : "
        f"{plural(overlap.territories, 'territoire')} dans le fichier « _hist » et dans sa révision, "
        f"{plural(overlap.differing, 'diffère', 'diffèrent')} ({number(overlap.differing_total)} pour {total}) ; "
        "la révision, sans « _hist », l’emporte."
    )


def _ordered(rows: Iterable[Row]) -> list[Row]:
    order = {indicator: at for at, indicator in enumerate(INDICATORS)}
    return sorted(rows, key=lambda row: (row["territoire"], row["annee"], order[row["indicateur"]]))


def _short(text: str, length: int = _SHOWN) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
