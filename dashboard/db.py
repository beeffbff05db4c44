"""The DuckDB file, read-only: a fresh cursor for each new question, driver errors re-raised as ours."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard.errors import DatabaseUnusableError, QueryError
from dashboard.queries import Query

FILE_FORMAT = 3
CATALOG = "sdsf"
ANSWERS = 256  # frames of some tens of kB: what a séance goes back to


class Database:
    """Named queries on one DuckDB file; a file replaced by a new build is reopened at the next question."""

    def __init__(self, path: Path, queries: Mapping[str, Query]) -> None:
        self.path = path
        self.queries = queries
        self._lock = threading.RLock()
        self._answer = lru_cache(ANSWERS)(self._ask)
        self._opened = self._open()

    def frame(self, name: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Answer one named query with those of the given parameters that it uses, or with what it answered before."""
        query = self.queries[name]
        given = parameters or {}
        missing = query.parameters - given.keys()
        if missing:
            raise QueryError(f"{name} : paramètre absent : {', '.join(sorted(missing))}.")
        used = tuple((key, _frozen(given[key])) for key in sorted(query.parameters))
        return self._answer(name, used, self._current().identity).copy(deep=False)

    def version(self) -> str:
        """Return the fingerprint of the source tables that the file was built from."""
        return self._current().version

    def demonstration(self) -> bool:
        """Tell whether the file holds fictitious follow-up, shown as such everywhere."""
        return self._current().demonstration

    def identity(self) -> tuple[int, int]:
        """Return what changes when the file is replaced."""
        return _identity(self.path)

    def close(self) -> None:
        """Release the file."""
        self._opened.connection.close()

    def _ask(self, name: str, used: tuple[tuple[str, Any], ...], _: tuple[int, int]) -> pd.DataFrame:
        parameters = {key: list(value) if isinstance(value, tuple) else value for key, value in used}
        try:
            return self._cursor().execute(self.queries[name].sql, parameters).df()
        except duckdb.Error as error:
            raise QueryError(f"{name} : {error}") from error

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            cursor = self._current().connection.cursor()
        return cursor.execute(f"USE {CATALOG}")

    def _current(self) -> "_Opened":
        with self._lock:
            if self._opened.identity != _identity(self.path):
                # Questions under way keep the old connection until they end; it is then collected.
                self._opened = self._open()
            return self._opened

    def _open(self) -> "_Opened":
        advice = "Lancez « make data » ou « python -m dashboard construire »."
        identity = _identity(self.path)
        if identity == (0, 0):
            raise DatabaseUnusableError(f"Le fichier {self.path} n’existe pas. {advice}")
        # Attached, not connected to: DuckDB would hand back the replaced file that an open connection still holds.
        connection = duckdb.connect(":memory:")
        try:
            quoted = str(self.path).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS {CATALOG} (READ_ONLY)")
            row = connection.execute(f"SELECT format FROM {CATALOG}.meta").fetchone()
        except duckdb.Error as error:
            raise DatabaseUnusableError(f"Le fichier {self.path} n’est pas une base lisible. {advice}") from error
        if row != (FILE_FORMAT,):
            raise DatabaseUnusableError(f"Le fichier {self.path} est d’un autre format que ce programme. {advice}")
        version, demonstration = connection.execute(f"SELECT version, demonstration FROM {CATALOG}.meta").fetchall()[0]
        return _Opened(connection, identity, version, demonstration)


@dataclass(frozen=True)
class _Opened:
    connection: duckdb.DuckDBPyConnection
    identity: tuple[int, int]
    version: str
    demonstration: bool


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _identity(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_ino, status.st_mtime_ns)
