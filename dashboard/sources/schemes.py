"""Read the tables of all schémas and check them as a whole: references, dates, levels, words that contradict."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dashboard.errors import TablesRefusedError
from dashboard.sources.checks import SHARED, Known, check_scheme
from dashboard.sources.columns import Row, Rows, Table
from dashboard.sources.common_tables import COMMON_TABLES
from dashboard.sources.rows import check_references, read_table, same_word
from dashboard.sources.tables import SCHEME_TABLES

TAG = re.compile(r"</?[A-Za-z][^<>]*>")
CITED = {"phrase": "phrase_lue", "texte": "texte_lu"}
EMPHASIS = re.compile(r"(?<![\w*])\*(?=\w)([^*]*\w)\*(?!\*)")
SUPERSCRIPT = re.compile(r"</?sup>|\^\{(\w+)\}")


def read_sources(folders: Sequence[Path], territories: Rows) -> Rows:
    """Return the rows of every base table, those of a schéma with its identifier.

    The first folder holds the common tables; a schéma of a later one takes the place of its like in those before.
    Raises TablesRefusedError with every problem of every table.
    """
    problems: list[str] = []
    rows, unread = _read(folders[0], COMMON_TABLES, problems)
    common = _values(rows, unread, territories)
    for table in COMMON_TABLES:
        check_references(table, rows[table.target], common, problems)
    schemes = {
        path.name: path
        for folder in folders
        if folder.is_dir()
        for path in folder.iterdir()
        if path.is_dir() and not path.name.startswith(".")
    }
    if not schemes:
        problems.append(f"{folders[0].name} : aucun dossier de schéma.")
    for _, path in sorted(schemes.items()):
        files = [t.file for t in SCHEME_TABLES]
        for stray in sorted(p.name for p in path.glob("*.csv") if p.name not in files):
            problems.append(f"{path.name}/{stray} : fichier inconnu (accepté : {', '.join(files)}).")
        scheme, missing = _read(path, SCHEME_TABLES, problems)
        _share_names(scheme, rows)
        check_scheme(scheme, missing, common, problems)
        _repair(scheme)
        for target in SHARED:
            _add_shared(target, rows[target], scheme.pop(target), problems)
        for target, table_rows in scheme.items():
            rows.setdefault(target, []).extend(row | {"schema_id": path.name} for row in table_rows)
    if problems:
        raise TablesRefusedError(problems)
    return rows


def _read(folder: Path, tables: Iterable[Table], problems: list[str]) -> tuple[Rows, set[str]]:
    """Return the rows of each table, and the tables that could not be read."""
    read = {t.target: read_table(folder / t.file, t, problems) for t in tables}
    return {target: rows or [] for target, rows in read.items()}, {t for t, rows in read.items() if rows is None}


def _values(rows: Rows, unread: set[str], territories: Rows) -> Known:
    known = {
        "departement.code": frozenset(r["code"] for r in territories["territoire"] if r["type"] == "département"),
        "territoire.code": frozenset(r["code"] for r in territories["territoire"]),
    }
    for table in COMMON_TABLES:
        if table.target not in unread:
            names = (r[table.target] for r in rows[table.target])
            known[f"{table.target}.{table.target}"] = frozenset(name for name in names if name)
    return known


def _share_names(scheme: Rows, rows: Rows) -> None:
    """Give to a schéma's own organisations and services the form of the name that the common tables already hold."""
    for name in SHARED:
        common = {row[name] for row in rows[name] if row[name]}
        for row in scheme[name]:
            row[name] = row[name] and (same_word(row[name], common) or row[name])


def _add_shared(name: str, common: list[Row], own: list[Row], problems: list[str]) -> None:
    """Add a schéma's own organisations or services to the common ones; two that differ are refused."""
    for row in own:
        same = next((r for r in common if row[name] == r[name] or row["cle"] == r["cle"]), None)
        if same is None:
            common.append(row | ({"ordre": len(common) + 1} if "ordre" in row else {}))
            continue
        # A cell left empty says nothing: it takes what the other row says, and contradicts nothing.
        same.update({c: v for c, v in row.items() if same.get(c, v) is None})
        differing = [c for c, v in row.items() if c[0] != "_" and c != "ordre" and v is not None and v != same[c]]
        for column in differing:
            problems.append(
                f"{row['_lieu']}, colonne {column} : « {_word(row[column])} » contredit « {_word(same[column])} » "
                f"({same['_lieu']}) ; un même nom et une même clé désignent une seule chose dans tous les schémas."
            )


def _word(value: Any) -> str:
    return {True: "oui", False: "non"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _repair(rows: Rows) -> None:
    """Add to each cited text how it reads: marks of the transcription dropped, recorded slips repaired."""
    for table_rows in rows.values():
        for row in table_rows:
            for cited, read in CITED.items():
                if isinstance(row.get(cited), str) and "document" in row:
                    row[read] = _readable(row, cited, rows["reparation"])


def _readable(row: Row, cited: str, repairs: list[Row]) -> str:
    text = str(row[cited])
    for repair in repairs:
        if repair["document"] == row["document"]:
            text = text.replace(str(repair["texte_ocr"]), str(repair["texte_repare"]))
    plain = EMPHASIS.sub(r"\1", TAG.sub(" ", SUPERSCRIPT.sub(r"\1", text)).replace("**", ""))
    return " ".join(plain.split())
