"""What surrounds a command: the encoding of its output, a pipe that closes, a target that somebody filled."""

import errno
import io
import os
import shutil
import subprocess
import sys
from datetime import date

import pytest
from openpyxl import load_workbook

from dashboard.__main__ import main
from dashboard.commands.arguments import parser
from dashboard.settings import ROOT, Settings
from tests.suivi.conftest import ALLIER, TITLES, files_of, write_answers

AU = "2025-01-31"
CNAF = ROOT / "tests" / "cases" / "13-cnaf-annee-qui-disparait" / "2025" / "txcouv_pe_dep.csv"


@pytest.fixture
def places(office):
    return ["--base", str(office.base), "--suivi", str(office.archive), "--donnees", str(office.data)]


@pytest.fixture
def run(office, places, capsys):
    def running(*words):
        capsys.readouterr()
        status = main([*map(str, words), *places])
        return status, *capsys.readouterr()

    return running


@pytest.fixture
def book(office):
    def write(status, name="recu", **more):
        rows = [{"action": code, "statut": status} | more for code in TITLES]
        return write_answers(office.desk / name, ALLIER, date(2025, 1, 31), rows)

    return write


OF = ("--schema", ALLIER)
COMMANDS = {
    "construire": ("construire",),
    "nouveau-schema": ("nouveau-schema", "--departement", "42", "--periode", "2024-2029", "--niveaux", "axe"),
    "modele": ("modele", *OF, "--sortie", "{desk}/suivi.xlsx", "--pilote", "caf"),
    "verifier": ("verifier", "{book}", *OF, "--au", AU, "--copie", "{desk}"),
    "importer": ("importer", "{book}", *OF, "--au", AU),
    "importer-cnaf": ("importer-cnaf", str(CNAF)),
    "retirer": ("retirer", *OF, "--au", "2024-01-31"),
    "effacer": ("effacer", *OF, "--au", "2024-01-31", "--confirmer"),
    "demonstration": ("demonstration", "--sortie", "{desk}/demo.duckdb"),
    "refused": ("effacer", *OF, "--au", "2024-01-31"),
    "unknown": ("importer", "absent→.xlsx", *OF, "--au", AU),
}


@pytest.mark.parametrize(("name", "encoding"), [*((name, "cp1252") for name in COMMANDS), ("importer", "ascii")])
def test_each_command_ends_with_its_status_whatever_the_output_can_write(
    office, places, book, monkeypatch, name, encoding
):
    path = book("En cours", commentaire="→ œuvre ≥ 3", referent="Łukasz")
    if "2024-01-31" in COMMANDS[name]:
        shutil.copytree(path.parent, office.archive / ALLIER / "2024-01-31")
        assert main(["construire", *places]) == 0
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True) for _ in range(2))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    words = [word.format(desk=office.desk, book=path) for word in COMMANDS[name]]
    if name == "nouveau-schema":  # the tables of the office serve other tests
        places = ["--donnees", str(shutil.copytree(office.data, office.desk / "data"))]
    assert main([*words, *places]) == (2 if name in ("refused", "unknown") else 0)
    said = (err if name in ("refused", "unknown") else out).buffer.getvalue().decode(encoding)
    assert len(said) > 20
    monkeypatch.undo()


def test_every_command_is_tried_in_another_encoding():
    (commands,) = (action for action in parser(Settings.from_environment())._actions if action.choices)
    assert set(commands.choices) - {"servir"} <= COMMANDS.keys()


def spawn(places, *words, **streams):
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *words, *places], cwd=ROOT, timeout=120, check=False, **streams,
        env={key: value for key, value in os.environ.items() if not key.startswith("SDSF_")}
        | {"PYTHONIOENCODING": "cp1252"},
    )  # fmt: skip


@pytest.mark.needs("posix")
def test_an_answer_that_nobody_reads_or_that_no_disk_takes_is_no_traceback(office, places):
    read, write = os.pipe()
    os.close(read)
    done = spawn(places, "construire", stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = spawn(places, "construire", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.decode("cp1252").startswith("La réponse ne peut pas être écrite : il n’y a plus de place")
    assert b"Traceback" not in done.stderr


def test_a_campaign_is_withdrawn_put_back_and_erased_by_commands_that_say_what_changes(office, run, book):
    assert run("importer", book("En cours", "un"), *OF, "--au", AU)[0] == 0
    assert run("importer", book("En pause", "deux"), *OF, "--au", AU, "--remplacer")[0] == 0
    status, out, err = run("retirer", *OF, "--au", AU)
    assert (status, err) == (0, "")
    assert "N’est plus affichée : 31/01/2025 (4 actions, 0 mesure, 0 décision)." in out
    assert "Campagnes affichées : aucune." in out
    assert office.ask("select count(*) from campagnes where origine = 'classeur'") == [(0,)]
    status, out, _ = run("retirer", *OF, "--au", AU, "--remettre")
    assert "Est affichée de nouveau : 31/01/2025" in out
    assert set(office.ask("select statut from suivi_actions where statut is not null")) == {("En pause",)}

    before = files_of(office.archive)
    status, out, err = run("effacer", *OF, "--remplacees")
    assert (status, out) == (2, "")
    assert "--confirmer" in err
    assert f"{AU}.remplacee-1" in err
    assert files_of(office.archive) == before
    status, out, _ = run("effacer", *OF, "--remplacees", "--confirmer")
    assert "Ce qui est affiché ne change pas." in out
    assert len(files_of(office.archive)) == 1
    status, out, _ = run("effacer", *OF, "--au", AU, "--confirmer")
    assert "N’est plus affichée : 31/01/2025" in out
    assert files_of(office.archive) == {}


def test_no_file_of_ours_holds_what_was_erased(office, run, book):
    name = b"Personne fictive 4711"
    run("importer", book("En cours", referent=name.decode()), *OF, "--au", AU)
    for word in ("un", "deux"):
        run("importer", book(word and "En pause", word), *OF, "--au", "2025-06-30", "--remplacer")
    run("retirer", *OF, "--au", AU)
    run("effacer", *OF, "--au", AU, "--confirmer")
    held = [path.name for path in office.base.parent.iterdir() if path.is_file() and name in path.read_bytes()]
    assert held == []
    assert [path for path, content in files_of(office.archive).items() if name in content] == []
    assert len(list(office.base.parent.glob("sdsf-*.duckdb"))) == 1


def test_erasing_needs_a_date_or_those_put_aside(run):
    assert "--au" in run("effacer", *OF, "--confirmer")[2]


def test_the_workbook_that_goes_out_replaces_nothing_that_was_filled(office, run):
    path = office.desk / "suivi.xlsx"
    write = ("modele", *OF, "--sortie", path)
    assert run(*write)[0] == run(*write)[0] == 0  # untouched
    tab = load_workbook(path)
    tab["Actions"]["C2"] = "En cours"
    tab.save(path)
    filled = path.read_bytes()
    status, out, err = run(*write)
    assert (status, out, path.read_bytes()) == (2, "", filled)
    assert "--remplacer" in err
    assert run(*write, "--remplacer")[0] == 0
    assert path.read_bytes() != filled


@pytest.mark.parametrize("replace", [(), ("--remplacer",)])
@pytest.mark.parametrize("kind", ["text", "folder", "device", "base"])
def test_the_workbook_that_goes_out_never_replaces_what_is_no_workbook(office, run, kind, replace):
    path = {"device": os.devnull, "base": office.base}.get(kind, office.desk / "notes")
    if kind == "text":
        path.write_text("notes", encoding="utf-8")
    elif kind == "folder":
        path.mkdir()
    before = office.base.read_bytes(), files_of(office.desk)
    status, _, err = run("modele", *OF, "--sortie", path, *replace)
    assert status == 2
    assert "il n’est pas remplacé" in err
    assert (office.base.read_bytes(), files_of(office.desk)) == before


def test_the_commented_copy_replaces_nothing_that_was_filled(office, run, book):
    check = ("verifier", book("En court"), *OF, "--au", AU, "--copie", office.desk)
    for _ in range(2):
        assert "Copie commentée" in run(*check)[2]
    (copy,) = office.desk.glob("*-commente.xlsx")
    tab = load_workbook(copy)
    tab["Actions"]["C2"] = "En cours"
    tab.save(copy)
    filled = copy.read_bytes()
    assert "--remplacer" in run(*check)[2]
    assert copy.read_bytes() == filled
    assert "Copie commentée" in run(*check, "--remplacer")[2]


def test_a_full_disk_says_why_the_workbook_is_not_written(office, run, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    status, _, err = run("modele", *OF, "--sortie", office.desk / "suivi.xlsx")
    assert status == 2
    assert "il n’y a plus de place sur le disque" in err
    assert list(office.desk.iterdir()) == []
