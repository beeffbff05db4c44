"""What is printed above a page: the schéma, what is kept of it, the follow-up, the sources and the day of printing."""

import pandas as pd
from dash import html

from dashboard.components.markup import to_html
from dashboard.filters import Filters
from dashboard.french import day

# Pages that hold open data, by the first step of their path; the others hold the schéma and its follow-up alone.
OPEN_DATA = ("territoires", "indicateurs", "comparer")
MAPS = "Contours et populations : IGN (ADMIN EXPRESS) et Insee"
PRINTED_ON = "imprime-le"  # written by assets/papier.js when the page is printed
UNFINISHED = "Impression lancée avant que la page soit entièrement affichée : des parties peuvent manquer."


def heading(filters: Filters, kept: str | None, sources: pd.DataFrame) -> str:
    """Return the heading of a printed page: `kept` is what the filters keep, None where all schémas are shown whole.

    Columns of `sources`: ouverte, source.
    """
    titles = ["Services aux familles", *([filters.scheme.name] if kept else [])]
    said = [kept, _followed(filters)] if kept else ["Tous les schémas, sans filtre."]
    lines = [*said, f"Sources : {' ; '.join(_sources(filters, sources))}."]
    return to_html(
        [
            html.P(" · ".join(titles), className="papier-schema"),
            *[html.P(line) for line in lines],
            html.P(["Imprimé le ", html.Span(id=PRINTED_ON), "."]),
            html.P(UNFINISHED, className="papier-inacheve"),
        ]
    )


def _followed(filters: Filters) -> str:
    last = max((d for d in filters.scheme.campaigns if d <= filters.date), default=None)
    return f"Suivi du {day(last)}." if last else f"Aucun suivi au {day(filters.date)}."


def _sources(filters: Filters, sources: pd.DataFrame) -> list[str]:
    step = filters.path.split("/")[1]
    if step not in OPEN_DATA:
        sources = sources[~sources["ouverte"]]
    maps = [MAPS] if step in OPEN_DATA else []
    return [*sources["source"], *maps]
