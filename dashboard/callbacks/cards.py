"""Every card wired by one loop: the URL in, its drawing, sentence, table and links out."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from dashboard import ids
from dashboard.cards import BLANK, Card, draw, texts
from dashboard.components.markup import parts
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.pages import CARDS
from dashboard.reading import CurrentVocabulary
from dashboard.settings import Settings
from dashboard.theme import stamped


def register(app: Dash, db: Database, vocabulary: CurrentVocabulary, settings: Settings) -> None:
    """Wire all cards of all pages."""
    for card in CARDS.values():
        _wire_drawing(app, card, db, vocabulary, settings)
        if card.is_drawn:
            _wire_links(app, card)


def _wire_drawing(app: Dash, card: Card, db: Database, vocabulary: CurrentVocabulary, settings: Settings) -> None:
    outputs = [Output(card.id, "data-parties")]
    if card.is_drawn:
        outputs += [Output(ids.part(card.id, "graphe"), "figure"), Output(ids.part(card.id, "cadre"), "style")]

    @app.callback(
        outputs,
        Input(card.id, "data-vu"),
        Input(card.id, "data-table"),
        State(ids.URL, "search"),
        State(ids.URL, "pathname"),
        State(ids.FILTERS, ids.VERSION),
    )
    def redraw(
        seen: str | None, twin: str | None, search: str | None, pathname: str | None, version: str | None
    ) -> list[Any]:
        with db.at(version):
            filters = Filters.from_url(pathname, search, vocabulary(), settings.today())[0].on_page()
            frame = card.rows(db, filters)
            opened = {ids.part(card.id, "table"): card.table(frame, filters) if twin == "ouverte" else ""}
            drawing = draw(card, frame, filters)
            values: list[Any] = [parts(texts(card, drawing, filters) | ({} if card.is_table else opened))]
            if card.is_drawn:
                drawn = drawing.figure
                values += [stamped(drawn) if db.demonstration() and drawn is not BLANK else drawn, drawing.graph_style]
            return values


def _wire_links(app: Dash, card: Card) -> None:
    app.clientside_callback(
        ClientsideFunction("sdsf", "suivre"),
        Output(ids.part(card.id, "graphe"), "clickData"),
        Input(ids.part(card.id, "graphe"), "clickData"),
        prevent_initial_call=True,
    )
