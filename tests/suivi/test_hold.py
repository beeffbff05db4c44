"""Two writers, Ctrl+C, a kill, a full disk: the archive and the file agree, or it is said."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date

import duckdb
import pytest

from dashboard import __main__ as entry
from dashboard import ids, moves, publication
from dashboard.__main__ import main
from dashboard.agreement import AHEAD, UNREAD, UP_TO_DATE, archive_word, behind
from dashboard.app import create_app
from dashboard.db import Database
from dashboard.ingest import build as building
from dashboard.ingest import change as changing
from dashboard.ingest.change import settle_at_start
from dashboard.publication import one_writer
from dashboard.queries import load_queries
from dashboard.settings import ROOT, Settings
from tests.suivi.conftest import ALLIER, files_of, write_answers

AU, NEXT = "2025-01-31", "2025-06-30"
PATIENCE = 60
CNAF = ROOT / "tests" / "cases" / "13-cnaf-annee-qui-disparait" / "2025" / "txcouv_pe_dep.csv"


@pytest.fixture
def words(office):
    """Return the words of a command on this archive and this file."""

    def make(command, *more, schema=True):
        own = ["--schema", ALLIER] if schema else []
        places = ["--base", office.base, "--suivi", office.archive, "--donnees", office.data]
        return [str(word) for word in (command, *more, *own, *places)]

    return make


@pytest.fixture
def run(words, capsys):
    """Run a command in this process; return its status, what it answers and what it says beside."""

    def running(command, *more, schema=True):
        capsys.readouterr()
        status = main(words(command, *more, schema=schema))
        return status, *capsys.readouterr()

    return running


@pytest.fixture
def answer(office):
    """Write a workbook (a text) where one action has a status."""

    def write(status, name="recu"):
        return write_answers(office.desk / name, ALLIER, date(2025, 1, 31), [{"action": "1.1", "statut": status}])

    return write


@pytest.fixture
def start(words):
    """Start a command in a process of its own, after some lines of Python."""
    started = []

    def starting(*command, before=""):
        program = f"import sys\n{before}\nfrom dashboard.__main__ import run\nsys.exit(run())"
        process = subprocess.Popen(
            [sys.executable, "-c", program, *words(*command)], cwd=ROOT, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={key: value for key, value in os.environ.items() if not key.startswith("SDSF_")}
            | {"PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        started.append(process)
        return process

    yield starting
    for process in started:
        process.kill()
        process.communicate()


def shown(office):
    return {day.isoformat(): status for day, status in office.ask(
        f"select campagne, statut from suivi_actions where schema_id = '{ALLIER}'"
    )}  # fmt: skip


def agree(office):
    """Tell whether the file shows the archive as it is, and nothing is left to settle."""
    db = Database(office.base, {})
    try:
        return db.archive() == moves.state(office.archive) and not moves.unsettled(office.archive)
    finally:
        db.close()


def left_beside(office):
    return [path.name for path in office.base.parent.glob("_*")]


def test_two_imports_of_the_same_date_keep_the_one_that_was_accepted(office, answer, start):
    with one_writer(office.archive, say=lambda _: None):
        both = [start("importer", answer(s, s), "--au", AU) for s in ("En cours", "En pause")]
        for process in both:
            assert "attente" in process.stderr.readline()
    told = [process.communicate(timeout=PATIENCE) for process in both]
    assert sorted(process.returncode for process in both) == [0, 2]
    refused = next(err for process, (_, err) in zip(both, told, strict=True) if process.returncode == 2)
    assert "existe déjà" in refused
    accepted = "En cours" if both[0].returncode == 0 else "En pause"
    assert shown(office) == {AU: accepted}
    assert len(files_of(office.archive)) == 1
    assert agree(office)


def test_two_imports_of_two_dates_are_both_kept(office, answer, start):
    both = [start("importer", answer(s, s), "--au", day) for s, day in (("En cours", AU), ("En pause", NEXT))]
    for process in both:
        process.communicate(timeout=PATIENCE)
    assert [process.returncode for process in both] == [0, 0]
    assert shown(office) == {AU: "En cours", NEXT: "En pause"}
    assert agree(office)


@pytest.fixture
def stopped(monkeypatch, office, run, answer):
    """Import, then have a second import stopped by an error raised before or after a step of it."""
    run("importer", answer("En cours", "un"), "--au", AU)

    def stop(error, owner, step, after):
        real, left = getattr(owner, step), [error]

        def stopping(*arguments, **options):
            answer = real(*arguments, **options) if after or not left else None
            if left:
                raise left.pop() if isinstance(error, KeyboardInterrupt) else error
            return answer

        with monkeypatch.context() as patch:
            patch.setattr(owner, step, stopping)
            return run("importer", answer("En pause", "deux"), "--au", AU, "--remplacer")

    return stop


@pytest.mark.parametrize(
    ("owner", "step", "after", "published"),
    [
        (changing, "make", False, False),
        (changing, "make", True, False),
        (building, "_insert", False, False),
        (building, "publish", False, False),
        (publication, "_linked", False, True),
        (changing, "build", True, True),
    ],
)
def test_ctrl_c_during_an_import_undoes_it_or_finishes_it_and_says_which(
    office, stopped, owner, step, after, published
):
    status, out, err = stopped(KeyboardInterrupt(), owner, step, after)
    assert (status, out) == (130, "")
    assert shown(office) == {AU: "En pause" if published else "En cours"}
    assert "Commande interrompue." in err
    assert ("rien n’est à refaire" if published else "interrompu et annulé") in err or (step, after) == ("make", False)
    assert agree(office)
    assert left_beside(office) == []


def test_ctrl_c_that_a_library_makes_another_error_of_is_still_ctrl_c(office, stopped, monkeypatch):
    monkeypatch.setattr(entry, "_interruptions", [signal.SIGINT])
    status, _, err = stopped(RuntimeError("Query interrupted"), building, "_insert", False)
    assert status == 130
    assert "interrompu et annulé" in err
    assert shown(office) == {AU: "En cours"}


def test_a_fault_of_the_program_is_not_taken_for_ctrl_c_and_undoes_the_import(office, stopped):
    with pytest.raises(RuntimeError):
        stopped(RuntimeError("fault"), building, "_insert", False)
    assert agree(office)


@pytest.mark.needs("posix")
def test_a_real_ctrl_c_ends_with_130_and_no_traceback(office, answer, start):
    process = start("importer", answer("En cours"), "--au", AU)
    end = time.monotonic() + PATIENCE
    while not list(office.base.parent.glob("_*.nouveau")) and time.monotonic() < end:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "Import de la campagne du 31/01/2025 (03-2023) : interrompu" in err
    assert agree(office)


KILL = """
import os
from {module} import *
import {module} as module
real = module.{step}
def dying(*arguments, **options):
    {before}
    real(*arguments, **options)
    os._exit(9)
module.{step} = dying
"""


@pytest.mark.parametrize(
    ("module", "step", "after"),
    [
        ("dashboard.moves", "_sync", True),
        ("dashboard.ingest.change", "make", True),
        ("dashboard.publication", "_linked", False),
        ("dashboard.ingest.build", "publish", True),
    ],
)
def test_what_a_kill_left_is_settled_when_the_dashboard_starts(office, run, answer, start, module, step, after):
    run("importer", answer("En cours", "un"), "--au", AU)
    patch = KILL.format(module=module, step=step, before="" if after else "os._exit(9)")
    process = start("importer", answer("En pause", "deux"), "--au", AU, "--remplacer", before=patch)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 9
    told = settle_at_start(office.base, office.desk)
    assert agree(office)
    status = shown(office)[AU]
    assert "rien n’est à refaire" in told if status == "En pause" else not told or "annulé" in told
    assert run("importer", answer("En pause", "trois"), "--au", AU, "--remplacer")[0] == 0
    assert shown(office) == {AU: "En pause"}
    assert left_beside(office) == []


def test_the_dashboard_starts_whatever_cannot_be_settled(office, run, answer, monkeypatch):
    run("importer", answer("En cours"), "--au", AU)
    (office.archive / moves.WORK).mkdir()
    monkeypatch.setattr(moves.shutil, "rmtree", lambda _: (_ for _ in ()).throw(OSError(errno.EACCES, "denied")))
    assert settle_at_start(office.base, office.desk).startswith("Attention : l’archive n’est pas remise en état")


def test_a_dashboard_that_starts_during_an_import_waits_for_nothing(office):
    (office.archive / moves.WORK).mkdir(parents=True)
    publication.remember(office.base, office.archive)
    with one_writer(office.archive, say=lambda _: None):
        assert settle_at_start(office.base, office.desk) is None
    assert (office.archive / moves.WORK).exists()


@pytest.mark.parametrize(
    ("step", "number"),
    [
        ((moves, "_write"), errno.ENOSPC),
        ((building, "_write"), errno.EROFS),
        ((publication, "_moved"), errno.ENOSPC),
        ((changing, "make"), errno.ENOSPC),
    ],
    ids=["staged", "built", "pointed", "driver"],
)
def test_a_disk_that_refuses_leaves_all_as_it_was_and_says_why(office, stopped, number, step):
    if step == (changing, "make"):
        error = duckdb.IOException(f"IO Error: Could not write file: {os.strerror(number)}")
        step = (building, "_insert")
    else:
        error = OSError(number, os.strerror(number))
    before = office.base.resolve(), files_of(office.archive)
    status, out, err = stopped(error, *step, False)
    assert (status, out) == (2, "")
    assert ("plus de place" if number == errno.ENOSPC else "lecture seule") in err
    assert (office.base.resolve(), files_of(office.archive)) == before
    assert left_beside(office) == []
    assert agree(office)


def test_a_link_that_cannot_be_made_is_told_and_the_import_is_done(office, run, answer, monkeypatch):
    run("importer", answer("En cours", "un"), "--au", AU)
    move = publication._moved

    def moved(target, write):
        if target == office.base:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return move(target, write)

    monkeypatch.setattr(publication, "_moved", moved)
    status, out, _ = run("importer", answer("En pause", "deux"), "--au", AU, "--remplacer")
    assert status == 0
    assert f"{office.base} montre encore la version d’avant (il n’y a plus de place" in out


def test_the_page_and_the_health_say_when_the_archive_is_ahead(office, run, answer):
    run("importer", answer("En cours"), "--au", AU)
    settings = Settings(database=office.base, data=office.data, fixed_today=date(2025, 3, 1))
    db = Database(office.base, load_queries(settings.queries))
    app = create_app(db, settings)
    client = app.server.test_client()

    key = next(
        key for key in app.callback_map if f"{ids.NOTICE}.data-parties" in key and f"{ids.FILTERS}.hidden" in key
    )

    def notice(path):
        callback = app.callback_map[key]
        asked = {(ids.URL, "pathname"): path}
        body = {
            "output": key,
            "outputs": [dict(zip(("id", "property"), o.split("."), strict=True)) for o in key.strip(".").split("...")],
            "inputs": [i | {"value": asked.get((i["id"], i["property"]), "")} for i in callback["inputs"]],
            "state": [i | {"value": None} for i in callback["state"]],
            "changedPropIds": [],
        }
        return client.post("/_dash-update-component", json=body).text

    assert "archive du suivi" not in notice("/donnees")
    assert client.get("/sante").json["archive"] == archive_word(db) == UP_TO_DATE
    assert behind(db) is None
    shutil.copytree(office.archive / ALLIER / AU, office.archive / ALLIER / NEXT)
    assert client.get("/sante").json["archive"] == archive_word(db) == AHEAD
    assert "construire" in behind(db)
    assert "archive du suivi" in notice("/donnees")
    assert "archive du suivi" not in notice("/calendrier")
    run("construire", schema=False)
    assert client.get("/sante").json["archive"] == UP_TO_DATE
    db.close()


def test_an_archive_that_cannot_be_read_is_said_so(office, run, answer, monkeypatch):
    run("importer", answer("En cours"), "--au", AU)
    db = Database(office.base, {})
    monkeypatch.setattr("dashboard.agreement.state", lambda _: (_ for _ in ()).throw(PermissionError(13, "denied")))
    assert archive_word(db) == UNREAD
    assert behind(db) is None
    db.close()


def test_what_the_system_refuses_to_read_is_told(office, run, answer, monkeypatch):
    run("importer", answer("En cours"), "--au", AU)

    def refused(archive):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(archive))

    monkeypatch.setattr(changing, "settle", refused)
    status, out, err = run("importer", answer("En pause", "deux"), "--au", NEXT)
    assert (status, out) == (2, "")
    assert err.startswith(f"Fichier inaccessible : {office.archive} (vous n’en avez pas le droit")


def test_a_dashboard_of_another_account_opens_without_the_archive(office, monkeypatch):
    def refused(archive):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(archive))

    monkeypatch.setattr(changing, "unsettled", refused)
    assert settle_at_start(office.base, office.archive) is None


@pytest.mark.needs("posix")
def test_ctrl_c_of_the_dashboard_is_a_quiet_stop(office):
    program = "import sys; from dashboard.__main__ import run; sys.exit(run())"
    words = [sys.executable, "-u", "-c", program, "servir", "--port", "0", "--base", str(office.base)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline().startswith("Tableau de bord ouvert")
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
