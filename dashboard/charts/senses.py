"""What a fact or a measure says of a territory: in words, by a sign, by its class; the unknown is said as such."""

from collections.abc import Mapping
from itertools import pairwise
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
Step = tuple[float, float]


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


def class_steps(values: "pd.Series[float]") -> list[Step]:
    """Return the ends of the classes, low to high, each value in the first that reaches it; none when none is known.

    Few values have a class each; else each class holds as many values, or as many different ones where most are alike.
    """
    known = values.dropna()
    different = pd.Series(sorted(known.unique()))
    if len(different) <= CLASSES:
        return [(value, value) for value in different]
    equal = _quantiles(known)
    return list(pairwise(equal if len(equal) > CLASSES else _quantiles(different)))


def _quantiles(values: "pd.Series[float]") -> list[float]:
    parts = (rank / CLASSES for rank in range(CLASSES + 1))
    return sorted({float(values.quantile(part, interpolation="higher")) for part in parts})


def class_roles(sense: str, steps: list[Step]) -> list[Role]:
    """Return the role of each class, low to high: those of an alert where more is worse."""
    family = "classe-alerte" if sense == BAD else "classe"
    return [(family, f"{rank}/{len(steps)}") for rank in range(1, len(steps) + 1)]


def role_of(row: Answer, steps: list[Step], roles: list[Role]) -> Role:
    """Return the role of a territory: the class of its value, or what the fact says; the unknown has its own."""
    if not steps:
        return UNKNOWN if pd.isna(row["present"]) else fact_role(row["sens"], bool(row["present"]))
    if pd.isna(row["valeur"]):
        return UNKNOWN
    return next(role for role, (_, high) in zip(roles, steps, strict=True) if row["valeur"] <= high)
