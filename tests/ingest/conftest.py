"""A small copy of data/ that a test may spoil: one schéma, and territories cut down to its département."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import TablesRefusedError
from dashboard.ingest.build import build
from dashboard.settings import ROOT
from dashboard.sources.common_tables import COMMON_TABLES
from dashboard.sources.tables import SCHEME_TABLES

HOME = "63"
TABLES = {t.file: t for t in (*COMMON_TABLES, *SCHEME_TABLES)}

# A whole made-up schéma in few rows: two actions under one objectif, one indicator.
ALLIER = {
    "schema.csv": [
        {"departement_code": "03", "titre": "SDSF", "annee_debut": "2023", "annee_fin": "2027", "fiche": "action",
         "ordre": "1"},
    ],
    "niveaux.csv": [
        {"rang": "1", "type": "axe", "libelle": "Axe", "pluriel": "axes"},
        {"rang": "2", "type": "objectif", "libelle": "Objectif", "pluriel": "objectifs"},
    ],
    "documents.csv": [
        {"document": "allier.pdf", "titre": "Schéma de l’Allier"},
        {"document": "annexe.pdf", "titre": "Annexe"},
    ],
    "plan.csv": [
        {"noeud": "axe-A", "niveau": "axe", "code": "A", "titre": "Accueillir"},
        {"noeud": "obj-A1", "parent": "axe-A", "niveau": "objectif", "code": "1", "titre": "Les petits"},
    ],
    "actions.csv": [
        {"code": "a1", "noeud": "obj-A1", "intitule": "Ouvrir"},
        {"code": "a2", "noeud": "obj-A1", "intitule": "Suivre"},
    ],
    "indicateurs.csv": [
        {"indicateur": "places", "libelle": "Places", "nature": "diagnostic", "unite": "places"},
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Sources:
    """The source tables of one copy; a line counts as in the messages (1 is the header)."""

    folder: Path

    def edit(self, table: str, line: int, column: str, value: str) -> None:
        cells = self._read(table)
        cells[line - 1][cells[0].index(column)] = value
        self._write(table, cells)

    def append(self, table: str, text: str) -> int:
        path = self.folder / table
        path.write_text(path.read_text(encoding="utf-8") + text + "\n", encoding="utf-8")
        return len(path.read_text(encoding="utf-8").splitlines())

    def drop(self, table: str, column: str) -> None:
        cells = self._read(table)
        at = cells[0].index(column)
        self._write(table, [row[:at] + row[at + 1 :] for row in cells])

    def _read(self, table: str) -> list[list[str]]:
        with (self.folder / table).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file, delimiter=";"))

    def _write(self, table: str, cells: list[list[str]]) -> None:
        with (self.folder / table).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(cells)


@dataclass(frozen=True)
class Scheme:
    """One schéma of a copy of data/, filled row by row."""

    data: Path
    name: str = "03-2023"

    @property
    def base(self) -> Path:
        return self.data.parent / "sdsf.duckdb"

    def add(self, file: str, **cells: str) -> str:
        """Append a row and return its place as the messages say it; a cell not given is empty, or « non »."""
        path = (self.data / "sources" / self.name / file).resolve()
        columns = TABLES[path.name].columns
        if not path.exists():
            path.write_text(";".join(columns) + "\n", encoding="utf-8")
        blank = {name: "non" if column.expected == "oui ou non" else "" for name, column in columns.items()}
        with path.open("a", encoding="utf-8", newline="") as out:
            csv.DictWriter(out, list(columns), delimiter=";", lineterminator="\n").writerow(blank | cells)
        return f"{path.parent.name}/{path.name}, ligne {len(path.read_text(encoding='utf-8').splitlines())}"

    def replace(self, file: str, *rows: dict[str, str]) -> None:
        (self.data / "sources" / self.name / file).unlink(missing_ok=True)
        for row in rows:
            self.add(file, **row)

    def beside(self, name: str) -> "Scheme":
        """Return a second schéma, like this one, in a folder of another name."""
        shutil.copytree(self.data / "sources" / self.name, self.data / "sources" / name)
        return Scheme(self.data, name)

    def problems(self) -> tuple[str, ...]:
        with pytest.raises(TablesRefusedError) as refused:
            build(self.data, self.base)
        assert not self.base.exists()
        return refused.value.problems

    def problem(self) -> str:
        (problem,) = self.problems()
        return problem

    def build(self) -> None:
        build(self.data, self.base)

    def ask(self, sql: str, **parameters: object) -> list[tuple]:
        with duckdb.connect(self.base, read_only=True) as connection:
            return connection.execute(sql, parameters).fetchall()


@pytest.fixture(scope="session")
def new_allier(small_data, tmp_path_factory):
    def make() -> Scheme:
        data = shutil.copytree(small_data, tmp_path_factory.mktemp("allier") / "data")
        shutil.rmtree(data / "sources" / "63-2022")
        scheme = Scheme(data)
        (data / "sources" / scheme.name).mkdir()
        for file, rows in ALLIER.items():
            scheme.replace(file, *rows)
        return scheme

    return make


@pytest.fixture
def allier(new_allier):
    return new_allier()


@pytest.fixture(scope="session")
def small_data(tmp_path_factory):
    whole, small = ROOT / "data", tmp_path_factory.mktemp("petit") / "data"
    shutil.copytree(whole / "sources", small / "sources", ignore=shutil.ignore_patterns("70-*", "87-*", "93-*"))
    for path in whole.glob("*.sql"):
        shutil.copy(path, small)
    cut_territories(whole / "territoires", small / "territoires")
    return small


@pytest.fixture
def data_folder(small_data, tmp_path):
    return shutil.copytree(small_data, tmp_path / "data")


@pytest.fixture
def sources(data_folder):
    return Sources(data_folder / "sources")


def cut_territories(whole: Path, small: Path) -> None:
    # Each other département keeps its first commune: every département, EPCI and EPT needs one to be placed.
    small.mkdir()
    shutil.copy(whole / "departements.csv", small)
    header, *communes = (whole / "communes.csv").read_text(encoding="utf-8").splitlines()
    kept, seen, groups = [header], set(), set()
    for line in communes:
        _, _, departement, epci, ept, _ = line.rsplit(";", 5)
        if departement == HOME or departement not in seen:
            kept.append(line)
            groups |= {epci, ept}
        seen.add(departement)
    header, *epci_lines = (whole / "epci.csv").read_text(encoding="utf-8").splitlines()
    contours = (whole / "contours.geojsonl").read_text(encoding="utf-8").splitlines()
    texts = {
        "communes.csv": kept,
        "epci.csv": [header, *(line for line in epci_lines if line.split(";")[0] in groups)],
        "contours.geojsonl": [line for line in contours if line.split('"')[3] in groups | {HOME}],
    }
    for name, lines in texts.items():
        (small / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
