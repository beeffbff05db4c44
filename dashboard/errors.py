"""The few errors a reader or a secretary may meet: each carries a French title and one clear sentence."""

import errno
import os
from collections.abc import Sequence
from typing import ClassVar

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


class ProblemsError(DashboardError):
    """Files hold problems, all told at once: nothing was done with any of them."""

    undone: ClassVar[str]

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        told = "\n".join(f"- {problem}" for problem in problems)
        super().__init__(f"{plural(len(problems), 'problème')} dans {self.undone} :\n{told}")


class TablesRefusedError(ProblemsError):
    """The source tables hold problems: none was written."""

    title = "Tables refusées"
    undone = "les tables, rien n’a été écrit"


def cause(error: Exception) -> str:
    """Return in French why the system refused, or what the error says when that is not known."""
    for number, words in CAUSES.items():
        # A driver gives the words of the system only.
        if getattr(error, "errno", None) == number or os.strerror(number) in str(error):
            return words
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
