"""Read the tables of all schémas and check them as a whole: references, dates, levels, words that contradict."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dashboard.errors import TablesRefusedError
from dashboard.sources.columns import Row, Rows, Table
from dashboard.sources.common_tables import COMMON_TABLES
from dashboard.sources.period import check_dates
from dashboard.sources.rows import check_references, read_table, same_word
from dashboard.sources.tables import MAX_LEVELS, RESERVED, SCHEME_TABLES
from dashboard.vocabulary import slug

SHARED = ("organisme", "dispositif")
Known = dict[str, frozenset[str]]
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
        _check_scheme(scheme, missing, common, problems)
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


def _check_scheme(rows: Rows, unread: set[str], common: Known, problems: list[str]) -> None:
    known = _scheme_values(rows, unread, common)
    for table in SCHEME_TABLES:
        check_references(table, rows[table.target], known, problems)
    check_dates(rows, problems)
    _check_levels(rows["niveau"], problems)
    _check_parents(rows["plan"], rows["niveau"], problems)
    for row in rows["schema"]:
        accepted = ["action", *(level["type"] for level in rows["niveau"])]
        row["fiche"] = row["fiche"] and (same_word(row["fiche"], filter(None, accepted)) or row["fiche"])
        if row["fiche"] and row["fiche"] not in accepted and "niveau" not in unread:
            problems.append(f"{row['_lieu']}, colonne fiche : « {row['fiche']} » (accepté : {', '.join(accepted)}).")
        _check_fiches(str(row["fiche"]), rows, problems)
    for row in rows["moyen"]:
        if row["montant"] is not None and row["montant_max"] is not None and row["montant_max"] < row["montant"]:
            problems.append(
                f"{row['_lieu']}, colonne montant_max : {row['montant_max']:g} est inférieur à {row['montant']:g} "
                "(attendu : la borne haute de la fourchette)."
            )
    for row in rows["echeance"]:
        if row["debut"] is None and row["fin"] is None:
            problems.append(f"{row['_lieu']}, colonne debut : ni début ni fin (attendu : au moins une date).")


def _scheme_values(rows: Rows, unread: set[str], common: Known) -> Known:
    """Return what references may name in this schéma, without what rests on a table that could not be read."""

    def values(table: str, column: str) -> frozenset[str]:
        return frozenset(row[column] for row in rows[table] if row[column] is not None)

    objects = values("plan", "noeud") | {f"action-{code}" for code in values("action", "code")}
    own = {
        "plan.noeud": (values("plan", "noeud"), {"plan"}),
        "action.code": (values("action", "code"), {"action"}),
        "objet": (objects, {"plan", "action"}),
        "niveau.type": (values("niveau", "type"), {"niveau"}),
        "document.document": (values("document", "document"), {"document"}),
        "indicateur.indicateur": (values("indicateur", "indicateur"), {"indicateur"}),
        "objet d’anomalie": (
            objects | values("indicateur", "indicateur") | {"schema"},
            {"plan", "action", "indicateur"},
        ),
    }
    known = dict(common) | {name: accepted for name, (accepted, needed) in own.items() if not needed & unread}
    for target in SHARED:
        name = f"{target}.{target}"
        if name in known and target not in unread:
            known[name] |= values(target, target)
        else:
            known.pop(name, None)
    if "organisme.organisme" in known and "alias" not in unread:
        known["organisme ou alias"] = known["organisme.organisme"] | values("alias", "imprime")
    return known


def _check_fiches(carrier: str, rows: Rows, problems: list[str]) -> None:
    rank = {level["type"]: level["rang"] for level in rows["niveau"]}
    place = {node["noeud"]: rank.get(node["niveau"]) for node in rows["plan"]}
    for action in rows["action"] if carrier != "action" else ():
        found, wanted = place.get(action["noeud"]), rank.get(carrier)
        if found and wanted and found < wanted:
            problems.append(
                f"{action['_lieu']}, colonne noeud : « {action['noeud']} » est au-dessus du niveau « {carrier} » "
                "qui porte les fiches (attendu : un élément de ce niveau ou d’un niveau inférieur)."
            )


def _check_levels(levels: list[Row], problems: list[str]) -> None:
    seen: dict[str, str] = {}
    ranks = sorted(level["rang"] for level in levels if level["rang"] is not None)
    for level in levels:
        rank = level["rang"]
        if rank is not None and len(ranks) == len(levels) and not (rank <= MAX_LEVELS and ranks[:rank][-1:] == [rank]):
            problems.append(f"{level['_lieu']}, colonne rang : {rank} (accepté : 1 à {MAX_LEVELS}, sans saut).")
        word = slug(level["type"] or "")
        if level["type"] and not word:
            problems.append(f"{level['_lieu']}, colonne type : « {level['type']} » n’a ni lettre ni chiffre.")
        elif word in RESERVED:
            problems.append(
                f"{level['_lieu']}, colonne type : « {level['type']} » est réservé aux adresses "
                f"(refusés : {', '.join(RESERVED)})."
            )
        elif word in seen:
            problems.append(
                f"{level['_lieu']}, colonne type : « {level['type']} » se confond avec « {seen[word]} » dans les "
                "adresses (attendu : un autre mot)."
            )
        seen[word] = str(level["type"])


def _check_parents(plan: list[Row], levels: list[Row], problems: list[str]) -> None:
    rank = {level["type"]: int(level["rang"] or 0) for level in levels}
    if not all(rank.values()):
        return
    by_id = {row["noeud"]: row for row in plan}
    codes: dict[tuple[str | None, str, str], str] = {}
    for row in plan:
        if str(row["noeud"]).startswith("action-"):
            problems.append(
                f"{row['_lieu']}, colonne noeud : « {row['noeud']} » commence par « action- », réservé aux actions."
            )
        place = (row["parent"], row["niveau"], row["code"])
        if row["code"] and place in codes:
            problems.append(
                f"{row['_lieu']}, colonne code : « {row['code']} » est déjà celui de « {codes[place]} » sous le même "
                "élément (attendu : un code par élément)."
            )
        codes.setdefault(place, str(row["noeud"]))
    for row in plan:
        parent = by_id.get(row["parent"])
        expected = rank.get(row["niveau"], 1) - 1
        found = rank.get(parent["niveau"], 0) if parent else 0
        if row["niveau"] in rank and found != expected:
            wanted = next((t for t, r in rank.items() if r == expected), "aucun (premier niveau)")
            problems.append(
                f"{row['_lieu']}, colonne parent : « {row['parent'] or ''} » ne convient pas à un niveau "
                f"« {row['niveau']} » (attendu : {wanted})."
            )
