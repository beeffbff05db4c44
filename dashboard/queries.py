"""One SQL file, one question: `queries/<topic>/<question>.sql`, its first comment says what one row is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import QueryError


@dataclass(frozen=True)
class Query:
    """A named SELECT, its meaning (first comment) and the names of its parameters."""

    name: str
    meaning: str
    sql: str
    parameters: frozenset[str]


def load_queries(folder: Path) -> dict[str, Query]:
    """Read every query of a folder by its path without suffix; raises QueryError on a file that is not one SELECT."""
    paths = sorted(folder.glob("*/*.sql"))
    if not paths:
        raise QueryError(f"Aucune requête dans {folder}.")
    queries = (_read(path, folder) for path in paths)
    return {query.name: query for query in queries}


def refuse_unknown(queries: Mapping[str, Query], parameters: Collection[str], asked: Collection[str]) -> None:
    """Raise QueryError, with all of them, on parameters that no filter gives and on questions that no file answers."""
    known = ", ".join(f"${name}" for name in sorted(parameters))
    told = [
        f"{query.name} : paramètre inconnu : ${name} (connus : {known})."
        for query in queries.values()
        for name in sorted(query.parameters - set(parameters))
    ]
    told += [f"{name} : aucun fichier de ce nom dans queries." for name in sorted(set(asked) - queries.keys())]
    if told:
        raise QueryError("\n".join(told))


def _read(path: Path, folder: Path) -> Query:
    sql = path.read_text(encoding="utf-8")
    first_line = sql.splitlines()[0] if sql else ""
    if not first_line.startswith("-- "):
        raise QueryError(f"{path} : la première ligne doit dire, en commentaire, ce qu’est une ligne du résultat.")
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(f"{path} : {error}") from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError(f"{path} : un seul SELECT est attendu.")
    name = path.relative_to(folder).with_suffix("").as_posix()
    return Query(name, first_line[3:].strip(), sql, frozenset(statements[0].named_parameters))
