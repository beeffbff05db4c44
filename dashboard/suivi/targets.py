"""Where a workbook of ours is written: beside, then in one move, and never over what somebody wrote."""

import io
import secrets
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from dashboard.errors import DashboardError, RequestRefusedError, cause

# No clock in a workbook of ours: archives are compared byte by byte, and what another program saved is known by it.
WRITTEN = datetime(2000, 1, 1).timetuple()[:6]
ZIP = b"PK\x03\x04"


class WorkbookUnwritableError(DashboardError):
    """The workbook cannot be written there: absent folder, no right, full disk, or file open elsewhere."""

    title = "Classeur impossible à écrire"


def check_target(path: Path, replace: bool) -> None:
    """Raise RequestRefusedError unless nothing that somebody wrote stands there, or unless it is to be replaced."""
    if not path.exists():
        return
    if not path.is_file():
        raise RequestRefusedError(f"{path} n’est pas un fichier : il n’est pas remplacé (attendu : un classeur .xlsx).")
    try:
        if path.stat().st_size == 0 or _untouched(path):
            return
        with path.open("rb") as file:
            workbook = file.read(len(ZIP)) == ZIP
    except OSError as error:
        raise RequestRefusedError(f"{path} ne peut pas être lu : {cause(error)}.") from error
    if not workbook:
        raise RequestRefusedError(f"{path} n’est pas un classeur : il n’est pas remplacé. Donnez un autre nom.")
    if not replace:
        raise RequestRefusedError(
            f"{path} a été rempli ou enregistré depuis qu’il a été écrit : il n’est remplacé que sur demande "
            "(--remplacer). Donnez plutôt un autre nom."
        )


def undated(content: bytes) -> bytes:
    """Return a zip with the same parts and no clock."""
    final = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(final, "w") as target:
        for name in source.namelist():
            target.writestr(entry(name), source.read(name), zipfile.ZIP_DEFLATED)
    return final.getvalue()


def entry(name: str) -> zipfile.ZipInfo:
    """Return the description of a part, the same on every system and at any time."""
    described = zipfile.ZipInfo(name, WRITTEN)
    described.create_system = 0
    return described


def put(path: Path, content: bytes) -> None:
    """Write beside, then rename: a reader never sees half a workbook; raises WorkbookUnwritableError."""
    if not path.parent.is_dir():
        raise WorkbookUnwritableError(f"Le dossier {path.parent} n’existe pas : créez-le, ou choisissez-en un autre.")
    beside = path.parent / f".{path.name}.{secrets.token_hex(4)}.nouveau"
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise WorkbookUnwritableError(
            f"{path} ne peut pas être écrit : {cause(error)}. Le fichier d’avant, s’il y en a un, reste."
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _untouched(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return all(part.date_time == WRITTEN for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError):
        return False
