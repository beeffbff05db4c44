"""The one mechanism of every chart: a question, its drawing, its sentence, its table, its rows, its image."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard import ids
from dashboard.components.attributes import aria, data
from dashboard.components.blocks import empty
from dashboard.components.table import Columns, table
from dashboard.filters import Filters
from dashboard.theme import Figure

GRAPH_CONFIG: Any = {"displayModeBar": False, "locale": "fr", "responsive": True}


@dataclass(frozen=True)
class Card:
    """One question drawn one way.

    `summary` says the answer in one sentence, `figure` draws it, `body` sets the drawing on the page when more than
    the graph is needed, `image` draws it for a slide when that differs; without figure nor body the table is the card.
    """

    id: str
    title: str
    query: str
    columns: Columns
    summary: Callable[[pd.DataFrame, Filters], str]
    figure: Callable[[pd.DataFrame, Filters], Figure | None] | None = None
    body: Callable[[pd.DataFrame, Filters, Any], Any] | None = None
    image: Callable[[pd.DataFrame, Filters], Figure | None] | None = None
    keep: Callable[[pd.DataFrame], pd.DataFrame] | None = None
    empty: str = "Aucune action ne répond à ces filtres."
    wide: bool = True

    @property
    def is_table(self) -> bool:
        """Tell whether the card is drawn as its own table."""
        return self.figure is None and self.body is None

    def csv_url(self, filters: Filters) -> str:
        """Return the address of the rows behind the card."""
        return f"/telecharger/{self.id}.csv{filters.url()}"


def frame_of(card: Card, db: Any, filters: Filters) -> pd.DataFrame:
    """Return the rows of a card under the filters."""
    frame: pd.DataFrame = db.frame(card.query, filters.params())
    return card.keep(frame) if card.keep else frame


def drawing(card: Card, frame: pd.DataFrame, filters: Filters) -> Any:
    """Build what the card shows under its sentence."""
    if frame.empty:
        return empty(card.empty, _wider(filters))
    if card.is_table:
        return table(frame, card.columns, filters, card.title)
    figure = card.figure(frame, filters) if card.figure else None
    graph = None
    if figure:
        height = figure["layout"]["height"]
        graph = html.Div(
            dcc.Graph(
                id=ids.part(card.id, "graphe"), figure=figure, config=GRAPH_CONFIG, style={"height": f"{height}px"}
            ),
            role="img",
            className="graphe",
            **aria(label=card.summary(frame, filters)),
        )
    return card.body(frame, filters, graph) if card.body else graph


def twin(card: Card, frame: pd.DataFrame, filters: Filters) -> html.Div:
    """Build the table twin of a card."""
    return table(frame, card.columns, filters, card.title)


def sentence(card: Card, frame: pd.DataFrame, filters: Filters) -> str:
    """Return the one-sentence summary of a card, or why it is empty."""
    return card.empty if frame.empty else card.summary(frame, filters)


def card_layout(card: Card) -> html.Section:
    """Build the empty card of a page: its title, its tools, and the places that its callback fills."""
    tools: list[Any] = []
    if not card.is_table:
        tools.append(
            html.Button(
                "Tableau",
                id=ids.part(card.id, "bouton-table"),
                className="outil",
                n_clicks=0,
                **aria(expanded="false", controls=ids.part(card.id, "table"), label=f"Tableau : {card.title}"),
            )
        )
    tools.append(
        html.A("CSV", id=ids.part(card.id, "csv"), href="#", className="outil", **aria(label=f"CSV : {card.title}"))
    )
    if card.figure:
        tools.append(
            html.Button("Image", className="outil", **aria(label=f"Image PNG : {card.title}"), **data(image=card.id))
        )
    return html.Section(
        [
            html.Div(
                [
                    html.H2(card.title, id=ids.part(card.id, "titre")),
                    html.Div(tools, className="outils"),
                ],
                className="carte-tete",
            ),
            html.P(id=ids.part(card.id, "resume"), className="resume"),
            html.Div(id=ids.part(card.id, "dessin"), className="dessin"),
            None if card.is_table else html.Div(id=ids.part(card.id, "table")),
        ],
        id=card.id,
        className="carte carte-large" if card.wide else "carte",
        **aria(labelledby=ids.part(card.id, "titre")),
    )


def _wider(filters: Filters) -> list[tuple[str, str]]:
    removable = [(f"retirer « {text} »", state.url()) for text, state in filters.chips()]
    return [*removable, ("tout afficher", filters.reset().url())] if removable else []
