"""Every card wired by one loop: the URL in, its drawing, sentence, table and links out."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from dashboard import ids
from dashboard.cards import Card
from dashboard.contents import Contents, answer
from dashboard.pages import CARDS


def register(app: Dash, contents: Contents) -> None:
    """Wire all cards of all pages; the browser sets the `data-vu` of those that it wants drawn."""
    for card in CARDS.values():
        _wire_drawing(app, card, contents)
        if card.chart:
            _wire_links(app, card)


def _wire_drawing(app: Dash, card: Card, contents: Contents) -> None:
    outputs = [Output(card.id, "data-parties")]
    if card.chart:
        outputs += [Output(ids.part(card.id, "graphe"), "figure"), Output(ids.part(card.id, "cadre"), "style")]

    @app.callback(
        outputs,
        Input(card.id, "data-vu"),
        Input(card.id, "data-table"),
        State(ids.URL, "search"),
        State(ids.URL, "pathname"),
        State(ids.FILTERS, ids.VERSION),
        prevent_initial_call=True,
    )
    def redraw(
        seen: str | None, twin: str | None, search: str | None, pathname: str | None, version: str | None
    ) -> list[Any]:
        with contents.db.at(version):
            return answer(contents.card(card, contents.filters(pathname, search), twin == "ouverte"), outputs)


def _wire_links(app: Dash, card: Card) -> None:
    app.clientside_callback(
        ClientsideFunction("sdsf", "suivre"),
        Output(ids.part(card.id, "graphe"), "clickData"),
        Input(ids.part(card.id, "graphe"), "clickData"),
        prevent_initial_call=True,
    )
