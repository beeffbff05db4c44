"""A small schéma of the Allier, with pilotes, beside the one whose document prints its own follow-up."""

import csv
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.ingest.build import build
from dashboard.settings import ROOT
from dashboard.suivi.sheets import ACTIONS
from tests.ingest import conftest as ingest

small_data, new_allier = ingest.small_data, ingest.new_allier

ALLIER, SEINE_SAINT_DENIS = "03-2023", "93-2024"
# « 1.1 » and « 1.10 » are one number for a spreadsheet; 1.10 is piloted by nobody.
TITLES = {"1.1": "Ouvrir", "1.2": "Suivre", "1.3": "Former", "1.10": "Accueillir"}
PILOTS = (("1.1", "Caf"), ("1.2", "Caf"), ("1.2", "MSA"), ("1.3", "MSA"))


def write_answers(folder: Path, scheme: str, day: date, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write rows of the sheet Actions, keyed by field, as the archived campaign of a day."""
    path = folder / scheme / day.isoformat() / "suivi-1.csv"
    path.parent.mkdir(parents=True)
    headers = {field.key: field.header for field in ACTIONS.fields}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(headers.values()), restval="", delimiter=";")
        writer.writeheader()
        writer.writerows({headers[key]: value for key, value in row.items()} for row in rows)
    return path


def views_of(base: Path) -> dict[str, list[str]]:
    """Every row of every public view, in an order of its own."""
    with duckdb.connect(base, read_only=True) as connection:
        names = [row[0] for row in connection.sql("select view_name from duckdb_views() where not internal").fetchall()]
        return {name: sorted(map(repr, connection.table(name).fetchall())) for name in sorted(names)}


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones included, by its path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Office:
    """What a secretary has: the tables, the DuckDB file, the archive, and a folder to work in."""

    data: Path
    base: Path
    archive: Path
    desk: Path

    def ask(self, sql: str) -> list[tuple]:
        """Open the file on its own, as another tool would."""
        with duckdb.connect(self.base, read_only=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def built_data(new_allier):
    """The tables, and the DuckDB file built from them without any archive: both only to be read."""
    scheme = new_allier()
    scheme.replace("actions.csv", *({"code": c, "noeud": "obj-A1", "intitule": t} for c, t in TITLES.items()))
    scheme.replace("roles.csv", *({"objet": f"action-{c}", "role": "pilote", "imprime": o} for c, o in PILOTS))
    scheme.add("indicateurs.csv", indicateur="eval-1", libelle="Places ouvertes", nature="évaluation", objet="obj-A1")
    name = SEINE_SAINT_DENIS
    shutil.copytree(ROOT / "data" / "sources" / name, scheme.data / "sources" / name)
    build(scheme.data, scheme.base)
    return scheme.data, scheme.base


@pytest.fixture
def office(built_data, tmp_path):
    data, built = built_data
    desk = tmp_path / "bureau"
    desk.mkdir()
    return Office(data, shutil.copy(built, tmp_path / "sdsf.duckdb"), tmp_path / "suivi", desk)
