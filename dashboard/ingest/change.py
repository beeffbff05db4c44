"""The archive and the DuckDB file changed as one, by one command at a time."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from os import W_OK, access
from pathlib import Path

from dashboard.db import Database
from dashboard.errors import DashboardError, DatabaseUnusableError
from dashboard.ingest.build import Built, build, check_target, fingerprint
from dashboard.moves import Move, make, settle, unsettled
from dashboard.publication import archive_of, follow, one_writer, remember
from dashboard.settings import Settings


def say(words: str) -> None:
    """Tell what goes on beside the answer of a command; an output that is closed stops nothing."""
    with suppress(OSError):
        print(words, file=sys.stderr, flush=True)


@contextmanager
def settled(settings: Settings, reads: bool = False) -> Iterator[None]:
    """Hold the archive and the file for one command, once what a stop left is settled; settle what it leaves itself.

    A command that only `reads` goes on without where it cannot write. An error that leaves carries what was done, as a
    note.
    """
    archive, base = settings.suivi, settings.database
    if reads and not (archive.exists() and access(archive.parent, W_OK)):
        yield
        return
    if not reads:
        check_target(base)
    with one_writer(archive, *([] if reads else [base]), say=say):
        told = _settle(settings)
        if told:
            say(told)
        try:
            yield
        except BaseException as error:
            try:
                told = _settle(settings)
            except DashboardError as failed:
                told = f"{failed} La prochaine commande le fera."
            if told:
                error.add_note(told)
            raise
        settle(archive)


def _settle(settings: Settings) -> str | None:
    told = settle(settings.suivi)
    follow(settings.database)
    return told


def change(settings: Settings, words: str, moves: Sequence[Move]) -> Built:
    """Make moves in the archive and build the file that shows them; its caller is `settled`, which undoes them if not.

    `words` say in French what the moves do. Raises what `build` raises.
    """
    if moves:
        _remember(settings)
        make(settings.suivi, settings.database, words, moves)
    built = build(settings.data, settings.database, settings.suivi)
    _remember(settings)
    return built


def refresh(settings: Settings) -> None:
    """Build the file where there is none, or where it is of other tables than those of now.

    Tables that are refused are told, and the file of before is kept; raises what `build` raises where there is none.
    """
    try:
        db = Database(settings.database, {})
    except DatabaseUnusableError:
        before = None
    else:
        before = db.version().partition("-")[0]
        db.close()
    if before == fingerprint(settings.data):
        return
    say(f"Construction de {settings.database}…")
    try:
        with settled(settings):
            change(settings, "", ())
    except DashboardError as error:
        if before is None:
            raise
        say(f"{error.title} : {error}\nLe fichier d’avant est servi.")


def _remember(settings: Settings) -> None:
    with suppress(OSError):  # what is written next tells why
        remember(settings.database, settings.suivi)


def settle_at_start(base: Path, archive: Path) -> str | None:
    """Settle what a stop left before the file is served; return, in French, what was done or why it could not be."""
    archive = archive_of(base) or archive
    try:
        if not unsettled(archive):
            return None
        with one_writer(archive, say=lambda _: None, wait=0):
            told = settle(archive)
            follow(base)
            return told
    except DashboardError as error:
        if isinstance(error.__cause__, TimeoutError):  # a command is at work there, which settles it itself
            return None
        return f"Attention : l’archive n’est pas remise en état ({error})"
    except OSError:  # it is private to another account, whose commands settle it
        return None
