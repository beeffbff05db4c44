"""The actions of each element of the plan, by status or by state at the calendar; roles and names of first levels."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from dashboard.charts.bars import Bars, Family, Part, Row, Series, panels_of
from dashboard.charts.value import Mark, Role
from dashboard.filters import NO_ANSWER, Filters
from dashboard.french import agree, plural
from dashboard.vocabulary import slug

SHORT = 40  # letters of a title in a key
# What was done first, what nobody answered last.
STATUSES = ("Réalisée", "En cours", "À venir", "En pause", "Bloquée", "À discuter", "Abandonnée", NO_ANSWER)
CALENDAR = ("échue", "en cours", "à venir", "sans date")
RUNNING = "en cours"
FEW, SHORTEST = 2, 1 / 6  # actions in a part too short for more than their number, and of the longest bar


def first_level_role(code: str, filters: Filters) -> Role:
    """Return the role of a first level: its place in the schéma, none for what stands out of it."""
    codes = [node.code for node in filters.scheme.nodes if node.rank == 1]
    return ("volet", str(codes.index(code) + 1) if code in codes else "")


def first_level(code: str, title: str, filters: Filters) -> str:
    """Return the name of a first level in a key: its title, or its code where the title is long."""
    return title if len(title) <= SHORT else short_first_level(code, filters)


def short_first_level(code: str, filters: Filters) -> str:
    """Return a first level by its code, e.g. « Volet 2 »."""
    return f"{filters.scheme.level(1).label} {code}"


def by_group(frame: pd.DataFrame, filters: Filters) -> Bars:
    """Count the actions of each engagement, by declared status where a campaign tells it, else by calendar state.

    Columns: niveau_1_code, niveau_1, noeud, code, titre, etat, actions, campagne.
    """
    declared, records = bool(frame["campagne"].notna().any()), frame.to_dict("records")
    cells = {(r["noeud"], r["etat"]): r for r in records}
    groups = list({r["noeud"]: r for r in records}.values())
    found = {r["etat"] for r in records}
    enough = max(FEW + 1, SHORTEST * frame.groupby("noeud")["actions"].sum().max())
    states = [state for state in (STATUSES if declared else CALENDAR) if state in found]
    series = tuple(
        Series(state, tuple(_part(cells.get((g["noeud"], state)), declared, enough, filters) for g in groups))
        for state in states
    )
    rows = tuple(Row(f"{g['code']} · {g['titre']}", family=_family(g, filters)) for g in groups)
    return Bars(rows, series, panels_of(series, ("actions",)), tuple(_key(records, states, declared, filters)))


def _family(group: dict[Any, Any], filters: Filters) -> Family:
    code = group["niveau_1_code"]
    return Family(group["niveau_1"], short_first_level(code, filters), first_level_role(code, filters))


def _role(row: dict[Any, Any], declared: bool, filters: Filters) -> Role:
    """Return the role of a state; at the calendar, what runs stands for its first level."""
    if row["etat"] == RUNNING and not declared:
        return first_level_role(row["niveau_1_code"], filters)
    return ("statut" if declared else "etat", slug(row["etat"]))


def _part(row: dict[Any, Any] | None, declared: bool, enough: float, filters: Filters) -> Part | None:
    if row is None:
        return None
    state, count = row["etat"], int(row["actions"])
    text = plural(count, state) if count >= enough and not declared else str(count)
    told = f"{filters.scheme.groups.label} {row['code']} : {row['titre']}\n"
    told += f"{plural(count, 'action')} : {agree(state, count)}"
    link = filters.list_url(row["noeud"], **{"statut" if declared else "etat": slug(state)})
    return Part(count, _role(row, declared, filters), text, told, link)


def _key(records: list[dict[Any, Any]], states: list[str], declared: bool, filters: Filters) -> Iterator[Mark]:
    """Name each state, what runs at the calendar once for each first level."""
    for state in states:
        firsts = {r["niveau_1_code"]: r for r in records if r["etat"] == state}.values()
        if declared or state != RUNNING:
            yield Mark(_role(next(iter(firsts)), declared, filters), state)
            continue
        for row in firsts:
            words = f"{RUNNING} : {first_level(row['niveau_1_code'], row['niveau_1'], filters)}"
            yield Mark(_role(row, declared, filters), words)
