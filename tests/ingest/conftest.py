"""A small copy of data/ that a test may spoil: one schéma, and territories cut down to its département."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.settings import ROOT

HOME = "63"


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


@pytest.fixture(scope="session")
def small_data(tmp_path_factory):
    whole, small = ROOT / "data", tmp_path_factory.mktemp("petit") / "data"
    shutil.copytree(whole / "sources", small / "sources", ignore=shutil.ignore_patterns("70-*", "87-*", "93-*"))
    for name in ("schema.sql", "views.sql"):
        shutil.copy(whole / name, small)
    _cut_territories(whole / "territoires", small / "territoires")
    return small


@pytest.fixture
def data_folder(small_data, tmp_path):
    return shutil.copytree(small_data, tmp_path / "data")


@pytest.fixture
def sources(data_folder):
    return Sources(data_folder / "sources")


def _cut_territories(whole: Path, small: Path) -> None:
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
