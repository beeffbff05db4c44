"""Static parts of a page sent as HTML text instead of Dash components.

Every Dash component on the page compares itself to every change of the page: 1,500 of them cost 8 s per filter change
where the same content as text costs 30 ms, and what is set in one component costs less than in six.
`assets/sdsf.js` sets the texts that an element carries in `data-parties`.
"""

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup, escape

from dashboard.components.attributes import data

DRAWN_BY_PROGRAM = {"Graph", "Location"}
PARTS = re.compile(r' data-parties="([^"]*)"')
EMPTY = re.compile(r'<[^<>]* id="([^"]+)"[^<>]*>(?=</)')
VOID = {"br", "hr", "img", "input"}
NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex", "colSpan": "colspan"}


def to_html(node: Any) -> str:
    """Return a tree of `dash.html` components and links as escaped HTML; what is already HTML is kept."""
    if node is None:
        return ""
    if isinstance(node, (list, tuple)):
        return "".join(to_html(child) for child in node)
    if isinstance(node, Markup):
        return str(node)
    if not isinstance(node, Component):
        return str(escape(str(node)))
    props = dict(node.to_plotly_json()["props"])
    children = props.pop("children", None)
    kind = type(node).__name__
    if kind in DRAWN_BY_PROGRAM:
        return ""
    tag = "a" if kind == "Link" else kind.lower()
    marks = " data-interne" if kind == "Link" else ""
    attributes = "".join(_attribute(name, value) for name, value in props.items())
    return f"<{tag}{attributes}{marks}>" + ("" if tag in VOID else f"{to_html(children)}</{tag}>")


def written(place: str, *content: Any) -> html.Div:
    """Return a place of a page whose content is text from the start."""
    return html.Div(id=place, className="brut", **data(parties=parts({place: to_html(content)})))


def parts(texts: Mapping[str, str]) -> str:
    """Return the HTML texts of some elements, by their ids, for the attribute `data-parties`."""
    return json.dumps(texts, ensure_ascii=False)


def whole(tree: Component) -> str:
    """Return as HTML a tree with, in their places, the texts that its elements carry; its charts are left out."""
    page = to_html(tree)
    texts: dict[str, str] = {}
    for carried in PARTS.findall(page):
        texts |= json.loads(unescape(carried))

    def fill(empty: "re.Match[str]") -> str:
        return empty[0] + EMPTY.sub(fill, texts.get(empty[1], ""))

    return EMPTY.sub(fill, PARTS.sub("", page))


def link(words: str, href: str) -> Markup:
    """Return a link inside the application as HTML: what a table of many rows is made of."""
    return Markup('<a href="{}" data-interne>{}</a>').format(href, words)


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    if name == "style":
        value = ";".join(f"{_kebab(key)}:{text}" for key, text in value.items())
    name = NAMES.get(name, name)
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def _kebab(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name)
