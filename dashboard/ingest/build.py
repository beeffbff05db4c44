"""Build the DuckDB file from the text tables: checked as a whole, written beside, replaced atomically."""

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard.db import FILE_FORMAT
from dashboard.errors import TablesRefusedError
from dashboard.ingest.reading import check_references, read_table
from dashboard.ingest.tables import COMMON_TABLES, MAX_LEVELS, RESERVED, SCHEME_TABLES, Row
from dashboard.vocabulary import slug

Rows = dict[str, list[Row]]
SUPERSCRIPT = re.compile(r"</?sup>|\^\{(\w+)\}")
SHARED = ("organisme", "dispositif")


def build(data: Path, database: Path) -> dict[str, int]:
    """Write the DuckDB file and return its row count by public view.

    Raises TablesRefusedError with every problem of every table (file, line, column, value, what is accepted);
    the previous file is then left as it was.
    """
    for needed in ("sources", "territoires", "schema.sql", "views.sql"):
        if not (data / needed).exists():
            raise TablesRefusedError([f"{data / needed} n’existe pas : le dossier des données est incomplet."])
    territories = _read_territories(data / "territoires")
    rows = _read_sources(data / "sources", territories) | territories
    beside = database.with_name(database.name + ".nouveau")
    beside.unlink(missing_ok=True)
    try:
        counts = _write(beside, data, rows)
        beside.replace(database)
    except (duckdb.Error, OSError) as error:
        raise TablesRefusedError([f"Écriture de {database} impossible : {error}"]) from error
    finally:
        beside.unlink(missing_ok=True)
    return counts


def fingerprint(data: Path) -> str:
    """Return the SHA-256 of the tables and of the schema, shortened: the version of the data."""
    digest = hashlib.sha256()
    for path in [
        data / "schema.sql",
        data / "views.sql",
        *sorted(data.glob("sources/**/*.csv")),
        *sorted(data.glob("territoires/*.csv")),
        *sorted(data.glob("territoires/*.geojsonl")),
    ]:
        digest.update(path.relative_to(data).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _read_sources(folder: Path, territories: Rows) -> Rows:
    problems: list[str] = []
    rows: Rows = {t.target: read_table(folder / t.file, t, problems) for t in COMMON_TABLES}
    for table in COMMON_TABLES:
        check_references(table, rows[table.target], _known(rows, territories), problems)
    schemes = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    if not schemes:
        problems.append(f"{folder.name} : aucun dossier de schéma.")
    for path in schemes:
        files = [t.file for t in SCHEME_TABLES]
        for stray in sorted(p.name for p in path.glob("*.csv") if p.name not in files):
            problems.append(f"{path.name}/{stray} : fichier inconnu (accepté : {', '.join(files)}).")
        scheme = {t.target: read_table(path / t.file, t, problems) for t in SCHEME_TABLES}
        for target in SHARED:
            _add_shared(rows[target], scheme.pop(target), problems)
        _check_scheme(scheme, _known(rows, territories), problems)
        _repair(scheme)
        for target, table_rows in scheme.items():
            rows.setdefault(target, []).extend(row | {"schema_id": path.name} for row in table_rows)
    if problems:
        raise TablesRefusedError(problems)
    return rows


def _known(rows: Rows, territories: Rows) -> dict[str, frozenset[str]]:
    return {
        "departement.code": frozenset(r["code"] for r in territories["territoire"] if r["type"] == "département"),
        "territoire.code": frozenset(r["code"] for r in territories["territoire"]),
        **{f"{t.target}.{t.target}": frozenset(r[t.target] for r in rows[t.target]) for t in COMMON_TABLES},
    }


def _add_shared(common: list[Row], own: list[Row], problems: list[str]) -> None:
    """Add a schéma's own organisations or services to the common ones; two that differ are refused."""
    for row in own:
        name, key = next(iter(row.values())), row["cle"]
        same = next((r for r in common if name == next(iter(r.values())) or key == r["cle"]), None)
        if same is None:
            common.append(row | ({"ordre": len(common) + 1} if "ordre" in row else {}))
            continue
        differing = [c for c, v in row.items() if not c.startswith("_") and c != "ordre" and v != same[c]]
        for column in differing:
            problems.append(
                f"{row['_lieu']}, colonne {column} : « {row[column]} » contredit « {same[column]} » "
                f"({same['_lieu']}) ; un même nom et une même clé désignent une seule chose dans tous les schémas."
            )


def _repair(rows: Rows) -> None:
    """Add to each cited sentence how it reads: marks of the transcription dropped, recorded slips repaired."""
    for table_rows in rows.values():
        for row in table_rows:
            if isinstance(row.get("phrase"), str):
                text = row["phrase"]
                for repair in rows["reparation"]:
                    if repair["document"] == row["document"]:
                        text = text.replace(str(repair["texte_ocr"]), str(repair["texte_repare"]))
                plain = re.sub(r"<[^<>]*>|\*\*", " ", SUPERSCRIPT.sub(r"\1", text))
                row["phrase_lue"] = " ".join(plain.split())


def _check_scheme(rows: Rows, common: Mapping[str, frozenset[str]], problems: list[str]) -> None:
    def values(table: str, column: str) -> frozenset[str]:
        return frozenset(row[column] for row in rows[table] if row[column] is not None)

    nodes, actions = values("plan", "noeud"), values("action", "code")
    known = dict(common) | {
        "plan.noeud": nodes,
        "action.code": actions,
        "objet": nodes | {f"action-{code}" for code in actions},
        "niveau.type": values("niveau", "type"),
        "document.document": values("document", "document"),
        "indicateur.indicateur": values("indicateur", "indicateur"),
        "organisme ou alias": common["organisme.organisme"] | values("alias", "imprime"),
    }
    for table in SCHEME_TABLES:
        if table.target not in SHARED:
            check_references(table, rows[table.target], known, problems)
    for target in ("action", "echeance"):
        _check_dates(rows[target], problems)
    _check_parents(rows["plan"], rows["niveau"], problems)
    for row in rows["schema"]:
        if row["annee_debut"] and row["annee_fin"] and row["annee_fin"] < row["annee_debut"]:
            problems.append(f"{row['_lieu']}, colonne annee_fin : {row['annee_fin']} est avant {row['annee_debut']}.")
        accepted = ["action", *(level["type"] for level in rows["niveau"])]
        if row["fiche"] and row["fiche"] not in accepted:
            problems.append(f"{row['_lieu']}, colonne fiche : « {row['fiche']} » (accepté : {', '.join(accepted)}).")
        _check_fiches(str(row["fiche"]), rows, problems)
    for row in rows["echeance"]:
        if row["debut"] is None and row["fin"] is None:
            problems.append(f"{row['_lieu']}, colonne debut : ni début ni fin (attendu : au moins une date).")


def _check_fiches(carrier: str, rows: Rows, problems: list[str]) -> None:
    rank = {level["type"]: level["rang"] for level in rows["niveau"]}
    place = {node["noeud"]: rank.get(node["niveau"]) for node in rows["plan"]}
    for action in rows["action"]:
        found, wanted = place.get(action["noeud"]), rank.get(carrier)
        if found and wanted and found < wanted:
            problems.append(
                f"{action['_lieu']}, colonne noeud : « {action['noeud']} » est au-dessus du niveau « {carrier} » "
                "qui porte les fiches (attendu : un élément de ce niveau ou d’un niveau inférieur)."
            )


def _check_parents(plan: list[Row], levels: list[Row], problems: list[str]) -> None:
    for level in levels:
        if level["rang"] is not None and not 1 <= level["rang"] <= MAX_LEVELS:
            problems.append(f"{level['_lieu']}, colonne rang : {level['rang']} (accepté : 1 à {MAX_LEVELS}).")
        if level["type"] and (slug(level["type"]) in RESERVED or not slug(level["type"])):
            problems.append(
                f"{level['_lieu']}, colonne type : « {level['type']} » est réservé aux adresses "
                f"(refusés : {', '.join(RESERVED)})."
            )
    rank = {level["type"]: int(level["rang"] or 0) for level in levels}
    if not all(rank.values()):
        return
    by_id = {row["noeud"]: row for row in plan}
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


def _check_dates(actions: Iterable[Row], problems: list[str]) -> None:
    for row in actions:
        for bound in ("debut", "fin"):
            if (row[bound] is None) != (row[f"{bound}_precision"] is None):
                problems.append(
                    f"{row['_lieu']}, colonne {bound} : la date et sa précision vont ensemble "
                    f"({row[bound]} / {row[f'{bound}_precision']})."
                )
        if row["debut"] and row["fin"] and row["fin"] < row["debut"]:
            problems.append(f"{row['_lieu']}, colonne fin : {row['fin']} est avant le début {row['debut']}.")


def _read_territories(folder: Path) -> Rows:
    def read(name: str) -> list[dict[str, Any]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return [{key: value or None for key, value in row.items()} for row in csv.DictReader(file, delimiter=";")]

    communes, departements = read("communes.csv"), read("departements.csv")
    main: dict[str, dict[str, int]] = {}
    population: dict[str, int] = {}
    for commune in communes:
        people, departement = int(commune["population"] or 0), commune["departement_code"]
        population[departement] = population.get(departement, 0) + people
        for group in (commune["epci_code"], commune["ept_code"]):
            if group:
                share = main.setdefault(group, {})
                share[departement] = share.get(departement, 0) + 1
    regions = {d["region_code"]: d["region"] for d in departements}
    territories = [
        *({"code": c["code"], "nom": c["nom"], "type": "commune", "forme": None,
           "departement_code": c["departement_code"], "population": c["population"]} for c in communes),
        *({"code": e["code"], "nom": e["nom"], "type": e["type"], "forme": e["forme"],
           "departement_code": max(main[e["code"]], key=main[e["code"]].__getitem__),
           "population": e["population"]} for e in read("epci.csv")),
        *({"code": d["code"], "nom": d["nom"], "type": "département", "forme": None, "departement_code": d["code"],
           "population": population[d["code"]]} for d in departements),
        *({"code": f"REG-{code}", "nom": nom, "type": "région", "forme": None, "departement_code": None,
           "population": None} for code, nom in regions.items()),
        {"code": "FR", "nom": "France", "type": "France", "forme": None, "departement_code": None,
         "population": sum(population.values())},
    ]  # fmt: skip
    with (folder / "contours.geojsonl").open(encoding="utf-8") as file:
        contours = [_contour(line) for line in file]
    return {
        "territoire": territories,
        "commune": [{k: c[k] for k in ("code", "departement_code", "epci_code", "ept_code")} for c in communes],
        "contour": contours,
    }


def _contour(line: str) -> Row:
    head, geometry = line.rstrip().removesuffix("}").split(',"geometry":')
    known = json.loads(head + "}")
    return {"code": known["code"], "lon": known["centre"][0], "lat": known["centre"][1], "geometrie": geometry}


def _write(path: Path, data: Path, rows: Rows) -> dict[str, int]:
    connection = duckdb.connect(path)
    try:
        connection.execute((data / "schema.sql").read_text(encoding="utf-8"))
        for target, table_rows in rows.items():
            _insert(connection, target, table_rows)
        connection.execute((data / "views.sql").read_text(encoding="utf-8"))
        connection.execute("insert into meta values (?, ?)", [FILE_FORMAT, fingerprint(data)])
        views = _names(connection, "select view_name from duckdb_views() where not internal order by 1")
        return {view: connection.table(view).shape[0] for view in views}
    finally:
        connection.close()


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
