"""The calendar of the actions set on the page: labels that are links, beside the bars, at the same height."""

from typing import Any

from dash import dcc, html
from markupsafe import Markup, escape

from dashboard.charts.calendar import FICHE, GROUP, Calendar, Row
from dashboard.components.attributes import aria
from dashboard.components.blocks import key
from dashboard.components.tracks import Tracks
from dashboard.figures.key import sample
from dashboard.filters import Filters
from dashboard.french import plural
from dashboard.theme import look

# The labels beside the bars say what they are of: the key of the page leaves it out.
FILLS = {
    "nouvelle": ("plein", "● nouvelle"),
    "poursuivie": ("contour", "◌ à poursuivre"),
    "action": ("teinte", "période de l’action"),
    "ensemble": ("plein", "ensemble des actions"),
}
SIGNS = {"nouvelle": "● ", "à poursuivre": "◌ "}
DOUBT = "≈ "


def fiche_of(row: Any, filters: Filters) -> str | None:
    """Return the link to an action in its fiche, its own or that of a level above it, if there is one."""
    if not isinstance(row["fiche_adresse"], str):
        return None
    return filters.fiche_url(row["fiche_adresse"], row["code"])


def calendar_key(chart: Calendar) -> html.Ul | None:
    """Build the key of what a calendar draws, if it draws something."""
    shown = chart.dated()
    entries = list(dict.fromkeys(FILLS.get(mark.role[0], sample(mark)) for mark in shown.key))
    doubt = [("", f"{DOUBT}date incertaine")] if any(row.uncertain for row in shown.rows) else []
    return key([*entries[:-1], *doubt, *entries[-1:]]) if shown.rows else None


def calendar_labels(chart: Calendar) -> list[Any]:
    """Build the header of years and the labels that stand beside the bars; on paper each row draws its own bars."""
    shown = chart.dated()
    if not shown.rows:
        return []
    tracks = Tracks(chart)
    years = html.Div(
        [html.Span(str(year)) for year in range(chart.first.year, chart.last.year + 1)],
        className="gantt-annees",
        style={"padding": f"0 {tracks.place(chart.first):.2f}%"},
    )
    header = [html.Div("Action", className="gantt-coin"), html.Div(years)]
    return [
        html.Div(
            [
                html.Div(header, className="gantt-entete", **aria(hidden="true")),
                html.Ul([_row(row, tracks.of(row)) for row in shown.rows], className="gantt-libelles"),
            ],
            className="gantt-rangs",
            style={"--annees": tracks.background()},
        )
    ]


def _row(row: Row, track: Markup) -> Markup:
    # As HTML at once, and by hand: a calendar has more rows than a page has components.
    title = escape(f"{'Déplier' if row.folded else 'Replier'} : {row.name}" if row.kind == GROUP else row.name)
    words = _heading(row) if row.kind == GROUP else escape(_words(row))
    label = f'<span title="{title}">{words}</span>'
    if row.link:
        label = f'<a href="{escape(row.link)}" title="{title}" data-interne>{words}</a>'
    edge = look(row.role).colour
    return Markup(f'<li class="gantt-{row.kind}" style="border-color:{edge}">{label}{track}</li>')  # noqa: S704


def _heading(row: Row) -> str:
    sign, words = "▸" if row.folded else "▾", escape(f"{row.code} · {row.name}")
    name = f'<span class="libelle"><span class="ecran">{sign} </span>{words}</span>'
    return f'{name}<span class="compte">{escape(row.count)}</span>'


def _words(row: Row) -> str:
    if row.kind == FICHE:
        return f"{row.code} · {row.name}"
    late = f"{row.late} · " if row.late else ""
    # What the colour says is said in words too: at the end, where the screen cuts and the paper does not.
    state = f" · {row.state}" if row.state else ""
    sign, doubt = SIGNS.get(row.nature or "", ""), DOUBT if row.uncertain else ""
    return f"{sign}{doubt}{row.code} {late}{row.name}{_blank(row)}{state}"


def _blank(row: Row) -> str:
    return " (fiche vierge)" if row.blank else ""


def undated(chart: Calendar) -> html.Div:
    """Keep the undated actions in sight, with their count."""
    rows = chart.undated
    if not rows:
        return html.Div(html.P("Aucune action sans date."), className="sans-date")
    items = [html.Li(linked(f"{row.code} {row.name}{_blank(row)}", row.link)) for row in rows]
    return html.Div([html.P(f"{plural(len(rows), 'action')} sans date :"), html.Ul(items)], className="sans-date")


def linked(words: str, href: str | None) -> Any:
    """Return words that lead somewhere, or the words alone when they lead nowhere."""
    return dcc.Link(words, href=href) if href else words
