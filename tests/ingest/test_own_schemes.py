"""The schémas of who uses an installed package: in a folder of their own, beside the tables that the package holds."""

import shutil
from dataclasses import replace

import pytest

from dashboard import settings
from dashboard.errors import RequestRefusedError
from dashboard.ingest.build import fingerprint
from dashboard.settings import PLACES, Settings
from dashboard.sources.scaffold import new_scheme


@pytest.fixture
def own(allier, tmp_path, monkeypatch):
    """Return the folder of her schémas, the tables of the package being those of the test."""
    monkeypatch.setattr(settings, "PLACES", replace(PLACES, installed=True, written=tmp_path / "elle"))
    monkeypatch.setattr(Settings, "data", allier.data)
    return tmp_path / "elle" / "sources"


def titles(allier):
    allier.build()
    return dict(allier.ask("select schema_id, titre from schemas order by ordre"))


def test_a_new_schema_stands_in_her_folder_and_is_built_with_the_others(allier, own):
    before = fingerprint(allier.data)
    folder = new_scheme(allier.data, "03", "2028-2030", ["axe"])
    assert folder == own / "03-2028"
    assert fingerprint(allier.data) != before
    assert list(titles(allier)) == ["03-2023", "03-2028"]


def test_a_schema_of_hers_takes_the_place_of_its_like(allier, own):
    shutil.copytree(allier.data / "sources" / allier.name, own / allier.name)
    table = own / allier.name / "schema.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(";SDSF;", ";Le mien;"), encoding="utf-8")
    assert titles(allier) == {allier.name: "Le mien"}


def test_a_schema_that_the_package_holds_is_not_begun_again(allier, own):
    with pytest.raises(RequestRefusedError, match="existe déjà"):
        new_scheme(allier.data, "03", "2023-2027", ["axe"])
    assert not own.exists()


def test_tables_given_by_hand_are_read_alone(allier, own, tmp_path):
    (own / "brouillon").mkdir(parents=True)
    copy = shutil.copytree(allier.data, tmp_path / "ailleurs")
    assert new_scheme(copy, "03", "2028-2030", ["axe"]) == copy / "sources" / "03-2028"
