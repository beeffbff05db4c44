"""What is printed above a page: what is kept of which schéma, the follow-up, the sources and the day of printing."""

from collections.abc import Iterator, Sequence

import pandas as pd
from dash import html

from dashboard import ids
from dashboard.components.markup import to_html
from dashboard.filters import Filters
from dashboard.french import day
from dashboard.provenance import campaign, document
from dashboard.vocabulary import Scheme, Vocabulary

COMPARED = "/comparer"
# Pages that hold open data, by the first step of their path; the others hold the schéma and its follow-up alone.
OPEN_DATA = ("territoires", "indicateurs", "comparer")
MAPS = "contours IGN (ADMIN EXPRESS), populations Insee"
PRINTED_ON, UNFINISHED = "imprime-le", "impression-inachevee"  # assets/papier.js fills the one and shows the other
WARNING = "Impression lancée avant que la page soit entièrement affichée : des parties peuvent manquer."


def paper() -> html.Div:
    """Build the place of the heading, seen on paper only."""
    return html.Div(
        [
            html.Div(id=ids.PAPER),
            html.P(["Imprimé le ", html.Span(id=PRINTED_ON), "."]),
            html.P(WARNING, id=UNFINISHED, hidden=True),
        ],
        className="papier",
    )


def heading(filters: Filters, kept: str, vocabulary: Vocabulary, files: pd.DataFrame) -> str:
    """Return the heading of a printed page; `kept` says what the filters keep, nothing where a page has none.

    Columns of `files`, those of the Cnaf: schema_id, fichier, premiere, derniere.
    """
    compares = filters.path == COMPARED
    schemes = tuple(vocabulary.schemes.values()) if compares else (filters.scheme,)
    whole = "Tous les schémas, sans filtre" if compares else "Schéma entier, sans filtre"
    silence = f"Aucun suivi au {day(filters.date)}" if kept and not filters.campaign else ""
    sources = [*map(document, schemes), *_answers(filters, kept), *_open_data(filters, schemes, files)]
    return to_html(
        [
            html.P(" ; ".join(f"{s.departement} {s.period}" for s in schemes), className="papier-schema"),
            html.P(f"{kept or whole}."),
            html.P(f"{silence}.") if silence else None,
            html.P(f"Sources : {' ; '.join(sources)}."),
        ]
    )


def _answers(filters: Filters, kept: str) -> list[str]:
    return [campaign(filters, filters.campaign)] if kept and filters.campaign else []


def _open_data(filters: Filters, schemes: Sequence[Scheme], files: pd.DataFrame) -> Iterator[str]:
    if filters.path.split("/")[1] in OPEN_DATA:
        yield MAPS
        own = files[files["schema_id"].isin([scheme.id for scheme in schemes])]
        for file in own.drop_duplicates("fichier").itertuples():
            yield f"Cnaf, fichier {file.fichier}, {file.premiere} à {file.derniere}"
