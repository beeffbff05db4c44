"""What an installed program does with its file at start: built when there is none or when the tables are others."""

import pytest

from dashboard.db import Database
from dashboard.errors import TablesRefusedError
from dashboard.ingest.build import fingerprint
from dashboard.ingest.change import refresh
from dashboard.publication import current
from dashboard.settings import Settings


@pytest.fixture
def settings(allier, tmp_path):
    return Settings(database=tmp_path / "neuf" / "sdsf.duckdb", data=allier.data, suivi=tmp_path / "neuf" / "suivi")


def version(settings):
    database = Database(settings.database, {})
    database.close()
    return database.version()


def test_the_file_is_built_where_there_is_none_and_only_then(settings):
    refresh(settings)
    assert version(settings) == fingerprint(settings.data)
    before = current(settings.database)
    refresh(settings)
    assert current(settings.database) == before


def test_it_follows_the_tables(settings, allier):
    refresh(settings)
    allier.add("actions.csv", code="a3", noeud="obj-A1", intitule="Fermer")
    refresh(settings)
    assert version(settings) == fingerprint(settings.data)


def test_a_file_of_another_format_is_built_again(settings, monkeypatch):
    refresh(settings)
    for module in ("db", "ingest.build"):
        monkeypatch.setattr(f"dashboard.{module}.FILE_FORMAT", 99)
    refresh(settings)
    assert version(settings) == fingerprint(settings.data)


def test_tables_that_are_refused_are_told_and_leave_the_file_of_before(settings, allier, capsys):
    refresh(settings)
    before = current(settings.database)
    allier.add("actions.csv", code="a3", noeud="nulle-part", intitule="Fermer")
    refresh(settings)
    assert current(settings.database) == before
    told = capsys.readouterr().err
    assert "nulle-part" in told
    assert told.endswith("Le fichier d’avant est servi.\n")


def test_without_a_file_of_before_they_are_an_error(settings, allier):
    allier.add("actions.csv", code="a3", noeud="nulle-part", intitule="Fermer")
    with pytest.raises(TablesRefusedError):
        refresh(settings)
