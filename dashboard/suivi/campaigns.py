"""One campaign out of its workbooks, and the archived campaigns as rows of the DuckDB file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.errors import TablesRefusedError
from dashboard.suivi.archive import campaigns
from dashboard.suivi.checking import check
from dashboard.suivi.model import Campaign, Checked, Plan, Problem, Row
from dashboard.suivi.reading import read_workbook
from dashboard.suivi.sheets import ACTIONS, DECISIONS, MEASURES, SHEETS

Rows = dict[str, list[Row]]
Identity = tuple[Any, ...]
TABLES = {ACTIONS.name: "suivi", MEASURES.name: "suivi_mesure", DECISIONS.name: "decision"}


def read_campaign(workbooks: Sequence[Path], plan: Plan, day: date, before: Campaign | None = None) -> Checked:
    """Return the answers of all workbooks of a campaign; two that answer the same row differently are a problem.

    Workbooks leave filled with what the campaign `before` said: of two that differ, one left as it was says nothing.
    """
    answers: dict[str, dict[Identity, Row]] = {name: {} for name in SHEETS}
    problems: list[Problem] = []
    named: set[str] = set()
    for path in workbooks:
        found = check(read_workbook(path), plan, day)
        place = f"{path.name} · " if len(workbooks) > 1 else ""
        problems += [replace(problem, sheet=f"{place}{problem.sheet}") for problem in found.problems]
        named |= found.actions
        for name, rows in found.rows.items():
            known = answers[name]
            left = _by_identity(name, before.rows.get(name, ())) if before else {}
            for identity, row in _by_identity(name, rows).items():
                other = known.get(identity, left.get(identity, row))
                if row not in (other, left.get(identity)) and other != left.get(identity):
                    code = " / ".join(map(str, identity))
                    why = "deux classeurs y répondent différemment ; un seul est attendu"
                    problems.append(Problem("bloquant", f"{place}{name}", "", "", code, why))
                if identity not in known or row != left.get(identity):
                    known[identity] = row
    missing = [code for code in plan.actions if code not in named]
    if missing and named:
        count = "1 action absente" if len(missing) == 1 else f"{len(missing)} actions absentes"
        told = f"actions du schéma sans ligne : {', '.join(missing)}"
        problems.insert(0, Problem("à vérifier", ACTIONS.name, "", "", count, told))
    return Checked({name: tuple(known.values()) for name, known in answers.items()}, tuple(problems), frozenset(named))


def _by_identity(name: str, rows: Sequence[Row]) -> dict[Identity, Row]:
    return {tuple(row[key] for key in SHEETS[name].identity): row for row in rows}


def read_archive(folder: Path, plans: Sequence[Plan]) -> Rows:
    """Return the rows of base.campagne, base.suivi, base.suivi_mesure and base.decision.

    Raises TablesRefusedError when an archived workbook no longer fits the plan, with every problem.
    """
    rows: Rows = {"campagne": [], **{table: [] for table in TABLES.values()}}
    problems: list[str] = []
    for plan in plans:
        for day, checked in _read_all(folder, plan):
            problems += [f"suivi/{plan.scheme}/{day} : {problem}" for problem in checked.blocking]
            rows["campagne"].append({"schema_id": plan.scheme, "date": day, "origine": "classeur"})
            for name, answers in checked.rows.items():
                own = {"schema_id": plan.scheme, "campagne": day}
                rows[TABLES[name]] += [
                    row | own | ({"actions": list(row["actions"] or ())} if "actions" in row else {}) for row in answers
                ]
    if problems:
        raise TablesRefusedError(problems)
    return rows


def last_campaign(folder: Path, plan: Plan, before: date | None = None) -> Campaign | None:
    """Return the latest archived campaign of a schéma, or the latest before a day."""
    known = [(day, checked) for day, checked in _read_all(folder, plan) if before is None or day < before]
    return Campaign(plan.scheme, known[-1][0], known[-1][1].rows) if known else None


def _read_all(folder: Path, plan: Plan) -> Iterator[tuple[date, Checked]]:
    """Yield each archived campaign of a schéma, the oldest first, read beside the one before it."""
    before = None
    for day, workbooks in campaigns(folder, plan.scheme):
        checked = read_campaign(workbooks, plan, day, before)
        before = Campaign(plan.scheme, day, checked.rows)
        yield day, checked
