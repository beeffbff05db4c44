"""The calendar of the actions of a plan: grouped, bounds taken from the schéma told as open ends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

import pandas as pd

from dashboard.charts import calendar as cal
from dashboard.charts import dates, spans
from dashboard.charts.calendar import ACTION, FICHE, GROUP, Calendar, Row
from dashboard.charts.dates import LATE, Action, is_dated
from dashboard.charts.plan import first_level, first_level_role
from dashboard.charts.rows import rows_of
from dashboard.charts.value import Mark, Role
from dashboard.filters import DUE_STATES, Filters
from dashboard.french import day, number, plural
from dashboard.vocabulary import Node, slug

NOWHERE: Role = ("volet", "")
NATURES = {"nouvelle": "nouvelle", "à poursuivre": "poursuivie"}


def plan_calendar(frame: pd.DataFrame, filters: Filters) -> Calendar:
    """Return the rows of each group: its heading, its sub-groups and their actions, none below a folded one.

    Columns: code, intitule, nature, niveau_<n>_noeud, niveau_<n>_code, niveau_<n>, debut, fin, debut_precision,
    fin_precision, debut_reel, fin_reelle, calendrier_imprime, etat, vierge, incertain, echeances, statut, confiance,
    echeance, echeance_precedente, etat_echeance, delai, sauf_reponse, jours_apres_echeance, fiche_objet, fiche_adresse.
    """
    first, last = days_of(filters)
    actions = rows_of(frame)
    rows, whole = tuple(_rows(actions, filters)), tuple(_marks(actions, filters))
    level = (filters.scheme.groups.label.lower(), filters.scheme.groups.plural)
    undated = tuple(_action(action, NOWHERE, filters) for action in actions if not is_dated(action))
    return Calendar(first, last, filters.date, rows, whole, level, undated)


def dated_calendar(frame: pd.DataFrame, filters: Filters) -> Calendar | None:
    """Return the calendar of a plan, none where no action has a date: the undated are then told in words alone."""
    chart = plan_calendar(frame, filters)
    return chart if any(row.span for row in chart.rows) else None


def days_of(filters: Filters) -> tuple[date, date]:
    """Return the first and the last day drawn: the years of the schéma, then those observed after it."""
    return filters.scheme.start, date(max(filters.scheme.end, filters.date).year, 12, 31)


def _rows(actions: list[Action], filters: Filters) -> Iterator[Row]:
    scheme = filters.scheme
    depth, rank = len(scheme.levels), scheme.groups.rank
    for place, own in groupby(actions, lambda action: _place(action, rank)):
        group, node = list(own), scheme.by_id(place)
        if node is None:
            continue
        heading = _group(node, group, filters)
        yield heading
        if heading.folded:
            continue
        for inner_place, inner in groupby(group, lambda action: _place(action, depth)):
            fiche, below = list(inner), scheme.by_id(inner_place)
            if below and below.rank > rank:
                yield _fiche(below, fiche, heading.role, filters)
            yield from (_action(action, heading.role, filters) for action in fiche)


def _place(action: Action, rank: int) -> str | None:
    """Return the element of a level that holds an action, or the one above where the action stands higher."""
    places = (action[f"niveau_{r}_noeud"] for r in range(rank, 0, -1))
    return next((place for place in places if isinstance(place, str)), None)


def _group(node: Node, actions: list[Action], filters: Filters) -> Row:
    key, role = filters.scheme.key(node), first_level_role(actions[0]["niveau_1_code"], filters)
    folded, others = key in filters.replie, tuple(k for k in filters.replie if k != key)
    link = filters.url(replie=others if folded else (*others, key))
    span = spans.span(actions, ("ensemble", role[1]), filters)
    words = plural(len(actions), "action")
    late = [dates.late_words(own)] if (own := [a for a in actions if a["etat_echeance"] == LATE]) else []
    span = replace(span, told=f"{node.code} · {node.title}") if span else None
    count, held = ", ".join([words, *late]), _held(actions, late, filters)
    return Row(GROUP, node.code, node.title, role, link, folded, count, held, span=span)


def _held(actions: list[Action], late: list[str], filters: Filters) -> str:
    """Return what a folded group holds in words, e.g. « 10 actions, dont 6 nouvelles, 2 en retard »."""
    parts = []
    if filters.scheme.tells_nature:
        parts.append(plural(sum(action["nature"] == "nouvelle" for action in actions), "nouvelle"))
    if undated := sum(not is_dated(action) for action in actions):
        parts.append(f"{number(undated)} sans date")
    words = [plural(len(actions), "action"), *([f"dont {parts[0]}", *parts[1:]] if parts else []), *late]
    return ", ".join(words)


def _fiche(node: Node, actions: list[Action], role: Role, filters: Filters) -> Row:
    """Return the heading of a sub-group, which leads to its own fiche only; its period is drawn by its actions."""
    first = actions[0]
    link = _link(first, None, filters) if first.get("fiche_objet") == node.id != filters.objet else None
    return Row(FICHE, node.code, node.title, role, link, span=spans.span(actions, role, filters))


def _action(action: Action, level: Role, filters: Filters) -> Row:
    told = dates.delay(action) if action["etat_echeance"] != "sans suivi" else ""
    span = spans.span([action], _role(action, level, filters), filters)
    late = action["etat_echeance"] == LATE
    return Row(
        ACTION,
        action["code"],
        action["intitule"],
        level,
        _link(action, action["code"], filters),
        nature=action["nature"] if isinstance(action["nature"], str) else None,
        uncertain=bool(action["incertain"]),
        blank=bool(action["vierge"]),
        late=told if late else "",
        state=action["delai"] if filters.couleur and not late else "",
        span=replace(span, told=_told(action, told)) if span else None,
        dues=tuple(map(spans.moment, action["echeances"])),
        delay=spans.delay(span, told, filters) if span and late else None,
        slipped=spans.slipped(action),
    )


def _link(action: Action, code: str | None, filters: Filters) -> str | None:
    address = action.get("fiche_adresse")
    return filters.fiche_url(address, code) if isinstance(address, str) else None


def _role(action: Action, level: Role, filters: Filters) -> Role:
    if filters.couleur:
        return ("delai", slug(action["delai"]))
    return (NATURES.get(action["nature"], "action"), level[1])


def _told(action: Action, state: str) -> str:
    printed, nature = action["calendrier_imprime"], action["nature"]
    calendar = f"au calendrier du schéma : {action['etat']}{' · fiche vierge' if action['vierge'] else ''}"
    followed = [state, *(action[key] for key in ("statut", "confiance"))]
    lines = [
        f"{action['code']} · {action['intitule']}",
        f"{nature} · {calendar}" if isinstance(nature, str) else calendar,
        " · ".join(words for words in followed if isinstance(words, str) and words),
        f"« {printed} »" if isinstance(printed, str) and printed else "calendrier non renseigné au schéma",
    ]
    return "\n".join(filter(None, lines))


def _marks(actions: list[Action], filters: Filters) -> Iterator[Mark]:
    """Name all that the calendar of these actions may draw."""
    firsts = {action["niveau_1_code"]: action["niveau_1"] for action in actions}
    names = [(first_level_role(code, filters)[1], first_level(code, title, filters)) for code, title in firsts.items()]
    fills = {"ensemble": " : ensemble des actions", "action": ""}
    if filters.scheme.tells_nature:
        fills = {"ensemble": "", "nouvelle": " : action nouvelle", "poursuivie": " : à poursuivre",
                 "action": " : nature non renseignée"}  # fmt: skip
    yield from (Mark((family, member), f"{name}{words}") for family, words in fills.items() for member, name in names)
    yield from (Mark(("delai", key), state) for key, state in DUE_STATES.items())
    yield Mark(cal.OPEN_START, "sans date de début")
    yield Mark(cal.OPEN_END, "sans date de fin")
    yield Mark(cal.DUE, "échéance datée")
    yield Mark(cal.DUE_PERIOD, f"échéance sur plus de {spans.MARK_DAYS} jours")
    yield Mark(cal.DELAY, "retard sur l’échéance")
    yield Mark(cal.SLIPPED, "échéance à la campagne précédente")
    yield Mark(cal.OBSERVED, f"date d’observation : {day(filters.date)}")
