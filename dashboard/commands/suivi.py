"""The follow-up from the command line: the workbook out, its check, its import, and the files of the Cnaf."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dashboard.db import Database
from dashboard.errors import RequestRefusedError
from dashboard.french import day as written
from dashboard.french import plural
from dashboard.ingest.build import fingerprint
from dashboard.ingest.change import change
from dashboard.publication import forget
from dashboard.settings import Settings
from dashboard.sources.rows import nearest
from dashboard.suivi.annotation import annotate
from dashboard.suivi.archive import erasing, returning, storing, withdrawing
from dashboard.suivi.campaigns import last_campaign
from dashboard.suivi.differences import changes
from dashboard.suivi.merging import names_of, read_campaign
from dashboard.suivi.model import Checked, Plan
from dashboard.suivi.package import contents
from dashboard.suivi.plans import plan_of
from dashboard.suivi.report import text
from dashboard.suivi.tally import counts
from dashboard.suivi.targets import check_target
from dashboard.suivi.writing import write_workbook
from dashboard.vocabulary import Scheme, Vocabulary

COUNTED = {"actions": "action", "mesures": "mesure", "decisions": "décision"}
LEFT_ELSEWHERE = (
    "Restent à effacer par vous : les sauvegardes de l’archive, les classeurs reçus et les fichiers téléchargés. Un "
    "tableau de bord ouvert garde les pages d’avant en mémoire jusqu’à ce qu’il soit relancé."
)


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
    row = db.frame("suivi/plan", {"schema": scheme.id}).to_dict("records")[0]
    return plan_of(row, scheme.organisations)


def export(db: Database, scheme: Scheme, target: Path, pilote: str | None, settings: Settings, replace: bool) -> str:
    """Write the workbook to send, filled with the last known values, and return what to tell.

    One that was filled is overwritten only to `replace` it.
    """
    check_target(target, replace)
    if pilote and pilote not in scheme.organisations:
        near = nearest(pilote, scheme.organisations)
        raise RequestRefusedError(f"Le pilote « {pilote} » ne pilote aucune action de {scheme.id}{near}.")
    plan = read_plan(db, scheme)
    count = write_workbook(target, plan, last_campaign(settings.suivi, plan), pilote)
    return f"Classeur écrit : {target} ({plural(count, 'action')})."


def verify(
    db: Database,
    scheme: Scheme,
    workbooks: Sequence[Path],
    day: date,
    settings: Settings,
    copies: tuple[Path, bool] | None = None,
) -> tuple[Checked, str]:
    """Check workbooks without importing them; return what was found and the report.

    `copies` is a folder for the copies whose faulty cells are commented, and whether to replace one changed since.
    """
    plan = read_plan(db, scheme)
    before = last_campaign(settings.suivi, plan, before=day)
    _check_twice(workbooks)
    checked = read_campaign(workbooks, plan, day, before)
    report = text(checked, changes(before, checked.rows, plan), counts(checked, before, plan))
    if copies and checked.problems:
        folder, replace = copies
        stems = [path.stem for path in workbooks]
        for rank, path in enumerate(workbooks, start=1):
            own = (checked if len(workbooks) == 1 else read_campaign([path], plan, day, before)).problems
            stem = path.stem if stems.count(path.stem) == 1 else f"{path.stem}-{rank}"
            target = folder / f"{stem}-commente.xlsx"
            check_target(target, replace)
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

    Its caller, as those of `withdraw` and `erase`, holds the archive and the file (`settled`).
    Raises WorkbookProblemsError with the whole report when something forbids it; nothing is then written.
    """
    checked, report = verify(db, scheme, workbooks, day, settings)
    if checked.blocking:
        raise WorkbookProblemsError(f"rien n’a été écrit.\n{report}")
    moves = storing(settings.suivi, scheme.id, day, workbooks, replace)
    if not moves and db.version() == fingerprint(settings.data, settings.suivi):
        return f"La campagne du {written(day)} est déjà celle de ces classeurs : rien n’a changé."
    built = change(settings, f"Import de la campagne du {written(day)} ({scheme.id})", moves)
    done = f"Campagne du {written(day)} importée dans {settings.database}."
    return "\n".join([report, *built.told, done])


def withdraw(db: Database, scheme: Scheme, day: date, settings: Settings, back: bool) -> str:
    """Put a campaign aside, or the last one put aside `back`, and rebuild the DuckDB file; return what to tell."""
    if back:
        moves, done = returning(settings.suivi, scheme.id, day), "remise à sa place"
    else:
        moves, done = withdrawing(settings.suivi, scheme.id, day), "retirée"
    before = _held(db, scheme)
    built = change(settings, f"Campagne du {written(day)} ({scheme.id}) {done}", moves)
    aside = [] if back else [f"Elle est gardée à côté, dans {moves[0][1]} ; « retirer --remettre » la remet."]
    words = [f"Campagne du {written(day)} {done}.", *aside, *_changed(before, _held(db, scheme)), *built.told]
    return "\n".join(words)


def erase(db: Database, scheme: Scheme, day: date | None, settings: Settings, only_aside: bool, confirmed: bool) -> str:
    """Remove campaigns from the archive for good, and what showed them; return what to tell.

    Raises RequestRefusedError with what would be erased until it is confirmed.
    """
    if day is None and not only_aside:
        raise RequestRefusedError("Dites la date de la campagne à effacer (--au), ou --remplacees pour les autres.")
    moves = erasing(settings.suivi, scheme.id, day, only_aside)
    listed = [f"- {place}" for place, _ in moves]
    if not confirmed:
        raise RequestRefusedError("\n".join(["à effacer pour de bon, avec --confirmer :", *listed]))
    before = _held(db, scheme)
    built = change(settings, f"Effacement de {plural(len(moves), 'campagne')} ({scheme.id})", moves)
    after = _held(db, scheme)
    db.close()
    left = forget(settings.database)
    words = [f"{plural(len(moves), 'campagne effacée', 'campagnes effacées')} :", *listed, *_changed(before, after)]
    return "\n".join([*words, *built.told, *left, LEFT_ELSEWHERE])


def _held(db: Database, scheme: Scheme) -> dict[date, str]:
    """Return what the file shows of each campaign of a schéma, in words."""
    frame = db.frame("suivi/affichees", {"schema": scheme.id})
    return {
        row["campagne"].date(): ", ".join(plural(row[name], words) for name, words in COUNTED.items())
        for row in frame.to_dict("records")
    }


def _changed(before: dict[date, str], after: dict[date, str]) -> list[str]:
    lines = [f"N’est plus affichée : {written(day)} ({before[day]})." for day in before if day not in after]
    lines += [f"Est affichée de nouveau : {written(day)} ({after[day]})." for day in after if day not in before]
    if before == after:
        lines.append("Ce qui est affiché ne change pas.")
    return [*lines, f"Campagnes affichées : {', '.join(map(written, after)) or 'aucune'}."]
