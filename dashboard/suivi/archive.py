"""The archive of accepted workbooks, the source of truth of the follow-up: one folder per schéma and date."""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.errors import RequestRefusedError

PLACE = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(\.remplacee-(?P<rank>\d+))?")


@dataclass(frozen=True)
class Stored:
    """What storing a campaign did: whether the archive changed, and where the campaign it replaced was put aside."""

    changed: bool
    replaced: Path | None = None


def campaigns(folder: Path, scheme: str) -> Iterator[tuple[date, tuple[Path, ...]]]:
    """Yield each archived campaign of a schéma, the oldest first, with its workbooks.

    Raises RequestRefusedError when the archive is not a folder, or holds a folder that names no day.
    """
    for day, place in sorted(_places(folder, scheme).items()):
        yield day, _workbooks(place)


def store(folder: Path, scheme: str, day: date, workbooks: Sequence[Path], replace: bool = False) -> Stored:
    """Archive the workbooks of a campaign in one move.

    Raises RequestRefusedError when another campaign of that date stands and `replace` is not asked, or when the
    archive cannot be written; a replaced campaign is kept beside.
    """
    place, standing = folder / scheme / day.isoformat(), _places(folder, scheme).get(day)
    contents = {f"suivi-{rank}{path.suffix.lower()}": path.read_bytes() for rank, path in enumerate(workbooks, start=1)}
    if standing and sorted(path.read_bytes() for path in _workbooks(standing)) == sorted(contents.values()):
        if standing != place:
            standing.rename(place)
        return Stored(False)
    if standing and not replace:
        raise RequestRefusedError(
            f"Une autre campagne du {day:%d/%m/%Y} existe déjà pour {scheme} : elle n’est remplacée que sur "
            "demande (--remplacer), et l’ancienne est alors gardée."
        )
    beside = place.with_name(f".{place.name}.nouvelle")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        for name, content in contents.items():
            (beside / name).write_bytes(content)
        aside = _aside(place) if place.exists() else None
        if aside:
            place.rename(aside)
        beside.rename(place)
    except OSError as error:
        raise RequestRefusedError(f"Écriture dans l’archive {folder} impossible : {error.strerror}.") from error
    return Stored(True, aside)


def withdraw(folder: Path, scheme: str, day: date, stored: Stored) -> None:
    """Take a campaign that could not be built back out of the archive; the one that it replaced returns."""
    place = folder / scheme / day.isoformat()
    refused = place.with_name(f".{place.name}.refusee")
    place.rename(refused)
    if stored.replaced:
        stored.replaced.rename(place)
    shutil.rmtree(refused)
    for parent in (place.parent, folder):
        if not any(parent.iterdir()):
            parent.rmdir()


def _places(folder: Path, scheme: str) -> dict[date, Path]:
    """Return where the campaign of each day stands.

    One put aside is still the campaign of its date while the one that replaces it has not reached its place.
    """
    if folder.exists() and not folder.is_dir():
        raise RequestRefusedError(f"L’archive du suivi {folder} n’est pas un dossier.")
    found: list[tuple[bool, int, date, Path]] = []
    for path in (folder / scheme).glob("*"):
        match = PLACE.fullmatch(path.name)
        if not match or not path.is_dir():
            continue
        try:
            day = date.fromisoformat(match["day"])
        except ValueError as error:
            raise RequestRefusedError(f"{path} : « {match['day']} » n’est pas une date (AAAA-MM-JJ).") from error
        found.append((match["rank"] is None, int(match["rank"] or 0), day, path))
    return {day: path for _, _, day, path in sorted(found)}


def _workbooks(place: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in place.iterdir() if path.is_file() and not path.name.startswith(".")))


def _aside(place: Path) -> Path:
    rank = 1
    while (aside := place.with_name(f"{place.name}.remplacee-{rank}")).exists():
        rank += 1
    return aside
