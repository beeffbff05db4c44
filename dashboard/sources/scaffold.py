"""A new schéma's folder: every table with its header, and a page that says what each column accepts."""

import csv
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from dashboard.errors import RequestRefusedError
from dashboard.french import agree
from dashboard.settings import PLACES, source_folders
from dashboard.sources.columns import FIRST_YEAR, LAST_YEAR, Column, Table
from dashboard.sources.rows import nearest
from dashboard.sources.tables import MAX_LEVELS, RESERVED, SCHEME_TABLES, described
from dashboard.vocabulary import slug

GUIDE = "LISEZMOI.md"


def new_scheme(data: Path, departement: str, period: str, levels: Sequence[str]) -> Path:
    """Write the folder `sources/<departement>-<year>` of a folder of data, or of the user's for a package; return it.

    Raises RequestRefusedError with everything wrong in the request; nothing is then written.
    """
    problems: list[str] = []
    names = _departements(data)
    if departement not in names:
        problems.append(
            f"--departement « {departement} » est inconnu (accepté : code Insee{nearest(departement, names)})."
        )
    years = re.fullmatch(r"(\d{4})-(\d{4})", period)
    if years is None or not FIRST_YEAR <= int(years[1]) <= int(years[2]) <= LAST_YEAR:
        problems.append(f"--periode « {period} » n’est pas une période (accepté : AAAA-AAAA, ex. 2024-2029).")
    problems += _level_problems(levels)
    name = f"{departement}-{period[:4]}"
    folders = [folder / name for folder in source_folders(data)]
    problems += [f"Le dossier {folder} existe déjà : rien n’y est écrit." for folder in folders if folder.exists()]
    if problems or years is None:
        raise RequestRefusedError("\n".join(problems))
    folder = folders[-1]
    beside = folder.with_name(f".{name}.nouveau")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    rows = {
        "schema.csv": [_scheme_row(data, departement, years[1], years[2])],
        "niveaux.csv": [
            {"rang": str(rank), "type": level, "libelle": level.capitalize(), "pluriel": agree(level, 2)}
            for rank, level in enumerate(levels, start=1)
        ],
    }
    for table in SCHEME_TABLES:
        _write(beside / table.file, table, rows.get(table.file, []))
    (beside / GUIDE).write_text(_guide(names[departement], period), encoding="utf-8")
    beside.rename(folder)
    return folder


def _departements(data: Path) -> dict[str, str]:
    path = data / "territoires" / "departements.csv"
    if not path.exists():
        raise RequestRefusedError(f"{path} n’existe pas : --donnees attend le dossier des données du tableau de bord.")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["nom"] for row in csv.DictReader(file, delimiter=";")}


def _level_problems(levels: Sequence[str]) -> Iterable[str]:
    if not 1 <= len(levels) <= MAX_LEVELS or not all(levels):
        yield f"--niveaux « {','.join(levels)} » : un à {MAX_LEVELS} niveaux, séparés par des virgules, sont acceptés."
    if len({slug(level) for level in levels}) != len(levels):
        yield f"--niveaux « {','.join(levels)} » : un même niveau y est deux fois."
    for level in levels:
        if level and not slug(level):
            yield f"--niveaux : « {level} » n’a ni lettre ni chiffre."
        if slug(level) in RESERVED:
            yield f"--niveaux : « {level} » est réservé aux adresses (refusés : {', '.join(RESERVED)})."


def _scheme_row(data: Path, departement: str, first: str, last: str) -> dict[str, str]:
    orders = [0]
    for path in (path for folder in source_folders(data) for path in folder.glob("*/schema.csv")):
        # A table that does not hold is told by `construire`, not here.
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            ranks = (str(row.get("ordre")) for row in csv.DictReader(file, delimiter=";"))
            orders += [int(rank) for rank in ranks if rank.isdecimal()]
    return {
        "departement_code": departement,
        "titre": f"Schéma départemental des services aux familles {first}-{last}",
        "annee_debut": first,
        "annee_fin": last,
        "fiche": "action",
        "ordre": str(max(orders) + 1),
    }


def _write(path: Path, table: Table, rows: list[dict[str, str]]) -> None:
    # With the mark by which a spreadsheet knows UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(table.columns), delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _guide(name: str, period: str) -> str:
    lines = [
        f"# Tables du schéma : {name} {period}",
        "",
        "Chaque fichier est un CSV : point-virgule, UTF-8, une ligne d’en-tête à garder telle quelle. "
        "L’ordre des lignes est celui du document. Une cellule vide dit « inconnu » : n’inventez ni date ni chiffre.",
        "",
        f"Vérifiez à tout moment avec `{PLACES.command} construire` : tout ce qui ne va pas est dit d’un coup, par "
        "fichier, ligne, colonne et valeur, et rien n’est écrit tant qu’il reste un problème.",
    ]
    for table in SCHEME_TABLES:
        needed = " (fichier obligatoire)" if table.required else ""
        lines += ["", f"## {table.file}{needed}", "", f"Une ligne est {table.meaning}.", ""]
        lines += ["| colonne | sens | obligatoire | accepté |", "|---|---|---|---|"]
        lines += [
            f"| {key} | {c.meaning} | {'oui' if c.required else ''} | {_accepted(c)} |"
            for key, c in table.columns.items()
        ]
        if table.key:
            lines += ["", f"Deux lignes ne peuvent avoir les mêmes valeurs de : {', '.join(table.key)}."]
    return "\n".join(lines) + "\n"


def _accepted(column: Column) -> str:
    if column.choices:
        return ", ".join(column.choices)
    return described(column.refers_to) if column.refers_to else column.expected
