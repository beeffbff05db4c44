"""What the cells of one row say against each other, against the date of the campaign and the period of the schéma."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dashboard.french import day
from dashboard.suivi.model import Plan, Severity
from dashboard.suivi.sheets import ACTIONS, DECISIONS, MEASURES, Sheet

Told = tuple[Severity, str, str]


def contradictions(sheet: Sheet, values: Mapping[str, Any], filled: set[str], au: date | None) -> Iterator[Told]:
    """Return what the cells of an answering row contradict in one another: severity, column, what is expected."""
    if sheet is ACTIONS:
        yield from about_action(values, filled)
    elif sheet is MEASURES:
        if "valeur" in filled and "date" not in filled:
            yield "bloquant", "date", "la valeur n’a pas de date"
        if "cible" in filled and "echeance_cible" not in filled:
            yield "à vérifier", "echeance_cible", "la cible n’a pas d’échéance"
        if "cible_intermediaire" in filled and "echeance_intermediaire" not in filled:
            yield "à vérifier", "echeance_intermediaire", "la cible intermédiaire n’a pas d’échéance"
        if {"echeance_cible", "echeance_intermediaire"} <= filled:
            last, step = values["echeance_cible"], values["echeance_intermediaire"]
            if last and step and step >= last:
                yield "à vérifier", "echeance_intermediaire", f"ce jour ne vient pas avant la cible, {day(last)}"
    elif "decision" in filled and "date" not in filled:
        yield "à vérifier", "date", "la décision n’a pas de date"
    for key in ("debut_reel", "fin_reelle", "date"):
        value = values.get(key)
        if au and value and value > au:
            hint = " ; une fin à venir se note dans « Fin prévue »" if key == "fin_reelle" else ""
            severity: Severity = "à vérifier" if sheet is DECISIONS else "bloquant"
            yield severity, key, f"ce jour vient après la date de la campagne, {day(au)}{hint}"


def about_action(values: Mapping[str, Any], filled: set[str]) -> Iterator[Told]:
    """Return what an action contradicts; `contradiction` in data/macros.sql says the same of what was imported."""
    status, rate = values.get("statut"), values.get("taux")
    start, end = values.get("debut_reel"), values.get("fin_reelle")
    if start and end and end < start:
        yield "bloquant", "fin_reelle", f"la fin réelle vient avant le début réel, {day(start)}"
    if status == "Réalisée" and "fin_reelle" not in filled:
        yield "à vérifier", "fin_reelle", "l’action est « Réalisée » sans fin réelle"
    if status == "Réalisée" and rate is not None and rate < 100:
        yield "à vérifier", "taux", "l’action est « Réalisée » avec un taux sous 100"
    if status == "À venir" and start:
        yield "à vérifier", "debut_reel", "l’action est « À venir » avec un début réel"
    if status not in (None, "Réalisée", "Abandonnée") and end:
        yield "à vérifier", "fin_reelle", f"l’action est « {status} » avec une fin réelle"
    if status not in (None, "Réalisée", "À venir") and rate == 100:
        yield "à vérifier", "taux", f"l’action est « {status} » avec un taux de 100"
    if status == "À venir" and rate:
        yield "à vérifier", "taux", "l’action est « À venir » avec un taux au-dessus de 0"


def beyond(key: str, value: date, plan: Plan) -> tuple[Severity, str] | None:
    """Return why a day is refused, or must be checked, against the period of the schéma; None when it is in it.

    What was measured or decided before the schéma began is a starting point, not a mistake.
    """
    first, last = plan.bounds(key)
    if not first <= value <= last:
        return "bloquant", f"année impossible pour ce schéma ; attendu : un jour de {first.year} à {last.year}"
    if key != "date" and not plan.start <= value <= plan.end:
        side = "avant le début" if value < plan.start else "après la fin"
        return "à vérifier", f"ce jour vient {side} du schéma, {plan.start.year}-{plan.end.year}"
    return None
