"""What an address shows: what surrounds its page, the page with its first cards drawn, and each card on its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from dash import Output, html
from dash.development.base_component import Component

from dashboard import ids, paper, shell
from dashboard.agreement import behind
from dashboard.cards import BLANK, Card, draw, texts
from dashboard.components.markup import parts, to_html
from dashboard.current import CurrentVocabulary
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.pages import CARDS, donnees, page_for
from dashboard.settings import Settings
from dashboard.theme import stamped

FIRST = 2  # cards of a page that its first answer draws: what a screen holds

# The properties of components, by their ids.
Shown = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Contents:
    """Answers what an address shows, from the file, in the vocabulary of its schémas."""

    db: Database
    vocabulary: CurrentVocabulary
    settings: Settings

    def read(self, pathname: str | None, search: str | None) -> tuple[Filters, tuple[str, ...]]:
        """Return what an address asks, and in French what of it means nothing."""
        return Filters.from_url(pathname, search, self.vocabulary(), self.settings.today())

    def filters(self, pathname: str | None, search: str | None) -> Filters:
        """Return the filters that an address keeps on its page."""
        return self.read(pathname, search)[0].on_page()

    def surroundings(self, pathname: str | None, search: str | None) -> Shown:
        """Return what surrounds a page: the texts of the filter bar, whether it shows, notices."""
        db, vocabulary = self.db, self.vocabulary()
        read, problems = self.read(pathname, search)
        filters = read.on_page()
        told = (*problems, *filter(None, [behind(db) if filters.path == donnees.PATH else None]))
        counts = db.frame("filtres/options", filters.params())
        without_filters = filters.path in shell.WITHOUT_FILTERS
        sentence = shell.shown_sentence(filters, counts)
        kept = "" if without_filters else sentence
        bar = {
            ids.SCHEME_SWITCH: shell.scheme_switch(filters, vocabulary),
            ids.NAVIGATION: shell.navigation(filters),
            ids.SENTENCE: to_html(sentence),
            ids.CHIPS: shell.chips(filters),
            ids.PAPER: paper.heading(filters, kept, vocabulary, db.frame("papier/cnaf")),
            **shell.controls(filters, counts),
        }
        return {
            ids.FILTERS: {
                "data-parties": parts(bar),
                "hidden": without_filters,
                ids.NEWER: "oui" if db.newest() != db.version() else None,
            },
            ids.NOTICE: {"data-parties": parts({ids.NOTICE: shell.notices(told, read)})},
        }

    def card(self, card: Card, filters: Filters, opened: bool = False) -> Shown:
        """Return a card's parts; `opened` adds its table."""
        frame = card.rows(self.db, filters)
        drawing = draw(card, frame, filters)
        twin = {} if card.is_table else {ids.part(card.id, "table"): card.table(frame, filters) if opened else ""}
        shown: Shown = {card.id: {"data-parties": parts(texts(card, drawing, filters) | twin)}}
        if card.chart:
            drawn = drawing.figure
            figure = stamped(drawn) if self.db.demonstration() and drawn is not BLANK else drawn
            shown[ids.part(card.id, "graphe")] = {"figure": figure}
            shown[ids.part(card.id, "cadre")] = {"style": drawing.graph_style}
        return shown

    def page(self, filters: Filters) -> Component:
        """Return a page whose first cards are drawn; the browser asks for the others."""
        page = html.Div(page_for(filters.path).layout(filters))
        for card_id in [component for component in page if component in CARDS][:FIRST]:
            _set(page, self.card(CARDS[card_id], filters))
        return page

    def whole(self, pathname: str, search: str) -> Component:
        """Return the application open at an address, all of it from one version of the file."""
        with self.db.at(None):
            filters = self.filters(pathname, search)
            app = shell.shell(self.db.demonstration(), self.db.version())
            _set(app, self.surroundings(pathname, search))
            page = {"children": self.page(filters), "data-montre": route(pathname, search)}
        _set(app, {ids.URL: {"pathname": pathname, "search": search}, ids.PAGE: page})
        return app


def route(pathname: str, search: str) -> str:
    """Return the name of a page in a schéma, as `assets/sdsf.js` makes it: another one is laid out anew."""
    return f"{pathname} {parse_qs(search.removeprefix('?')).get('schema', [''])[0]}"


def answer(shown: Shown, outputs: Sequence[Output]) -> list[Any]:
    """Return the values that a callback owes to its outputs, in their order."""
    return [shown[str(output.component_id)][output.component_property] for output in outputs]


def _set(tree: Component, shown: Shown) -> None:
    for component, properties in shown.items():
        for name, value in properties.items():
            setattr(tree[component], name, value)
