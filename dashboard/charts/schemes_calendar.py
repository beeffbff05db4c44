"""The calendars of several schémas over the same years: one row for each dated action, within the period of its own."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import pandas as pd

from dashboard.charts.calendar import ACTION, GROUP, Calendar, Row, Span
from dashboard.charts.dates import BOUND, Action, period
from dashboard.charts.rows import rows_of
from dashboard.charts.value import Mark, Role
from dashboard.filters import Filters
from dashboard.french import number, plural

PERIOD: Role = ("periode", "")


def schemes_calendar(frame: pd.DataFrame, filters: Filters) -> Calendar:
    """Return one group for each schéma, and its dated actions; an action may run beyond the period of its schéma.

    Columns: schema, premier_jour, dernier_jour, code, intitule, debut, debut_precision, fin, fin_precision,
    schema_id, fiche_objet, fiche_adresse.
    """
    first, last = frame[["premier_jour", "debut"]].min().min(), frame[["dernier_jour", "fin"]].max().max()
    rows: list[Row] = []
    marks: list[Mark] = []
    for rank, (name, own) in enumerate(frame.groupby("schema", sort=False), start=1):
        rows += _scheme(str(name), str(rank), rows_of(own))
        marks += [
            Mark(("imprimee", str(rank)), f"{name} : date au schéma"),
            Mark(("bornee", str(rank)), f"{name} : toute la période, faute de date"),
        ]
    marks.sort(key=lambda mark: mark.role[0] == "bornee")
    whole = (*marks, Mark(PERIOD, "période du schéma"))
    return Calendar(date(first.year, 1, 1), date(last.year, 12, 31), None, tuple(rows), whole, overview=True)


def _scheme(name: str, rank: str, actions: list[Action]) -> Iterator[Row]:
    first, last = (actions[0][key].date() for key in ("premier_jour", "dernier_jour"))
    rows = [_row(action, rank, first, last) for action in actions if not _undated(action)]
    total = sum(isinstance(action["code"], str) for action in actions)
    words = f"{plural(total, 'action')}, {number(total - len(rows))} sans date"
    yield Row(GROUP, "", name, ("volet", rank), count=words, span=Span(first, last, PERIOD))
    yield from rows


def _row(action: Action, rank: str, first: date, last: date) -> Row:
    start = first if pd.isna(action["debut"]) else action["debut"].date()
    end = last if pd.isna(action["fin"]) else action["fin"].date()
    told = f"{action['code']} · {action['intitule']}\n{period(action)}"
    span = Span(start, end, ("imprimee" if _printed(action) else "bornee", rank), told)
    return Row(ACTION, action["code"], action["intitule"], ("volet", rank), _link(action), span=span)


def _undated(action: Action) -> bool:
    return bool(pd.isna(action["debut"]) and pd.isna(action["fin"]))


def _printed(action: Action) -> bool:
    """Tell whether an action has a printed date of its own, beside the bounds of the schéma."""
    return any(isinstance(p, str) and p != BOUND for p in (action["debut_precision"], action["fin_precision"]))


def _link(action: Action) -> str | None:
    """Return the link to an action in its fiche, of its own schéma."""
    address: Any = action.get("fiche_adresse")
    if not isinstance(address, str):
        return None
    path = f"/fiches/{quote(action['schema_id'])}/{quote(address, safe='')}"
    own = action["fiche_objet"] == f"action-{action['code']}"
    return path if own else f"{path}?action={quote(action['code'])}"
