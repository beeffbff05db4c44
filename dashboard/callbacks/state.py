"""The URL is the only state: what surrounds the page, and the page that the path names, both follow it."""

from typing import Any
from urllib.parse import quote

from dash import ClientsideFunction, Dash, Input, Output, State
from flask import redirect, request
from werkzeug import Response

from dashboard import ids, paper, shell
from dashboard.agreement import behind
from dashboard.components.markup import parts, to_html
from dashboard.db import Database
from dashboard.filters import LIST, Filters
from dashboard.pages import donnees, page_for
from dashboard.reading import CurrentVocabulary
from dashboard.settings import Settings


def register(app: Dash, db: Database, vocabulary: CurrentVocabulary, settings: Settings) -> None:
    """Wire the filter bar and the page container to the URL; `assets/sdsf.js` writes it when a control changes."""

    @app.callback(
        Output(ids.FILTERS, "data-parties"),
        Output(ids.FILTERS, "hidden"),
        Output(ids.FILTERS, ids.NEWER),
        Output(ids.NOTICE, "data-parties"),
        Input(ids.URL, "pathname"),
        Input(ids.URL, "search"),
        State(ids.FILTERS, ids.VERSION),
    )
    def surround(pathname: str | None, search: str | None, version: str | None) -> tuple[str, bool, str | None, str]:
        with db.at(version):
            newer = "oui" if db.newest() != db.version() else None
            read, problems = Filters.from_url(pathname, search, vocabulary(), settings.today())
            filters = read.on_page()
            told = (*problems, *filter(None, [behind(db) if filters.path == donnees.PATH else None]))
            counts = db.frame("filtres/options", filters.params())
            without_filters = filters.path in shell.WITHOUT_FILTERS
            sentence = shell.shown_sentence(filters, counts)
            kept = "" if without_filters else sentence
            texts = {
                ids.SCHEME_SWITCH: shell.scheme_switch(filters, vocabulary()),
                ids.NAVIGATION: shell.navigation(filters),
                ids.SENTENCE: to_html(sentence),
                ids.CHIPS: shell.chips(filters),
                ids.PAPER: paper.heading(filters, kept, vocabulary(), db.frame("papier/cnaf")),
                **shell.controls(filters, counts),
            }
            return parts(texts), without_filters, newer, parts({ids.NOTICE: shell.notices(told, read)})

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
        State(ids.FILTERS, ids.VERSION),
        prevent_initial_call=True,
    )
    def show_page(route: str, pathname: str | None, search: str | None, version: str | None) -> tuple[Any, str]:
        with db.at(version):
            filters = Filters.from_url(pathname, search, vocabulary(), settings.today())[0].on_page()
            return page_for(filters.path).layout(filters), route

    @app.server.before_request
    def open_list() -> Response | None:
        """Open the list that the address of a page that counts asks for; the fragment has it told once."""
        if not request.query_string:
            return None
        search = request.query_string.decode("utf-8", "replace")
        filters, _ = Filters.from_url(request.path, search, vocabulary(), settings.today())
        if not filters.opens_list:
            return None
        pilot = f"&pilote={quote(filters.pilote or '')}" if filters.on_pilot_page else ""
        return redirect(f"{LIST}?{search}{pilot}#{ids.LIST_ASKED}")
