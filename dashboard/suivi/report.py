"""Tell what follow-up workbooks hold and lack, in words."""

from collections.abc import Sequence
from itertools import groupby

from dashboard.french import plural
from dashboard.suivi.characters import apart, brief
from dashboard.suivi.differences import ROW, ROW_ABSENT
from dashboard.suivi.model import Change, Checked

GROUPS = (
    ("bloquant", "problème bloquant", "rien ne sera importé"),
    ("à vérifier", "point à vérifier", "l’import reste possible"),
)


def text(checked: Checked, changes: Sequence[Change], counts: str = "") -> str:
    """Return the French report for the terminal: problems by severity, rows, answers counted, changes."""
    parts = [_problems(checked, severity, one, what) for severity, one, what in GROUPS]
    if not checked.problems:
        parts.append("Aucun problème.")
    read = [f"{name} : {plural(len(rows), 'ligne remplie')}" for name, rows in checked.rows.items()]
    parts.append("Lu – " + " ; ".join(read) + "." if read else "Rien n’a été lu.")
    parts += [counts, _changes(changes)]
    return "\n\n".join(part for part in parts if part)


def _problems(checked: Checked, severity: str, one: str, what: str) -> str:
    found = [p for p in checked.problems if p.severity == severity]
    lines = [f"- {str(p).removeprefix(f'[{severity}] ')}" for p in found]
    return "\n".join([f"{plural(len(found), one)} : {what}.", *lines]) if found else ""


def _changes(changes: Sequence[Change]) -> str:
    if not changes:
        return "Aucun changement par rapport à la campagne précédente."
    rows = [list(group) for _, group in groupby(changes, key=lambda change: (change.sheet, change.code))]
    fields = sum(change.field != ROW for change in changes)
    lines = [
        f"Si ce classeur est importé : {plural(fields, 'valeur change', 'valeurs changent')} "
        f"sur {plural(len(rows), 'ligne')}."
    ]
    for group in rows:
        first = group[0]
        came = ""
        if first.field == ROW:
            came = " (nouvelle ligne)" if first.before == ROW_ABSENT else " (ligne retirée)"
        lines.append(f"- {first.sheet}, {brief(first.code)} « {brief(first.label)} »{came}")
        lines += [f"    {c.field} : {' → '.join(apart([c.before, c.after]))}" for c in group if c.field != ROW]
    return "\n".join(lines)
