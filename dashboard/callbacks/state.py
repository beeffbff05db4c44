"""The URL is the only state: what surrounds the page, and the page that the path names, both follow it."""

from typing import Any
from urllib.parse import quote

from dash import ClientsideFunction, Dash, Input, Output, State
from flask import redirect, request
from werkzeug import Response

from dashboard import ids
from dashboard.contents import Contents, answer
from dashboard.filters import LIST


def register(app: Dash, contents: Contents) -> None:
    """Wire the filter bar and the page container to the URL; `assets/sdsf.js` writes it when a control changes."""
    around = [
        Output(ids.FILTERS, "data-parties"),
        Output(ids.FILTERS, "hidden"),
        Output(ids.FILTERS, ids.NEWER),
        Output(ids.NOTICE, "data-parties"),
    ]

    @app.callback(
        around,
        Input(ids.URL, "pathname"),
        Input(ids.URL, "search"),
        State(ids.FILTERS, ids.VERSION),
        prevent_initial_call=True,
    )
    def surround(pathname: str | None, search: str | None, version: str | None) -> list[Any]:
        with contents.db.at(version):
            return answer(contents.surroundings(pathname, search), around)

    # The browser tells another page, or the same in another schéma, from another filter: it then sets the `data-vu` of
    # the cards, of those on screen first.
    app.clientside_callback(
        ClientsideFunction("sdsf", "suivreAdresse"),
        Output(ids.PAGE, ids.ROUTE),
        Input(ids.URL, "pathname"),
        Input(ids.URL, "search"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.PAGE, "data-montre"),
        Input(ids.PAGE, ids.ROUTE),
        State(ids.URL, "pathname"),
        State(ids.URL, "search"),
        State(ids.FILTERS, ids.VERSION),
        prevent_initial_call=True,
    )
    def show_page(route: str, pathname: str | None, search: str | None, version: str | None) -> tuple[Any, str]:
        with contents.db.at(version):
            return contents.page(contents.filters(pathname, search)), route

    @app.server.before_request
    def open_list() -> Response | None:
        """Open the list that the address of a page that counts asks for; the fragment has it told once."""
        if not request.query_string:
            return None
        search = request.query_string.decode("utf-8", "replace")
        filters, _ = contents.read(request.path, search)
        if not filters.opens_list:
            return None
        pilot = f"&pilote={quote(filters.pilote or '')}" if filters.on_pilot_page else ""
        return redirect(f"{LIST}?{search}{pilot}#{ids.LIST_ASKED}")
