"""What pilotes carry: how many actions, in which years, and with whom."""

from typing import Any

import pandas as pd

from dashboard.charts.bars import Bars, Part, Row, Series, panels_of
from dashboard.charts.matrix import DEEP, PALE, Cell, Line, Matrix, crossed, greatest
from dashboard.charts.value import Mark
from dashboard.filters import Filters
from dashboard.french import alone, number, plural

# Column, words, role; piloting alone or with others makes a whole, partnership stands apart.
PILOTING = (("pilote_seul", "pilote seul", "seul"), ("pilote_a_plusieurs", "pilote avec d’autres", "a-plusieurs"))
PARTNER = ("partenaire", "partenaire", "partenaire")


def workload(frame: pd.DataFrame, filters: Filters) -> Bars:
    """Count, for each organisation, the actions it pilots, alone or with others; and, apart, those it supports.

    An action may be piloted by one organisation and supported by another, or by the same: the two are never added.
    Columns: organisme, organisme_cle, pilote_seul, pilote_a_plusieurs, pilote, partenaire, actions.
    """
    kept = [row for row in frame.to_dict("records") if row["pilote"]]
    whole = number(kept[0]["actions"])
    kinds = [(kind, 0) for kind in PILOTING] + [(PARTNER, 1)]
    told = [(kind, panel) for kind, panel in kinds if any(row[kind[0]] for row in kept)]
    units = [f"actions pilotées, sur {whole}", f"comme partenaire, sur {whole}"]
    series = tuple(
        Series(words, tuple(_load(row, column, words, role, filters) for row in kept), panel)
        for (column, words, role), panel in told
    )
    rows = tuple(
        Row(r["organisme"], (number(r["pilote"]), number(r["partenaire"]) if r["partenaire"] else "")) for r in kept
    )
    panels = panels_of(series, units[: 1 + max(panel for _, panel in told)])
    return Bars(rows, series, panels, tuple(Mark(("portage", role), words) for (_, words, role), _ in told))


def _load(row: dict[Any, Any], column: str, words: str, role: str, filters: Filters) -> Part | None:
    count = int(row[column])
    if not count:
        return None
    # Where one colour makes the bar, the figure at its end says it.
    parted = column != PARTNER[0] and row["pilote_seul"] and row["pilote_a_plusieurs"]
    told = f"{row['organisme']} : {plural(count, 'action')}, {words}"
    text = number(count) if parted else ""
    return Part(count, ("portage", role), text, told, filters.pilot_url(row["organisme_cle"]))


def workload_by_year(frame: pd.DataFrame, filters: Filters) -> Matrix | None:
    """Count the active actions of each pilote and year, if some are dated.

    Columns: organisme, organisme_cle, annee, actions.
    """
    if not frame["actions"].any():
        return None
    counts = {(r["organisme"], str(r["annee"])): int(r["actions"]) for r in frame.to_dict("records")}
    keys = dict(zip(frame["organisme"], frame["organisme_cle"], strict=True))
    links = {name: filters.pilot_url(key) for name, key in keys.items()}
    names, years = list(keys), [str(year) for year in dict.fromkeys(frame["annee"])]

    def cell(name: str, year: str) -> Cell:
        return _count(counts.get((name, year)), f"{name} en {year}", links[name])

    return counted([Line(name) for name in names], years, crossed(names, years, cell))


def together(frame: pd.DataFrame, filters: Filters) -> Matrix:
    """Count how many actions each pair pilots together, each pair once; the diagonal counts those piloted alone.

    Columns: organisme, organisme_cle, genre, avec, actions.
    """
    records = frame.to_dict("records")
    counts = {(r["organisme"], r["avec"]): int(r["actions"]) for r in records}
    weight = frame.groupby("organisme")["actions"].sum().sort_values(ascending=False, kind="stable")
    order = [str(name) for name in weight.index]
    rank = {name: place for place, name in enumerate(order)}
    pilots = {row["organisme"]: row for row in records}
    links = {name: filters.pilot_url(row["organisme_cle"]) for name, row in pilots.items()}

    def cell(row: str, column: str) -> Cell | None:
        if rank[column] > rank[row]:
            return None
        words = f"{row} et {column}" if row != column else f"{row} {alone(pilots[row]['genre'])}"
        return _count(counts.get((row, column), 0), words, links[row])

    # The columns are the rows, by their number: no name is turned nor cut.
    numbers = [str(place + 1) for place in rank.values()]
    rows = [Line(f"{name} · {place}") for name, place in zip(order, numbers, strict=True)]
    return counted(rows, numbers, crossed(order, order, cell))


def _count(count: int | None, words: str, link: str | None) -> Cell:
    if count is None:
        return Cell(None, "?", f"{words} : inconnu")
    return Cell(count, number(count) if count else "", f"{words} : {plural(count, 'action')}", link if count else None)


def counted(rows: list[Line], columns: list[str], cells: tuple[tuple[Cell | None, ...], ...]) -> Matrix:
    """Return a matrix of counts of actions; its key names the ends of the scale."""
    top = greatest(cells)
    pale, deep = Mark(PALE, "aucune action"), Mark(DEEP, f"{plural(top, 'action')}, le maximum")
    return Matrix(tuple(rows), tuple(columns), cells, (pale, deep) if top else (pale,), top)
