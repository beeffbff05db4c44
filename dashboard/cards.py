"""The one mechanism of every chart: a question, its drawing, its sentence, its table, its rows, its image."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard import ids
from dashboard.charts import Chart
from dashboard.components.attributes import aria, data
from dashboard.components.blocks import empty, key
from dashboard.components.markup import to_html
from dashboard.components.table import Columns, table
from dashboard.db import Database
from dashboard.figures import render
from dashboard.figures.key import sample
from dashboard.figures.medium import SCREEN
from dashboard.filters import Filters
from dashboard.french import typeset
from dashboard.theme import Figure, inert

GRAPH_CONFIG: Any = {"displayModeBar": False, "locale": "fr", "responsive": False}
BLANK: Figure = {"data": [], "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}}}

NO_MATCH = "Aucune action ne répond à ces filtres."
NO_ACTION = "Ce schéma ne compte aucune action : ses orientations se lisent sur la page « Schéma »."


@dataclass(frozen=True)
class Body:
    """What stands on the page before and after the graph of a card."""

    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Card:
    """One question drawn one way.

    `title` and `empty` may hold the schéma's words (« {groupe} », « {limites} »). `summary` says the answer in one
    sentence, `chart` is the value that is drawn of the rows, on the page and on slides. `body` sets words around the
    graph or stands for it, `around` does so from the chart too, `keep` readies the rows; without chart nor body the
    table is the card. `shape` names the arrangement in the stylesheet, `file` the files that leave the page when the
    title does not. A card that `compares` shows all schémas whatever the filters; an `unfiltered` one tells all of the
    schéma; one that `needs_campaign` has its place only where a campaign of the follow-up was imported.
    """

    id: str
    title: str
    query: str
    columns: Columns
    summary: Callable[[pd.DataFrame, Filters], str]
    chart: Callable[[pd.DataFrame, Filters], Chart | None] | None = None
    body: Callable[[pd.DataFrame, Filters], Body] | None = None
    around: Callable[[Any, pd.DataFrame, Filters], Body] | None = None
    keep: Callable[[pd.DataFrame], pd.DataFrame] | None = None
    empty: str = NO_MATCH
    shape: str = "simple"
    file: str = ""
    compares: bool = False
    unfiltered: bool = False
    needs_campaign: bool = False

    @property
    def is_table(self) -> bool:
        """Tell whether the card is drawn as its own table."""
        return self.chart is None and self.body is None

    def has_place(self, filters: Filters) -> bool:
        """Tell whether the card has its place on the pages of this schéma."""
        return bool(filters.scheme.campaigns) or not self.needs_campaign

    def above(self, _: Filters) -> Any:
        """Return what stands above all, rows or not."""
        return None

    def csv_url(self, filters: Filters) -> str:
        """Return the address of the rows behind the card."""
        return f"/telecharger/{self.id}.csv{filters.url()}"

    def rows(self, db: Database, filters: Filters) -> pd.DataFrame:
        """Return the rows of the card under the filters."""
        frame = db.frame(self.query, filters.params())
        return self.keep(frame) if self.keep else frame

    def heading(self, filters: Filters) -> str:
        """Return the title in the schéma's words."""
        return self.title.format_map(filters.scheme.words)

    def sentence(self, frame: pd.DataFrame, filters: Filters) -> str:
        """Return the one-sentence summary, or why the card is empty."""
        if frame.empty:
            return self._nothing(filters, filters.scheme.words | {"limites": ""})
        return self.summary(frame, filters)

    def missing(self, filters: Filters) -> str:
        """Return why the card is empty, with what the document lacks where the card says it."""
        return self._nothing(filters, filters.scheme.words)

    def _nothing(self, filters: Filters, words: dict[str, str]) -> str:
        words_of = self.empty if filters.scheme.actions or self.empty != NO_MATCH else NO_ACTION
        return words_of.format_map(words).strip()

    def table(self, frame: pd.DataFrame, filters: Filters) -> str:
        """Return the table twin as HTML."""
        return to_html(table(frame, self.columns, filters, self.heading(filters)))

    def image_url(self, filters: Filters) -> str:
        """Return the address of the card set as a slide."""
        return f"/image/{self.id}{filters.url()}"


@dataclass(frozen=True)
class Page:
    """A page: its name, its path (steps in « < > » stand for any), its cards, and how it arranges them."""

    name: str
    path: str
    cards: Sequence[Card]
    layout: Callable[[Filters], Any]


@dataclass(frozen=True)
class Drawing:
    """What a card shows under some filters, ready to be sent: HTML texts and a figure."""

    title: str
    sentence: str
    before: str = ""
    after: str = ""
    figure: Figure = field(default_factory=lambda: BLANK)

    @property
    def graph_style(self) -> dict[str, str]:
        """Return the style of the graph's frame: its height, hidden when there is nothing to draw."""
        height = self.figure["layout"].get("height")
        return {"height": f"{height}px"} if height else {"display": "none"}


def draw(card: Card, frame: pd.DataFrame, filters: Filters) -> Drawing:
    """Draw a card."""
    words = (card.heading(filters), typeset(card.sentence(frame, filters)))
    if frame.empty:
        nothing = empty(card.missing(filters), [] if card.unfiltered else _wider(filters))
        return Drawing(*words, before=to_html([card.above(filters), nothing]))
    if card.is_table:
        return Drawing(*words, before=card.table(frame, filters))
    chart = card.chart(frame, filters) if card.chart else None
    body = card.body(frame, filters) if card.body else Body()
    body = card.around(chart, frame, filters) if card.around else body
    figure = inert(render(chart, SCREEN)) if chart else BLANK
    # The other shapes have a place of their own for the key.
    marks = chart.key if chart and card.shape == "simple" else ()
    drawn_with = key([sample(mark) for mark in marks]) if marks else None
    before = [card.above(filters), body.before, drawn_with]
    return Drawing(*words, to_html(before), to_html(body.after), figure)


def texts(card: Card, drawing: Drawing, filters: Filters) -> dict[str, str]:
    """Return the HTML texts of the card's parts, by their ids."""
    links: list[Any] = [html.A("CSV", href=card.csv_url(filters), className="outil", **_named(card, "csv"))]
    if drawing.figure is not BLANK:
        named = _named(card, "image")
        links.append(html.Button("Image", className="outil", **named, **data(image=card.image_url(filters))))
    return {
        ids.part(card.id, "tete"): to_html(_head(card)),
        ids.part(card.id, "titre"): to_html(drawing.title),
        ids.part(card.id, "resume"): to_html(drawing.sentence),
        ids.part(card.id, "liens"): to_html(links),
        ids.part(card.id, "avant"): drawing.before,
        ids.part(card.id, "apres"): drawing.after,
    }


def card_layout(card: Card) -> html.Section:
    """Build the empty card of a page, that its callback fills with text: only a graph has to be a component."""
    return html.Section(
        [html.Div(id=ids.part(card.id, "tete"), className="brut"), _drawing(card) if card.chart else None],
        id=card.id,
        className="carte",
        **aria(labelledby=ids.part(card.id, "titre")),
    )


def card_layouts(cards: Sequence[Card], filters: Filters) -> dict[str, html.Section]:
    """Build, by their ids, those of the cards that have their place in this schéma."""
    return {card.id: card_layout(card) for card in cards if card.has_place(filters)}


def _head(card: Card) -> list[Any]:
    return [
        html.Div(
            [html.H2(id=ids.part(card.id, "titre")), html.Div(_tools(card), className="outils")],
            className="carte-tete",
        ),
        html.P(id=ids.part(card.id, "resume"), className="resume"),
        None if card.is_table else html.Div(id=ids.part(card.id, "table")),
        None if card.chart else _drawing(card),
    ]


def _tools(card: Card) -> list[Any]:
    toggle = html.Button(
        "Tableau",
        className="outil",
        **data(tableau=card.id),
        **_named(card, "bouton-table"),
        **aria(expanded="false", controls=ids.part(card.id, "table")),
    )
    links = html.Span(id=ids.part(card.id, "liens"), className="brut")
    return [links] if card.is_table else [toggle, links]


def _named(card: Card, name: str) -> dict[str, Any]:
    """Return the id of a tool of the card, and a name that tells it from the same tool of another card."""
    tool = ids.part(card.id, name)
    return {"id": tool} | aria(labelledby=f"{tool} {ids.part(card.id, 'titre')}")


def _drawing(card: Card) -> html.Div:
    graph = html.Div(
        dcc.Graph(id=ids.part(card.id, "graphe"), figure=BLANK, config=GRAPH_CONFIG, responsive="auto"),
        id=ids.part(card.id, "cadre"),
        role="img",
        className="graphe",
        style={"display": "none"},
        **aria(labelledby=ids.part(card.id, "resume")),
    )
    before = html.Div(id=ids.part(card.id, "avant"), className="brut")
    after = html.Div(id=ids.part(card.id, "apres"), className="brut")
    return html.Div([before, graph if card.chart else None, after], className=f"dessin dessin-{card.shape}")


def _wider(filters: Filters) -> list[tuple[str, str]]:
    removable = [(f"retirer « {text} »", state.url()) for text, state in filters.chips()]
    return [*removable, ("tout afficher", filters.reset().url())] if removable else []
