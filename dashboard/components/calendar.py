"""The calendar of the actions set on the page: labels that are links, beside the bars, at the same height."""

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.components.attributes import aria
from dashboard.components.blocks import key
from dashboard.figures.gantt import MARGIN, Line, bounds, delay, has_date, line_url
from dashboard.filters import Filters
from dashboard.theme import DUE_COLOURS, day, plural


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
            ("", "◂ ▸ bout ouvert : aucune date imprimée"),
            *([("retard", "retard sur l’échéance")] if (frame["etat_echeance"] == "en retard").any() else []),
            *([("", "◇ échéance à la campagne précédente")] if _slipped(frame).any() else []),
            *([("", "≈ date incertaine")] if frame["incertain"].any() else []),
            ("trait-date", f"date d’observation : {day(filters.date)}"),
        ]
    )


def _fills(frame: pd.DataFrame, filters: Filters) -> list[tuple[str, str]]:
    if filters.couleur:
        return [(colour, state) for state, colour in DUE_COLOURS.items() if (frame["etat_echeance"] == state).any()]
    if filters.scheme.tells_nature:
        return [("plein", "● nouvelle"), ("contour", "◌ à poursuivre")]
    return [("teinte", "période de l’action")]


def _slipped(frame: pd.DataFrame) -> "pd.Series[bool]":
    return frame["echeance_precedente"].notna() & (frame["echeance_precedente"] != frame["echeance"])


def calendar_labels(visible: list[Line], filters: Filters) -> list[Any]:
    """Build the header of years and the labels that stand beside the bars, row by row."""
    if not visible:
        return []
    first, after = bounds(filters)
    margin = 100 * MARGIN / (after - first + 2 * MARGIN)
    years = html.Div(
        [html.Span(str(y)) for y in range(first.year, after.year)],
        className="gantt-annees",
        style={"padding": f"0 {margin:.2f}%"},
    )
    return [
        html.Div([html.Div("Action", className="gantt-coin"), years], className="gantt-entete", **aria(hidden="true")),
        html.Ul([_label(line, filters) for line in visible], className="gantt-libelles"),
    ]


def _label(line: Line, filters: Filters) -> html.Li:
    count = plural(len(line.actions), "action")
    late = sum(action["etat_echeance"] == "en retard" for action in line.actions)
    if late:
        count += f", {late} en retard"
    if line.kind == "groupe":
        sign, verb = ("▸", "Déplier") if line.folded else ("▾", "Replier")
        text = f"{sign} {line.code} · {line.label}"
        link = dcc.Link(
            [html.Span(text, className="libelle"), html.Span(f"{count}", className="compte")],
            href=line_url(line, filters),
            title=f"{verb} : {line.label}",
        )
        return html.Li(link, className="gantt-groupe", style={"borderColor": line.colour})
    if line.kind == "fiche":
        text = f"{line.code} · {line.label}"
        if line.actions[0]["fiche_objet"] != line.key:
            return html.Li(html.Span(text, title=line.label), className="gantt-fiche")
        return html.Li(linked(text, line_url(line, filters), line.label), className="gantt-fiche")
    action = line.actions[0]
    mark = {"nouvelle": "● ", "à poursuivre": "◌ "}.get(action["nature"], "")
    blank = " (fiche vierge)" if action["vierge"] else ""
    overdue = f"{delay(action)} · " if late else ""
    text = f"{mark}{'≈ ' if action['incertain'] else ''}{line.code} {overdue}{line.label}{blank}"
    return html.Li(linked(text, line_url(line, filters), line.label), className="gantt-action")


def undated(frame: pd.DataFrame, filters: Filters) -> html.Div:
    """Keep the undated actions in sight, with their count."""
    rows = frame[~has_date(frame)].to_dict("records")
    if not rows:
        return html.Div(html.P("0 action sans date."), className="sans-date")
    items = [
        html.Li(linked(f"{r['code']} {r['intitule']}{' (fiche vierge)' if r['vierge'] else ''}", fiche_of(r, filters)))
        for r in rows
    ]
    return html.Div([html.P(f"{plural(len(rows), 'action')} sans date :"), html.Ul(items)], className="sans-date")


def linked(words: str, href: str | None, title: str | None = None) -> Any:
    """Return words that lead somewhere, or the words alone when they lead nowhere."""
    return dcc.Link(words, href=href, title=title) if href else html.Span(words, title=title)
