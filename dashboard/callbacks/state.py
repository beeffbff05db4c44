"""The URL is the only state: what surrounds the page, and the page that the path names, both follow it."""

from typing import Any

from dash import Dash, Input, Output, State, no_update

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
        Output(ids.FILTERS, "data-mots"),
        Output(ids.FILTERS, "hidden"),
        Output(ids.NOTICE, "data-parties"),
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
        texts = {
            ids.SCHEME_SWITCH: shell.scheme_switch(filters, vocabulary()),
            ids.NAVIGATION: shell.navigation(filters),
            ids.SENTENCE: to_html(shell.shown_sentence(filters, counts)),
            ids.CHIPS: shell.chips(filters),
            **{ids.label(key): to_html(fields[key].label) for key in shell.WORDED},
        }
        # The fields of the controls change with the schéma or the file alone: not setting them keeps repaints fast.
        words = f"{filters.scheme.id} {db.version()}"
        kept = words == worded
        hidden = {key for key, field in fields.items() if field.hidden}
        return (
            parts(texts),
            words,
            filters.path in shell.WITHOUT_FILTERS,
            parts({ids.NOTICE: shell.notices(problems)}),
            *(no_update if kept else fields[key].key for key in shell.WORDED),
            *(no_update if kept else fields[key].hidden for key in shell.WORDED),
            *(no_update if key in hidden else options[key] for key in shell.SELECTS),
            *(no_update if key in hidden else chosen[key] for key in shell.CONTROLS),
        )

    @app.callback(Output(ids.PAGE, "children"), Input(ids.URL, "pathname"), State(ids.URL, "search"))
    def show_page(pathname: str, search: str) -> Any:
        filters, _ = Filters.from_url(pathname or "/", search or "", vocabulary(), settings.today())
        return page_for(filters.path).layout(filters)
