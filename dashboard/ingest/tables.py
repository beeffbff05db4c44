"""The source tables: their files, their columns, and what each accepts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
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
