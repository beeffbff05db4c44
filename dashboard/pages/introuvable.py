"""What a path that names no page gets."""

from typing import Any

from dash import dcc, html

from dashboard.cards import Page
from dashboard.filters import Filters


def layout(filters: Filters) -> Any:
    """Say that the page does not exist, and lead back."""
    return html.Div(
        [
            html.H1("Page introuvable"),
            html.P("Cette adresse ne correspond à aucune page de ce tableau de bord."),
            html.P(dcc.Link("Revenir à la séance", href=filters.url("/"))),
        ]
    )


PAGE = Page("introuvable", "", (), layout)
