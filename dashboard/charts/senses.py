"""What a fact or a measure says of a territory: in words, by a sign, by its class; the unknown is said as such."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.charts.map import UNKNOWN
from dashboard.charts.value import Role
from dashboard.french import quantity

CLASSES = 4
NO_SENSE, BAD = "aucun", "mauvais"
UNKNOWN_SIGN = "?"
# What a fact says of a territory, by its sense: its words and its sign, when it holds and when it does not.
FACTS = {
    ("bon", True): ("présent", "✓"),
    ("bon", False): ("absent", "✗"),
    (BAD, True): ("concerné", "!"),
    (BAD, False): ("non concerné", "–"),
    (NO_SENSE, True): ("concerné", "●"),
    (NO_SENSE, False): ("non concerné", "○"),
}

Answer = Mapping[Any, Any]


def fact_words(sense: str, mention: Any, held: bool) -> str:
    """Return what a fact says of a territory, e.g. « présent », « sous la moyenne », « non concerné »."""
    return mention if held and isinstance(mention, str) else FACTS[sense, held][0]


def fact_role(sense: str, held: bool) -> Role:
    """Return the role of a fact that holds, or not."""
    return (f"fait-{sense}", "oui" if held else "non")


def answer(row: Answer) -> str:
    """Return what is known of a territory in words, with its year, e.g. « sous la moyenne (2019) »."""
    year = "" if pd.isna(row["annee"]) else f" ({int(row['annee'])})"
    if not pd.isna(row["valeur"]):
        return quantity(row["valeur"], row["unite"], row.get("qualificatif")) + year
    return (
        "inconnu" if pd.isna(row["present"]) else fact_words(row["sens"], row["mention"], bool(row["present"])) + year
    )


def sign(row: Answer) -> str:
    """Return the figure or the sign that stands on a territory."""
    if not pd.isna(row["valeur"]):
        return quantity(row["valeur"], None, row.get("qualificatif"))
    return UNKNOWN_SIGN if pd.isna(row["present"]) else FACTS[row["sens"], bool(row["present"])][1]


def class_bounds(values: "pd.Series[float]") -> list[float]:
    """Return the bounds of the classes: quantiles of the known values, ends included; empty when none is known."""
    known = values.dropna()
    if known.empty:
        return []
    classes = min(CLASSES, known.nunique())
    return sorted({float(known.quantile(i / classes, interpolation="higher")) for i in range(classes + 1)})


def class_roles(sense: str, bounds: list[float]) -> list[Role]:
    """Return the role of each class, low to high: those of an alert where more is worse."""
    classes = max(len(bounds) - 1, 1)
    return [("classe-alerte" if sense == BAD else "classe", f"{rank}/{classes}") for rank in range(1, classes + 1)]


def role_of(row: Answer, bounds: list[float], roles: list[Role]) -> Role:
    """Return the role of a territory: the class of its value, or what the fact says; the unknown has its own."""
    if not bounds:
        return UNKNOWN if pd.isna(row["present"]) else fact_role(row["sens"], bool(row["present"]))
    if pd.isna(row["valeur"]):
        return UNKNOWN
    return next((role for role, high in zip(roles, bounds[1:], strict=False) if row["valeur"] <= high), roles[-1])
