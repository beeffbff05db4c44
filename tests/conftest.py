"""The embedded data built once for the whole run, and the application on it, on a fixed day."""

import os
from datetime import date
from pathlib import Path

import pytest

from dashboard.app import create_app
from dashboard.commands.suivi import read_plan
from dashboard.current import read_vocabulary
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.ingest.build import build
from dashboard.queries import load_queries
from dashboard.settings import ROOT, Settings
from dashboard.suivi.demo import write_demonstration
from tests import needs

TODAY = date(2024, 6, 1)

# Filter states that the walks go through: every dimension, alone and together, and one that keeps nothing.
SEARCHES = (
    "",
    "?volet=1",
    "?volet=4&engagement=12&objectif=25",
    "?nature=a-poursuivre&volet=3",
    "?etat=a-venir",
    "?pilote=comite-technique-avs&nature=nouvelle",
    "?pilote=sans",
    "?epci=246300701",
    "?au=2022-06-30",
    "?volet=2&pilote=msa&etat=en-cours&au=2025-01-01",
    "?schema=70-2021",
    "?schema=70-2021&axe=4&pilote=udcs",
    "?schema=70-2021&epci=247000011&au=2022-03-31",
    "?schema=87-2017",
    "?schema=87-2017&axe=2.2&objectif=1",
    "?schema=93-2024",
    "?schema=93-2024&axe=2&etat=sans-date",
)


def pytest_configure(config):
    config.pluginmanager.register(needs)


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    # Built once for the many runs of a mutation.
    database = Path(os.environ.get("SDSF_BASE_DES_TESTS") or tmp_path_factory.mktemp("base") / "sdsf.duckdb")
    if not database.exists():
        build(ROOT / "data", database)
    return Settings(database=database, fixed_today=TODAY)


@pytest.fixture(scope="session")
def db(settings):
    database = Database(settings.database, load_queries(settings.queries))
    yield database
    database.close()


@pytest.fixture(scope="session")
def demo_archive(db, vocabulary, tmp_path_factory):
    """The fictitious follow-up of the home schéma, as archived."""
    folder = tmp_path_factory.mktemp("fictif")
    write_demonstration(folder, read_plan(db, vocabulary.home))
    return folder


@pytest.fixture(scope="session")
def demo(demo_archive, tmp_path_factory):
    """The file of the demonstration: the embedded data and that follow-up."""
    path = tmp_path_factory.mktemp("demonstration") / "demo.duckdb"
    build(ROOT / "data", path, demo_archive, demonstration=True)
    database = Database(path, load_queries(Settings().queries))
    yield database
    database.close()


@pytest.fixture(scope="session")
def vocabulary(db):
    return read_vocabulary(db)


@pytest.fixture(scope="session")
def app(db, settings):
    return create_app(db, settings)


@pytest.fixture(scope="session")
def client(app):
    return app.server.test_client()


@pytest.fixture(scope="session")
def filters_of(vocabulary):
    def make(path: str, search: str = "") -> Filters:
        return Filters.from_url(path, search, vocabulary, TODAY)[0]

    return make
