"""The archive of accepted workbooks, the source of truth of the follow-up: one folder per schéma and date."""

import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from dashboard.errors import RequestRefusedError

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def campaigns(folder: Path, scheme: str) -> Iterator[tuple[date, tuple[Path, ...]]]:
    """Yield each archived campaign of a schéma, the oldest first, with its workbooks.

    One put aside is still the campaign of its date while the one that replaces it has not reached its place.
    """
    places: dict[str, Path] = {}
    for path in sorted((folder / scheme).glob("*"), key=_rank):
        day = path.name.partition(".remplacee-")[0]
        if path.is_dir() and DATE.fullmatch(day):
            places[day] = path
    for day, path in sorted(places.items()):
        yield date.fromisoformat(day), tuple(sorted(p for p in path.iterdir() if not p.name.startswith(".")))


def _rank(path: Path) -> tuple[bool, int]:
    """Order what stands for one date: those put aside by age, then the one in place."""
    _, aside, rank = path.name.partition(".remplacee-")
    return not aside, int(rank) if rank.isdecimal() else 0


def store(folder: Path, scheme: str, day: date, workbooks: Sequence[Path], replace: bool = False) -> bool:
    """Archive the workbooks of a campaign in one move; return whether the archive changed.

    Raises RequestRefusedError when another campaign of that date stands and `replace` is not asked; a replaced one is
    kept beside.
    """
    place = folder / scheme / day.isoformat()
    contents = {f"suivi-{rank}{path.suffix.lower()}": path.read_bytes() for rank, path in enumerate(workbooks, start=1)}
    if place.exists():
        if {p.name: p.read_bytes() for p in place.iterdir()} == contents:
            return False
        if not replace:
            raise RequestRefusedError(
                f"Une autre campagne du {day:%d/%m/%Y} existe déjà pour {scheme} : elle n’est remplacée que sur "
                "demande (--remplacer), et l’ancienne est alors gardée."
            )
    beside = folder / scheme / f".{day.isoformat()}.nouvelle"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for name, content in contents.items():
        (beside / name).write_bytes(content)
    if place.exists():
        place.rename(_kept(place))
    beside.rename(place)
    return True


def withdraw(folder: Path, scheme: str, day: date) -> None:
    """Take a campaign that could not be built back out of the archive; the one that it replaced returns."""
    place = folder / scheme / day.isoformat()
    shutil.rmtree(place)
    replaced = sorted(place.parent.glob(f"{place.name}.remplacee-*"), key=lambda p: int(p.name.rpartition("-")[2]))
    if replaced:
        replaced[-1].rename(place)
    for parent in (place.parent, folder):
        if not any(parent.iterdir()):
            parent.rmdir()


def _kept(place: Path) -> Path:
    rank = 1
    while (kept := place.with_name(f"{place.name}.remplacee-{rank}")).exists():
        rank += 1
    return kept
