"""The source tables: their columns, what each accepts, and the reading that reports every problem at once."""

import csv
import difflib
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Row = dict[str, Any]
PRECISIONS = ("jour", "mois", "trimestre", "semestre", "année", "schéma")


@dataclass(frozen=True)
class Column:
    """One column: how its text is read, whether it may be empty, what it accepts or refers to (table.column)."""

    read: Callable[[str], Any] = str
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    expected: str = "un texte"


@dataclass(frozen=True)
class Table:
    """One file: its columns, key and unique columns, the base table it feeds, and what is asked of its rows."""

    file: str
    target: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    required: bool = True
    ordered: bool = False
    unique: tuple[str, ...] = ()
    single: bool = False


def _boolean(text: str) -> bool:
    return {"oui": True, "non": False}[text]


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", text):
        raise ValueError(text)
    return float(text)


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


TEXT = Column()
NEEDED = Column(required=True)
INTEGER = Column(read=_integer, expected="un nombre entier")
NEEDED_INTEGER = Column(read=_integer, required=True, expected="un nombre entier")
NUMBER = Column(read=_number, required=True, expected="un nombre, point décimal")
DAY = Column(read=_day, expected="une date AAAA-MM-JJ")
BOOLEAN = Column(read=_boolean, required=True, expected="oui ou non")


def choice(*values: str, required: bool = False) -> Column:
    """Return a column that accepts only these words."""
    return Column(choices=values, required=required)


def reference(target: str, required: bool = False) -> Column:
    """Return a column whose values stand in another table's column."""
    return Column(refers_to=target, required=required)


COMMON_TABLES = (
    Table(
        "organismes.csv",
        "organisme",
        {"organisme": NEEDED, "cle": NEEDED, "famille": NEEDED},
        ("organisme",),
        unique=("cle",),
    ),
    Table(
        "dispositifs.csv",
        "dispositif",
        {"dispositif": NEEDED, "cle": NEEDED, "theme": NEEDED, "panier": BOOLEAN, "definition": NEEDED},
        ("dispositif",),
        ordered=True,
        unique=("cle",),
    ),
)

SCHEME_TABLES = (
    Table(
        "schema.csv",
        "schema",
        {
            "departement_code": reference("departement.code", required=True),
            "titre": NEEDED,
            "annee_debut": NEEDED_INTEGER,
            "annee_fin": NEEDED_INTEGER,
            "ordre": NEEDED_INTEGER,
            "source": TEXT,
        },
        (),
        single=True,
    ),
    Table(
        "niveaux.csv",
        "niveau",
        {"rang": NEEDED_INTEGER, "type": NEEDED, "libelle": NEEDED, "pluriel": NEEDED},
        ("rang",),
        unique=("type",),
    ),
    Table("documents.csv", "document", {"document": NEEDED, "titre": NEEDED, "description": TEXT}, ("document",)),
    Table(
        "plan.csv",
        "plan",
        {
            "noeud": NEEDED,
            "parent": reference("plan.noeud"),
            "niveau": reference("niveau.type", required=True),
            "code": NEEDED,
            "titre": NEEDED,
        },
        ("noeud",),
        ordered=True,
    ),
    Table(
        "actions.csv",
        "action",
        {
            "code": NEEDED,
            "noeud": reference("plan.noeud", required=True),
            "nature": choice("à poursuivre", "nouvelle"),
            "intitule": NEEDED,
            "calendrier_imprime": TEXT,
            "debut": DAY,
            "debut_precision": choice(*PRECISIONS),
            "fin": DAY,
            "fin_precision": choice(*PRECISIONS),
            "incertain": BOOLEAN,
            "code_annexe": TEXT,
            "remarque": TEXT,
        },
        ("code",),
        ordered=True,
    ),
    Table(
        "sous_actions.csv",
        "sous_action",
        {"action": reference("action.code", required=True), "texte": NEEDED},
        (),
        required=False,
        ordered=True,
    ),
    Table(
        "fiches.csv",
        "fiche",
        {"objet": reference("objet", required=True), "rubrique": NEEDED, "texte": NEEDED},
        (),
        ordered=True,
    ),
    Table(
        "references.csv",
        "reference",
        {
            "objet": reference("objet", required=True),
            "document": reference("document.document", required=True),
            "ligne": INTEGER,
            "page": TEXT,
        },
        ("objet",),
    ),
    Table(
        "alias.csv",
        "alias",
        {"imprime": NEEDED, "organisme": reference("organisme.organisme", required=True)},
        ("imprime", "organisme"),
        required=False,
    ),
    Table(
        "roles.csv",
        "role",
        {
            "objet": reference("objet", required=True),
            "role": choice("pilote", "partenaire", required=True),
            "imprime": reference("organisme ou alias", required=True),
        },
        ("objet", "role", "imprime"),
        ordered=True,
    ),
    Table(
        "comites.csv",
        "comite",
        {
            "organisme": reference("organisme.organisme", required=True),
            "membre": reference("organisme.organisme", required=True),
        },
        ("organisme", "membre"),
        required=False,
    ),
    Table(
        "action_territoires.csv",
        "action_territoire",
        {
            "action": reference("action.code", required=True),
            "territoire": reference("territoire.code", required=True),
        },
        ("action", "territoire"),
        required=False,
    ),
    Table(
        "indicateurs.csv",
        "indicateur",
        {
            "indicateur": NEEDED,
            "libelle": NEEDED,
            "nature": choice("évaluation", "diagnostic", required=True),
            "objet": reference("objet"),
            "unite": TEXT,
            "theme": TEXT,
        },
        ("indicateur",),
        ordered=True,
    ),
    Table(
        "mesures.csv",
        "mesure",
        {
            "indicateur": reference("indicateur.indicateur", required=True),
            "territoire": reference("territoire.code"),
            "annee": INTEGER,
            "date_imprimee": TEXT,
            "valeur": NUMBER,
            "statut": choice("publiée", "déduite", required=True),
            "annee_implicite": BOOLEAN,
            "document": reference("document.document", required=True),
            "phrase": NEEDED,
            "remarque": TEXT,
        },
        (),
        ordered=True,
    ),
    Table(
        "couvertures.csv",
        "couverture",
        {
            "territoire": reference("territoire.code", required=True),
            "dispositif": reference("dispositif.dispositif", required=True),
            "present": BOOLEAN,
            "annee": INTEGER,
            "document": reference("document.document", required=True),
            "phrase": NEEDED,
            "remarque": TEXT,
        },
        ("territoire", "dispositif"),
        required=False,
    ),
    Table("anomalies.csv", "anomalie", {"objet": NEEDED, "description": NEEDED}, (), required=False, ordered=True),
    Table(
        "reparations.csv",
        "reparation",
        {"document": reference("document.document", required=True), "texte_ocr": NEEDED, "texte_repare": NEEDED},
        ("document", "texte_ocr"),
        required=False,
    ),
)


def read_table(path: Path, table: Table, problems: list[str]) -> list[Row]:
    """Read one file; each row keeps its line number under « _ligne », each problem names file, line, column, value."""
    name = f"{path.parent.name}/{path.name}"
    if not path.exists():
        if table.required:
            problems.append(f"{name} : le fichier manque (colonnes attendues : {', '.join(table.columns)}).")
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(
            f"{name} : le fichier n’est pas en UTF-8 (octet {error.start + 1}) ; "
            "enregistrez-le au format « CSV UTF-8 (délimité par des points-virgules) »."
        )
        return []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        header = next(reader, [])
        return _read_rows(name, table, header, reader, problems)
    except csv.Error as error:
        problems.append(f"{name}, ligne {reader.line_num} : guillemets mal fermés ({error}).")
        return []


def _read_rows(name: str, table: Table, header: list[str], reader: Any, problems: list[str]) -> list[Row]:
    missing = [c for c in table.columns if c not in header]
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
        return []
    rows: list[Row] = []
    keys = [key for key in (table.key, *((name,) for name in table.unique)) if key]
    seen: dict[tuple[Any, ...], int] = {}
    for cells in reader:
        line = reader.line_num
        if not any(cells):
            continue
        if len(cells) != len(header):
            problems.append(f"{name}, ligne {line} : {len(cells)} cellules, {len(header)} attendues.")
            continue
        row = _read_row(f"{name}, ligne {line}", table, dict(zip(header, cells, strict=True)), problems)
        if table.ordered:
            row["ordre"] = len(rows) + 1
        for key in keys:
            value = (key, *(row[k] for k in key))
            shown = " / ".join(str(row[k]) for k in key)
            if value in seen and all(row[k] is not None for k in key):
                problems.append(f"{name}, ligne {line} : {key[-1]} « {shown} » en double (déjà ligne {seen[value]}).")
            seen.setdefault(value, line)
        rows.append(row | {"_lieu": f"{name}, ligne {line}"})
    if table.single and len(rows) != 1:
        problems.append(f"{name} : {len(rows)} lignes sous l’en-tête, une seule attendue.")
    return rows


def _read_row(place: str, table: Table, cells: dict[str, str], problems: list[str]) -> Row:
    row: Row = {}
    for name, column in table.columns.items():
        text = cells[name].strip()
        row[name] = None
        if not text:
            if column.required:
                problems.append(f"{place}, colonne {name} : valeur absente (attendu : {column.expected}).")
            continue
        if column.choices and text not in column.choices:
            accepted = ", ".join(column.choices) + _nearest(text, column.choices)
            problems.append(f"{place}, colonne {name} : « {text} » (accepté : {accepted}).")
            continue
        try:
            row[name] = column.read(text)
        except (ValueError, KeyError):
            problems.append(f"{place}, colonne {name} : « {text} » n’est pas valable (attendu : {column.expected}).")
    return row


def check_references(
    table: Table, rows: Iterable[Row], known: Mapping[str, frozenset[str]], problems: list[str]
) -> None:
    """Report each value that its column should find elsewhere and does not, with the nearest accepted ones."""
    for row in rows:
        for name, column in table.columns.items():
            value = row[name]
            if column.refers_to and value is not None and value not in known[column.refers_to]:
                near = _nearest(str(value), known[column.refers_to])
                problems.append(
                    f"{row['_lieu']}, colonne {name} : « {value} » est inconnu (attendu : une valeur de "
                    f"{column.refers_to}{near})."
                )


def _nearest(text: str, accepted: Iterable[str]) -> str:
    close = difflib.get_close_matches(text, list(accepted), n=3)
    return f" ; le plus proche : {', '.join(close)}" if close else ""
