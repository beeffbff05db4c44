"""The archived campaigns: the last one, and all of them as rows of the DuckDB file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from dashboard.errors import TablesRefusedError
from dashboard.suivi.archive import campaigns
from dashboard.suivi.coherence import contradiction
from dashboard.suivi.differences import same
from dashboard.suivi.merging import by_identity, read_campaign
from dashboard.suivi.model import Campaign, Checked, Identity, Plan, Received, Row
from dashboard.suivi.sheets import ACTIONS, DECISIONS, MEASURES, SHEETS

Rows = dict[str, list[Row]]
TABLES = {ACTIONS.name: "suivi", MEASURES.name: "suivi_mesure", DECISIONS.name: "decision"}


def read_archive(folder: Path, plans: Sequence[Plan]) -> Rows:
    """Return the rows of base.campagne, base.classeur, base.suivi, base.suivi_mesure and base.decision.

    Raises TablesRefusedError when an archived workbook no longer fits the plan, with every problem. What it holds that
    is not read was told at its import, and does not forbid it.
    """
    rows: Rows = {"campagne": [], "classeur": [], **{table: [] for table in TABLES.values()}}
    problems: list[str] = []
    for plan in plans:
        for campaign, checked in _read_all(folder, plan):
            day = campaign.date
            problems += [
                f"suivi/{plan.scheme}/{day} : {problem}" for problem in checked.blocking if not problem.at_import
            ]
            own = {"schema_id": plan.scheme, "campagne": day}
            rows["campagne"].append({"schema_id": plan.scheme, "date": day, "origine": "classeur"})
            rows["classeur"] += [own | _workbook(received) for received in checked.received]
            for name, answers in checked.rows.items():
                rows[TABLES[name]] += [row | own | _added(name, row, campaign) for row in answers]
    if problems:
        raise TablesRefusedError(problems)
    return rows


def _workbook(received: Received) -> Row:
    """Return a workbook received as a row of base.classeur."""
    return {
        "fichier": received.file,
        "pilote": received.pilote,
        "actions": list(received.actions),
        "nouvelles": list(received.renewed),
        "gardees": list(received.kept),
        "retirees": list(received.taken),
    }


def _added(name: str, row: Row, campaign: Campaign) -> Row:
    """Return what the file holds of an answer beside its columns: since when it stands, what contradicts what."""
    if name == ACTIONS.name:
        since = campaign.since.get(name, {}).get((row["action"],), campaign.date)
        return {"depuis": since, "contradiction": contradiction(row)}
    return {"actions": list(row["actions"] or ())} if name == DECISIONS.name else {}


def last_campaign(folder: Path, plan: Plan, before: date | None = None) -> Campaign | None:
    """Return the latest archived campaign of a schéma, or the latest before a day."""
    known = [campaign for campaign, _ in _read_all(folder, plan) if before is None or campaign.date < before]
    return known[-1] if known else None


def _read_all(folder: Path, plan: Plan) -> Iterator[tuple[Campaign, Checked]]:
    """Yield each archived campaign of a schéma, the oldest first, read beside the one before it."""
    before = None
    for day, workbooks in campaigns(folder, plan.scheme):
        checked = read_campaign(workbooks, plan, day, before)
        before = Campaign(plan.scheme, day, checked.rows, _since(before, checked))
        yield before, checked


def _since(before: Campaign | None, checked: Checked) -> Mapping[str, Mapping[Identity, date]]:
    """Return the campaign since which each answer stands unchanged, when it is an earlier one."""
    if before is None:
        return {}
    found: dict[str, dict[Identity, date]] = {}
    for sheet in SHEETS.values():
        old, since = by_identity(sheet, before), before.since.get(sheet.name, {})
        for row in checked.rows[sheet.name]:
            identity = tuple(row[key] for key in sheet.identity)
            if identity in old and same(row, old[identity]):
                found.setdefault(sheet.name, {})[identity] = since.get(identity, before.date)
    return found
