"""Tiles, notices, progress and keys: the small blocks that pages and cards are made of."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.attributes import aria
from dashboard.french import number, typeset


def tile(value: int | None, label: str, href: str | None) -> Any:
    """Build a figure that opens exactly the rows it counts; zero, or no address, opens nothing; None is unknown."""
    shown, told = ("?", f"{label} : nombre inconnu") if value is None else (number(value), label)
    content = [html.Span(shown, className="tuile-valeur"), html.Span(told, className="tuile-libelle")]
    if value and href:
        return dcc.Link(content, href=href, className="tuile")
    return html.Div(content, className="tuile" if value else "tuile tuile-vide")


def progress(share: float | None, label: str, possible: float = 0) -> html.Div:
    """Build a bar with its words, or the words alone when nothing is known; hatched, what the `possible` adds to it."""
    words = html.Div(typeset(label), className="avancement-libelle")
    if share is None:
        return words
    bar = html.Div(
        [
            html.Div(style={"width": f"{100 * share:.1f}%"}),
            html.Div(style={"width": f"{100 * possible:.1f}%"}, className="avancement-possible") if possible else None,
        ],
        className="avancement",
        role="progressbar",
        **aria(label=label, valuenow=str(round(100 * share)), valuemin="0", valuemax="100"),
    )
    return html.Div([words, bar])


def notice(messages: Sequence[Any]) -> html.Div:
    """Build what the reader must be told, one sentence each."""
    return html.Div([html.P(m) for m in messages], className="avis", role="status")


def empty(message: str, links: Sequence[tuple[str, str]]) -> html.Div:
    """Say why there is nothing to draw, and how to widen."""
    return html.Div(
        [
            html.P(typeset(message)),
            html.P(["Élargir : ", *_joined([dcc.Link(text, href=href) for text, href in links])]) if links else None,
        ],
        className="vide",
    )


def key(items: Sequence[tuple[str, str]]) -> html.Ul:
    """Build the key of a chart: a sample (colour, name in the stylesheet, or none) and its words."""
    return html.Ul([html.Li([_sample(sample), words]) for sample, words in items], className="cle")


def _sample(sample: str) -> Any:
    if sample.startswith("#"):
        return html.Span(className="echantillon", style={"background": sample})
    return html.Span(className=f"echantillon {sample}") if sample else None


def _joined(parts: list[Any]) -> list[Any]:
    joined: list[Any] = []
    for part in parts:
        joined += [part, " · "]
    return joined[:-1]
