"""The few errors a reader or a secretary may meet: each carries a French title and one clear sentence."""

from collections.abc import Sequence

from dashboard.french import plural


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
