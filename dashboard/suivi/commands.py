"""The follow-up from the command line: the workbook out, its check, its import, and the files of the Cnaf."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dashboard.db import Database
from dashboard.errors import DashboardError, RequestRefusedError
from dashboard.french import plural
from dashboard.ingest.build import build, fingerprint
from dashboard.ingest.reading import nearest
from dashboard.settings import Settings
from dashboard.suivi.annotation import annotate
from dashboard.suivi.archive import store, withdraw
from dashboard.suivi.campaigns import last_campaign
from dashboard.suivi.differences import changes
from dashboard.suivi.export import write_workbook
from dashboard.suivi.merging import names_of, read_campaign
from dashboard.suivi.model import Checked, Plan
from dashboard.suivi.package import contents
from dashboard.suivi.report import text
from dashboard.suivi.tally import counts
from dashboard.vocabulary import Scheme, Vocabulary


class WorkbookProblemsError(RequestRefusedError):
    """A workbook holds problems that forbid its import: nothing was written."""

    title = "Classeur refusé"


def scheme_of(vocabulary: Vocabulary, key: str) -> Scheme:
    """Return a schéma by its identifier; raises RequestRefusedError with the known ones."""
    if key not in vocabulary.schemes:
        known = ", ".join(vocabulary.schemes)
        raise RequestRefusedError(f"Le schéma « {key} » n’est pas connu (accepté : {known}).")
    return vocabulary.schemes[key]


def read_plan(db: Database, scheme: Scheme) -> Plan:
    """Return what a workbook of this schéma may name."""
    actions = db.frame("suivi/plan_actions", {"schema": scheme.id})
    indicators = db.frame("suivi/plan_indicateurs", {"schema": scheme.id})
    return Plan(
        scheme=scheme.id,
        title=scheme.title,
        start=scheme.start,
        end=scheme.end,
        actions=dict(zip(actions["code"], actions["intitule"], strict=True)),
        indicators=dict(zip(indicators["indicateur_id"], indicators["libelle"], strict=True)),
        territories={scheme.departement_code: scheme.departement, **scheme.territories},
        organisations=scheme.organisations,
        pilots={code: frozenset(keys) for code, keys in zip(actions["code"], actions["pilote_cles"], strict=True)},
    )


def export(db: Database, scheme: Scheme, target: Path, pilote: str | None, settings: Settings) -> str:
    """Write the workbook to send, filled with the last known values, and return what to tell."""
    if pilote and pilote not in scheme.organisations:
        near = nearest(pilote, scheme.organisations)
        raise RequestRefusedError(f"Le pilote « {pilote} » ne pilote aucune action de {scheme.id}{near}.")
    plan = read_plan(db, scheme)
    count = write_workbook(target, plan, last_campaign(settings.followup, plan), pilote)
    return f"Classeur écrit : {target} ({plural(count, 'action')})."


def verify(
    db: Database, scheme: Scheme, workbooks: Sequence[Path], day: date, settings: Settings, annotated: Path | None
) -> tuple[Checked, str]:
    """Check workbooks without importing them; return what was found and the report.

    `annotated` is a folder for the copies whose faulty cells are commented.
    """
    plan = read_plan(db, scheme)
    before = last_campaign(settings.followup, plan, before=day)
    _check_twice(workbooks)
    checked = read_campaign(workbooks, plan, day, before)
    report = text(checked, changes(before, checked.rows, plan), counts(checked, before, plan))
    if annotated and checked.problems:
        stems = [path.stem for path in workbooks]
        for rank, path in enumerate(workbooks, start=1):
            own = read_campaign([path], plan, day, before).problems
            stem = path.stem if stems.count(path.stem) == 1 else f"{path.stem}-{rank}"
            target = annotated / f"{stem}-commente.xlsx"
            annotate(path, own, target)
            report += f"\nCopie commentée : {target}"
    return checked, report


def _check_twice(workbooks: Sequence[Path]) -> None:
    """Refuse the same file given twice: another one was meant."""
    seen: dict[bytes, str] = {}
    for path, name in zip(workbooks, names_of(workbooks), strict=True):
        data = contents(path)
        if data in seen:
            raise WorkbookProblemsError(
                f"{name} et {seen[data]} sont le même fichier, donné deux fois : il manque peut-être un classeur."
            )
        seen[data] = name


def load(db: Database, scheme: Scheme, workbooks: Sequence[Path], day: date, settings: Settings, replace: bool) -> str:
    """Archive the workbooks of a campaign and rebuild the DuckDB file; return what to tell.

    Raises WorkbookProblemsError with the whole report when something forbids it; nothing is then written.
    """
    checked, report = verify(db, scheme, workbooks, day, settings, None)
    if checked.blocking:
        raise WorkbookProblemsError(f"rien n’a été écrit.\n{report}")
    stored = store(settings.followup, scheme.id, day, workbooks, replace)
    if not stored.changed and db.version() == fingerprint(settings.data, settings.followup):
        return f"La campagne du {day:%d/%m/%Y} est déjà celle de ces classeurs : rien n’a changé."
    try:
        build(settings.data, settings.database, settings.followup)
    except DashboardError:
        if stored.changed:
            withdraw(settings.followup, scheme.id, day, stored)
        raise
    return f"{report}\nCampagne du {day:%d/%m/%Y} importée dans {settings.database}."
