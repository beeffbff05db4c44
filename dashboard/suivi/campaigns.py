"""One campaign out of its workbooks, and the archived campaigns as rows of the DuckDB file."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dashboard.errors import TablesRefusedError
from dashboard.suivi.archive import campaigns
from dashboard.suivi.checking import check
from dashboard.suivi.model import Campaign, Checked, Plan, Problem, Row
from dashboard.suivi.reading import read_workbook
from dashboard.suivi.sheets import ACTIONS, DECISIONS, MEASURES, SHEETS

Rows = dict[str, list[Row]]
TABLES = {ACTIONS.name: "suivi", MEASURES.name: "suivi_mesure", DECISIONS.name: "decision"}


def read_campaign(workbooks: Sequence[Path], plan: Plan, day: date) -> Checked:
    """Return the answers of all workbooks of a campaign; two that answer the same row differently are a problem."""
    rows: dict[str, tuple[Row, ...]] = dict.fromkeys(SHEETS, ())
    problems: list[Problem] = []
    for path in workbooks:
        found = check(read_workbook(path), plan, day)
        named = f"{path.name} · " if len(workbooks) > 1 else ""
        for p in found.problems:
            place = f"{named}{p.sheet}"
            problems.append(Problem(p.severity, place, p.cell, p.column, p.value, p.expected, p.nearest))
        for name, new in found.rows.items():
            sheet = SHEETS[name]
            known = {tuple(row[key] for key in sheet.identity): row for row in rows[name]}
            for row in new:
                identity = tuple(row[key] for key in sheet.identity)
                if known.get(identity, row) != row:
                    code = " / ".join(map(str, identity))
                    why = "deux classeurs y répondent différemment ; un seul est attendu"
                    problems.append(Problem("bloquant", f"{named}{name}", "", "", code, why))
                known.setdefault(identity, row)
            rows[name] = tuple(known.values())
    return Checked(rows, tuple(problems))


def read_archive(folder: Path, plans: Sequence[Plan]) -> Rows:
    """Return the rows of base.campagne, base.suivi, base.suivi_mesure and base.decision.

    Raises TablesRefusedError when an archived workbook no longer fits the plan, with every problem.
    """
    rows: Rows = {"campagne": [], **{table: [] for table in TABLES.values()}}
    problems: list[str] = []
    for plan in plans:
        for day, workbooks in campaigns(folder, plan.scheme):
            checked = read_campaign(workbooks, plan, day)
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
    known = [(day, books) for day, books in campaigns(folder, plan.scheme) if before is None or day < before]
    if not known:
        return None
    day, workbooks = known[-1]
    return Campaign(plan.scheme, day, read_campaign(workbooks, plan, day).rows)
