"""Workbooks that came back as pilotes really send them: what each gives, on the embedded schémas."""

import shutil
from datetime import date

import pytest

from dashboard.__main__ import main
from dashboard.commands.suivi import read_plan
from dashboard.current import read_vocabulary
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.ingest.build import build
from dashboard.pages.suivi import CARDS
from dashboard.queries import load_queries
from dashboard.settings import ROOT, Settings
from dashboard.suivi.campaigns import read_archive

CASES = ROOT / "tests" / "cases"
FIRST, SECOND = date(2024, 6, 28), date(2025, 6, 27)
UNTOUCHED = CASES / "03-classeur-rendu-sans-y-toucher"
RENAMED = CASES / "04-onglet-renomme"
EMPTIED = CASES / "05-ligne-videe-par-son-pilote"


@pytest.fixture
def archive(tmp_path):
    """Put workbooks in an archive, as an import does."""

    def keeping(*workbooks, scheme="63-2022", day=FIRST):
        folder = tmp_path / "suivi" / scheme / day.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        for rank, path in enumerate(workbooks, start=1):
            shutil.copy(path, folder / f"suivi-{rank}{path.suffix}")
        return tmp_path / "suivi"

    return keeping


@pytest.fixture
def verify(settings, tmp_path, capsys):
    """Check workbooks from the command line: its status and all that it says."""

    def verifying(*workbooks, scheme="63-2022", au=SECOND):
        options = ["--schema", scheme, "--au", au.isoformat(), "--base", str(settings.database)]
        status = main(["verifier", *map(str, workbooks), *options, "--suivi", str(tmp_path / "suivi")])
        said = capsys.readouterr()
        return status, said.out + said.err

    return verifying


@pytest.fixture
def rows(db, vocabulary, archive):
    """What a campaign of these workbooks gives to the DuckDB file, by code."""

    def reading(*workbooks, scheme="63-2022", au=SECOND):
        folder = archive(*workbooks, scheme=scheme, day=au)
        answers = read_archive(folder, [read_plan(db, vocabulary.schemes[scheme])])["suivi"]
        return {row["action"]: row for row in answers if row["campagne"] == au}

    return reading


def test_a_workbook_sent_back_untouched_answers_nothing_new(archive, verify):
    archive(UNTOUCHED / "c1.xlsx")
    status, said = verify(UNTOUCHED / "m2.xlsx")
    assert status == 0
    assert "114 actions, 0 nouvelle ou changée, 114 reportées (du 28/06/2024), 0 sans réponse." in said
    assert "Aucune réponse nouvelle : les lignes sont revenues telles qu’envoyées." in said
    assert "ce que pilote Caf : 91 actions, 0 nouvelle ou changée, 91 reportées (du 28/06/2024)" in said


def test_an_answer_carried_over_twice_keeps_its_first_date(archive, verify):
    archive(UNTOUCHED / "c1.xlsx")
    archive(UNTOUCHED / "m2.xlsx", day=SECOND)
    _, said = verify(UNTOUCHED / "m2.xlsx", au=date(2026, 6, 26))
    assert "114 reportées (du 28/06/2024)" in said


def test_a_renamed_tab_is_read_by_its_headers(archive, verify, rows):
    archive(RENAMED / "c1.xlsx")
    status, said = verify(RENAMED / "renomme.xlsx")
    assert status == 0
    assert "« Actions CD63 » (onglet renommé, lu comme « Actions » d’après ses en-têtes)" in said
    assert "Commentaire : avance → avance encore" in said
    found = rows(RENAMED / "caf.xlsx", RENAMED / "cd.xlsx")
    assert {code: row["statut"] for code, row in found.items()} == {"1.1": "En cours", "1.4": "Bloquée"}
    assert found["1.4"]["decision_attendue"] == "Arbitrer"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_row_emptied_by_its_pilote_does_not_come_back(archive, verify, rows, order):
    archive(EMPTIED / "c1.xlsx")
    books = [EMPTIED / "caf.xlsx", EMPTIED / "cd.xlsx"]
    status, said = verify(*(books[i] for i in order))
    assert status == 0
    assert (
        "« 1.1 » (réponse retirée, la ligne est vidée (caf.xlsx, Actions!A2) ; elle disait : Statut « Bloquée »" in said
    )
    assert "cd.xlsx la laisse comme envoyée" in said
    assert "1 nouvelle ou changée, 0 reportée, 1 retirée, 112 sans réponse." in said
    found = rows(*(books[i] for i in order))
    assert {code: row["statut"] for code, row in found.items()} == {"1.2": "Réalisée"}


def test_a_text_of_an_old_system_keeps_its_letters(verify, rows):
    path = CASES / "06-csv-mal-encode" / "dos.csv"
    status, said = verify(path, scheme="70-2021")
    assert status == 0
    assert "texte lu comme DOS (cp850)" in said
    found = rows(path, scheme="70-2021")["111"]
    assert found["commentaire"] == "Réunion tenue à l'été, reste à élargir"
    assert (found["debut_reel"], found["decision_attendue"]) == (date(2024, 9, 1), "Décider du financement")


def test_ends_out_of_the_schema_are_told(verify):
    status, said = verify(CASES / "09-fin-prevue-hors-du-schema" / "c1.xlsx", au=date(2026, 6, 26))
    assert status == 0
    for cell, day, side in (("G2", "30/06/2027", "après la fin"), ("G4", "31/03/2020", "avant le début")):
        assert f"Actions!{cell}, colonne « Fin prévue » : « {day} » (ce jour vient {side} du schéma, 2022-2026)" in said


def test_ends_out_of_the_schema_are_listed_on_the_page(archive, tmp_path):
    folder = archive(CASES / "09-fin-prevue-hors-du-schema" / "c1.xlsx", day=date(2026, 6, 26))
    build(ROOT / "data", tmp_path / "sdsf.duckdb", folder)
    db = Database(tmp_path / "sdsf.duckdb", load_queries(Settings().queries))
    filters = Filters.from_url("/suivi", "", read_vocabulary(db), date(2026, 11, 27))[0]
    card = next(card for card in CARDS if card.id == "suivi-hors-periode")
    frame = card.rows(db, filters)
    db.close()
    assert frame[["code", "quoi", "place"]].to_records(index=False).tolist() == [
        ("1.1", "Fin prévue", "après 2026"), ("1.2", "Fin prévue", "après 2026"), ("1.3", "Fin prévue", "avant 2022")
    ]  # fmt: skip
    assert card.summary(frame, filters) == "3 dates données avant le début du schéma ou après sa fin."


def test_characters_that_do_not_show_are_understood(verify, rows):
    folder = CASES / "11-caracteres-qui-ne-se-voient-pas"
    au = date(2018, 6, 27)
    status, said = verify(folder / "bis.xlsx", scheme="87-2017", au=au)
    assert (status, "Aucun problème." in said) == (0, True)
    assert set(rows(folder / "bis.xlsx", scheme="87-2017", au=au)) == {"1", "11 bis"}
    # On the day before, two of its starts are to come.
    assert verify(folder / "invisible.xlsx")[0] == 2
    status, said = verify(folder / "invisible.xlsx", au=date(2025, 6, 30))
    assert status == 0
    for name in ("trait d’union conditionnel (U+00AD)", "antiliant sans chasse (U+200C)", "(U+200E)", "(U+FEFF)"):
        assert name in said
    found = rows(folder / "invisible.xlsx", au=date(2025, 6, 30))
    assert {found[code]["statut"] for code in ("1.1", "1.2", "1.3")} == {"En cours"}
    assert {"3.2", "3.3"} <= set(found)


def test_a_day_refused_today_does_not_close_an_archive_accepted_before(tmp_path, rows, verify):
    sheet = tmp_path / "actions.csv"
    sheet.write_text("Action;Statut;Fin prévue\n1.1;En cours;31/12/2091\n", encoding="utf-8")
    assert verify(sheet)[0] == 2
    assert rows(sheet)["1.1"]["fin_prevue"] == date(2091, 12, 31)
