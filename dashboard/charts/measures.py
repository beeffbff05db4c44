"""The measures of indicators in time: one curve per indicator and territory that has at least two years."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from dashboard.charts.trend import Curve, Panel, Point, Target, Trend
from dashboard.charts.value import Mark, Role
from dashboard.filters import Filters
from dashboard.french import UNBREAKABLE, day, number, plural, quantity

DEDUCED: Role = ("valeur", "deduite")
AIM: Role = ("cible", "finale")
STEP: Role = ("cible", "intermediaire")
WORDS = {
    DEDUCED: "valeur déduite : symbole vide",
    STEP: "cible intermédiaire",
    AIM: "cible, et le chemin vers elle en tirets",
}


def lines_of(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Return one frame per indicator and territory that has at least two dated values, in the frame's order."""
    dated = frame[frame["annee"].notna()].drop_duplicates(["indicateur_id", "territoire_code", "annee"])
    groups = dated.groupby(["indicateur_id", "territoire"], sort=False)
    return [group.sort_values("annee") for _, group in groups if group["valeur"].notna().sum() > 1]


def trend(frame: pd.DataFrame, filters: Filters) -> Trend | None:
    """Give the measures of the chosen indicators, if some of them have several years.

    Columns: indicateur_id, libelle, unite, territoire_code, territoire, annee, valeur, statut, cible, echeance_cible,
    cible_intermediaire, echeance_intermediaire.
    """
    lines = lines_of(frame)
    if not lines:
        return None
    panels = []
    for unit in dict.fromkeys(map(_unit, lines)):
        own = [line for line in lines if _unit(line) == unit]
        named = enumerate(zip(own, _names(own), strict=True), start=1)
        panels.append(Panel(unit, tuple(_curve(line, name, rank) for rank, (line, name) in named)))
    return Trend(tuple(panels), tuple(_key(panels)))


def _key(panels: list[Panel]) -> Iterator[Mark]:
    curves = [curve for panel in panels for curve in panel.curves]
    yield from (Mark(curve.role, curve.name) for curve in curves)
    drawn = {point.role for curve in curves for point in curve.points}
    drawn |= {target.role for curve in curves for target in curve.targets}
    yield from (Mark(role, words) for role, words in WORDS.items() if role in drawn)


def _unit(line: pd.DataFrame) -> str:
    unit = line["unite"].iloc[0]
    return unit if isinstance(unit, str) else ""


def _names(lines: list[pd.DataFrame]) -> list[str]:
    """Return what tells the lines of a unit apart: their territories, their indicators, or both."""
    indicators = {line["indicateur_id"].iloc[0] for line in lines}
    territories = {line["territoire"].iloc[0] for line in lines}
    if len(indicators) == 1 and len(territories) > 1:
        return [str(line["territoire"].iloc[0]) for line in lines]
    if len(territories) == 1:
        return [str(line["libelle"].iloc[0]) for line in lines]
    return [f"{line['libelle'].iloc[0]} ({line['territoire'].iloc[0]})" for line in lines]


def _curve(line: pd.DataFrame, name: str, rank: int) -> Curve:
    rows = line.to_dict("records")
    return Curve(name, ("serie", str(rank)), tuple(_point(row, name) for row in rows), tuple(_targets(rows[0])))


def _point(row: dict[Any, Any], name: str) -> Point:
    year = int(row["annee"])
    if pd.isna(row["valeur"]):
        return Point(year, None)
    deduced = row["statut"] == "déduite"
    told = f"{name}\n{year} : {_said(row)}{' (déduite)' if deduced else ''}"
    text = quantity(row["valeur"], None, row.get("qualificatif"))
    return Point(year, float(row["valeur"]), text, told, DEDUCED if deduced else None)


def _said(row: Any) -> str:
    return quantity(row["valeur"], row["unite"], row.get("qualificatif"))


def _targets(row: dict[Any, Any]) -> Iterator[Target]:
    """Return the dated targets of a line, in time."""
    known = [
        (row["echeance_intermediaire"], row["cible_intermediaire"], "cible intermédiaire", STEP),
        (row["echeance_cible"], row["cible"], "cible", AIM),
    ]
    dated = [target for target in known if pd.notna(target[0]) and pd.notna(target[1])]
    for due, value, words, role in sorted(dated, key=lambda target: target[0]):
        text = f"{words} {number(value)}"
        yield Target(due.year, float(value), text, f"{text} pour le {day(due)}", role)


def change(line: pd.DataFrame) -> str:
    """Return the total change of one line in words, e.g. « de 3 112 à 2 923, soit −6,1 % »."""
    known = line[line["valeur"].notna()]
    start, end = known.iloc[0], known.iloc[-1]
    unit = start["unite"]
    from_to = [f"{_said(m)} en {int(m['annee'])}" for m in (start, end)]
    words = f"de {from_to[0]} à {from_to[1]}"
    difference = float(end["valeur"]) - float(start["valeur"])
    if isinstance(unit, str) and unit.startswith("%"):
        return f"{words}, soit {_sign(difference)}{plural(abs(round(difference, 2)), 'point')}"
    if not start["valeur"]:
        return words
    rate = 100 * difference / float(start["valeur"])
    return f"{words}, soit {_sign(rate)}{number(abs(rate), 1)}{UNBREAKABLE}%"


def _sign(difference: float) -> str:
    return "+" if difference > 0 else "−" if difference < 0 else ""
