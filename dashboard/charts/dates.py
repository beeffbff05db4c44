"""The dates of an action: which are held for good, which are open, and how they and the delays are told."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.french import dated, number, plural, spell

DATES = ["debut", "fin", "debut_reel", "fin_reelle", "echeance"]
LATE = "en retard"
PRECISIONS = ["debut_precision", "fin_precision"]
BOUND = "schéma"  # the precision of a date taken from the period of the schéma

Action = Mapping[Any, Any]


def has_date(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which actions have at least one date, printed or given by the follow-up."""
    return frame[DATES].notna().any(axis="columns")


def is_dated(action: Action) -> bool:
    """Tell whether an action has at least one of these dates."""
    return any(pd.notna(action[key]) for key in DATES)


def held_start(action: Action) -> Any:
    """Return the start held for good: the real one, else that of the schéma."""
    return action["debut"] if pd.isna(action["debut_reel"]) else action["debut_reel"]


def held_end(action: Action) -> Any:
    """Return the end held for good: the real one, else that expected at the follow-up, else that of the schéma."""
    return next((action[key] for key in ("fin_reelle", "echeance") if pd.notna(action[key])), action["fin"])


def open_start(action: Action) -> bool:
    """Tell whether nothing says when an action starts: neither the follow-up nor a date of the schéma of its own."""
    told = pd.notna(action["debut_reel"])
    return not told and bool(pd.isna(action["debut"]) or action["debut_precision"] == BOUND)


def open_end(action: Action) -> bool:
    """Tell whether nothing says when an action ends: neither the follow-up nor a date of the schéma of its own."""
    told = pd.notna(action["fin_reelle"]) or pd.notna(action["echeance"])
    return not told and bool(pd.isna(action["fin"]) or action["fin_precision"] == BOUND)


def delay(action: Action) -> str:
    """Return the state of the due date in words, e.g. « en retard de 31 jours, sauf réponse depuis »."""
    words = str(action["etat_echeance"])
    if words == LATE:
        words += f" de {plural(int(action['jours_apres_echeance']), 'jour')}"
    return f"{words}, sauf réponse depuis" if action["sauf_reponse"] else words


def late_words(late: Sequence[Action]) -> str:
    """Return how many actions are late, and of how many an answer since could say otherwise."""
    since = sum(bool(action["sauf_reponse"]) for action in late)
    if since == len(late) > 0:
        return f"{number(since)} en retard, sauf réponse"
    rest = f", dont {number(since)} sauf réponse" if since else ""
    return f"{number(len(late))} en retard{rest}"


def due_words(due: Action) -> str:
    """Return an échéance in words: its date, no finer than printed, and what is expected."""
    when = spell(due["debut"], due["debut_precision"], due["fin"], due["fin_precision"])
    again = f" ({due['recurrence']})" if due["recurrence"] else ""
    return f"{when} : {due['libelle']}{again}"


def period(action: Action) -> str:
    """Return the dates of an action in words, open ends told."""
    if pd.isna(action["debut"]) and pd.isna(action["fin"]):
        return "sans date"
    start = _bound(action["debut"], action["debut_precision"], "début du schéma")
    end = _bound(action["fin"], action["fin_precision"], "fin du schéma")
    return f"{start} → {end}"


def _bound(value: Any, precision: Any, open_words: str) -> str:
    if pd.isna(value):
        return "inconnue"
    return open_words if precision == BOUND else dated(value, precision)
