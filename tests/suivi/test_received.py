"""Who answered: workbooks received, answers new, carried over and missing are told apart, pilote by pilote."""

from datetime import date

import pytest
from openpyxl import load_workbook

from dashboard.cards import draw
from dashboard.commands.suivi import read_plan
from dashboard.current import read_vocabulary
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.ingest.build import build
from dashboard.pages import CARDS
from dashboard.queries import load_queries
from dashboard.settings import ROOT
from dashboard.suivi.campaigns import last_campaign
from dashboard.suivi.writing import write_workbook
from tests.kept import archived
from tests.suivi.conftest import ALLIER, SEINE_SAINT_DENIS

FIRST, SECOND, TODAY = date(2023, 6, 30), date(2024, 6, 28), date(2025, 11, 28)


@pytest.fixture
def received(office):
    """Receive the workbooks of campaigns: each made for a pilote or for all, filled with some statuses."""

    def opened():
        return Database(office.base, load_queries(ROOT / "queries"))

    def receive(*campaigns):
        for day, books in campaigns:
            db = opened()
            plan = read_plan(db, read_vocabulary(db).schemes[ALLIER])
            db.close()
            paths = []
            for rank, (pilote, statuses) in enumerate(books, start=1):
                path = office.desk / f"{day}-{rank}.xlsx"
                write_workbook(path, plan, last_campaign(office.archive, plan), pilote)
                fill(path, statuses)
                paths.append(path)
            archived(office.archive, ALLIER, day, paths)
            build(office.data, office.base, office.archive)
        return opened()

    return receive


def fill(path, statuses):
    book = load_workbook(path)
    tab = book["Actions"]
    for line in range(2, tab.max_row + 1):
        if tab.cell(line, 1).value in statuses:
            tab.cell(line, 3).value = statuses[tab.cell(line, 1).value]
    book.save(path)


def told(db, card, search=""):
    filters, problems = Filters.from_url("/suivi", f"?schema={ALLIER}{search}", read_vocabulary(db), TODAY)
    assert not problems
    card = CARDS[card]
    frame = card.rows(db, filters)
    return frame, draw(card, frame, filters).sentence.replace("\u00a0", " ")


def counts(frame):
    kinds = ["classeurs", "nouvelles", "par_un_autre", "reportees", "sans_reponse"]
    return {row["organisme"]: [row[kind] for kind in kinds] for row in frame.to_dict("records")}


def test_a_workbook_that_the_caf_alone_sent_answers_for_nobody_else(received):
    db = received((FIRST, [("caf", {"1.1": "En cours", "1.2": "En cours"})]))
    frame, sentence = told(db, "suivi-reponses")
    assert counts(frame) == {"Caf": [1, 2, 0, 0, 0], "MSA": [0, 0, 1, 0, 1], "Sans pilote": [0, 0, 0, 0, 1]}
    assert frame.set_index("organisme").loc["MSA", "recus"] == "aucun à son nom"
    assert "1 classeur reçu ; sur 4 actions retenues : 2 réponses nouvelles, 0 reportée, 2 sans réponse" in sentence
    db.close()


def test_an_answer_left_as_sent_is_carried_over_since_its_first_campaign(received):
    both = [("caf", {"1.1": "En cours", "1.2": "En cours"}), ("msa", {"1.3": "À venir"})]
    third = date(2025, 6, 27)
    db = received((FIRST, both), (SECOND, [("caf", {}), ("msa", {})]), (third, [("caf", {"1.1": "Réalisée"})]))
    frame, sentence = told(db, "suivi-reponses", f"&au={SECOND}")
    assert counts(frame)["Caf"] == [1, 0, 0, 2, 0]
    assert "0 réponse nouvelle, 3 reportées (la plus ancienne du 30/06/2023), 1 sans réponse" in sentence
    frame, sentence = told(db, "suivi-reponses")
    assert counts(frame) == {"Caf": [1, 1, 0, 1, 0], "MSA": [0, 0, 0, 1, 1], "Sans pilote": [0, 0, 0, 0, 1]}
    assert sentence.startswith("Suivi du 27/06/2025, il y a 5 mois : 1 classeur reçu")
    campaigns, _ = told(db, "suivi-campagnes")
    assert campaigns["nouvelles"].tolist() == [1, 0, 3]
    assert campaigns["reprises"].tolist() == [
        "1, la plus ancienne du 30/06/2023", "3, la plus ancienne du 30/06/2023", "0",
    ]  # fmt: skip
    db.close()


def test_a_workbook_for_all_is_nobodys_own(received):
    db = received((FIRST, [(None, {"1.1": "En cours", "1.3": "En cours"})]))
    frame, sentence = told(db, "suivi-reponses")
    assert counts(frame) == {"Caf": [0, 0, 1, 0, 1], "MSA": [0, 0, 1, 0, 1], "Sans pilote": [0, 0, 0, 0, 1]}
    assert "1 classeur reçu, sans pilote indiqué" in sentence
    db.close()


def test_what_only_the_document_prints_is_quoted_and_counted_nowhere(office):
    db = Database(office.base, load_queries(ROOT / "queries"))
    filters = Filters.from_url("/", f"?schema={SEINE_SAINT_DENIS}", read_vocabulary(db), TODAY)[0]
    drawn = {key: draw(CARDS[key], CARDS[key].rows(db, filters), filters) for key in (
        "seance-suivi", "seance-avancements", "seance-a-decider", "suivi-contradictions", "suivi-reponses",
        "suivi-confiance", "pilotes-retards")}  # fmt: skip
    assert "avancement et retards inconnus" in drawn["seance-suivi"].sentence
    assert 'tuile-valeur">0<' not in drawn["seance-suivi"].before
    assert "Part réalisée inconnue\xa0: 11 sans réponse sur 11" in drawn["seance-suivi"].before
    assert drawn["seance-avancements"].before.count("«\N{NO-BREAK SPACE}") == 5
    for key in ("seance-a-decider", "suivi-contradictions"):
        assert drawn[key].sentence.startswith("Inconnu")
    assert "aucun classeur reçu" in drawn["suivi-reponses"].sentence
    for key in ("suivi-confiance", "pilotes-retards"):
        assert "inconnu" in drawn[key].sentence
        assert "aucune en retard" not in drawn[key].sentence
    words = drawn["pilotes-retards"].figure["data"][-1]["text"]
    assert {text.strip() for text in words} == {"retards inconnus"}
    db.close()
