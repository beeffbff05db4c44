"""The DuckDB file, read-only: a cursor of its own for each question under way, driver errors re-raised as ours."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard.errors import DatabaseUnusableError, QueryError
from dashboard.publication import current
from dashboard.queries import Query
from dashboard.settings import PLACES

Identity = tuple[int, int]
ADVICE = f"Lancez « {PLACES.command} construire »."
# What the driver raises on bytes that are not those that it wrote.
DAMAGE = (
    duckdb.Error,
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.InternalException,
    duckdb.FatalException,
)
FILE_FORMAT = 4
CATALOG = "sdsf"
ANSWERS = 256  # frames of some tens of kB: what a séance goes back to


KEPT = 8  # versions that pages opened before a publication go on reading

# The version that the questions of the current request are asked of; None for the newest.
_wanted: ContextVar[str | None] = ContextVar("wanted", default=None)


class VersionGoneError(DatabaseUnusableError):
    """The version that a page was made from is no longer open: the page is to be loaded again."""


class Database:
    """Named queries on one DuckDB file; a new version of it is opened at the next question."""

    def __init__(self, path: Path, queries: Mapping[str, Query]) -> None:
        self.path = path
        self.queries = queries
        self._lock = threading.RLock()
        self._answer = lru_cache(ANSWERS)(self._ask)
        self._kept: OrderedDict[Identity, _Opened] = OrderedDict()
        self._newest()

    def frame(self, name: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Answer one named query with those of the given parameters that it uses, or with what it answered before."""
        query = self.queries[name]
        given = parameters or {}
        missing = query.parameters - given.keys()
        if missing:
            raise QueryError(f"{name} : paramètre absent : {', '.join(sorted(missing))}.")
        used = {key: given[key] for key in sorted(query.parameters)}
        return self._answer(name, _Asked(repr(used), used), self._current().identity).copy(deep=False)

    def views(self) -> frozenset[str]:
        """Return the names of the public views, that the file itself declares."""
        return frozenset(self.frame("donnees/vues")["vue"])

    def view(self, name: str) -> pd.DataFrame:
        """Return a public view whole; raises QueryError when the file declares none of this name."""
        if name not in self.views():
            raise QueryError(f"{name} n’est pas une vue publique.")
        quoted = name.replace('"', '""')
        return self._run(name, f'FROM "{quoted}"', {}, self._current().identity)

    @contextmanager
    def at(self, version: str | None) -> Iterator[None]:
        """Ask the questions of this block of one version, so that what they answer belongs together.

        Raises VersionGoneError when it is no longer open; None is the newest when the block begins.
        """
        token = _wanted.set(version or self._newest().version)
        try:
            self._current()
            yield
        finally:
            _wanted.reset(token)

    def file(self) -> Path:
        """Return the file that is read now."""
        return current(self.path)

    def newest(self) -> str:
        """Return the version of the file now published, whatever the one asked."""
        return self._newest().version

    def version(self) -> str:
        """Return the fingerprint of the source tables that the file was built from."""
        return self._current().version

    def archive(self) -> str:
        """Return the state of the archive of the follow-up that the newest file was built from; nothing for none."""
        return self._newest().version.partition("-")[2]

    def demonstration(self) -> bool:
        """Tell whether the file holds fictitious follow-up, shown as such everywhere."""
        return self._current().demonstration

    def identity(self) -> Identity:
        """Return what changes when the file is replaced."""
        return self._current().identity

    def close(self) -> None:
        """Release the file."""
        for opened in self._kept.values():
            opened.connection.close()

    def _ask(self, name: str, asked: "_Asked", identity: Identity) -> pd.DataFrame:
        return self._run(name, self.queries[name].sql, asked.parameters, identity)

    def _run(self, name: str, sql: str, parameters: Mapping[str, Any], identity: Identity) -> pd.DataFrame:
        try:
            with self._cursor(identity) as cursor:
                return cursor.execute(sql, parameters).df()
        except duckdb.Error as error:
            if type(error) in DAMAGE:
                raise DatabaseUnusableError(f"Le fichier {self.path} est abîmé ou incomplet. {ADVICE}") from error
            raise QueryError(f"{name} : {error}") from error

    @contextmanager
    def _cursor(self, identity: Identity) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor to one question: those that nobody holds wait beside their connection."""
        with self._lock:
            opened = self._kept.get(identity) or self._newest()
            cursor = opened.cursors.pop() if opened.cursors else opened.connection.cursor().execute(f"USE {CATALOG}")
        yield cursor
        opened.cursors.append(cursor)

    def _current(self) -> "_Opened":
        newest, wanted = self._newest(), _wanted.get()
        if wanted in (None, newest.version):
            return newest
        with self._lock:
            for opened in reversed(self._kept.values()):
                if opened.version == wanted:
                    return opened
        raise VersionGoneError(
            "Les données ont été publiées à nouveau depuis l’ouverture de cette page : rechargez-la."
        )

    def _newest(self) -> "_Opened":
        with self._lock:
            path = current(self.path)
            identity = _identity(path)
            if identity not in self._kept:
                self._kept[identity] = self._open(path, identity)
                while len(self._kept) > KEPT:
                    # Questions under way keep the connection until they end; it is then collected.
                    self._kept.popitem(last=False)
            return self._kept[identity]

    def _open(self, path: Path, identity: Identity) -> "_Opened":
        if identity == (0, 0):
            raise DatabaseUnusableError(f"Le fichier {self.path} n’existe pas. {ADVICE}")
        # Attached, not connected to: DuckDB would hand back the replaced file that an open connection still holds.
        connection = duckdb.connect(":memory:")
        try:
            quoted = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS {CATALOG} (READ_ONLY)")
            # A view of a file made by others may name other files of this machine: it reads none.
            connection.execute("SET enable_external_access = false; SET lock_configuration = true")
            if connection.execute(f"SELECT format FROM {CATALOG}.meta").fetchone() != (FILE_FORMAT,):
                raise DatabaseUnusableError(f"Le fichier {self.path} est d’un autre format que ce programme. {ADVICE}")
            told = connection.execute(f"SELECT version, demonstration FROM {CATALOG}.meta").fetchall()
        except duckdb.Error as error:
            raise DatabaseUnusableError(f"Le fichier {self.path} n’est pas une base lisible. {ADVICE}") from error
        return _Opened(connection, identity, *told[0])


@dataclass(frozen=True)
class _Opened:
    connection: duckdb.DuckDBPyConnection
    identity: Identity
    version: str
    demonstration: bool
    cursors: list[duckdb.DuckDBPyConnection] = field(default_factory=list)


@dataclass(frozen=True)
class _Asked:
    """The parameters of a question, the same as others that are written alike."""

    written: str
    parameters: dict[str, Any] = field(compare=False)


def _identity(path: Path) -> Identity:
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_ino, status.st_mtime_ns)
