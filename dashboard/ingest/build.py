"""Build the DuckDB file from the text tables: checked as a whole, written beside, replaced atomically."""

import hashlib
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from dashboard.cnaf.base import CNAF, read_rows
from dashboard.db import FILE_FORMAT
from dashboard.errors import RequestRefusedError, TablesRefusedError, cause
from dashboard.moves import state
from dashboard.publication import current, discard, new_file, publish
from dashboard.settings import source_folders
from dashboard.sources.columns import Row, Rows
from dashboard.sources.schemes import read_sources
from dashboard.sources.territories import read_territories
from dashboard.suivi.campaigns import read_archive
from dashboard.suivi.model import Plan
from dashboard.suivi.plans import plan_of

# The base tables, then what is derived from them once they are full, each file resting on those before it.
STORAGE = "v1.2.0"
SCHEMA, PLAN = "schema.sql", "plan.sql"  # the archive is read once the plan that it follows is there
DERIVED = ("macros.sql", PLAN, "suivi.sql", "mesures.sql", "filtres.sql", "views.sql")


class Built(NamedTuple):
    """What was written: rows by public view; what the tables hold worth knowing; what could not follow the file."""

    rows: dict[str, int]
    notices: tuple[str, ...]
    told: tuple[str, ...]


def build(data: Path, database: Path, suivi: Path | None = None, demonstration: bool = False) -> Built:
    """Write a DuckDB file of its own name and make it the one that `database` names; its caller holds the lock.

    `suivi` is the archive of the follow-up, with the files of the Cnaf in its folder `cnaf`; a `demonstration` says
    so on every page. Raises TablesRefusedError with every problem of every table (file, line, column, value, what is
    accepted), and RequestRefusedError when `database` is not a file to replace or cannot be written; the previous one
    is then left.
    """
    check_target(database)
    for needed in ("sources", "territoires", SCHEMA, *DERIVED):
        if not (data / needed).exists():
            raise TablesRefusedError([f"{data / needed} n’existe pas : le dossier des données est incomplet."])
    territories = read_territories(data / "territoires")
    rows = read_sources(source_folders(data), territories) | territories
    archive = suivi if suivi and suivi.exists() else None
    if archive:
        rows |= read_rows(archive / CNAF, rows)
    # The underscore keeps the name of the file, which names its catalog, from being that of one of its schemas.
    beside = new_file(database)
    try:
        counts = _write(beside, data, rows, archive, (FILE_FORMAT, fingerprint(data, suivi), demonstration))
        told = publish(beside, database)
    except (duckdb.Error, OSError) as error:
        raise RequestRefusedError(
            f"Écriture de {database} impossible : {cause(error)}. La version d’avant, s’il y en a une, reste."
        ) from error
    finally:
        for left in (beside, beside.with_name(f"{beside.name}.wal")):
            discard(left)
    return Built(counts, tuple(row["_avis"] for row in rows["anomalie"] if "_avis" in row), told)


def check_target(database: Path) -> None:
    """Raise RequestRefusedError unless the path is free, or names a file that a build wrote."""
    file = current(database)
    if not file.exists() or file != database or (file.is_file() and file.stat().st_size == 0):
        return
    if not file.is_file():
        raise RequestRefusedError(f"{database} n’est pas un fichier : il n’est pas remplacé (attendu : un fichier).")
    try:
        with duckdb.connect(file, read_only=True) as connection:
            ours = _names(connection, "select table_name from duckdb_tables() where table_name = 'meta'") == ["meta"]
    except duckdb.Error:
        ours = False
    if not ours:
        raise RequestRefusedError(
            f"{database} n’est pas un fichier que « construire » a écrit : il n’est pas remplacé. Donnez un "
            "autre nom, ou supprimez-le s’il ne sert plus."
        )


def fingerprint(data: Path, suivi: Path | None = None) -> str:
    """Return the version of the data: the short SHA-256 of the tables and the schema, then of the archive if any."""
    digest = hashlib.sha256()
    sources = [(folder.parent, path) for folder in source_folders(data) for path in sorted(folder.glob("**/*.csv"))]
    for root, path in [
        *((data, data / name) for name in (SCHEMA, *DERIVED)),
        *sources,
        *((data, path) for kind in ("csv", "geojsonl") for path in sorted(data.glob(f"territoires/*.{kind}"))),
    ]:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    archive = state(suivi) if suivi else ""
    return digest.hexdigest()[:12] + (f"-{archive}" if archive else "")


def _write(path: Path, data: Path, rows: Rows, archive: Path | None, meta: tuple[int, str, bool]) -> dict[str, int]:
    connection = duckdb.connect(path, config={"storage_compatibility_version": STORAGE})
    try:
        connection.execute((data / SCHEMA).read_text(encoding="utf-8"))
        _fill(connection, rows)
        connection.begin()
        for name in DERIVED:
            connection.execute((data / name).read_text(encoding="utf-8"))
            if name == PLAN and archive:
                _fill(connection, read_archive(archive, _plans(connection)))
        connection.commit()
        connection.execute("insert into meta values (?, ?, ?)", list(meta))
        views = _names(connection, "select view_name from duckdb_views() where not internal order by 1")
        return {view: connection.table(view).shape[0] for view in views}
    finally:
        connection.close()


def _plans(connection: duckdb.DuckDBPyConnection) -> list[Plan]:
    return [plan_of(row, {}) for row in connection.sql("from base.plan_suivi").df().to_dict("records")]


def _fill(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    for target, table_rows in rows.items():
        _insert(connection, target, table_rows)


def _insert(connection: duckdb.DuckDBPyConnection, target: str, rows: list[Row]) -> None:
    columns = _names(
        connection,
        "select column_name from duckdb_columns() where schema_name = 'base' and table_name = ? order by column_index",
        target,
    )
    frame = pd.DataFrame({column: pd.Series([row.get(column) for row in rows], dtype=object) for column in columns})
    connection.register("lignes", frame)
    connection.sql("from lignes").insert_into(f"base.{target}")
    connection.unregister("lignes")


def _names(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(sql, list(parameters)).fetchall()]
