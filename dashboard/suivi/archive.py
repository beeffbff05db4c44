"""The archive of accepted workbooks, the source of truth of the follow-up: one folder per schéma and date."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from dashboard.errors import RequestRefusedError
from dashboard.moves import WORK, Move, hidden, stage

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ASIDE = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})\.(?P<why>remplacee|retiree)-(?P<rank>\d+)")
REPLACED, WITHDRAWN = "remplacee", "retiree"


def campaigns(folder: Path, scheme: str) -> Iterator[tuple[date, tuple[Path, ...]]]:
    """Yield each archived campaign of a schéma, the oldest first, with its workbooks.

    Raises RequestRefusedError when the archive is not a folder, or holds a folder that names no day.
    """
    if folder.exists() and not folder.is_dir():
        raise RequestRefusedError(f"L’archive du suivi {folder} n’est pas un dossier.")
    try:
        places = sorted((folder / scheme).iterdir())
    except FileNotFoundError:
        return
    for place in places:
        if DAY.fullmatch(place.name) and place.is_dir():
            try:
                day = date.fromisoformat(place.name)
            except ValueError as error:
                raise RequestRefusedError(f"{place} : « {place.name} » n’est pas une date (AAAA-MM-JJ).") from error
            yield day, _workbooks(place)


def put_aside(folder: Path, scheme: str, day: date | None = None, why: str = "") -> list[Path]:
    """Return the campaigns put aside, replaced or withdrawn, of a day or of all: the last put aside at the end."""
    found = []
    for path in folder.joinpath(scheme).glob("*"):
        match = ASIDE.fullmatch(path.name)
        if match and why in ("", match["why"]) and match["day"] == (day.isoformat() if day else match["day"]):
            found.append((match["day"], match["why"], int(match["rank"]), path))
    return [path for *_, path in sorted(found)]


def storing(folder: Path, scheme: str, day: date, workbooks: Sequence[Path], replace: bool = False) -> list[Move]:
    """Return the moves that archive the workbooks of a campaign, staged; none when they are already its own.

    Raises RequestRefusedError when another campaign of that date stands and `replace` is not asked; a replaced one is
    kept beside.
    """
    place, standing = folder / scheme / day.isoformat(), dict(campaigns(folder, scheme)).get(day)
    contents = {f"suivi-{rank}{path.suffix.lower()}": path.read_bytes() for rank, path in enumerate(workbooks, start=1)}
    if standing and sorted(path.read_bytes() for path in standing) == sorted(contents.values()):
        return []
    if standing is not None and not replace:
        raise RequestRefusedError(
            f"Une autre campagne du {day:%d/%m/%Y} existe déjà pour {scheme} : elle n’est remplacée que sur "
            "demande (--remplacer), et l’ancienne est alors gardée."
        )
    for name, content in contents.items():
        stage(folder, f"{place.name}/{name}", content)
    coming = (folder / WORK / place.name, place)
    return [coming] if standing is None else [(place, _aside(folder, scheme, day, REPLACED)), coming]


def withdrawing(folder: Path, scheme: str, day: date) -> list[Move]:
    """Return the moves that put the campaign of a day aside; raises RequestRefusedError with the known ones."""
    known = dict(campaigns(folder, scheme))
    if day not in known:
        raise RequestRefusedError(f"Aucune campagne du {day:%d/%m/%Y} pour {scheme} ({_listed(known)}).")
    return [(folder / scheme / day.isoformat(), _aside(folder, scheme, day, WITHDRAWN))]


def returning(folder: Path, scheme: str, day: date) -> list[Move]:
    """Return the moves that put the last withdrawn campaign of a day back in its place.

    Raises RequestRefusedError when there is none, or when another has taken its place.
    """
    withdrawn = put_aside(folder, scheme, day, WITHDRAWN)
    if not withdrawn:
        raise RequestRefusedError(f"Aucune campagne retirée du {day:%d/%m/%Y} pour {scheme}.")
    if day in dict(campaigns(folder, scheme)):
        raise RequestRefusedError(
            f"Une campagne du {day:%d/%m/%Y} a pris la place de celle qui a été retirée : retirez-la d’abord."
        )
    return [(withdrawn[-1], folder / scheme / day.isoformat())]


def erasing(folder: Path, scheme: str, day: date | None, only_aside: bool) -> list[Move]:
    """Return the moves that take campaigns out of the archive for good, with those put aside, or these only.

    Raises RequestRefusedError when there is none.
    """
    found = put_aside(folder, scheme, day)
    if day and not only_aside and day in dict(campaigns(folder, scheme)):
        found.append(folder / scheme / day.isoformat())
    if not found:
        kind = "campagne remplacée ou retirée" if only_aside else "campagne"
        dated = f" du {day:%d/%m/%Y}" if day else ""
        raise RequestRefusedError(f"Aucune {kind}{dated} pour {scheme} : rien à effacer.")
    return [(path, folder / WORK / "efface" / path.name) for path in found]


def _listed(days: Iterable[date]) -> str:
    return "archivées : " + (", ".join(f"{day:%d/%m/%Y}" for day in days) or "aucune")


def _workbooks(place: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in place.iterdir() if path.is_file() and not hidden(path.name)))


def _aside(folder: Path, scheme: str, day: date, why: str) -> Path:
    ranks = [int(path.name.rpartition("-")[2]) for path in put_aside(folder, scheme, day, why)]
    return folder / scheme / f"{day.isoformat()}.{why}-{max(ranks, default=0) + 1}"
