"""The few errors a reader or a secretary may meet: each carries a French title and one clear sentence."""

import errno
import os
from collections.abc import Sequence

from dashboard.french import plural

CAUSES = {
    errno.ENOSPC: "il n’y a plus de place sur le disque",
    errno.EDQUOT: "la place qui vous est donnée sur le disque est prise",
    errno.EFBIG: "le fichier dépasse la taille permise",
    errno.EACCES: "vous n’en avez pas le droit, ou un autre programme le tient ouvert",
    errno.EPERM: "le système l’interdit",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOENT: "ce dossier ou ce fichier n’existe pas",
    errno.EEXIST: "un autre fichier porte ce nom",
    errno.ENOTDIR: "ce chemin passe par un fichier",
    errno.EISDIR: "c’est un dossier",
    errno.ELOOP: "ce lien ne mène qu’à lui-même",
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.EIO: "le disque ne répond pas",
}


class DashboardError(Exception):
    """An expected failure, told in French; the command line exits with status 2."""

    title = "Erreur"


class DatabaseUnusableError(DashboardError):
    """The DuckDB file is absent, corrupt or of another format."""

    title = "Base de données indisponible"


class QueryError(DashboardError):
    """A query file or its parameters are wrong: a fault of the program, not of the reader."""

    title = "Requête impossible"


class PortInUseError(DashboardError):
    """The server cannot listen there: port in use, out of range, or unknown host."""

    title = "Écoute impossible"


class RequestRefusedError(DashboardError):
    """What the command line asks for cannot be done as it is."""

    title = "Demande refusée"


class TablesRefusedError(DashboardError):
    """The source tables hold problems: none was written."""

    title = "Tables refusées"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            f"{plural(len(problems), 'problème')} dans les tables, rien n’a été écrit :\n"
            + "\n".join(f"- {p}" for p in problems)
        )


def cause(error: Exception) -> str:
    """Return in French why the system refused, or what the error says when that is not known."""
    for number, words in CAUSES.items():
        # A driver gives the words of the system only.
        if getattr(error, "errno", None) == number or os.strerror(number) in str(error):
            return words
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
