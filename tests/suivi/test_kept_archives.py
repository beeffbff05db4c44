"""Archives that versions before this one wrote are read, and give the rows that they gave then."""

import csv
import shutil

import duckdb
import pytest

from dashboard.ingest.build import build
from dashboard.moves import settle
from dashboard.settings import ROOT

KEPT = sorted((ROOT / "tests" / "archives").iterdir())
OWN = {
    "campagnes": "origine = 'classeur'",
    "cnaf": "true",
    **dict.fromkeys(
        ("suivi_actions", "suivi_mesures", "decisions"),
        "schema_id in (select schema_id from campagnes where origine = 'classeur')",
    ),
}


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_an_archive_of_a_version_before_gives_the_same_rows(kept, tmp_path):
    archive = shutil.copytree(kept / "suivi", tmp_path / "suivi")
    settle(archive)
    build(ROOT / "data", tmp_path / "sdsf.duckdb", archive)
    with duckdb.connect(tmp_path / "sdsf.duckdb", read_only=True) as connection:
        for view, own in OWN.items():
            with (kept / f"{view}.csv").open(encoding="utf-8", newline="") as file:
                columns = next(csv.reader(file, delimiter=";"))
            said = tmp_path / f"{view}.csv"
            connection.execute(
                f"copy (select {', '.join(columns)} from {view} where {own} order by all) "
                f"to '{said}' (header, delimiter ';')"
            )
            assert said.read_text(encoding="utf-8") == (kept / f"{view}.csv").read_text(encoding="utf-8"), view
