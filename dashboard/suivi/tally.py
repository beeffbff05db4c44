"""Count the answers of a campaign: new or changed, carried over and since when, taken back, missing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from dashboard.french import day, plural
from dashboard.suivi.differences import same
from dashboard.suivi.merging import by_identity
from dashboard.suivi.model import Campaign, Checked, Plan, Received
from dashboard.suivi.sheets import ACTIONS

NEW, KEPT, TAKEN, MISSING = "nouvelle", "reportée", "retirée", "sans réponse"


def counts(checked: Checked, before: Campaign | None, plan: Plan) -> str:
    """Return what the workbooks answer of the actions: in all, then by workbook, then by pilote."""
    if ACTIONS.name not in checked.rows:
        return ""
    states, since = _states(checked, before, plan), _since(before)
    lines = [f"Réponses – {_told(plan.actions, states, since)}"]
    if Counter(states.values())[KEPT] and NEW not in states.values():
        lines.append("Aucune réponse nouvelle : les lignes sont revenues telles qu’envoyées.")
    lines += [f"- {_title(book)} : {_told(book.actions, _states_of(book), since)}" for book in checked.received]
    silent: list[str] = []
    for key, name in plan.organisations.items():
        codes = [code for code in plan.actions if key in plan.pilots.get(code, ())]
        if all(states[code] == MISSING for code in codes):
            silent.append(f"{name} ({len(codes)})")
        else:
            lines.append(f"- ce que pilote {name} : {_told(codes, states, since)}")
    if silent:
        lines.append(f"- pilotes dont aucune action n’a de réponse : {', '.join(silent)}.")
    return "\n".join(lines)


def _states(checked: Checked, before: Campaign | None, plan: Plan) -> Mapping[str, str]:
    now = {row["action"]: row for row in checked.rows[ACTIONS.name]}
    old = {identity[0]: row for identity, row in by_identity(ACTIONS, before).items()}
    emptied = {identity[0] for identity in checked.emptied.get(ACTIONS.name, ())}
    found = {code: KEPT if code in old and same(now[code], old[code]) else NEW for code in now}
    taken = {code: TAKEN for code in old if code in emptied and code not in now}
    return {code: found.get(code) or taken.get(code, MISSING) for code in plan.actions}


def _states_of(book: Received) -> Mapping[str, str]:
    states = (NEW, book.renewed), (KEPT, book.kept), (TAKEN, book.taken)
    return {code: state for state, codes in states for code in codes}


def _since(before: Campaign | None) -> Mapping[str, date]:
    """Return the campaign that first gave each answer that stood at the one before."""
    if before is None:
        return {}
    since = before.since.get(ACTIONS.name, {})
    return {row["action"]: since.get((row["action"],), before.date) for row in before.rows.get(ACTIONS.name, ())}


def _told(codes: Iterable[str], states: Mapping[str, str], since: Mapping[str, date]) -> str:
    found = {code: states.get(code, MISSING) for code in codes}
    count = Counter(found.values())
    days = Counter(since[code] for code, state in found.items() if state == KEPT)
    dated = ", ".join(f"{number} du {day(since)}" for since, number in sorted(days.items(), reverse=True))
    if len(days) == 1:
        dated = f"du {day(next(iter(days)))}"
    told = [
        plural(count[NEW], "nouvelle ou changée"),
        plural(count[KEPT], "reportée") + (f" ({dated})" if dated else ""),
        *([plural(count[TAKEN], "retirée")] if count[TAKEN] else []),
        f"{count[MISSING]} sans réponse",
    ]
    return f"{plural(len(found), 'action')}, {', '.join(told)}."


def _title(book: Received) -> str:
    return f"{book.file} (pilote : {book.pilote})" if book.pilote else book.file
