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
        if not card.is_table:
            _wire_table(app, card, db, vocabulary, settings)
        if card.figure:
            _wire_links(app, card)


def _wire_drawing(app: Dash, card: Card, db: Database, vocabulary: CurrentVocabulary, settings: Settings) -> None:
    outputs = [Output(card.id, "data-parties")]
    if card.figure:
        outputs += [Output(ids.part(card.id, "graphe"), "figure"), Output(ids.part(card.id, "cadre"), "style")]
    opened = [] if card.is_table else [State(ids.part(card.id, "bouton-table"), "n_clicks")]

    # What is on screen is redrawn first: the browser sets `data-vu` at once there, a moment later below the fold.
    app.clientside_callback(
        ClientsideFunction("sdsf", "attendre"),
        Output(card.id, "data-vu"),
        Input(ids.URL, "search"),
        State(card.id, "id"),
    )

    @app.callback(
        *outputs,
        Input(card.id, "data-vu"),
        State(ids.URL, "search"),
        State(ids.URL, "pathname"),
        *opened,
        prevent_initial_call=True,
    )
    def redraw(seen: str, search: str, pathname: str, *clicks: int) -> list[Any]:
        filters = Filters.from_url(pathname, search, vocabulary(), settings.today())[0]
        frame = card.rows(db, filters)
        drawing = draw(card, frame, filters)
        shown = texts(card, drawing, filters)
        if clicks and clicks[0] % 2:
            shown[ids.part(card.id, "table")] = card.table(frame, filters)
        values: list[Any] = [parts(shown)]
        if card.figure:
            figure = stamped(drawing.figure) if db.demonstration() and drawing.figure is not BLANK else drawing.figure
            values += [figure, drawing.graph_style]
        return values


def _wire_table(app: Dash, card: Card, db: Database, vocabulary: CurrentVocabulary, settings: Settings) -> None:
    @app.callback(
        Output(card.id, "data-parties", allow_duplicate=True),
        Output(ids.part(card.id, "bouton-table"), "aria-expanded"),
        Input(ids.part(card.id, "bouton-table"), "n_clicks"),
        State(ids.URL, "search"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )
    def toggle(clicks: int, search: str, pathname: str) -> tuple[str, str]:
        place = ids.part(card.id, "table")
        if clicks % 2 == 0:
            return parts({place: ""}), "false"
        filters = Filters.from_url(pathname, search, vocabulary(), settings.today())[0]
        return parts({place: card.table(card.rows(db, filters), filters)}), "true"


def _wire_links(app: Dash, card: Card) -> None:
    app.clientside_callback(
        ClientsideFunction("sdsf", "suivre"),
        Output(ids.part(card.id, "graphe"), "clickData"),
        Input(ids.part(card.id, "graphe"), "clickData"),
        prevent_initial_call=True,
    )
