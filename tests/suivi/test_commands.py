"""The follow-up from the command line: out, filled, checked, imported; whole or not at all, whatever happens."""

import csv
import hashlib
import io
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from dashboard.__main__ import main
from dashboard.app import create_app
from dashboard.db import Database
from dashboard.ingest.build import build, fingerprint
from dashboard.queries import load_queries
from dashboard.settings import ROOT, Settings
from dashboard.suivi.sheets import SHEETS
from tests.suivi.conftest import ALLIER, SEINE_SAINT_DENIS, TITLES, files_of, views_of

SOFFICE = shutil.which("soffice")
AU, NEXT = "2025-01-31", "2025-06-30"
KILLS, READERS = 6, 8
OWN = re.compile(r"\..+\.verrou|.+\.duckdb\.suivi")
PATIENCE = 60  # seconds, for what would otherwise hang
with_libreoffice = pytest.mark.needs("libreoffice")

# By sheet and by what identifies the row; a decision has no row of its own before it is written.
ANSWERS = {
    "Actions": {
        "1.1": {"Statut": "En cours", "Taux (%)": 37.5, "Confiance": "appui nécessaire",
                "Début réel": date(2024, 2, 29), "Fin prévue": date(2026, 12, 31), "Commentaire": "Un mot.\n« Œuvre »",
                "Prochaine étape": "- la suite", "Décision attendue": "=Qui paie ?", "Référent": "Une personne"},
        "1.2": {"Statut": "Réalisée", "Taux (%)": 100, "Fin réelle": date(2024, 12, 31)},
        "1.10": {"Commentaire": "Rien encore."},
    },
    "Mesures": {
        "03": {"Date": date(2024, 12, 31), "Valeur": 1234.5, "Cible": 2000, "Échéance de la cible": date(2026, 12, 31),
               "Cible intermédiaire": 1500, "Échéance intermédiaire": date(2025, 12, 31), "Source": "Caf"},
    },
    "Décisions": {
        "1": {"Décision": "Ouvrir à Vichy", "Date": date(2025, 1, 15), "Responsable": "La Caf",
              "Échéance": date(2025, 3, 1), "Actions liées": "1.1 ; 1.10", "État": "Ouverte"},
        "2": {"Décision": "Former", "Date": date(2025, 1, 15), "État": "Close"},
    },
}  # fmt: skip
NAMED_BY = {"Actions": 1, "Mesures": 3, "Décisions": 1}
FAULTS = {
    "Actions": {
        "C2": "Realisé", "D2": 120, "E2": "atteignabl", "F2": "juin 2025", "G2": "31/02/2025", "H2": "hier",
        "I2": "x" * 2001, "C3": "fini", "D3": "beaucoup", "F3": date(1950, 1, 1), "G3": "le 3", "H3": "01/01/51",
        "A4": "1.33", "C4": "En cours", "F5": date(2024, 5, 2), "H5": date(2024, 5, 1),
    },
    "Mesures": {"E2": "2024", "F2": "12 places", "G2": "?", "F3": 5, "H3": "bientôt"},
    "Décisions": {"A2": 1, "B2": "Dire", "C2": "demain", "F2": "1.4 ; 9", "G2": "ouvert ?", "B3": "Faire"},
}  # fmt: skip
FAULTY = {
    "Actions": ("C2", "D2", "E2", "F2", "G2", "H2", "I2", "C3", "D3", "F3", "G3", "H3", "A4", "H5"),
    "Mesures": ("E2", "F2", "G2", "E3", "H3"),
    "Décisions": ("C2", "F2", "G2", "A3", "G3"),
}


@pytest.fixture
def run(office, capsys):
    """Run a command in this process; its status and what it says."""

    def running(command, *arguments, **options):
        words = [command, *map(str, arguments)]
        if command in ("verifier", "importer"):
            words += ["--au", str(options.pop("au", AU))]
        words += ["--schema", options.pop("schema", ALLIER), "--base", str(options.pop("base", office.base))]
        words += ["--suivi", str(office.archive), "--donnees", str(office.data)]
        capsys.readouterr()
        try:
            status = main([*words, *(options.pop("more", ()))])
        except SystemExit as stopped:
            status = stopped.code
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, said.err

    return running


@pytest.fixture
def model(run, office):
    """Write the workbook that goes out."""

    def writing(name="suivi.xlsx", *more):
        path = office.desk / name
        status, out, err = run("modele", "--sortie", path, more=more)
        assert (status, err) == (0, "")
        assert out.startswith(f"Classeur écrit : {path}")
        return path

    return writing


@pytest.fixture
def filled(model):
    """The workbook that goes out, with the answers of one pilote for all."""
    return fill(model(), ANSWERS)


@pytest.fixture
def answering(model):
    """A workbook where every action has one status."""

    def writing(status, name):
        return fill(model(name), {"Actions": {code: {"Statut": status} for code in TITLES}})

    return writing


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory):
    """Open a file in LibreOffice and save it in another format, in another folder."""
    profile = tmp_path_factory.mktemp("libreoffice")

    def saving(path, form, folder):
        folder.mkdir(exist_ok=True)
        subprocess.run(
            [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form, "--outdir",
             folder, path],
            capture_output=True, check=True, timeout=PATIENCE,
        )  # fmt: skip
        return folder / f"{path.stem}.{form.partition(':')[0]}"

    return saving


def fill(path, answers):
    book = load_workbook(path)
    for name, rows in answers.items():
        tab, columns = book[name], {cell.value: cell.column for cell in book[name][1]}
        lines = {tab.cell(line, NAMED_BY[name]).value: line for line in range(tab.max_row, 1, -1)}
        for identity, values in rows.items():
            line = lines.get(identity) or lines.pop(None)
            if identity not in lines:
                tab.cell(line, NAMED_BY[name], identity)
                lines = {tab.cell(n, NAMED_BY[name]).value: n for n in range(tab.max_row, 1, -1)}
            for header, value in values.items():
                cell = tab.cell(line, columns[header], value)
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)
    return path


def spoil(path):
    book = load_workbook(path)
    for name, cells in FAULTS.items():
        for ref, value in cells.items():
            book[name][ref] = value
    book.save(path)
    return path


def answers_of(path):
    """What is written in the cells to fill, by sheet and by what identifies the row."""
    found = {}
    for name, sheet in SHEETS.items():
        tab = load_workbook(path)[name]
        headers = [cell.value for cell in tab[1]]
        kept = [f.header for f in sheet.fields if not f.locked and f.key not in sheet.identity]
        for cells in tab.iter_rows(min_row=2, values_only=True):
            row = {header: plain(value) for header, value in zip(headers, cells, strict=True) if value is not None}
            answers = {header: row[header] for header in kept if header in row}
            if answers:
                found.setdefault(name, {})[cells[NAMED_BY[name] - 1]] = answers
    return found


def plain(value):
    return value.date() if isinstance(value, datetime) else value


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def unchanged(office):
    """What must be as it was once a command is refused: the DuckDB file, the archive, nothing beside."""

    def state():
        beside = sorted(path.name for path in office.base.parent.iterdir() if not OWN.fullmatch(path.name))
        return digest(office.base), files_of(office.archive), beside

    return state


def assert_refused(answer, *told):
    status, out, err = answer
    assert (status, out) == (2, ""), err
    assert [words for words in told if words not in err] == [], err


def statuses(office, au=AU):
    rows = office.ask(f"select action_id, statut from suivi_actions where schema_id = '{ALLIER}' and campagne = '{au}'")
    return dict(rows)


def test_a_campaign_goes_out_comes_back_and_goes_out_again(run, model, filled, office):
    checked, out, _ = run("verifier", filled)
    assert checked == 0
    assert "Si ce classeur est importé" in out
    assert not office.archive.exists()
    status, imported, err = run("importer", filled)
    assert (status, err) == (0, "")
    assert out.strip() in imported
    assert imported.endswith(f"Campagne du 31/01/2025 importée dans {office.base}.\n")
    assert answers_of(model("suivant.xlsx")) == ANSWERS
    assert office.ask("select actions, mesures, decisions from campagnes where origine = 'classeur'") == [(3, 1, 2)]
    build(office.data, office.desk / "encore.duckdb", office.archive)
    assert views_of(office.desk / "encore.duckdb") == views_of(office.base)


@with_libreoffice
def test_a_workbook_saved_by_libreoffice_gives_the_same_values(run, model, filled, office, libreoffice):
    own = libreoffice(filled, "ods", office.desk / "ods")
    saved = libreoffice(own, "xlsx", office.desk / "xlsx")
    assert digest(saved) != digest(filled)
    status, out, err = run("importer", saved)
    assert (status, err) == (0, "")
    assert out.startswith("Aucun problème") or "bloquant" not in out
    assert answers_of(model("suivant.xlsx")) == ANSWERS
    _, out, _ = run("verifier", filled, au=NEXT)
    assert "Aucun changement par rapport à la campagne précédente." in out


def test_a_next_campaign_starts_from_the_last_one(run, model, filled, office):
    run("importer", filled)
    later = fill(model("suivant.xlsx"), {"Actions": {"1.1": {"Statut": "Réalisée", "Fin réelle": date(2025, 6, 1)}}})
    status, out, _ = run("importer", later, au=NEXT)
    assert status == 0
    assert "2 valeurs changent sur 1 ligne." in out
    assert statuses(office) == {"1.1": "En cours", "1.2": "Réalisée", "1.10": None}
    assert statuses(office, NEXT) == {"1.1": "Réalisée", "1.2": "Réalisée", "1.10": None}
    assert answers_of(model("encore.xlsx"))["Actions"]["1.1"] == ANSWERS["Actions"]["1.1"] | {
        "Statut": "Réalisée", "Fin réelle": date(2025, 6, 1)
    }  # fmt: skip


def test_faults_are_told_at_once_and_nothing_is_written(run, model, unchanged):
    path = spoil(model())
    before = unchanged()
    answer = run("importer", path)
    count = sum(map(len, FAULTY.values()))
    assert count > 20
    assert_refused(answer, "Classeur refusé : rien n’a été écrit.", f"{count} problèmes bloquants")
    blocking = answer[2].partition("à vérifier")[0]
    for name, cells in FAULTY.items():
        assert [ref for ref in cells if f"- {name}!{ref}, colonne" not in blocking] == []
    assert unchanged() == before


@with_libreoffice
def test_the_commented_copy_marks_every_fault_and_opens_in_libreoffice(run, model, office, unchanged, libreoffice):
    path = spoil(model())
    sent, before = digest(path), unchanged()
    copies = office.desk / "copies"
    copies.mkdir()
    answer = run("verifier", path, "--copie", copies)
    assert_refused(answer, "problèmes bloquants", f"Copie commentée : {copies / 'suivi-commente.xlsx'}")
    assert (digest(path), unchanged()) == (sent, before)
    book = load_workbook(copies / "suivi-commente.xlsx")
    for name, cells in FAULTY.items():
        assert [
            ref for ref in cells if not (book[name][ref].comment and "bloquant" in book[name][ref].comment.text)
        ] == []
    text = libreoffice(copies / "suivi-commente.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76", office.desk / "csv")
    rows = list(csv.reader(io.StringIO(text.read_text(encoding="utf-8"))))
    assert rows[1][:3] == ["1.1", "Ouvrir", "Realisé"]


def test_a_workbook_without_fault_has_no_commented_copy(run, filled, office):
    copies = office.desk / "copies"
    copies.mkdir()
    status, out, err = run("verifier", filled, "--copie", copies)
    assert (status, err, list(copies.iterdir())) == (0, "", [])
    assert "Copie" not in out


def test_the_same_workbook_twice_changes_nothing(run, filled, unchanged):
    run("importer", filled)
    before = unchanged()
    for more in ((), ("--remplacer",)):
        status, out, err = run("importer", filled, more=more)
        assert (status, err) == (0, "")
        assert out == "La campagne du 31/01/2025 est déjà celle de ces classeurs : rien n’a changé.\n"
        assert unchanged() == before


def test_the_same_workbook_mends_a_file_that_does_not_hold_it(run, filled, office):
    old = shutil.copy(office.base, office.desk / "ancien.duckdb")
    run("importer", filled)
    views = views_of(office.base)
    shutil.copy(old, office.base)
    status, _, err = run("importer", filled)
    assert (status, err) == (0, "")
    assert views_of(office.base) == views


def test_another_campaign_of_the_same_date_waits_to_be_asked(run, answering, office, unchanged):
    first, second = answering("En cours", "un.xlsx"), answering("En pause", "deux.xlsx")
    run("importer", first)
    before = unchanged()
    assert_refused(run("importer", second), "Une autre campagne du 31/01/2025 existe déjà", "--remplacer")
    assert unchanged() == before
    status, _, err = run("importer", second, more=("--remplacer",))
    assert (status, err) == (0, "")
    assert set(statuses(office).values()) == {"En pause"}
    kept = office.archive / ALLIER / f"{AU}.remplacee-1" / "suivi-1.xlsx"
    assert kept.read_bytes() == first.read_bytes()
    assert office.ask("select count(*) from campagnes where origine = 'classeur'") == [(1,)]


def test_the_workbook_of_a_pilote_holds_its_actions_only(model):
    tabs = {name: load_workbook(model(f"{name}.xlsx", "--pilote", name))["Actions"] for name in ("caf", "msa")}
    assert {name: [tab.cell(line, 1).value for line in range(2, tab.max_row + 1)] for name, tab in tabs.items()} == {
        "caf": ["1.1", "1.2"], "msa": ["1.2", "1.3"],
    }  # fmt: skip


def test_the_workbooks_of_several_pilotes_are_one_campaign(run, model, office):
    shared = {"1.2": {"Statut": "Bloquée"}}
    caf = fill(model("caf.xlsx", "--pilote", "caf"), {"Actions": {"1.1": {"Statut": "En cours"}} | shared})
    msa = fill(model("msa.xlsx", "--pilote", "msa"),
               {"Actions": {"1.3": {"Statut": "En pause"}} | shared, "Mesures": ANSWERS["Mesures"]})  # fmt: skip
    status, _, err = run("importer", caf, msa)
    assert (status, err) == (0, "")
    assert statuses(office) == {"1.1": "En cours", "1.2": "Bloquée", "1.3": "En pause"}
    assert answers_of(model("suivant.xlsx")) == {
        "Actions": {code: {"Statut": status} for code, status in statuses(office).items()},
        "Mesures": ANSWERS["Mesures"],
    }
    assert sorted(files_of(office.archive)) == [f"{ALLIER}/{AU}/suivi-{rank}.xlsx" for rank in (1, 2)]


def test_pilotes_that_contradict_each_other_are_refused(run, model, unchanged):
    caf = fill(model("caf.xlsx", "--pilote", "caf"), {"Actions": {"1.2": {"Statut": "En cours"}}})
    msa = fill(
        model("msa.xlsx", "--pilote", "msa"), {"Actions": {"1.2": {"Statut": "En pause"}, "1.3": {"Taux (%)": 5}}}
    )
    before = unchanged()
    answers = "Statut : « En cours » (caf.xlsx, Actions!C3), « En pause » (msa.xlsx, Actions!C2)"
    told = ("1 problème bloquant", "Actions : « 1.2 »", "deux classeurs y répondent différemment", answers)
    assert_refused(run("importer", caf, msa), *told)
    assert unchanged() == before


def test_the_same_file_given_twice_is_refused(run, filled, office, unchanged):
    copy = shutil.copy(filled, office.desk / "copie.xlsx")
    before = unchanged()
    assert_refused(run("importer", filled, copy), "copie.xlsx et suivi.xlsx sont le même fichier, donné deux fois")
    assert_refused(run("importer", filled, filled), "sont le même fichier")
    assert unchanged() == before


def test_what_is_not_read_keeps_an_archive_that_was_accepted_before(run, filled, office):
    run("importer", filled)
    kept = next(office.archive.rglob("suivi-1.xlsx"))
    book = load_workbook(kept)
    book["Actions"]["N2"] = "écrit à côté"
    book.save(kept)
    assert build(office.data, office.base, office.archive)
    assert statuses(office) == {"1.1": "En cours", "1.2": "Réalisée", "1.10": None}
    assert_refused(run("importer", kept, au=NEXT), "Actions!N2", "écrit à côté")


def test_a_workbook_of_another_schema_is_refused(run, filled, unchanged):
    before = unchanged()
    told = ("ce classeur est celui d’un autre schéma", SEINE_SAINT_DENIS)
    assert_refused(run("importer", filled, schema=SEINE_SAINT_DENIS), *told)
    assert unchanged() == before


def test_an_unknown_pilote_is_refused_with_the_nearest(run, office):
    answer = run("modele", "--sortie", office.desk / "x.xlsx", "--pilote", "cafe")
    assert_refused(answer, "Le pilote « cafe » ne pilote aucune action", "caf")
    assert list(office.desk.iterdir()) == []


@pytest.mark.parametrize("command", ["modele", "verifier", "importer"])
def test_an_unknown_schema_is_refused_with_the_known_ones(run, office, unchanged, command):
    before = unchanged()
    arguments = ("--sortie", office.desk / "x.xlsx") if command == "modele" else (office.desk / "x.xlsx",)
    told = ("Le schéma « 03-2022 » n’est pas connu", ALLIER, SEINE_SAINT_DENIS)
    assert_refused(run(command, *arguments, schema="03-2022"), *told)
    assert unchanged() == before


@pytest.mark.parametrize("command", ["verifier", "importer"])
@pytest.mark.parametrize("au", ["31/01/2025", "2025-02-30", "hier", ""])
def test_a_day_that_is_none_is_refused(run, filled, unchanged, command, au):
    before = unchanged()
    assert_refused(run(command, filled, au=au), f"--au « {au} » n’est pas une date", "AAAA-MM-JJ")
    assert unchanged() == before


@pytest.mark.parametrize("command", ["verifier", "importer"])
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("absent.xlsx", None, "ce fichier n’existe pas"),
        ("vide.xlsx", b"", "le fichier est vide"),
        ("hasard.xlsx", random.Random(1).randbytes(5000), "ce n’est pas un classeur"),
        ("hasard.csv", random.Random(2).randbytes(5000), "hasard.csv : "),
        ("zip.xlsx", b"PK\x03\x04" + random.Random(3).randbytes(5000), "abîmé"),
        ("coupe.xlsx", ..., "abîmé"),
        ("", None, "c’est un dossier"),
    ],
    ids=["absent", "empty", "random", "random text", "random zip", "cut", "folder"],
)
def test_what_is_no_workbook_is_refused(run, filled, office, unchanged, command, name, content, told):
    path = office.desk / name
    if content is not None:
        path.write_bytes(filled.read_bytes()[:-2000] if content is ... else content)
    before = unchanged()
    assert_refused(run(command, filled, path), "Classeur refusé", told)
    assert unchanged() == before


def test_an_absent_duckdb_file_is_told(run, filled, office, unchanged):
    before = unchanged()
    answer = run("importer", filled, base=office.desk / "absente.duckdb")
    assert_refused(answer, "Base de données indisponible", "n’existe pas")
    assert unchanged() == before


@pytest.fixture
def bad_tables(office, tmp_path):
    """Options that take the tables where a title is missing: they are refused once the workbook is accepted."""
    data = shutil.copytree(office.data, tmp_path / "data")
    actions = data / "sources" / ALLIER / "actions.csv"
    actions.write_text(actions.read_text(encoding="utf-8").replace("Ouvrir", ""), encoding="utf-8")
    return "--donnees", str(data)


def test_a_first_campaign_that_the_tables_refuse_is_not_kept(run, filled, unchanged, bad_tables):
    before = unchanged()
    assert_refused(run("importer", filled, more=bad_tables), "Tables refusées")
    assert unchanged() == before


def test_a_campaign_that_the_tables_refuse_gives_its_place_back(run, answering, unchanged, bad_tables):
    run("importer", answering("En cours", "un.xlsx"))
    before = unchanged()
    assert_refused(run("importer", answering("En pause", "deux.xlsx"), more=(*bad_tables, "--remplacer")), "Tables")
    assert unchanged() == before


def test_a_campaign_already_kept_stays_when_the_tables_are_refused(run, answering, unchanged, bad_tables):
    book = answering("En cours", "un.xlsx")
    run("importer", book)
    before = unchanged()
    assert_refused(run("importer", book, more=bad_tables), "Tables refusées")
    assert unchanged() == before


def test_a_killed_import_leaves_the_old_campaign_or_the_new_one_whole(run, answering, office):
    books = {status: answering(status, f"{n}.xlsx") for n, status in enumerate(("En cours", "En pause"))}
    old, dice = "En cours", random.Random(20250131)
    length = importing(office, books[old])  # whole, and how long it takes
    seen = []
    for turn in range(KILLS):
        new = "En pause" if old == "En cours" else "En cours"
        importing(office, books[new], lambda rank=turn: wait(office, rank, dice.random(), length))
        found = set(statuses(office).values())
        assert found in ({old}, {new})
        assert len(statuses(office)) == len(TITLES)
        seen.append(found == {new})
        (old,) = found
        if turn % 3 == 2:
            assert run("importer", books[new], more=("--remplacer",))[0] == 0
            assert set(statuses(office).values()) == {new}
            old = new
    assert not all(seen)  # some were killed in time
    assert run("importer", books[old], more=("--remplacer",))[0] == 0  # undoes what the last one left
    assert office.ask("select version from meta") == [(fingerprint(office.data, office.archive),)]


def importing(office, book, waiting=None):
    """Import in a process of its own, killed when the waiting ends; return how long it lasted."""
    start = time.monotonic()
    words = ["importer", book, "--schema", ALLIER, "--au", AU, "--remplacer", "--base", office.base]
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", *words, "--suivi", office.archive, "--donnees", office.data],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={key: value for key, value in os.environ.items() if not key.startswith("SDSF_")},
    )  # fmt: skip
    with process:
        if waiting:
            waiting()
            process.kill()
        _, told = process.communicate(timeout=PATIENCE)
    assert b"Traceback" not in told, told.decode()
    assert waiting or process.returncode == 0
    return time.monotonic() - start


def wait(office, turn, chance, length):
    """Wait for a random moment: of the whole import, or every other time of the writing of the file."""
    if turn % 2:
        end = time.monotonic() + 2 * length
        while not list(office.base.parent.glob("_*.nouveau")) and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(chance * length / 3)
    else:
        time.sleep((turn + 2 * chance) / KILLS * length)


def test_readers_see_the_old_campaign_or_the_new_one_while_it_is_imported(run, answering, office):
    old, new = answering("En cours", "un.xlsx"), answering("En pause", "deux.xlsx")
    run("importer", old)
    settings = Settings(database=office.base, suivi=office.archive, data=office.data, fixed_today=date(2025, 3, 1))
    db = Database(office.base, load_queries(settings.queries))
    server = create_app(db, settings).server
    whole = digest(office.base)
    address = f"/telecharger/calendrier-gantt.csv/calendrier?schema={ALLIER}"
    asked = (address, f"/?schema={ALLIER}", address, "/telecharger/vues/actions.csv", address, "/sante")
    read, faults = [], []
    begun, over = threading.Barrier(READERS + 1, timeout=PATIENCE), threading.Event()

    def reading(rank):
        client = server.test_client()
        try:
            for turn in range(10_000):
                page = asked[(rank + turn) % len(asked)] if turn else address
                answer = client.get(page)
                if answer.status_code != 200:
                    faults.append((page, answer.status_code, answer.text))
                if page == address:
                    read.append(status_of(answer))
                if turn == 0:
                    begun.wait()
                if over.is_set():
                    return
                time.sleep(0.4)
        except Exception as error:
            faults.append((rank, error))

    threads = [threading.Thread(target=reading, args=(rank,)) for rank in range(READERS)]
    for thread in threads:
        thread.start()
    with office.base.open("rb") as held:
        try:
            begun.wait()
            status, _, err = run("importer", new, more=("--remplacer",))
        finally:
            over.set()
            for thread in threads:
                thread.join(PATIENCE)
        # Who is reading the old file reads it to its end.
        assert hashlib.sha256(held.read()).hexdigest() == whole
    assert (status, err, faults) == (0, "", [])
    assert len(read) > READERS
    assert {frozenset(seen) for seen in read} <= {frozenset({"En cours"}), frozenset({"En pause"})}
    assert {len(seen) for seen in read} == {len(TITLES)}
    assert set(status_of(server.test_client().get(address))) == {"En pause"}
    db.close()


def status_of(answer):
    rows = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    return [row["statut"] for row in rows]
