"""Changes of the archive: what comes is staged, every move is written down, then made; a stop in between is undone."""

import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from dashboard.db import Database
from dashboard.errors import DatabaseUnusableError, RequestRefusedError, cause

Move = tuple[Path, Path]
WORK, NOTE = ".en-cours", "changement.json"
OURS = re.compile(r"cnaf|(\d{2,3}|2[AB])-\d{4}")
OTHERS = 0o077
# What a stop left beside its place in an archive whose moves were not written down.
OLDER = re.compile(r"\.(?P<name>.+)\.(nouvelle|refusee|nouveau)")


def stage(archive: Path, name: str, content: bytes) -> Path:
    """Write a file that is to enter the archive, on the disk for good, readable by its owner alone; return its path."""
    path = archive / WORK / name
    with _refusing(archive):
        _folder(path.parent)
        _write(path, content)
    return path


def make(archive: Path, base: Path, words: str, moves: Sequence[Move]) -> None:
    """Write moves down, with what they do in French and the file that will show them, then make them."""
    pairs = [[path.relative_to(archive).as_posix() for path in move] for move in moves]
    note = {"operation": words, "base": str(base.absolute()), "deplacements": pairs}
    beside = stage(archive, f"_{NOTE}", json.dumps(note, ensure_ascii=False).encode())
    with _refusing(archive):
        beside.replace(beside.with_name(NOTE))
        _sync(beside.parent)
        for source, target in moves:
            _folder(target.parent)
            source.rename(target)
            _sync(target.parent)


def unsettled(archive: Path) -> bool:
    """Tell whether a command is changing the archive, or was stopped while it did."""
    return (archive / WORK).exists()


def settle(archive: Path) -> str | None:
    """Undo the change that a stop left half made, unless the file shows it; return what was done, in French.

    Its caller holds the lock of the archive. Raises RequestRefusedError when it cannot be done: it is then still to do.
    """
    work, told = archive / WORK, None
    try:
        if (work / NOTE).exists():
            told = _settle_noted(archive, json.loads((work / NOTE).read_text(encoding="utf-8")))
            (work / NOTE).unlink()
        for place in _ours(archive):
            for left in list(place.glob(".*")):
                _settle_older(left)
        _remove(work)
        _make_private(archive)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise RequestRefusedError(
            f"L’archive {archive} ne peut pas être remise en état après un changement : {cause(error)}."
        ) from error
    for place in (*_ours(archive), archive):
        with suppress(OSError):
            place.rmdir()  # an empty folder only
    return told


def state(archive: Path) -> str:
    """Return the SHA-256 of what is read of the archive, shortened; nothing for an empty one.

    Raises OSError when the archive cannot be read.
    """
    statuses = [(path, path.stat()) for path in sorted(_read(archive))]
    return _digest(archive, tuple((path, status.st_size, status.st_mtime_ns) for path, status in statuses))


def hidden(name: str) -> bool:
    """Tell whether a name is of what a system or a spreadsheet leaves beside the files of others."""
    return name.startswith((".", "~$"))


@contextmanager
def _refusing(archive: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RequestRefusedError(f"Écriture dans l’archive {archive} impossible : {cause(error)}.") from error


def _ours(archive: Path) -> list[Path]:
    """Return the folders of an archive, and nothing of a folder that is none."""
    return [path for path in archive.glob("*") if OURS.fullmatch(path.name) and path.is_dir()]


def _read(archive: Path) -> Iterator[Path]:
    """Yield the files that a build may read: those put aside, in a folder whose name has a dot, are not."""

    def told(error: OSError) -> None:
        if archive.exists():
            raise error

    for place, folders, files in os.walk(archive, onerror=told):
        folders[:] = [name for name in folders if "." not in name]
        if Path(place) != archive:
            yield from (Path(place, name) for name in files if not hidden(name))


@lru_cache(8)
def _digest(archive: Path, files: tuple[tuple[Path, int, int], ...]) -> str:
    digest = sha256()
    for path, *_ in files:
        digest.update(path.relative_to(archive).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12] if files else ""


def _settle_noted(archive: Path, note: dict[str, Any]) -> str:
    moves = [(archive / source, archive / target) for source, target in note["deplacements"]]
    if _made(*moves[-1]) and _published(Path(note["base"])) == state(archive):
        return f"{note['operation']} : interrompu une fois le travail fait, rien n’est à refaire."
    for source, target in reversed(moves):
        if _made(source, target):
            _folder(source.parent)
            target.rename(source)
    return f"{note['operation']} : interrompu et annulé, l’archive et le fichier sont comme avant."


def _settle_older(left: Path) -> None:
    match = OLDER.fullmatch(left.name)
    if match:
        place = left.with_name(match["name"])
        replaced = sorted(place.parent.glob(f"{place.name}.remplacee-*"), key=lambda path: (len(path.name), path.name))
        if replaced and not place.exists():
            replaced[-1].rename(place)
        _remove(left)


def _published(base: Path) -> str | None:
    """Return the state of the archive that a file was built from; None when it cannot be read."""
    try:
        db = Database(base, {})
    except DatabaseUnusableError:
        return None
    try:
        return db.archive()
    finally:
        db.close()


def _made(source: Path, target: Path) -> bool:
    return target.exists() and not source.exists()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _folder(path: Path) -> None:
    for place in reversed([path, *path.parents]):
        if not place.exists():
            place.mkdir(mode=0o700, exist_ok=True)


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the names of a folder survive a power cut, where the system lets a folder be opened."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _make_private(archive: Path) -> None:
    """Let the owner alone read the archive; on Windows, the folder of the profile does it."""
    if os.name != "posix" or not archive.is_dir():
        return
    with suppress(OSError):  # the owner is another, or the disk is read-only
        for place in (ours := _ours(archive)):
            if place.stat().st_mode & OTHERS:
                for path in [*place.rglob("*"), place]:
                    if not path.is_symlink():
                        path.chmod(0o700 if path.is_dir() else 0o600)
        if ours and len(ours) == len(list(archive.iterdir())) and archive.stat().st_mode & OTHERS:
            archive.chmod(0o700)
