"""What is known of each territory, as maps; and where one stands among the others."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from dashboard.charts import senses
from dashboard.charts.map import CHOSEN, OTHER, OUTLINED, UNKNOWN, Map, Territory
from dashboard.charts.rows import rows_of
from dashboard.charts.senses import FACTS, UNKNOWN_SIGN, Answer
from dashboard.charts.value import Mark, Role
from dashboard.filters import Filters
from dashboard.french import number, quantity

SOUTH = 41  # degrees: Corse is above
UNSAID = "inconnu : le schéma n’en dit rien"


def coverage(frame: pd.DataFrame, filters: Filters) -> Map:
    """Return the chosen dispositif or measure by EPCI.

    Columns: cle, code, nom, sens, mention, present, valeur, unite, qualificatif, annee, geometrie; an empty `cle`
    leaves the outlines alone.
    """
    if not frame.iloc[0]["cle"]:
        bare = tuple(_place(row, filters, role=OTHER) for row in rows_of(frame))
        return Map(bare, (Mark(OTHER, "contour : le document ne dit rien de chaque territoire"),))
    chosen = filters.scheme.territories.get(filters.epci or "")
    return _known(frame, filters, UNSAID, chosen)


def france(frame: pd.DataFrame, filters: Filters) -> Map:
    """Return a measure by département; those overseas would shrink the others to nothing: the table gives them.

    Columns: code, nom, valeur, unite, annee, present, sens, mention, geometrie, lat.
    """
    drawn = _known(frame, filters, "inconnu", None, leads=False)
    home = set(frame.loc[frame["lat"] > SOUTH, "code"])
    return Map(tuple(t for t in drawn.territories if t.code in home), drawn.key, named=False)


def locator(frame: pd.DataFrame, filters: Filters) -> Map:
    """Return the département with one EPCI chosen. Columns: code, nom, geometrie, choisi."""
    rows = rows_of(frame)
    places = tuple(
        _place(row, filters, role=CHOSEN if row["choisi"] else OTHER, chosen=bool(row["choisi"])) for row in rows
    )
    named = [Mark(CHOSEN, place.name) for place in places if place.chosen]
    return Map(places, (*named, Mark(OTHER, "les autres intercommunalités du département")), named=False, locates=True)


def _known(frame: pd.DataFrame, filters: Filters, unknown: str, chosen: str | None, leads: bool = True) -> Map:
    rows, steps = rows_of(frame), senses.class_steps(frame["valeur"])
    sense = next((row["sens"] for row in rows if isinstance(row["sens"], str)), senses.NO_SENSE)
    roles = senses.class_roles(sense, steps)
    places = tuple(
        _place(
            row,
            filters if leads else None,
            role=senses.role_of(row, steps, roles),
            value=None if pd.isna(row["valeur"]) else float(row["valeur"]),
            sign=senses.sign(row),
            words=senses.answer(row),
            sense=sense,
            chosen=row["nom"] == chosen,
        )
        for row in rows
    )
    marks = _class_marks(rows, steps, roles) if steps else _fact_marks(rows, sense)
    counts = [place.role for place in places]
    key = [Mark(mark.role, f"{mark.words} ({counts.count(mark.role)})") for mark in marks if mark.role in counts]
    hatched = [Mark(UNKNOWN, f"{UNKNOWN_SIGN} {unknown} ({counts.count(UNKNOWN)})")] * (UNKNOWN in counts)
    outlined = [Mark(OUTLINED, chosen)] if chosen else []
    return Map(places, (*key, *hatched, *outlined))


def _place(row: Answer, filters: Filters | None, **said: Any) -> Territory:
    link = filters.url(f"/territoires/{row['code']}") if filters else None
    return Territory(row["code"], row["nom"], row["geometrie"], link=link, **said)


def _fact_marks(rows: list[Answer], sense: str) -> Iterator[Mark]:
    mention = next((row["mention"] for row in rows if isinstance(row["mention"], str)), None)
    for held in (True, False):
        yield Mark(senses.fact_role(sense, held), f"{FACTS[sense, held][1]} {senses.fact_words(sense, mention, held)}")


def _class_marks(rows: list[Answer], steps: list[senses.Step], roles: list[Role]) -> Iterator[Mark]:
    unit = next((row["unite"] for row in rows if isinstance(row["unite"], str)), None)
    for rank, (role, (low, high)) in enumerate(zip(roles, steps, strict=True)):
        since = "plus de" if rank else "de"
        yield Mark(role, f"{since} {number(low)} à {quantity(high, unit)}" if low < high else quantity(high, unit))
