"""What the tables of a schéma may not say against each other: references, dates, levels, fiches, amounts."""

from dashboard.sources.columns import Row, Rows
from dashboard.sources.period import check_dates
from dashboard.sources.rows import check_references, same_word
from dashboard.sources.tables import MAX_LEVELS, RESERVED, SCHEME_TABLES
from dashboard.vocabulary import slug

SHARED = ("organisme", "dispositif")
Known = dict[str, frozenset[str]]


def check_scheme(rows: Rows, unread: set[str], common: Known, problems: list[str]) -> None:
    """Report what a schéma says against itself: references, dates, levels, fiches, amounts."""
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
