"""Everything that a reader may read under some filters: pages, cards, tables, slides, and what surrounds them."""

import re
from html import unescape

from dash.development.base_component import Component

from dashboard import paper, shell
from dashboard.cards import draw
from dashboard.components.markup import to_html
from dashboard.components.table import heading
from dashboard.filters import Filters
from dashboard.pages import page_for

TAG = re.compile(r"<[^>]+>")
BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|td|th|tr|h\d|summary|details|option|select|caption|label|button|q|i)\b[^>]*>")
QUOTED = re.compile(r"<q\b[^>]*>.*?</q>", re.DOTALL)


def read(markup):
    """Return the texts of some HTML, one per block, the sentences quoted from a document left out."""
    blocks = BLOCK.split(QUOTED.sub(" ", markup))
    return [text for text in (unescape(TAG.sub("", block)).strip() for block in blocks) if text]


def _figure_texts(value):
    """Return the texts that a figure draws or shows under the pointer."""
    if isinstance(value, str):
        yield from (TAG.sub("", part) for part in value.split("<br>"))
    elif isinstance(value, dict):
        for key in ("text", "hovertext", "name", "ticktext", "title", "annotations", "hovertemplate", "xaxis", "yaxis",
                    "x", "y"):  # fmt: skip
            yield from _figure_texts(value.get(key))
        for key in value:
            if re.match(r"[xy]axis\d", key):
                yield from _figure_texts(value[key])
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _figure_texts(part)


def card_texts(card, db, filters):
    """Return what a card says under some filters, by part."""
    frame = card.rows(db, filters)
    drawing = draw(card, frame, filters)
    yield "titre", [drawing.title]
    yield "phrase", [drawing.sentence]
    yield "corps", read(drawing.before) + read(drawing.after)
    yield "tableau", [heading(column, filters) for column in card.columns.values()]
    if len(frame):
        yield "tableau", read(card.table(frame, filters))
    figure = drawing.figure
    yield "figure", [t for part in (figure["data"], figure["layout"]) for t in _figure_texts(part)]
    chart = card.chart(frame, filters) if card.chart and len(frame) else None
    if chart:
        yield "légende", [mark.words for mark in chart.key]


def _layout_texts(component):
    if isinstance(component, Component):
        markup = getattr(component, "data-parties", None)
        return read(to_html(component)) + (read(markup) if markup else [])
    return read(to_html(component))


def page_texts(db, vocabulary, today, path, search):
    """Yield (place, texts) for everything that a page says at an address."""
    asked, problems = Filters.from_url(path, search, vocabulary, today)
    filters = asked.on_page()
    page = page_for(filters.path)
    yield "page", _layout_texts(page.layout(filters))
    counts = db.frame("filtres/options", filters.params())
    sentence = shell.shown_sentence(filters, counts)
    yield "bandeau", read(to_html(sentence)) + read(shell.chips(filters)) + read(shell.notices(problems, asked))
    yield "réglages", [t for text in shell.controls(filters, counts).values() for t in read(text)]
    yield "papier", read(paper.heading(filters, sentence, vocabulary, db.frame("papier/cnaf")))
    for card in page.cards:
        if card.has_place(filters):
            for part, texts in card_texts(card, db, filters):
                yield f"{card.id} {part}", texts
