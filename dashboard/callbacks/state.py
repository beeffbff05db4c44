"""The one callback that owns the URL, the filter state and the controls; and the page that the path names."""

from dataclasses import replace
from datetime import date
from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update

from dashboard import ids, shell
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.pages import page_for
from dashboard.settings import Settings
from dashboard.vocabulary import Vocabulary


def register(app: Dash, db: Database, vocabulary: Vocabulary, settings: Settings) -> None:
    """Wire the state and the page container."""

    @app.callback(
        Output(ids.STATE, "data"),
        Output(ids.URL, "search"),
        Output(ids.SCHEME_NAME, "children"),
        Output(ids.NAVIGATION, "children"),
        Output(ids.SENTENCE, "children"),
        Output(ids.CHIPS, "children"),
        Output(ids.NOTICE, "children"),
        *(Output(ids.control(key), "options") for key in shell.CONTROLS if key != "au"),
        *(Output(ids.control(key), "value") for key in shell.CONTROLS),
        Input(ids.URL, "pathname"),
        Input(ids.URL, "search"),
        *(Input(ids.control(key), "value") for key in shell.CONTROLS),
    )
    def follow(pathname: str, search: str, *values: str | None) -> tuple[Any, ...]:
        filters, problems = Filters.from_url(pathname or "/", search or "", vocabulary, settings.today())
        changed = _changed_control(ctx.triggered_id)
        if changed:
            filters = apply_control(filters, changed, dict(zip(shell.CONTROLS, values, strict=True))[changed])
        counts = db.frame("filtres/options", filters.params())
        options, chosen = shell.options_of(filters, counts), shell.values_of(filters)
        return (
            {"pathname": filters.path, "search": filters.search()},
            filters.search() if changed else no_update,
            shell.header_name(filters.scheme),
            shell.navigation(filters),
            shell.shown_sentence(filters, counts),
            shell.chips(filters),
            shell.notices(problems),
            *(options[key] for key in shell.CONTROLS if key != "au"),
            *(chosen[key] for key in shell.CONTROLS),
        )

    @app.callback(
        Output(ids.PAGE, "children"),
        Input(ids.URL, "pathname"),
        State(ids.URL, "search"),
    )
    def show_page(pathname: str, search: str) -> Any:
        filters, _ = Filters.from_url(pathname or "/", search or "", vocabulary, settings.today())
        return page_for(filters.path).layout(filters)


def apply_control(filters: Filters, key: str, value: str | None) -> Filters:
    """Return the filters after the reader changed one control; the default date leaves the URL."""
    if key.startswith("niveau_"):
        return filters.choose_level(int(key[-1]), value or None)
    if key != "au":
        return filters.with_values({key: value or None})
    try:
        chosen = date.fromisoformat(value or "")
    except ValueError:
        return replace(filters, au=None)
    bounded = min(max(chosen, filters.scheme.start), filters.scheme.end)
    return replace(filters, au=None if bounded == replace(filters, au=None).date else bounded)


def _changed_control(triggered: Any) -> str | None:
    return next((key for key in shell.CONTROLS if ids.control(key) == triggered), None)
