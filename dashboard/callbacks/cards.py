"""Every card wired by one loop: the state in, its drawing, sentence, table and links out."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from dashboard import cards, ids
from dashboard.cards import Card
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.pages import CARDS
from dashboard.settings import Settings
from dashboard.vocabulary import Vocabulary


def register(app: Dash, db: Database, vocabulary: Vocabulary, settings: Settings) -> None:
    """Wire all cards of all pages."""
    for card in CARDS.values():
        _wire(app, card, db, vocabulary, settings)
        if card.figure:
            app.clientside_callback(
                ClientsideFunction("sdsf", "suivre"),
                Output(ids.URL, "pathname", allow_duplicate=True),
                Output(ids.URL, "search", allow_duplicate=True),
                Output(ids.part(card.id, "graphe"), "clickData"),
                Input(ids.part(card.id, "graphe"), "clickData"),
                prevent_initial_call=True,
            )


def _wire(app: Dash, card: Card, db: Database, vocabulary: Vocabulary, settings: Settings) -> None:
    def filters_of(state: dict[str, str]) -> Filters:
        return Filters.from_url(state["pathname"], state["search"], vocabulary, settings.today())[0]

    @app.callback(
        Output(ids.part(card.id, "resume"), "children"),
        Output(ids.part(card.id, "dessin"), "children"),
        Output(ids.part(card.id, "csv"), "href"),
        Input(ids.STATE, "data"),
    )
    def draw(state: dict[str, str] | None) -> Any:
        if not state:
            return no_update
        filters = filters_of(state)
        frame = cards.frame_of(card, db, filters)
        return cards.sentence(card, frame, filters), cards.drawing(card, frame, filters), card.csv_url(filters)

    if card.is_table:
        return

    @app.callback(
        Output(ids.part(card.id, "table"), "children"),
        Output(ids.part(card.id, "bouton-table"), "aria-expanded"),
        Input(ids.part(card.id, "bouton-table"), "n_clicks"),
        Input(ids.STATE, "data"),
        State(ids.part(card.id, "table"), "children"),
        prevent_initial_call=True,
    )
    def show_table(clicks: int | None, state: dict[str, str] | None, shown: Any) -> Any:
        is_open = bool((clicks or 0) % 2)
        if not is_open or not state:
            return (None, "false") if shown else no_update
        filters = filters_of(state)
        frame = cards.frame_of(card, db, filters)
        return cards.twin(card, frame, filters), "true"
