"""Where the current DuckDB file stands: each build has a file of its own name, a small pointer names the one to read.

A file held open cannot be replaced on Windows, so none ever is: readers under way finish on theirs. The base path
itself (`data/sdsf.duckdb`) goes on naming the current file for those who open it with another tool.
"""

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os.path import realpath
from pathlib import Path

from filelock import FileLock, Timeout

from dashboard.errors import RequestRefusedError, cause

WAIT_S = 120.0
PUBLISHED = "{}-????????-??????-??????.duckdb"


def current(base: Path) -> Path:
    """Return the file that a base path names now: that of its pointer, unless a newer one was put in its place."""
    with contextlib.suppress(OSError, ValueError):
        named = base.with_name(_pointer(base).read_text(encoding="utf-8").strip())
        written = named.stat().st_mtime_ns
        if named.name.startswith(f"{base.stem}-") and not (base.exists() and base.stat().st_mtime_ns > written):
            return named
    return base


def new_file(base: Path) -> Path:
    """Return a path of its own for a build under way; what a killed build left there is removed."""
    for pattern in (f"_{base.stem}-*.nouveau*", f"_{base.name}*-????????"):
        for left in base.parent.glob(pattern):
            discard(left)
    return base.with_name(f"_{base.stem}-{secrets.token_hex(4)}.nouveau")


def publish(built: Path, base: Path) -> tuple[str, ...]:
    """Make a finished file the current one; return, in French, what could not follow it."""
    before = current(base)
    named = base.with_name(f"{base.stem}-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}.duckdb")
    try:
        built.rename(named)
        _moved(_pointer(base), lambda path: path.write_text(named.name, encoding="utf-8"))
    except BaseException:
        if current(base) != named:
            discard(named)
        raise
    told = _linked(named, base)
    for old in base.parent.glob(PUBLISHED.format(base.stem)):
        if old not in (named, before):
            discard(old)
    return told


def follow(base: Path) -> None:
    """Have the base path name the current file when a stop kept it from following."""
    with contextlib.suppress(OSError):
        named = current(base)
        if named != base and not (base.exists() and base.stat().st_mtime_ns == named.stat().st_mtime_ns):
            _linked(named, base)


def forget(base: Path) -> tuple[str, ...]:
    """Remove every file published before the current one; return, in French, those that could not be."""
    left = [old for old in base.parent.glob(PUBLISHED.format(base.stem)) if old != current(base)]
    for old in left:
        discard(old)
    return tuple(f"{old} est encore tenu ouvert : supprimez-le une fois libre." for old in left if old.exists())


def remember(base: Path, archive: Path) -> None:
    """Write beside a base path which archive its file is built from."""
    try:
        place = os.path.relpath(archive.absolute(), base.parent.absolute())
    except ValueError:  # another drive
        place = str(archive.absolute())
    _moved(_archive(base), lambda path: path.write_text(place, encoding="utf-8"))


def archive_of(base: Path) -> Path | None:
    """Return the archive that the file of a base path is built from; None for one that was copied here."""
    try:
        return base.parent / _archive(base).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _linked(named: Path, base: Path) -> tuple[str, ...]:
    """Let the base path name the file: by a link, or by a copy where links are not allowed."""

    def link(path: Path) -> None:
        try:
            path.symlink_to(named.name)
        except OSError:
            shutil.copy2(named, path)

    try:
        _moved(base, link)
    except PermissionError:
        return (
            f"{base} est tenu ouvert par un autre programme et montre encore la version d’avant ; le tableau de bord "
            f"montre la nouvelle ({named.name}). Fermez ce programme, puis relancez « construire ».",
        )
    except OSError as error:
        return (
            f"{base} montre encore la version d’avant ({cause(error)}) ; le tableau de bord montre la nouvelle "
            f"({named.name}).",
        )
    return ()


def _moved(target: Path, write: Callable[[Path], object]) -> None:
    beside = target.with_name(f"_{target.name}-{secrets.token_hex(4)}")
    try:
        write(beside)
        beside.replace(target)
    finally:
        discard(beside)


def discard(path: Path) -> None:
    """Remove a file that no one needs; one still held open (Windows) goes with the next publication."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _pointer(base: Path) -> Path:
    return base.with_name(f"{base.name}.courant")


def _archive(base: Path) -> Path:
    return base.with_name(f"{base.name}.suivi")


@contextmanager
def one_writer(*places: Path, say: Callable[[str], object] = print, wait: float = WAIT_S) -> Iterator[None]:
    """Hold the lock of what a command writes (archive, base path), one writer at a time on this machine.

    The second waits with a word; raises RequestRefusedError when the first does not end in `wait` seconds. The lock
    is the system's: it falls with the process that held it.
    """
    with contextlib.ExitStack() as held:
        for place in sorted(
            {Path(realpath(place)) if place.is_dir() else Path(realpath(place.parent), place.name) for place in places}
        ):
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                lock = FileLock(place.with_name(f".{place.name}.verrou"), thread_local=False)
                try:
                    held.enter_context(lock.acquire(timeout=0))
                except Timeout:
                    say(f"Une autre commande écrit dans {place} : attente de sa fin ({wait:g} s au plus)…")
                    held.enter_context(lock.acquire(timeout=wait))
            except Timeout as error:
                raise RequestRefusedError(
                    f"Une autre commande écrit encore dans {place} : rien n’a été écrit, recommencez plus tard."
                ) from error
            except OSError as error:
                raise RequestRefusedError(f"Écriture dans {place.parent} impossible : {cause(error)}.") from error
        yield
