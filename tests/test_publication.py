"""A new file under its own name, a pointer that moves, one writer at a time; Windows by simulated failures."""

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dashboard.errors import RequestRefusedError
from dashboard.publication import current, discard, new_file, one_writer, publish


@pytest.fixture
def base(tmp_path):
    return tmp_path / "sdsf.duckdb"


def written(base, content):
    built = new_file(base)
    built.write_text(content)
    return built


def published(base, content):
    return publish(written(base, content), base)


def test_what_is_published_is_read_by_the_pointer_and_by_the_base_path(base):
    for content in ("one", "two", "three"):
        assert published(base, content) == ()
        assert current(base).read_text() == base.read_text() == content
        assert current(base) != base
    kept = {path.read_text() for path in base.parent.glob("sdsf-*.duckdb")}
    assert kept == {"two", "three"}  # the one before, for readers that are about to open it


def test_a_file_that_is_held_open_is_finished_by_its_reader(base):
    published(base, "old")
    with current(base).open() as reader:
        published(base, "new")
        published(base, "newer")
        assert reader.read() == "old"


def test_a_plain_file_put_later_at_the_base_path_is_the_current_one(base):
    published(base, "built")
    base.unlink()
    base.write_text("put by hand")
    os.utime(base, ns=(2**62, 2**62))
    assert current(base) == base


def test_where_links_are_not_allowed_the_base_path_is_a_copy(base, monkeypatch):
    def refused(self, target):
        raise OSError("privilege not held")

    monkeypatch.setattr(Path, "symlink_to", refused)
    published(base, "one")
    published(base, "two")
    assert not base.is_symlink()
    assert base.read_text() == "two"
    assert current(base) != base


def test_a_base_path_held_by_another_tool_is_told_and_readers_see_the_new_file(base, monkeypatch):
    published(base, "one")
    move = Path.replace

    def held(self, target):
        if Path(target) == base:
            raise PermissionError(13, "used by another process")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", held)
    (told,) = published(base, "two")
    assert "tenu ouvert" in told
    assert current(base).read_text() == "two"
    assert {path.name for path in base.parent.iterdir()} == {
        "sdsf.duckdb", "sdsf.duckdb.courant", *(path.name for path in base.parent.glob("sdsf-*.duckdb"))
    }  # fmt: skip


def test_an_old_file_still_held_goes_with_the_next_publication(base, monkeypatch):
    published(base, "one")
    first, remove = current(base), Path.unlink
    monkeypatch.setattr(Path, "unlink", lambda self, **_: (_ for _ in ()).throw(PermissionError(13, "held")))
    published(base, "two")
    published(base, "three")
    assert first.exists()
    monkeypatch.setattr(Path, "unlink", remove)
    published(base, "four")
    assert not first.exists()


def test_what_a_killed_build_left_is_removed_by_the_next(base):
    written(base, "half")
    again = new_file(base)
    assert list(base.parent.iterdir()) == []
    discard(again)


HOLD = """
import sys, time
from pathlib import Path
from dashboard.publication import one_writer
with one_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def holder():
    """Start a process that holds the lock of a place for some seconds; ended after the test."""
    with contextlib.ExitStack() as started:

        def start(place, seconds):
            command = [sys.executable, "-c", HOLD, str(place), str(seconds)]
            process = started.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
            started.callback(process.kill)
            assert process.stdout.readline() == "held\n"
            return process

        yield start


def test_the_second_writer_waits_with_a_word_then_goes_on(base, holder):
    process, said = holder(base, 0.6), []
    with one_writer(base, say=said.append):
        assert process.wait(1) == 0
    assert [words for words in said if "attente" in words] == said != []


def test_a_writer_that_waits_too_long_gives_up_cleanly(base, holder):
    holder(base, 30)
    with pytest.raises(RequestRefusedError, match="rien n’a été écrit"), one_writer(base, say=lambda _: None, wait=0.2):
        pass


def test_the_lock_of_a_dead_process_is_taken_over_at_once(base, holder):
    process = holder(base, 30)
    process.kill()
    process.wait()
    with one_writer(base, say=lambda words: pytest.fail(words)):
        pass


def test_two_threads_write_one_after_the_other(base):
    inside, seen = [], []

    def write():
        with one_writer(base, base.with_name("suivi"), say=lambda _: None):
            inside.append(1)
            seen.append(len(inside))
            threading.Event().wait(0.02)
            inside.pop()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 6


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(RequestRefusedError, match="impossible"), one_writer(tmp_path / "file" / "sdsf.duckdb"):
        pass
    loop = tmp_path / "boucle"
    loop.symlink_to(loop)
    with pytest.raises(RequestRefusedError, match="un autre fichier porte ce nom"), one_writer(loop / "sdsf.duckdb"):
        pass
