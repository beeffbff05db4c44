"""What the cells of one row say against each other, against the date of the campaign and the period of the schéma."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

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
    """Return what an action contradicts; nothing of a cell that is filled and was refused."""
    start, end = values.get("debut_reel"), values.get("fin_reelle")
    if start and end and end < start:
        yield "bloquant", "fin_reelle", f"la fin réelle vient avant le début réel, {day(start)}"
    for rule in _broken(values):
        if values.get(rule.key) is not None or rule.key not in filled:
            yield "à vérifier", rule.key, f"l’action est « {values['statut']} » {rule.cell}"


def contradiction(values: Mapping[str, Any]) -> str | None:
    """Return what the declared status and the rest of an answer say against each other, in words."""
    status, rate = values.get("statut") or "", values.get("taux") or 0
    written = f"{rate:.15g}".replace(".", ",")
    return " ; ".join(rule.said.format(statut=status.lower(), taux=written) for rule in _broken(values)) or None


class _Rule(NamedTuple):
    """When a status and another answer contradict each other: its cell, its words there, its words on a page."""

    key: str
    cell: str
    said: str
    holds: Callable[[str, float | None, date | None, date | None], bool]


_RULES = (
    _Rule("fin_reelle", "sans fin réelle", "déclarée réalisée sans fin réelle",
          lambda status, rate, start, end: status == "Réalisée" and end is None),
    _Rule("taux", "avec un taux sous 100", "déclarée réalisée, mais taux de {taux} %",
          lambda status, rate, start, end: status == "Réalisée" and rate is not None and rate < 100),
    _Rule("debut_reel", "avec un début réel", "déclarée à venir, mais commencée",
          lambda status, rate, start, end: status == "À venir" and start is not None),
    _Rule("fin_reelle", "avec une fin réelle", "terminée, mais déclarée {statut}",
          lambda status, rate, start, end: status not in ("Réalisée", "Abandonnée") and end is not None),
    _Rule("taux", "avec un taux de 100", "100 %, mais déclarée {statut}",
          lambda status, rate, start, end: status not in ("Réalisée", "À venir") and rate == 100),
    _Rule("taux", "avec un taux au-dessus de 0", "taux de {taux} %, mais à venir",
          lambda status, rate, start, end: status == "À venir" and bool(rate)),
)  # fmt: skip


def _broken(values: Mapping[str, Any]) -> Iterator[_Rule]:
    said: list[Any] = [values.get(key) for key in ("statut", "taux", "debut_reel", "fin_reelle")]
    return (rule for rule in _RULES if said[0] is not None and rule.holds(*said))


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
