"""The refusal of a whole file, in French, and the limits that a follow-up workbook never reaches."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import DashboardError
from dashboard.suivi.characters import brief

MAX_ROWS = 20_000
MAX_COLUMNS = 200
SAVE_AS = "ouvrez-le dans un tableur et enregistrez-le au format « Classeur Excel (.xlsx) »"


class WorkbookRefusedError(DashboardError):
    """The file is not a follow-up workbook, or nothing that can be read safely: nothing of it was read."""

    title = "Classeur refusé"


def refusal(path: Path, why: str) -> WorkbookRefusedError:
    """Return the refusal of a file, with its name."""
    return WorkbookRefusedError(f"{brief(path.name)} : {why}.")


def too_many_rows(path: Path, name: str) -> WorkbookRefusedError:
    """Return the refusal of a sheet with more rows than any schéma needs."""
    return refusal(path, f"la feuille « {brief(name)} » a plus de 20 000 lignes remplies")


def too_many_columns(path: Path, name: str, letter: str) -> WorkbookRefusedError:
    """Return the refusal of a sheet where something is written far to the right."""
    return refusal(
        path, f"la feuille « {brief(name)} » a plus de 200 colonnes : quelque chose est écrit en colonne {letter}"
    )


@contextmanager
def refusing(path: Path, why: str) -> Iterator[None]:
    """Turn whatever a damaged or hostile file makes the libraries raise into a refusal."""
    try:
        yield
    except DashboardError:
        raise
    except Exception as error:
        raise refusal(path, why) from error
