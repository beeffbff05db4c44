"""Départements and plans that are not like the others, or that have ended: every page opens, counts are right."""

import csv
import re
import shutil
from datetime import date

import pytest

from dashboard import shell
from dashboard.app import create_app
from dashboard.cards import draw
from dashboard.current import read_vocabulary
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.ingest.build import build
from dashboard.pages import CARDS, PAGES
from dashboard.queries import load_queries
from dashboard.settings import ROOT, Settings
from dashboard.sources.common_tables import COMMON_TABLES
from dashboard.sources.tables import SCHEME_TABLES

CASES = ROOT / "tests" / "cases"
TODAY = date(2026, 11, 27)
PARIS, EMPTY, ENDED = "75-2024", "971-2024", "70-2021"
TABLES = {table.file: table for table in (*COMMON_TABLES, *SCHEME_TABLES)}
LONG = ("Développer « l’accueil » — à l’échelle des intercommunalités, " * 6)[:300]
# Name of the folder → its actions, the levels above them, what carries a fiche.
PLANS = {
    "69-2024": (3, 1, "action"),
    "2A-2024": (1, 2, "niveau-2"),
    "2B-2024": (2, 3, "niveau-3"),
    "971-2024": (0, 2, "niveau-2"),
    "972-2024": (0, 1, "action"),
    "973-2024": (500, 3, "niveau-2"),
    "974-2024": (1, 1, "niveau-1"),
    "976-2024": (2, 1, "action"),
    "92-2024": (2, 1, "action"),
}
SCHEMES = {PARIS: 1, **{name: actions for name, (actions, *_) in PLANS.items()}}


def write(folder, file, *rows):
    """Write a table whose cells not given are empty, or « non »."""
    columns = TABLES[file].columns
    blank = {name: "non" if column.expected == "oui ou non" else "" for name, column in columns.items()}
    with (folder / file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(columns), delimiter=";")
        writer.writeheader()
        writer.writerows(blank | row for row in rows)


def write_plan(folder, actions, levels, carrier):
    """Write a schéma of two elements per level, each with a title of 300 characters, and that many actions."""
    folder.mkdir()
    ranks = range(1, levels + 1)
    write(folder, "schema.csv", {"departement_code": folder.name.split("-")[0], "titre": LONG, "annee_debut": "2024",
                                 "annee_fin": "2027", "fiche": carrier, "ordre": "9"})  # fmt: skip
    write(folder, "niveaux.csv", *({"rang": str(r), "type": f"niveau-{r}", "libelle": f"Niveau {r}",
                                    "pluriel": f"niveaux {r}"} for r in ranks))  # fmt: skip
    write(folder, "documents.csv", {"document": "plan.pdf", "titre": "Plan"})
    nodes = [{"noeud": f"n{r}-{i}", "parent": f"n{r - 1}-{i}" if r > 1 else "", "niveau": f"niveau-{r}",
              "code": f"{r}.{i}", "titre": LONG} for r in ranks for i in (1, 2)]  # fmt: skip
    write(folder, "plan.csv", *nodes)
    dates = {"debut": "2025-01-01", "debut_precision": "année"}
    rows = [{"code": f"a{i}", "noeud": f"n{levels}-{1 + i % 2}", "intitule": LONG, **dates} for i in range(actions)]
    write(folder, "actions.csv", *rows)


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    data = tmp_path_factory.mktemp("autres") / "data"
    (data / "sources").mkdir(parents=True)
    (data / "territoires").symlink_to(ROOT / "data" / "territoires")
    for path in (*(ROOT / "data").glob("*.sql"), *(ROOT / "data" / "sources").glob("*.csv")):
        shutil.copy(path, data / path.relative_to(ROOT / "data"))
    shutil.copytree(CASES / "16-paris-sans-epci" / PARIS, data / "sources" / PARIS)
    for name, plan in PLANS.items():
        write_plan(data / "sources" / name, *plan)
    shutil.copytree(ROOT / "data" / "sources" / ENDED, data / "sources" / ENDED)
    campaign = data.parent / "suivi" / ENDED / "2026-03-31"
    campaign.mkdir(parents=True)
    shutil.copy(CASES / "02-campagne-apres-la-fin-du-schema" / "bilan.xlsx", campaign / "suivi-1.xlsx")
    build(data, data.parent / "sdsf.duckdb", data.parent / "suivi")
    opened = Database(data.parent / "sdsf.duckdb", load_queries(Settings().queries))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def vocabulary(db):
    return read_vocabulary(db)


@pytest.fixture(scope="module")
def client(db):
    return create_app(db, Settings(database=db.path, fixed_today=TODAY)).server.test_client()


@pytest.fixture
def at(vocabulary):
    def make(path, scheme, search=""):
        return Filters.from_url(path, f"?schema={scheme}{search}", vocabulary, TODAY)[0]

    return make


def place(page, filters):
    scheme = filters.scheme
    fiche = scheme.fiches[0].address if scheme.fiches else "1"
    paths = {
        "seance": "/", "fiche": f"/fiches/{scheme.id}/{fiche}",
        "pilote": f"/pilotes/{next(iter(scheme.organisations), 'aucun')}",
        "portrait": f"/territoires/{next(iter(scheme.territories), '200054781')}",
    }  # fmt: skip
    return paths.get(page, f"/{page}")


def told(db, filters, card):
    """Draw a card and read it back without its marks."""
    frame = card.rows(db, filters)
    drawing = draw(card, frame, filters)
    assert drawing.sentence.strip().endswith("."), card.id
    texts = (drawing.title, drawing.sentence, drawing.before, drawing.after, card.table(frame, filters))
    assert not any(re.search(r"\b(nan|None|NaT|<NA>)\b", text) for text in texts), card.id
    return re.sub("<[^>]+>", " ", "".join(texts))


@pytest.mark.parametrize("name", SCHEMES)
def test_every_page_of_another_plan_opens_with_all_its_cards(db, client, at, name):
    for page in PAGES:
        filters = at(place(page.name, at("/", name)), name)
        page.layout(filters)
        for card in page.cards:
            if card.compares and name != PARIS:
                continue
            told(db, filters, card)
            if card.chart:
                assert client.get(card.image_url(filters)).status_code == 200


@pytest.mark.parametrize(("name", "actions"), SCHEMES.items())
def test_the_filters_of_another_plan_count_its_actions(db, at, name, actions):
    filters = at("/", name)
    counts = db.frame("filtres/options", filters.params())
    words = f"{actions} action{'s' if actions > 1 else ''} sur {actions} "
    assert shell.shown_sentence(filters, counts).startswith(words)
    options = shell.options_of(filters, counts)
    assert len(options["epci"]) == 1 + len(filters.scheme.territories)
    assert all(option.label.endswith(f"({actions})") for option in options["epci"][1:])


def test_paris_counts_its_only_action_and_says_that_it_draws_no_epci(db, at):
    filters = at("/", PARIS)
    options = shell.options_of(filters, db.frame("filtres/options", filters.params()))
    assert [option.label for option in options["niveau_1"]] == ["Tous", "A.1 · Petite enfance (1)"]
    assert [option.label for option in options["pilote"]] == ["Tous", "Caf (1)", "Sans pilote (0)"]
    assert "Aucun EPCI n’est rattaché" in told(db, filters, CARDS["territoires-carte"])


def test_a_plan_without_action_gives_its_orientations_to_read(db, at):
    filters = at("/schema", EMPTY)
    assert told(db, filters, CARDS["schema-plan"]).replace("\N{NO-BREAK SPACE}", " ").count(LONG) == 2 * 4
    for card in ("seance-engagements", "calendrier-gantt", "donnees-completude"):
        said = told(db, filters, CARDS[card])
        assert "Ce schéma ne compte aucune action" in said
        assert "ne répond à ces filtres" not in said


@pytest.mark.parametrize("search", ["", "&au=2026-06-01"])
def test_a_campaign_after_the_end_of_the_schema_is_read_on_every_page(db, at, search):
    filters = at("/", ENDED, search)
    assert filters.date == (date(2026, 6, 1) if search else date(2026, 3, 31))
    assert "29 réalisées" in " ".join(told(db, filters, CARDS["seance-suivi"]).split())
    assert "100\u00a0% réalisées (29 sur 29" in told(db, filters, CARDS["seance-suivi"])
    assert "Période du schéma écoulée à 100\u00a0%" in told(db, filters, CARDS["seance-compteurs"])
    assert "échu le 31/12/2025, depuis" in told(db, filters, CARDS["seance-compteurs"])
    assert "29 actions sur 29" in told(db, filters, CARDS["suivi-campagnes"])
    assert "aucune action pilotée n’est en retard" in told(db, filters, CARDS["pilotes-retards"])
