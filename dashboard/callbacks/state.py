"""The URL is the only state: what surrounds the page, and the page that the path names, both follow it."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from dashboard import ids, shell
from dashboard.components.markup import parts, to_html
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.pages import page_for
from dashboard.reading import CurrentVocabulary
from dashboard.settings import Settings


def register(app: Dash, db: Database, vocabulary: CurrentVocabulary, settings: Settings) -> None:
    """Wire the filter bar and the page container to the URL; `assets/sdsf.js` writes it when a control changes."""

    @app.callback(
        Output(ids.FILTERS, "data-parties"),
        Output(ids.FILTERS, "hidden"),
        Output(ids.FILTERS, "data-fichier"),
        Output(ids.NOTICE, "data-parties"),
        Input(ids.URL, "pathname"),
        Input(ids.URL, "search"),
    )
    def surround(pathname: str, search: str) -> tuple[str, bool, str, str]:
        filters, problems = Filters.from_url(pathname or "/", search or "", vocabulary(), settings.today())
        counts = db.frame("filtres/options", filters.params())
        texts = {
            ids.SCHEME_SWITCH: shell.scheme_switch(filters, vocabulary()),
            ids.NAVIGATION: shell.navigation(filters),
            ids.SENTENCE: to_html(shell.shown_sentence(filters, counts)),
            ids.CHIPS: shell.chips(filters),
            **shell.controls(filters, counts),
        }
        without_filters = filters.path in shell.WITHOUT_FILTERS
        return parts(texts), without_filters, db.version(), parts({ids.NOTICE: shell.notices(problems)})

    # The browser tells another page, or the same in another schéma, from another filter: it then sets the `data-vu` of
    # the cards, of those on screen first.
    app.clientside_callback(
        ClientsideFunction("sdsf", "suivreAdresse"),
        Output(ids.PAGE, ids.ROUTE),
        Input(ids.URL, "pathname"),
        Input(ids.URL, "search"),
    )

    @app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.PAGE, "data-montre"),
        Input(ids.PAGE, ids.ROUTE),
        State(ids.URL, "pathname"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )
    def show_page(route: str, pathname: str, search: str) -> tuple[Any, str]:
        filters, _ = Filters.from_url(pathname or "/", search or "", vocabulary(), settings.today())
        return page_for(filters.path).layout(filters), route
