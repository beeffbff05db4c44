"""The calendar of the actions set on the page: labels that are links, beside the bars, at the same height."""

from typing import Any

import pandas as pd
from dash import dcc, html
from markupsafe import Markup

from dashboard.components.attributes import aria
from dashboard.components.blocks import key
from dashboard.components.tracks import background, tracks
from dashboard.figures.gantt import MARGIN, Line, bounds, delay, gantt, has_date, late_words, line_url
from dashboard.filters import Filters
from dashboard.french import day, plural
from dashboard.theme import DUE_COLOURS

OPEN_ENDS = (("◂", "sans date de début"), ("▸", "sans date de fin"))


def fiche_of(row: Any, filters: Filters) -> str | None:
    """Return the link to an action in its fiche, its own or that of a level above it, if there is one."""
    if not isinstance(row["fiche_adresse"], str):
        return None
    return filters.fiche_url(row["fiche_adresse"], row["code"])


def calendar_key(frame: pd.DataFrame, filters: Filters) -> html.Ul:
    """Build the key of what the calendar of these actions draws."""
    due = [("", "◆ échéance datée"), ("periode", "échéance sur une période")]
    return key(
        [
            *_fills(frame, filters),
            *(due if frame["echeances"].map(len).any() else []),
            *(("", f"{sign} {words}") for sign, words in OPEN_ENDS),
            *([("retard", "retard sur l’échéance")] if (frame["etat_echeance"] == "en retard").any() else []),
            *([("", "◇ échéance à la campagne précédente")] if _slipped(frame).any() else []),
            *([("", "≈ date incertaine")] if frame["incertain"].any() else []),
            ("trait-date", f"date d’observation : {day(filters.date)}"),
        ]
    )


def _fills(frame: pd.DataFrame, filters: Filters) -> list[tuple[str, str]]:
    if filters.couleur:
        return [(colour, state) for state, colour in DUE_COLOURS.items() if (frame["delai"] == state).any()]
    if filters.scheme.tells_nature:
        return [("plein", "● nouvelle"), ("contour", "◌ à poursuivre")]
    return [("teinte", "période de l’action")]


def _slipped(frame: pd.DataFrame) -> "pd.Series[bool]":
    return frame["echeance_precedente"].notna() & (frame["echeance_precedente"] != frame["echeance"])


def calendar_labels(visible: list[Line], filters: Filters) -> list[Any]:
    """Build the header of years and the labels that stand beside the bars; on paper each row draws its own bars."""
    if not visible:
        return []
    first, after = bounds(filters)
    margin = 100 * MARGIN / (after - first + 2 * MARGIN)
    years = html.Div(
        [html.Span(str(y)) for y in range(first.year, after.year)],
        className="gantt-annees",
        style={"padding": f"0 {margin:.2f}%"},
    )
    header = [html.Div("Action", className="gantt-coin"), html.Div(years)]
    figure = gantt(visible, filters)
    rows = zip(visible, tracks(figure, len(visible)), strict=True)
    return [
        html.Div(
            [
                html.Div(header, className="gantt-entete", **aria(hidden="true")),
                html.Ul([_row(line, track, filters) for line, track in rows], className="gantt-libelles"),
            ],
            className="gantt-rangs",
            style={"--annees": background(figure)},
        )
    ]


ROW = Markup('<li class="gantt-{}" style="border-color:{}">{}{}</li>')
LINK = Markup('<a href="{}" title="{}" data-interne>{}</a>')
WORDS = Markup('<span title="{}">{}</span>')
GROUP = Markup('<span class="libelle"><span class="ecran">{} </span>{} · {}</span><span class="compte">{}</span>')


def _row(line: Line, track: Markup, filters: Filters) -> Markup:
    # As HTML at once: a calendar has more rows than a page has components.
    href, title, words = line_url(line, filters), line.label, _words(line, filters)
    if line.kind == "groupe":
        title = f"{'Déplier' if line.folded else 'Replier'} : {title}"
    elif line.kind == "fiche" and line.actions[0]["fiche_objet"] != line.key:
        href = None
    label = LINK.format(href, title, words) if href else WORDS.format(title, words)
    return ROW.format(line.kind, line.colour, label, track)


def _words(line: Line, filters: Filters) -> str:
    late = [action for action in line.actions if action["etat_echeance"] == "en retard"]
    if line.kind == "groupe":
        count = plural(len(line.actions), "action") + (f", {late_words(late)}" if late else "")
        return GROUP.format("▸" if line.folded else "▾", line.code, line.label, count)
    if line.kind == "fiche":
        return f"{line.code} · {line.label}"
    action = line.actions[0]
    mark = {"nouvelle": "● ", "à poursuivre": "◌ "}.get(action["nature"], "")
    doubt = "≈ " if action["incertain"] else ""
    blank = " (fiche vierge)" if action["vierge"] else ""
    overdue = f"{delay(action)} · " if late else ""
    # What the colour says is said in words too: at the end, where the screen cuts and the paper does not.
    state = f" · {action['delai']}" if filters.couleur and not late else ""
    return f"{mark}{doubt}{line.code} {overdue}{line.label}{blank}{state}"


def undated(frame: pd.DataFrame, filters: Filters) -> html.Div:
    """Keep the undated actions in sight, with their count."""
    rows = frame[~has_date(frame)].to_dict("records")
    if not rows:
        return html.Div(html.P("Aucune action sans date."), className="sans-date")
    items = [
        html.Li(linked(f"{r['code']} {r['intitule']}{' (fiche vierge)' if r['vierge'] else ''}", fiche_of(r, filters)))
        for r in rows
    ]
    return html.Div([html.P(f"{plural(len(rows), 'action')} sans date :"), html.Ul(items)], className="sans-date")


def linked(words: str, href: str | None) -> Any:
    """Return words that lead somewhere, or the words alone when they lead nowhere."""
    return dcc.Link(words, href=href) if href else words
