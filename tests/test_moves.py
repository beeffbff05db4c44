"""A change of the archive cut at each of its steps: undone or done by the next command, whole, and told."""

import errno
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from dashboard import moves
from dashboard.errors import CAUSES, RequestRefusedError, cause
from dashboard.moves import WORK, make, settle, state, unsettled
from dashboard.suivi.archive import erasing, storing, withdrawing
from tests.suivi.conftest import ALLIER, files_of

DAY, LATER = date(2025, 1, 31), date(2025, 6, 30)
STEPS = [(Path, "mkdir"), (Path, "touch"), (Path, "replace"), (Path, "rename"), (Path, "unlink"),
         (Path, "rmdir"), (os, "fsync"), (shutil, "rmtree")]  # fmt: skip


class PowerCutError(BaseException):
    """The process stops there."""


class Office:
    """An archive with two campaigns, one of them replaced, and the state of it that the file shows."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.archive = folder, folder / "suivi"
        monkeypatch.setattr(moves, "_published", lambda base: self.shown)
        self.shown = ""
        for content, day in ((b"un", DAY), (b"deux", DAY), (b"autre", LATER)):
            self.do(lambda content=content, day=day: self.storing(day, content))

    def storing(self, day, content):
        received = self.folder / "recu.xlsx"
        received.write_bytes(content)
        return storing(self.archive, ALLIER, day, [received], replace=True)

    def do(self, plan):
        make(self.archive, self.folder / "sdsf.duckdb", "Essai", plan())
        self.shown = state(self.archive)
        return settle(self.archive)


PLANS = {
    "replacing": lambda office: office.storing(DAY, b"trois"),
    "storing": lambda office: office.storing(date(2025, 3, 1), b"trois"),
    "withdrawing": lambda office: withdrawing(office.archive, ALLIER, LATER),
    "erasing": lambda office: erasing(office.archive, ALLIER, DAY, only_aside=False),
    "erasing those put aside": lambda office: erasing(office.archive, ALLIER, None, only_aside=True),
}


@pytest.fixture
def office(tmp_path, monkeypatch):
    return Office(tmp_path, monkeypatch)


@pytest.fixture
def cutting(monkeypatch):
    """Have the nth step that follows fail, before or after it is made; return how many there were."""

    def cut(at, error, after):
        count = [0]
        patch = pytest.MonkeyPatch()
        for owner, name in STEPS:
            real = getattr(owner, name)

            def step(*arguments, real=real, **options):
                count[0] += 1
                if count[0] == at and not after:
                    raise error
                answer = real(*arguments, **options)
                if count[0] == at:
                    raise error
                return answer

            patch.setattr(owner, name, step)
        return count, patch

    return cut


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("plan", PLANS)
def test_a_change_cut_anywhere_is_undone_or_done(tmp_path, monkeypatch, cutting, plan, after):
    at, outcomes = 0, set()
    while True:
        at += 1
        (tmp_path / str(at)).mkdir()
        office = Office(tmp_path / str(at), monkeypatch)
        before, shown = files_of(office.archive), office.shown
        count, patch = cutting(at, PowerCutError(), after)
        try:
            office.do(lambda office=office: PLANS[plan](office))
        except PowerCutError:
            patch.undo()
            settle(office.archive)
            now = files_of(office.archive)
            assert not unsettled(office.archive)
            assert office.shown == state(office.archive)
            # A change that the file does not show (what is put aside is not read) is done once its moves are.
            assert now == before or office.shown != shown or plan == "erasing those put aside"
            outcomes.add(now == before)
        else:
            patch.undo()
            break
    assert at > 5
    assert outcomes == {True, False}


def test_settling_cut_anywhere_goes_on(tmp_path, monkeypatch, cutting):
    at = 0
    while True:
        at += 1
        (tmp_path / str(at)).mkdir()
        office = Office(tmp_path / str(at), monkeypatch)
        before = files_of(office.archive)
        make(office.archive, tmp_path / "sdsf.duckdb", "Essai", office.storing(DAY, b"trois"))
        count, patch = cutting(at, PowerCutError(), False)
        try:
            settle(office.archive)
        except PowerCutError:
            patch.undo()
            settle(office.archive)
            assert files_of(office.archive) == before
        else:
            patch.undo()
            break
    assert at > 3


@pytest.mark.parametrize("plan", ["replacing", "storing", "withdrawing"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_refuses_leaves_the_archive_as_it_was_and_says_why(office, cutting, plan, number):
    before, at, told = files_of(office.archive), 0, set()
    while True:
        at += 1
        count, patch = cutting(at, OSError(number, os.strerror(number)), False)
        try:
            make(office.archive, office.folder / "sdsf.duckdb", "Essai", PLANS[plan](office))
        except RequestRefusedError as refused:
            told.add(str(refused))
        else:
            break
        finally:
            patch.undo()
        settle(office.archive)
        assert files_of(office.archive) == before
    assert told == {f"Écriture dans l’archive {office.archive} impossible : {CAUSES[number]}."}


def test_what_was_done_is_told(office):
    moves_ = office.storing(DAY, b"trois")
    make(office.archive, office.folder / "sdsf.duckdb", "Import du 31/01/2025", moves_)
    assert settle(office.archive) == (
        "Import du 31/01/2025 : interrompu et annulé, l’archive et le fichier sont comme avant."
    )
    assert settle(office.archive) is None
    assert "rien n’est à refaire" in office.do(lambda: office.storing(DAY, b"quatre"))


def test_a_note_that_cannot_be_read_is_told_and_stays(office):
    (office.archive / WORK).mkdir()
    (office.archive / WORK / moves.NOTE).write_text("[")
    with pytest.raises(RequestRefusedError, match="ne peut pas être remise en état"):
        settle(office.archive)
    assert unsettled(office.archive)


# Elsewhere the folder of the profile does it.
@pytest.mark.needs("posix")
def test_the_owner_alone_reads_the_archive(office):
    def modes():
        return {oct(path.stat().st_mode & 0o777) for path in (office.archive, *office.archive.rglob("*"))}

    assert modes() == {"0o700", "0o600"}
    for path in (office.archive, *office.archive.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    settle(office.archive)
    assert modes() == {"0o700", "0o600"}


def test_a_folder_that_is_no_archive_is_left_alone(tmp_path):
    for name in ("photos", "63", ".photos.nouvelle"):
        (tmp_path / name).mkdir()
    (tmp_path / "notes.txt").write_text("notes")
    tmp_path.chmod(0o755)
    assert settle(tmp_path) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == [".photos.nouvelle", "63", "notes.txt", "photos"]
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_the_state_is_of_what_is_read(office):
    before = state(office.archive)
    folder = office.archive / ALLIER
    for name in (".~lock.suivi-1.xlsx#", "~$suivi-1.xlsx"):
        (folder / DAY.isoformat() / name).write_bytes(b"x")
    shutil.rmtree(folder / f"{DAY}.remplacee-1")
    assert state(office.archive) == before
    (folder / DAY.isoformat() / "suivi-1.xlsx").write_bytes(b"changed")
    assert state(office.archive) != before
    assert state(office.folder / "absent") == ""


def test_the_cause_is_in_french_whatever_says_it():
    assert cause(OSError(errno.ENOSPC, "No space left on device")) == CAUSES[errno.ENOSPC]
    assert cause(RuntimeError('IO Error: Could not write file "x": No space left on device')) == CAUSES[errno.ENOSPC]
    assert cause(OSError("autre chose")) == "autre chose"
