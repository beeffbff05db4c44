"""Any département: a fifth schéma begun from the command line, refused as a whole, mended, read on every page."""

import collections
import contextlib
import csv
import io
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

import plotly.graph_objects as go
import pytest

from dashboard import shell
from dashboard.__main__ import main
from dashboard.app import create_app
from dashboard.cards import draw
from dashboard.components.table import heading
from dashboard.current import read_vocabulary
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.french import typeset
from dashboard.pages import CARDS, PAGES, page_for
from dashboard.pages.seance import tiles_of
from dashboard.queries import load_queries
from dashboard.settings import ROOT, Settings

LOIRE = "42-2024"
OTHERS = ("63-2022", "70-2021", "87-2017", "93-2024")
REQUEST = ("nouveau-schema", "--departement", "42", "--periode", "2024-2029", "--niveaux", "axe,orientation,objectif")
TODAY = date(2025, 3, 1)
FOREZ, ROANNE, METROPOLE, SAINT_ETIENNE = "200065886", "200035731", "244200770", "42218"
CITED = {"document": "loire.pdf", "phrase": "Deux **cents** places au 1<sup>er</sup> mars, debut compris."}
CRECHES = "Fédération des crèches de la Loire"
YES, NO = "oui", "non"

# A made-up plan. Codes of orientations and objectifs start again under each parent.
TABLES = {
    "schema.csv": [
        {"departement_code": "42", "titre": "Schéma de la Loire", "annee_debut": "2024", "annee_fin": "2029",
         "fiche": "objectif", "ordre": "5", "source": "Caf de la Loire", "limites": "Un plan inventé."},
    ],
    "documents.csv": [{"document": "loire.pdf", "titre": "Schéma de la Loire", "description": "Inventé"}],
    "plan.csv": [
        {"noeud": "axe-1", "niveau": "axe", "code": "1", "titre": "Accueillir"},
        {"noeud": "o-1-1", "parent": "axe-1", "niveau": "orientation", "code": "1", "titre": "Ouvrir des places"},
        {"noeud": "obj-1-1-1", "parent": "o-1-1", "niveau": "objectif", "code": "1", "titre": "En ville"},
        {"noeud": "obj-1-1-2", "parent": "o-1-1", "niveau": "objectif", "code": "2", "titre": "À la campagne"},
        {"noeud": "o-1-2", "parent": "axe-1", "niveau": "orientation", "code": "2", "titre": "Veiller à la qualité"},
        {"noeud": "obj-1-2-1", "parent": "o-1-2", "niveau": "objectif", "code": "1", "titre": "Former"},
        {"noeud": "axe-2", "niveau": "axe", "code": "2", "titre": "Soutenir les parents"},
        {"noeud": "o-2-1", "parent": "axe-2", "niveau": "orientation", "code": "1", "titre": "Informer"},
        {"noeud": "obj-2-1-1", "parent": "o-2-1", "niveau": "objectif", "code": "1", "titre": "Écouter"},
        {"noeud": "o-2-2", "parent": "axe-2", "niveau": "orientation", "code": "2", "titre": "Sans action encore"},
    ],
    "actions.csv": [
        {"code": "1.1.1.a", "noeud": "obj-1-1-1", "nature": "nouvelle", "intitule": "Ouvrir deux crèches",
         "calendrier_imprime": "du 2 septembre 2024 au 4 juillet 2025", "debut": "2024-09-02",
         "debut_precision": "jour", "fin": "2025-07-04", "fin_precision": "jour", "personnes_nommees": "2"},
        {"code": "1.1.1.b", "noeud": "obj-1-1-1", "nature": "à poursuivre", "intitule": "Recenser les besoins",
         "debut": "2024-01-01", "debut_precision": "schéma", "fin": "2029-12-31", "fin_precision": "schéma"},
        {"code": "1.1.2.a", "noeud": "obj-1-1-2", "intitule": "Ouvrir une maison", "debut": "2026-01-01",
         "debut_precision": "semestre", "horizon": "moyen terme"},
        {"code": "1.2.1.a", "noeud": "obj-1-2-1", "intitule": "Former les équipes", "debut": "2024-03-01",
         "debut_precision": "mois", "fin": "2024-12-31", "fin_precision": "année", "incertain": YES,
         "remarque": "Deux dates se contredisent."},
        {"code": "2.1.1.a", "noeud": "obj-2-1-1", "intitule": "Ouvrir une ligne d’écoute"},
        {"code": "2.1.1.b", "noeud": "obj-2-1-1", "intitule": "Fiche à écrire", "vierge": YES},
    ],
    "sous_actions.csv": [{"action": "1.1.1.a", "texte": "Trouver les locaux"}],
    "echeances.csv": [
        {"action": "1.1.1.a", "libelle": "Recrutement", "debut": "2025-09-01", "debut_precision": "année scolaire",
         "fin": "2026-08-31", "fin_precision": "année scolaire", "recurrence": "tous les ans", **CITED},
        {"action": "1.1.2.a", "libelle": "Étude", "fin": "2027-06-30", "fin_precision": "trimestre", **CITED},
        {"action": "2.1.1.a", "libelle": "Lancement", "debut": "2028-01-01", "debut_precision": "année", **CITED},
    ],
    "moyens.csv": [
        {"action": "1.1.1.a", "libelle": "Travaux", "montant": "150000", "montant_max": "180000.5",
         "periodicite": "par an", "financeur": CRECHES, **CITED},
        {"action": "1.2.1.a", "libelle": "Formation", "montant": "2500", **CITED},
    ],
    "avancements.csv": [{"action": "1.1.1.a", "date": "2025-02-14", "texte": "Première crèche ouverte."}],
    "fiches.csv": [
        {"objet": "axe-1", "rubrique": "Contexte", "texte": "Peu de places."},
        {"objet": "obj-1-1-1", "rubrique": "Enjeu", "texte": "La ville grandit."},
        {"objet": "obj-2-1-1", "rubrique": "Enjeu", "texte": "Des parents seuls."},
    ],
    "references.csv": [{"objet": "obj-1-1-1", "document": "loire.pdf", "ligne": "12", "page": "7"}],
    "organismes.csv": [
        {"organisme": CRECHES, "cle": "federation-des-creches-de-la-loire", "famille": "Associations"},
        {"organisme": "Comité parentalité 42", "cle": "comite-parentalite-42", "famille": "Comités"},
        {"organisme": "Caf", "cle": "caf", "famille": "Caf"},
    ],
    "alias.csv": [
        {"imprime": "Féd. crèches", "organisme": CRECHES},
        {"imprime": "Les financeurs", "organisme": "Caf"},
        {"imprime": "Les financeurs", "organisme": "CD"},
    ],
    "roles.csv": [
        {"objet": "action-1.1.1.a", "role": "pilote", "imprime": "Féd. crèches"},
        {"objet": "action-1.1.1.a", "role": "partenaire", "imprime": "MSA"},
        {"objet": "action-1.1.1.b", "role": "pilote", "imprime": "Les financeurs"},
        {"objet": "obj-1-1-2", "role": "pilote", "imprime": CRECHES},
        {"objet": "obj-1-2-1", "role": "pilote", "imprime": "CD"},
        {"objet": "action-2.1.1.a", "role": "pilote", "imprime": "Comité parentalité 42"},
    ],
    "comites.csv": [
        {"organisme": "Comité parentalité 42", "membre": "Caf"},
        {"organisme": "Comité parentalité 42", "membre": "CD"},
    ],
    "action_territoires.csv": [
        {"action": "1.1.1.a", "territoire": SAINT_ETIENNE, "prioritaire": NO},
        {"action": "1.1.2.a", "territoire": FOREZ, "prioritaire": YES},
    ],
    "indicateurs.csv": [
        {"indicateur": "places-ouvertes", "libelle": "Places ouvertes", "nature": "évaluation", "objet": "obj-1-1-1",
         "unite": "places"},
        {"indicateur": "creches", "libelle": "Crèches ouvertes", "nature": "évaluation", "objet": "action-1.1.1.a",
         "unite": "nombre"},
        {"indicateur": "appels", "libelle": "Appels reçus", "nature": "évaluation", "objet": "obj-2-1-1"},
        {"indicateur": "places-eaje", "libelle": "Places d’EAJE", "nature": "diagnostic", "unite": "places",
         "theme": "Petite enfance"},
        {"indicateur": "taux", "libelle": "Taux de couverture", "nature": "diagnostic", "unite": "%"},
    ],
    "cibles.csv": [
        {"indicateur": "places-ouvertes", "comparaison": "au moins", "valeur": "40", "portee": "par EPCI",
         "echeance": "2029-12-31", "echeance_precision": "schéma", **CITED},
        {"indicateur": "creches", "territoire": "42", "comparaison": "égal", "valeur": "2", **CITED},
    ],
    "mesures.csv": [
        *({"indicateur": "places-eaje", "territoire": "42", "annee": year, "valeur": value, "statut": "publiée",
           **CITED} for year, value in (("2021", "3100"), ("2022", "3150.5"), ("2023", "3200"))),
        {"indicateur": "places-eaje", "territoire": METROPOLE, "annee": "2023", "valeur": "1800",
         "statut": "publiée", **CITED},
        {"indicateur": "places-eaje", "territoire": ROANNE, "annee": "2023", "valeur": "410", "statut": "déduite",
         "annee_implicite": YES, "remarque": "400 + 10", **CITED},
        {"indicateur": "taux", "territoire": "42", "annee": "2023", "valeur": "57.4", "statut": "publiée", **CITED},
        {"indicateur": "places-ouvertes", "territoire": "42", "annee": "2024", "valeur": "20", "statut": "publiée",
         **CITED},
    ],
    "dispositifs.csv": [
        {"dispositif": "Bus des parents", "cle": "bus-des-parents", "theme": "Parentalité", "panier": NO,
         "definition": "Un bus passe."},
    ],
    "couvertures.csv": [
        {"territoire": METROPOLE, "dispositif": "LAEP", "present": YES, "annee": "2023", **CITED},
        {"territoire": ROANNE, "dispositif": "LAEP", "present": NO, **CITED},
        {"territoire": FOREZ, "dispositif": "Bus des parents", "present": YES, **CITED},
    ],
    "classement.csv": [
        {"action": "1.1.1.a", "theme": "Petite enfance"},
        {"action": "2.1.1.a", "theme": "Parentalité"},
    ],
    "comparables.csv": [{"repere": "Places d’EAJE", "indicateur": "places-eaje"}],
    "glossaire.csv": [
        {"sigle": "LAEP", "definition": "Lieu d’accueil enfants-parents"},
        {"sigle": "RPE", "definition": "Relais petite enfance"},
    ],
    "anomalies.csv": [
        {"objet": "schema", "description": "Deux totaux diffèrent."},
        {"objet": "obj-1-1-1", "description": "Le titre change d’une page à l’autre."},
        {"objet": "action-1.2.1.a", "description": "Deux dates se contredisent."},
        {"objet": "places-eaje", "description": "L’année manque."},
    ],
    "reparations.csv": [{"document": "loire.pdf", "texte_ocr": "debut compris", "texte_repare": "début compris"}],
}  # fmt: skip

# Each slip: file, line, column, what is typed there, and what the message says is accepted.
SLIPS = (
    ("schema.csv", 2, "fiche", "objectifs", "accepté : action, axe, orientation, objectif"),
    ("plan.csv", 7, "parent", "axe-1", "attendu : orientation"),
    ("plan.csv", 11, "niveau", "orientatoin", "type de niveaux.csv ; le plus proche : orientation"),
    ("actions.csv", 2, "fin", "2024-07-04", "est avant le début 2024-09-02"),
    ("actions.csv", 3, "nature", "a poursuivre", "à poursuivre, nouvelle ; le plus proche : à poursuivre"),
    ("actions.csv", 5, "incertain", "peut-être", "attendu : oui ou non"),
    ("sous_actions.csv", 2, "action", "1.1.1", "code de actions.csv ; le plus proche : 1.1.1"),
    ("echeances.csv", 3, "document", "loire.txt", "document de documents.csv ; le plus proche : loire.pdf"),
    ("moyens.csv", 2, "montant", "150 000 €", "attendu : un nombre, point décimal"),
    ("avancements.csv", 2, "date", "février 2025", "attendu : une date AAAA-MM-JJ"),
    ("fiches.csv", 3, "objet", "obj-111", "un noeud de plan.csv, ou « action- » suivi d’un code d’actions.csv"),
    ("organismes.csv", 4, "famille", "État", "contredit « Caf » (sources/organismes.csv, ligne "),
    (
        "alias.csv",
        2,
        "organisme",
        "Fédération des creches",
        f"organisme de organismes.csv ; le plus proche : {CRECHES}",
    ),
    ("roles.csv", 2, "role", "pilotte", "pilote, partenaire ; le plus proche : pilote"),
    ("roles.csv", 5, "imprime", "Fed. crèches", "alias.csv ; le plus proche : Féd. crèches"),
    ("action_territoires.csv", 2, "territoire", "422180", "un code de territoire : SIREN, Insee"),
    ("indicateurs.csv", 2, "nature", "evaluation", "évaluation, diagnostic, cible ; le plus proche : évaluation"),
    ("cibles.csv", 2, "comparaison", "au minimum", "au moins, plus de, au plus, égal"),
    ("mesures.csv", 4, "valeur", "3 200", "attendu : un nombre, point décimal"),
    ("couvertures.csv", 3, "dispositif", "LAEPP", "dispositif de dispositifs.csv ; le plus proche : LAEP"),
    ("classement.csv", 3, "theme", "Parentalite", "theme de themes.csv ; le plus proche : Parentalité"),
    ("anomalies.csv", 3, "objet", "obj-1-1", "« schema », un noeud de plan.csv, « action- » et un code"),
    ("comparables.csv", 2, "repere", "Places EAJE", "repere de reperes.csv ; le plus proche : Places d’EAJE"),
)

FILTERS = (
    "",
    "&axe=1&orientation=1&objectif=2",
    f"&axe=1&epci={METROPOLE}",
    "&pilote=federation-des-creches-de-la-loire&au=2029-12-31",
    "&axe=2&orientation=1&pilote=sans",
    f"&axe=2&epci={ROANNE}&pilote=caf&au=2024-02-01",
)

OPEN_DATA = ("comparer-cnaf", "comparer-france")  # filled by the files of the Cnaf
COMPARING = [card for card in CARDS.values() if card.compares and card.id not in OPEN_DATA]
FILTERED = [card for card in CARDS.values() if not card.compares]


def run(*arguments):
    """Run one command in this process; return its status, its output and its errors."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(a) for a in arguments])
    return status, out.getvalue(), err.getvalue()


def fill(folder, slips=()):
    """Write the plan under the headers that stand, slips included; a column they lack is an error."""
    wrong = {(file, line): {column: value} for file, line, column, value, _ in slips}
    for file, rows in TABLES.items():
        header = (folder / file).read_text(encoding="utf-8-sig").splitlines()[0].split(";")
        blank = {name: NO for name in ("incertain", "vierge", "annee_implicite") if name in header}
        with (folder / file).open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.DictWriter(out, header, delimiter=";")
            writer.writeheader()
            writer.writerows(blank | row | wrong.get((file, line), {}) for line, row in enumerate(rows, start=2))


@dataclass(frozen=True)
class Copy:
    """A copy of data/ with the new folder, and the file built from it."""

    data: Path
    base: Path

    @property
    def folder(self):
        return self.data / "sources" / LOIRE

    def construire(self):
        return run("construire", "--donnees", self.data, "--base", self.base)


class Reader:
    """The application on one built file, as a reader of the Loire meets it."""

    def __init__(self, base):
        self.settings = Settings(database=base, fixed_today=TODAY)
        self.db = Database(base, load_queries(self.settings.queries))
        self.vocabulary = read_vocabulary(self.db)
        self.client = create_app(self.db, self.settings).server.test_client()

    def filters(self, path, search="", scheme=LOIRE):
        return Filters.from_url(path, f"?schema={scheme}{search}", self.vocabulary, TODAY)[0]

    def at(self, page, search="", scheme=LOIRE):
        """Return the filters of a search on a page, by the page's name."""
        known = self.vocabulary.schemes[scheme]
        address = known.fiches[0].address if known.fiches else "1"
        paths = {"seance": "/", "fiche": f"/fiches/{scheme}/{quote(address, safe='')}"}
        paths["pilote"] = f"/pilotes/{next(iter(known.organisations), 'aucun')}"
        paths["portrait"] = f"/territoires/{next(iter(known.territories))}"
        return self.filters(paths.get(page, f"/{page}"), search, scheme)

    def actions(self, search):
        return list(CARDS["calendrier-gantt"].rows(self.db, self.filters("/calendrier", search))["code"])


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    root = tmp_path_factory.mktemp("loire")
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("*.duckdb*"))
    status, _, errors = run(*REQUEST, "--donnees", root / "data")
    assert (status, errors) == (0, "")
    return Copy(root / "data", root / "sdsf.duckdb")


@pytest.fixture(scope="module")
def unfilled(copy):
    """The application on the folder as the command wrote it."""
    assert copy.construire()[0] == 0
    reader = Reader(shutil.copy(copy.base, copy.base.with_name("vide.duckdb")))
    yield reader
    reader.db.close()


@pytest.fixture(scope="module")
def refusal(copy, unfilled):
    """What construire answers to the plan with all its slips, and the files before and after."""
    fill(copy.folder, SLIPS)
    before = {path.name: path.read_bytes() for path in copy.base.parent.glob("*.duckdb*")}
    answer = copy.construire()
    return answer, before, {path.name: path.read_bytes() for path in copy.base.parent.glob("*.duckdb*")}


@pytest.fixture(scope="module")
def loire(copy, refusal):
    """The application on the plan, mended after its refusal."""
    fill(copy.folder)
    status, _, errors = copy.construire()
    assert (status, errors) == (0, "")
    reader = Reader(copy.base)
    yield reader
    reader.db.close()


def name_of(page):
    return page.name


def check_page(page, filters):
    assert page_for(filters.path) is page
    parts = list(page.layout(filters)._traverse())
    ids = [part.id for part in parts if getattr(part, "id", None)]
    assert collections.Counter(type(part).__name__ for part in parts)["H1"] == 1
    assert len(ids) == len(set(ids))
    return ids


def check_card(card, reader, filters):
    """Draw a card and take all that it offers; return its drawing and its rows."""
    frame = card.rows(reader.db, filters)
    drawing = draw(card, frame, filters)
    assert drawing.sentence.strip().endswith(".")
    assert set(card.columns) <= set(frame.columns)
    twin = card.table(frame, filters)
    for text in (drawing.title, drawing.sentence, drawing.before, drawing.after, twin):
        assert not re.search(r"\b(nan|None|NaT|<NA>)\b", text)
    assert twin.count("<tr>") == len(frame) + 1
    go.Figure(drawing.figure)
    rows = reader.client.get(card.csv_url(filters))
    assert rows.status_code == 200
    assert len(list(csv.reader(io.StringIO(rows.data.decode("utf-8-sig")), delimiter=";"))) == len(frame) + 1
    if card.chart:
        image = reader.client.get(card.image_url(filters))
        assert image.status_code == 200
        assert ("layout" in image.json) != ("message" in image.json)
    return drawing, frame


@pytest.mark.parametrize(("file", "line", "column", "value", "accepted"), SLIPS, ids=lambda v: str(v))
def test_each_slip_is_told_with_its_place_its_value_and_what_is_accepted(refusal, file, line, column, value, accepted):
    place = f"- {LOIRE}/{file}, ligne {line}, colonne {column} : "
    (told,) = [problem for problem in refusal[0][2].splitlines() if problem.startswith(place)]
    assert value in told
    assert accepted in told


def test_all_slips_are_told_at_once_and_nothing_else(refusal):
    (status, out, errors), _, _ = refusal
    assert (status, out) == (2, "")
    first, *problems = errors.splitlines()
    assert first == f"Tables refusées : {len(SLIPS)} problèmes dans les tables, rien n’a été écrit :"
    assert len(problems) == len(SLIPS) >= 12
    assert len({file for file, *_ in SLIPS}) >= 12


def test_a_refusal_leaves_the_previous_file(refusal):
    _, before, after = refusal
    assert {name for name in before if name.endswith(".duckdb")} >= {"sdsf.duckdb", "vide.duckdb"}
    assert before == after


def test_the_mended_plan_stands_beside_the_four_others(loire):
    assert list(loire.vocabulary.schemes) == [*OTHERS, LOIRE]
    assert loire.client.get("/sante").json["schemas"] == [*OTHERS, LOIRE]
    scheme = loire.vocabulary.schemes[LOIRE]
    assert scheme.name == "Loire · 2024-2029"
    assert [level.key for level in scheme.levels] == ["axe", "orientation", "objectif"]
    assert [fiche.address for fiche in scheme.fiches] == ["obj-1-1-1", "2", "obj-1-2-1", "obj-2-1-1"]


@pytest.mark.parametrize("search", FILTERS[::3])
@pytest.mark.parametrize("card", FILTERED, ids=lambda c: c.id)
def test_every_card_works_under_every_filter(loire, card, search):
    check_card(card, loire, loire.at(card.id.split("-")[0], search))


@pytest.mark.parametrize("card", COMPARING, ids=lambda c: c.id)
def test_every_comparison_takes_the_fifth_schema_in(loire, card):
    _, frame = check_card(card, loire, loire.at("comparer"))
    assert frame.isin(["Loire · 2024-2029"]).any(axis=None)


@pytest.mark.parametrize("search", FILTERS[::3])
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_page_opens_under_every_filter(loire, page, search):
    filters = loire.at(name_of(page), search)
    assert {card.id for card in page.cards if card.has_place(filters)} <= set(check_page(page, filters))


@pytest.mark.parametrize("search", FILTERS)
def test_the_frame_of_the_page_follows_every_filter(loire, search):
    filters = loire.filters("/calendrier", search)
    counts = loire.db.frame("filtres/options", filters.params())
    for choices in shell.options_of(filters, counts).values():
        assert [choice.selected for choice in choices].count(True) == 1
    kept = len(loire.actions(search))
    assert shell.shown_sentence(filters, counts).startswith(f"{kept} action{'s' if kept > 1 else ''} sur 6 · ")
    assert Filters.from_url(filters.path, filters.search(), loire.vocabulary, TODAY) == (filters, ())


@pytest.mark.parametrize("search", FILTERS)
def test_every_count_opens_the_rows_it_counts(loire, search):
    filters = loire.filters("/", search)
    counts = CARDS["seance-compteurs"].rows(loire.db, filters).iloc[0]
    for column, _, change in tiles_of(filters):
        _, _, query = filters.url("/calendrier", **change).partition(f"?schema={LOIRE}")
        assert counts[column] in (0, len(loire.actions(query))), column
    assert CARDS["seance-engagements"].rows(loire.db, filters)["actions"].sum() == len(loire.actions(search))


@pytest.mark.parametrize("fiche", [0, 1, 2, 3])
def test_every_fiche_opens_with_its_cards(loire, fiche):
    found = loire.vocabulary.schemes[LOIRE].fiches[fiche]
    filters = loire.filters(f"/fiches/{LOIRE}/{found.address}")
    assert filters.fiche == found
    assert page_for(filters.path).layout(filters).children[1].children == f"Objectif {found.code} · {found.title}"
    for card in page_for(filters.path).cards:
        check_card(card, loire, filters)


@pytest.mark.parametrize(
    ("search", "actions"),
    [
        ("", ["1.1.1.a", "1.1.1.b", "1.1.2.a", "1.2.1.a", "2.1.1.a", "2.1.1.b"]),
        ("&axe=1&orientation=1", ["1.1.1.a", "1.1.1.b", "1.1.2.a"]),
        ("&axe=2&orientation=1", ["2.1.1.a", "2.1.1.b"]),
        ("&axe=1&orientation=1&objectif=1", ["1.1.1.a", "1.1.1.b"]),
        ("&axe=1&orientation=2&objectif=1", ["1.2.1.a"]),
        ("&objectif=obj-2-1-1", ["2.1.1.a", "2.1.1.b"]),
        (f"&epci={METROPOLE}&axe=1", ["1.1.1.a", "1.1.1.b", "1.1.2.a", "1.2.1.a"]),
        (f"&epci={ROANNE}&axe=1", ["1.1.1.b", "1.1.2.a", "1.2.1.a"]),
        ("&pilote=federation-des-creches-de-la-loire", ["1.1.1.a", "1.1.2.a"]),
        ("&pilote=cd", ["1.1.1.b", "1.2.1.a"]),
        ("&pilote=sans", ["2.1.1.b"]),
        ("&etat=en-cours&au=2024-08-31", ["1.1.1.b", "1.2.1.a"]),
        ("&etat=en-cours&au=2024-09-02", ["1.1.1.a", "1.1.1.b", "1.2.1.a"]),
        ("&etat=sans-date", ["2.1.1.a", "2.1.1.b"]),
    ],
)
def test_the_filters_keep_the_actions_of_the_plan(loire, search, actions):
    assert loire.actions(search) == actions


def test_a_code_that_starts_again_is_asked_for_with_its_parent(loire):
    _, (told,) = Filters.from_url("/", f"?schema={LOIRE}&objectif=1", loire.vocabulary, TODAY)
    assert told == "« Objectif 1 » existe sous 3 « orientation » : précisez lequel ; filtre ignoré."


def test_the_plan_speaks_its_own_words(loire):
    filters = loire.filters("/")
    fields = shell.fields_of(filters)
    assert [fields[f"niveau_{rank}"][0] for rank in (1, 2, 3)] == ["Axe", "Orientation", "Objectif"]
    card = CARDS["seance-engagements"]
    drawing, frame = check_card(card, loire, filters)
    assert drawing.title == "Actions par orientation"
    assert "orientation 1 «\u00a0Ouvrir des places\u00a0»" in drawing.sentence
    assert [heading(c, filters) for c in card.columns.values()][:2] == ["Axe", "Code : orientation"]
    assert loire.filters("/", "&axe=1&orientation=2").sentence() == (
        "Axe 1 : Accueillir · Orientation 2 : Veiller à la qualité · au 01/03/2025"
    )


@pytest.mark.parametrize("card", FILTERED, ids=lambda c: c.id)
def test_no_word_of_another_plan_is_left(loire, card):
    filters = loire.at(card.id.split("-")[0])
    frame = card.rows(loire.db, filters)
    drawing = draw(card, frame, filters)
    columns = " ".join(heading(c, filters) for c in card.columns.values())
    words = " ".join([drawing.title, drawing.sentence, columns, card.missing(filters)])
    assert not re.search(r"volet|engagement|Puy-de-Dôme", words, re.IGNORECASE)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("calendrier-gantt", ("année scolaire 2025-2026 : Recrutement (tous les ans)", "d’ici le 2e trimestre 2027")),
        ("fiche-actions", (f"{CRECHES}, Travaux : 150\u202f000 à 180\u202f000,5\u00a0€ par an",
                           "14/02/2025 : Première crèche ouverte.", "Trouver les locaux")),
        ("fiche-indicateurs", ("au moins 40\u00a0places par EPCI d’ici la fin du schéma", "20\u00a0places (2024)")),
        ("fiche-texte", ("La ville grandit.", "Peu de places.")),
        ("indicateurs-chiffres", ("57,4", "Deux cents places au 1er mars, début compris.")),
        ("indicateurs-a-renseigner", ("Appels reçus", "Crèches ouvertes")),
        ("pilotes-charge", (CRECHES, "Comité parentalité 42")),
        ("pilotes-comites", ("CD, Caf",)),
        ("territoires-carte", ("Saint-Étienne Métropole", "présent (2023)", "absent", "inconnu")),
        ("comparer-structure", ("Loire · 2024-2029", "2 axes › 4 orientations › 4 objectifs")),
        ("comparer-reperes", ("Loire · 2024-2029",)),
        ("donnees-anomalies", ("Deux totaux diffèrent.",)),
        ("donnees-glossaire", ("Lieu d’accueil enfants-parents",)),
    ],
)  # fmt: skip
def test_what_was_typed_is_read(loire, card, words):
    filters = loire.at(card.split("-")[0])
    twin = CARDS[card].table(CARDS[card].rows(loire.db, filters), filters)
    text = twin.replace("&#39;", "'").replace("&amp;", "&")
    assert [w for w in words if typeset(w) not in text] == []


@pytest.mark.parametrize("scheme", OTHERS)
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_other_schemas_still_open(loire, page, scheme):
    filters = loire.at(name_of(page), scheme=scheme)
    assert filters.scheme.id == scheme
    assert {card.id for card in page.cards if card.has_place(filters)} <= set(check_page(page, filters))
    first = page.cards[0]
    assert draw(first, first.rows(loire.db, filters), filters).sentence.strip().endswith(".")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_schema_with_nothing_in_its_tables_opens_on_every_page(unfilled, page):
    filters = unfilled.at(name_of(page))
    assert filters.scheme.id == LOIRE
    ids = check_page(page, filters)
    assert {card.id for card in page.cards if card.has_place(filters)} <= set(ids) or name_of(page) in (
        "fiche",
        "pilote",
    )
    for card in page.cards:
        check_card(card, unfilled, filters)


def test_a_schema_with_nothing_in_its_tables_is_framed_and_says_that_it_is_empty(unfilled):
    filters = unfilled.filters("/")
    counts = unfilled.db.frame("filtres/options", filters.params())
    assert shell.shown_sentence(filters, counts).startswith("0 action sur 0 · ")
    assert [choice.label for choice in shell.options_of(filters, counts)["niveau_1"]] == ["Tous"]
    assert "Loire · 2024-2029" in shell.scheme_switch(filters, unfilled.vocabulary)
    assert CARDS["calendrier-gantt"].rows(unfilled.db, filters).empty
