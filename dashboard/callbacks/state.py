"""The URL is the only state: what surrounds the page, and the page that the path names, both follow it."""

from typing import Any

from dash import Dash, Input, Output, State, no_update

from dashboard import ids, shell
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.pages import page_for
from dashboard.reading import CurrentVocabulary
from dashboard.settings import Settings


def register(app: Dash, db: Database, vocabulary: CurrentVocabulary, settings: Settings) -> None:
    """Wire the filter bar and the page container to the URL; `assets/sdsf.js` writes it when a control changes."""

    @app.callback(
        Output(ids.SCHEME_SWITCH, "data-html"),
        Output(ids.FILTERS, "hidden"),
        Output(ids.NAVIGATION, "data-html"),
        Output(ids.SENTENCE, "children"),
        Output(ids.CHIPS, "data-html"),
        Output(ids.NOTICE, "data-html"),
        Output(ids.FILTERS, "data-mots"),
        *(Output(ids.label(key), "children") for key in shell.WORDED),
        *(Output(ids.field(key), "data-cle") for key in shell.WORDED),
        *(Output(ids.field(key), "hidden") for key in shell.WORDED),
        *(Output(ids.control(key), "options") for key in shell.SELECTS),
        *(Output(ids.control(key), "value") for key in shell.CONTROLS),
        Input(ids.URL, "pathname"),
        Input(ids.URL, "search"),
        State(ids.FILTERS, "data-mots"),
    )
    def surround(pathname: str, search: str, worded: str | None) -> tuple[Any, ...]:
        filters, problems = Filters.from_url(pathname or "/", search or "", vocabulary(), settings.today())
        counts = db.frame("filtres/options", filters.params())
        options, chosen = shell.options_of(filters, counts), shell.values_of(filters)
        fields = shell.fields_of(filters.scheme)
        # The words of the controls change with the schéma or the file alone: setting them at each filter would slow every repaint.
        words = f"{filters.scheme.id} {db.version()}"
        kept = words == worded
        return (
            shell.scheme_switch(filters, vocabulary()),
            filters.path in shell.WITHOUT_FILTERS,
            shell.navigation(filters),
            shell.shown_sentence(filters, counts),
            shell.chips(filters),
            shell.notices(problems),
            words,
            *(no_update if kept else fields[key][i] for i in range(3) for key in shell.WORDED),
            *(options[key] for key in shell.SELECTS),
            *(chosen[key] for key in shell.CONTROLS),
        )

    @app.callback(Output(ids.PAGE, "children"), Input(ids.URL, "pathname"), State(ids.URL, "search"))
    def show_page(pathname: str, search: str) -> Any:
        filters, _ = Filters.from_url(pathname or "/", search or "", vocabulary(), settings.today())
        return page_for(filters.path).layout(filters)
