"""The calendar of the actions: one row each, grouped, bounds taken from the schéma drawn as open ends."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from dashboard.figures.bars import short
from dashboard.filters import Filters
from dashboard.theme import Figure, axis, colour_of, day, layout, plural

ROW = 26
IMAGE_ROWS = 45
OBSERVED = "#B00020"


Action = dict[Any, Any]


@dataclass(frozen=True)
class Line:
    """One row of the calendar: a group (level 1 or 2 of grouping) or an action."""

    kind: str
    code: str
    label: str
    colour: str
    actions: list[Action]
    folded: bool = False


def lines(frame: pd.DataFrame, filters: Filters, folded: frozenset[str]) -> list[Line]:
    """Return the visible rows: group, its sub-groups and their actions; a folded group keeps its first row only.

    Columns: code, intitule, nature, niveau_<n>_code, niveau_<n>, debut, fin, debut_precision, fin_precision, etat.
    """
    return list(_lines(frame[frame["debut"].notna()], filters, folded))


def _lines(frame: pd.DataFrame, filters: Filters, folded: frozenset[str]) -> Iterator[Line]:
    depth, rank = len(filters.scheme.levels), filters.group_rank
    order = [n.code for n in filters.scheme.nodes if n.rank == 1]
    for code, group in groupby(frame.to_dict("records"), itemgetter(f"niveau_{rank}_code")):
        actions = list(group)
        colour = colour_of(actions[0]["niveau_1_code"], order)
        yield Line("groupe", code, actions[0][f"niveau_{rank}"], colour, actions, code in folded)
        if code in folded:
            continue
        for inner_code, inner in groupby(actions, itemgetter(f"niveau_{depth}_code")):
            fiche = list(inner)
            if depth > rank:
                yield Line("fiche", inner_code, fiche[0][f"niveau_{depth}"], colour, fiche)
            for action in fiche:
                yield Line("action", action["code"], action["intitule"], colour, [action])


def gantt(visible: list[Line], filters: Filters) -> Figure:
    """Draw the rows without labels: the page sets them beside, at the same height."""
    start, end = filters.scheme.start, filters.scheme.end + timedelta(days=1)
    margin = timedelta(days=40)
    bars = [bar for i, line in enumerate(visible) for bar in _bars(i, line)]
    return {
        "data": [_bar_trace(bars), *_open_ends(bars)],
        "layout": layout(
            height=ROW * len(visible) + 2,
            margin={"l": 0, "r": 0, "t": 0, "b": 2},
            bargap=0,
            barmode="overlay",
            xaxis=axis(
                type="date",
                range=[(start - margin).isoformat(), (end + margin).isoformat()],
                tickvals=[f"{y}-01-01" for y in range(start.year, end.year + 1)],
                showticklabels=False,
                automargin=False,
            ),
            yaxis=axis(
                range=[len(visible) - 0.5, -0.5], showticklabels=False, showgrid=False, automargin=False
            ),
            shapes=[
                *({"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": i - 0.5, "y1": i + 0.5,
                   "fillcolor": "#F1F4F8", "line": {"width": 0}, "layer": "below"}
                  for i, line in enumerate(visible) if line.kind == "groupe"),
                {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": filters.date.isoformat(),
                 "x1": filters.date.isoformat(), "line": {"color": OBSERVED, "width": 2}},
            ],
        ),
    }  # fmt: skip


def gantt_image(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the calendar for a slide: labels inside, groups folded when the rows would be too many to read."""
    visible = lines(frame, filters, frozenset(filters.replie))
    if len(visible) > IMAGE_ROWS:
        every = frozenset(n.code for n in filters.scheme.nodes if n.rank == filters.group_rank)
        visible = lines(frame, filters, every)
    figure = gantt(visible, filters)
    figure["layout"]["yaxis"] |= {
        "showticklabels": True,
        "automargin": True,
        "tickvals": list(range(len(visible))),
        "ticktext": [f"<b>{line.code}  {short(line.label)}</b>" if line.kind != "action"
                     else f"{line.code}  {short(line.label)}" for line in visible],
    }  # fmt: skip
    figure["layout"]["xaxis"] |= {
        "showticklabels": True,
        "side": "top",
        "ticktext": [*(str(y) for y in range(filters.scheme.start.year, filters.scheme.end.year + 1)), ""],
    }
    figure["layout"]["annotations"] = [
        {
            "x": filters.date.isoformat(),
            "y": 0,
            "yref": "paper",
            "yanchor": "top",
            "text": f"au {day(filters.date)}",
            "showarrow": False,
            "font": {"size": 13, "color": OBSERVED},
        }
    ]
    figure["layout"]["margin"] = {"l": 0, "r": 0, "t": 0, "b": 70}
    return figure


def _bars(row: int, line: Line) -> Iterator[dict[str, Any]]:
    if line.kind == "fiche":
        return
    group = line.kind == "groupe"
    if group and not line.folded:
        return
    actions, first = line.actions, line.actions[0]
    start = min(a["debut"] for a in actions).date()
    ends = [a["fin"].date() for a in actions if pd.notna(a["fin"])]
    end = max(ends) if ends else None
    new = sum(a["nature"] == "nouvelle" for a in actions)
    nature = "groupe" if group else first["nature"] or ""
    yield {
        "row": row,
        "start": start,
        "end": end or date(start.year, 12, 31),
        "colour": line.colour,
        "solid": nature in ("nouvelle", "groupe"),
        "open_start": any(a["debut_precision"] == "schéma" for a in actions),
        "open_end": end is None or any(a["fin_precision"] == "schéma" for a in actions),
        "text": f"{plural(len(actions), 'action')}, dont {plural(new, 'nouvelle')}" if group else "",
        "hover": f"{line.code} · {line.label}" if group else _hover(first),
    }


def _hover(action: Action) -> str:
    words = "<br>".join(textwrap.wrap(f"{action['code']} · {action['intitule']}", 80))
    printed = action["calendrier_imprime"]
    dates = f"« {printed} »" if isinstance(printed, str) and printed else "aucune date imprimée"
    return f"{words}<br>{action['nature'] or 'nature inconnue'} · {dates} · {action['etat']}"


def _bar_trace(bars: list[dict[str, Any]]) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [b["row"] for b in bars],
        "base": [b["start"].isoformat() for b in bars],
        "x": [((b["end"] - b["start"]).days + 1) * 86_400_000 for b in bars],
        "width": [0.62] * len(bars),
        "text": [b["text"] for b in bars],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textfont": {"color": "white", "size": 13},
        "marker": {
            "color": [b["colour"] if b["solid"] else "#FFFFFF" for b in bars],
            "line": {"color": [b["colour"] for b in bars], "width": 1.5},
        },
        "hovertext": [b["hover"] for b in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _open_ends(bars: list[dict[str, Any]]) -> Iterator[Figure]:
    for key, bound, symbol in (("open_start", "start", "triangle-left"), ("open_end", "end", "triangle-right")):
        rows = [b for b in bars if b[key]]
        yield {
            "type": "scatter",
            "mode": "markers",
            "cliponaxis": False,
            "hoverinfo": "skip",
            "x": [(b[bound] + timedelta(days=-14 if key == "open_start" else 15)).isoformat() for b in rows],
            "y": [b["row"] for b in rows],
            "marker": {"symbol": symbol, "size": 11, "color": [b["colour"] for b in rows], "line": {"width": 0}},
        }


def period(action: Action) -> str:
    """Return the dates of an action in words, open ends told."""
    if pd.isna(action["debut"]) and pd.isna(action["fin"]):
        return "sans date"
    start = _bound(action["debut"], action["debut_precision"], "dès le début du schéma")
    end = _bound(action["fin"], action["fin_precision"], "fin non fixée par le schéma")
    return f"{start} → {end}"


def _bound(value: Any, precision: Any, open_words: str) -> str:
    if pd.isna(value):
        return "inconnue"
    if precision == "schéma":
        return open_words
    return str(value.year) if precision == "année" else day(value)
