"""The calendar of the actions: one row each, grouped, bounds taken from the schéma drawn as open ends."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

import pandas as pd

from dashboard.filters import Filters
from dashboard.french import dated, day, number, plural, spell
from dashboard.theme import DUE_COLOURS, INK, Figure, axis, colour_of, layout

ROW = 26
OBSERVED = "#B00020"
# A due date within one month is a mark; over a longer period, a line as long as the period.
MARK_DAYS = 31
LANES = (0.0, -0.2, 0.2)
# Left free on each side of the years, for open ends.
MARGIN = timedelta(days=40)
TINT = "40"  # the level's colour, a quarter opaque: nature not told


Action = dict[Any, Any]
Due = tuple[float, Any, Any, Action]


@dataclass(frozen=True)
class Line:
    """One row of the calendar: a group (level 1 or 2 of grouping) or an action."""

    kind: str
    key: str
    code: str
    label: str
    colour: str
    actions: list[Action]
    folded: bool = False


def lines(frame: pd.DataFrame, filters: Filters, folded: frozenset[str]) -> list[Line]:
    """Return the visible rows: group, its sub-groups and their actions; a folded group keeps its first row only.

    Columns: code, intitule, nature, niveau_<n>_noeud, niveau_<n>_code, niveau_<n>, debut, fin, debut_precision,
    fin_precision, etat, echeances, statut, confiance, echeance, echeance_precedente, etat_echeance, delai,
    jours_apres_echeance.
    """
    return list(_lines(frame[has_date(frame)], filters, folded))


def all_lines(frame: pd.DataFrame, filters: Filters, folded: frozenset[str]) -> list[Line]:
    """Return the rows of `lines`, those of the undated actions among them, without the sub-groups."""
    return [line for line in _lines(frame, filters, folded) if line.kind != "fiche"]


def has_date(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which actions have at least one date, printed or given by the follow-up."""
    return frame[["debut", "fin", "debut_reel", "fin_reelle", "echeance"]].notna().any(axis="columns")


def _lines(frame: pd.DataFrame, filters: Filters, folded: frozenset[str]) -> Iterator[Line]:
    scheme = filters.scheme
    depth, rank = len(scheme.levels), scheme.groups.rank
    order = [n.code for n in scheme.nodes if n.rank == 1]
    for place, group in groupby(frame.to_dict("records"), lambda a: _place(a, rank)):
        actions, node = list(group), scheme.by_id(place)
        if node is None:
            continue
        key = scheme.key(node)
        colour = colour_of(actions[0]["niveau_1_code"], order)
        yield Line("groupe", key, node.code, node.title, colour, actions, key in folded)
        if key in folded:
            continue
        for inner_place, inner in groupby(actions, lambda a: _place(a, depth)):
            fiche, below = list(inner), scheme.by_id(inner_place)
            if below and below.rank > rank:
                yield Line("fiche", below.id, below.code, below.title, colour, fiche)
            for action in fiche:
                yield Line("action", action["code"], action["code"], action["intitule"], colour, [action])


def _place(action: Action, rank: int) -> str | None:
    """Return the element of a level that holds an action, or the one above where the action stands higher."""
    places = (action[f"niveau_{r}_noeud"] for r in range(rank, 0, -1))
    return next((place for place in places if isinstance(place, str)), None)


def gantt(visible: list[Line], filters: Filters) -> Figure:
    """Draw the rows without labels: the page sets them beside, at the same height."""
    start, end = bounds(filters)
    bars = [bar for i, line in enumerate(visible) for bar in _bars(i, line, filters)]
    return {
        "data": [_bar_trace(bars), *_open_ends(bars), *_due(visible, filters), *_delays(bars)],
        "layout": layout(
            height=ROW * len(visible) + 2,
            margin={"l": 0, "r": 0, "t": 0, "b": 2},
            bargap=0,
            barmode="overlay",
            xaxis=axis(
                type="date",
                range=[(start - MARGIN).isoformat(), (end + MARGIN).isoformat()],
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
            annotations=list(_beyond(bars, visible, filters)),
        ),
    }  # fmt: skip


def bounds(filters: Filters) -> tuple[date, date]:
    """Return the first day drawn and the day after the last: the years of the schéma, then those observed after it."""
    return filters.scheme.start, date(max(filters.scheme.end, filters.date).year + 1, 1, 1)


def _beyond(bars: list[dict[str, Any]], visible: list[Line], filters: Filters) -> Iterator[dict[str, Any]]:
    """Write at the edge of a row the dates of what leaves the drawing."""
    first, after = bounds(filters)
    periods = [(b["row"], b["start"], b["end"], "") for b in bars]
    for row, due in _dues(visible):
        periods.append((row, due["debut"] or due["fin"], due["fin"] or due["debut"], "◆ "))
    edges: dict[tuple[int, bool], list[str]] = {}
    for row, start, end, sign in periods:
        if start < first:
            edges.setdefault((row, False), []).append(f"{sign}{day(start)} ←")
        if end >= after:
            edges.setdefault((row, True), []).append(f"{sign}→ {day(end)}")
    for (row, right), words in edges.items():
        yield {
            "xref": "paper", "x": int(right), "xanchor": "right" if right else "left", "y": row, "yanchor": "middle",
            "text": " · ".join(words), "showarrow": False, "bgcolor": "white", "borderpad": 1,
            "font": {"size": 16, "color": INK},
        }  # fmt: skip


def line_url(line: Line, filters: Filters) -> str | None:
    """Return where a row leads: a group folded or unfolded, an action marked in its fiche; a fiche not to itself."""
    if line.kind == "groupe":
        others = tuple(key for key in filters.replie if key != line.key)
        return filters.url(replie=others if line.folded else (*others, line.key))
    address = line.actions[0].get("fiche_adresse")
    if not isinstance(address, str) or line.key == filters.objet:
        return None
    return filters.fiche_url(address, line.code if line.kind == "action" else None)


def _bars(row: int, line: Line, filters: Filters) -> Iterator[dict[str, Any]]:
    if line.kind == "fiche":
        return
    group = line.kind == "groupe"
    if group and not line.folded:
        return
    actions, first = line.actions, line.actions[0]
    starts = [start.date() for start in map(held_start, actions) if pd.notna(start)]
    ends = [end.date() for end in map(held_end, actions) if pd.notna(end)]
    if not starts and not ends:
        return
    start = min(starts) if len(starts) == len(actions) else filters.scheme.start
    end = max(ends) if len(ends) == len(actions) else filters.scheme.end
    nature = "groupe" if group else first["nature"]
    late = [a for a in actions if a["etat_echeance"] == "en retard"]
    colour = line.colour if group or not filters.couleur else DUE_COLOURS[first["delai"]]
    fill = {"groupe": colour, "nouvelle": colour, "à poursuivre": "#FFFFFF"}.get(nature, colour + TINT)
    slipped = not group and pd.notna(first["echeance_precedente"]) and first["echeance_precedente"] != first["echeance"]
    yield {
        "row": row,
        "link": line_url(line, filters),
        "start": min(start, end),  # an end held for good may come before a start taken from the schéma
        "end": end,
        "colour": colour,
        "fill": colour if filters.couleur and not group else fill,
        "late_to": filters.date if late and not group else None,
        "delay": delay(first),
        "ghost": first["echeance_precedente"].date() if slipped else None,
        "open_start": any(map(open_start, actions)),
        "open_end": any(map(open_end, actions)),
        "text": counted(line, filters) if group else "",
        "hover": f"{line.code} · {line.label}" if group else _hover(first),
    }


def counted(line: Line, filters: Filters) -> str:
    """Return what a folded group holds in words, e.g. « 10 actions, dont 6 nouvelles, 2 en retard »."""
    words = plural(len(line.actions), "action")
    if filters.scheme.tells_nature:
        words += f", dont {plural(sum(a['nature'] == 'nouvelle' for a in line.actions), 'nouvelle')}"
    late = [a for a in line.actions if a["etat_echeance"] == "en retard"]
    return f"{words}, {late_words(late)}" if late else words


def _hover(action: Action) -> str:
    words = _wrapped(f"{action['code']} · {action['intitule']}", 80)
    printed = action["calendrier_imprime"]
    dates = f"« {printed} »" if isinstance(printed, str) and printed else "calendrier non renseigné au schéma"
    dates = _wrapped(dates, 90)
    nature = f"{action['nature']} · " if isinstance(action["nature"], str) else ""
    blank = " · fiche vierge" if action["vierge"] else ""
    followed = [action[k] for k in ("statut", "confiance") if isinstance(action[k], str)]
    if action["etat_echeance"] != "sans suivi":
        followed.insert(0, delay(action))
    said = f"<br>{' · '.join(followed)}" if followed else ""
    return f"{words}<br>{nature}au calendrier du schéma : {action['etat']}{blank}{said}<br>{dates}"


def late_words(late: Sequence[Action]) -> str:
    """Return how many actions are late, and of how many an answer since could say otherwise."""
    since = sum(bool(action["sauf_reponse"]) for action in late)
    if since == len(late) > 0:
        return f"{number(since)} en retard, sauf réponse"
    rest = f", dont {number(since)} sauf réponse" if since else ""
    return f"{number(len(late))} en retard{rest}"


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: int) -> str:
    return "<br>".join(textwrap.wrap(text, width))


def delay(action: Action) -> str:
    """Return the state of the due date in words, e.g. « en retard de 31 jours, sauf réponse depuis »."""
    words = str(action["etat_echeance"])
    if words == "en retard":
        words += f" de {plural(int(action['jours_apres_echeance']), 'jour')}"
    return f"{words}, sauf réponse depuis" if action["sauf_reponse"] else words


def _bar_trace(bars: list[dict[str, Any]]) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [b["row"] for b in bars],
        "base": [b["start"].isoformat() for b in bars],
        "x": [((b["end"] - b["start"]).days + 1) * 86_400_000 for b in bars],
        "width": [0.62] * len(bars),
        "text": [b["text"] for b in bars],
        "textposition": "auto",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"color": "white", "size": 16},
        "outsidetextfont": {"color": INK, "size": 16},
        "marker": {
            "color": [b["fill"] for b in bars],
            "line": {"color": [b["colour"] for b in bars], "width": 1.5},
        },
        "customdata": [b["link"] for b in bars],
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


def held_start(action: Action) -> Any:
    """Return the start held for good: the real one, else that of the schéma."""
    return action["debut"] if pd.isna(action["debut_reel"]) else action["debut_reel"]


def open_start(action: Action) -> bool:
    """Tell whether nothing says when an action starts: neither the follow-up nor a date of the schéma of its own."""
    told = pd.notna(action["debut_reel"])
    return not told and bool(pd.isna(action["debut"]) or action["debut_precision"] == "schéma")


def open_end(action: Action) -> bool:
    """Tell whether nothing says when an action ends: neither the follow-up nor a date of the schéma of its own."""
    told = pd.notna(action["fin_reelle"]) or pd.notna(action["echeance"])
    return not told and bool(pd.isna(action["fin"]) or action["fin_precision"] == "schéma")


def held_end(action: Action) -> Any:
    """Return the end held for good: the real one, else that expected at the follow-up, else that of the schéma."""
    return next((action[key] for key in ("fin_reelle", "echeance") if pd.notna(action[key])), action["fin"])


def _delays(bars: list[dict[str, Any]]) -> Iterator[Figure]:
    """Draw, beyond the expected end of late actions, the delay; and where an end slipped, where it was."""
    late = [b for b in bars if b["late_to"]]
    if late:
        yield {
            "type": "bar",
            "orientation": "h",
            "y": [b["row"] for b in late],
            "base": [b["end"].isoformat() for b in late],
            "x": [(b["late_to"] - b["end"]).days * 86_400_000 for b in late],
            "width": [0.62] * len(late),
            "marker": {
                "color": "#FFFFFF",
                "line": {"color": OBSERVED, "width": 1},
                "pattern": {"shape": "/", "fgcolor": OBSERVED, "bgcolor": "#FFFFFF", "size": 6, "solidity": 0.35},
            },
            "customdata": [b["link"] for b in late],
            "hovertext": [b["delay"] for b in late],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    ghosts = [b for b in bars if b["ghost"]]
    if ghosts:
        yield {
            "type": "scatter",
            "mode": "markers",
            "x": [b["ghost"].isoformat() for b in ghosts],
            "y": [b["row"] for b in ghosts],
            "marker": {"symbol": "diamond-open", "size": 11, "color": INK, "line": {"width": 2}},
            "customdata": [b["link"] for b in ghosts],
            "hovertext": [f"échéance à la campagne précédente : {day(b['ghost'])}" for b in ghosts],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }


def _due(visible: list[Line], filters: Filters) -> Iterator[Figure]:
    """Draw the dated échéances of the visible actions: marks, and lines as long as their periods."""
    rows = _dues(visible)
    marks: list[Due] = []
    spans: list[Due] = []
    for row, due in rows:
        start, end = due["debut"] or due["fin"], due["fin"] or due["debut"]
        target = marks if (end - start).days < MARK_DAYS else spans
        target.append((row, start, end, due))
    spans = _spread(spans)
    if marks:
        yield {
            "type": "scatter",
            "mode": "markers",
            "x": [(start + (end - start) / 2).isoformat() for _, start, end, _ in marks],
            "y": [row for row, *_ in marks],
            "marker": {"symbol": "diamond", "size": 11, "color": INK, "line": {"color": "white", "width": 1.5}},
            "customdata": [line_url(visible[round(row)], filters) for row, *_ in marks],
            "hovertext": [due_words(due) for *_, due in marks],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    if spans:
        x = [v for _, start, end, _ in spans for v in (start.isoformat(), end.isoformat(), None)]
        y = [v for row, *_ in spans for v in (row, row, None)]
        # A white edge keeps the line in sight on a dark bar.
        yield {
            "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
            "line": {"color": "white", "width": 6},
        }  # fmt: skip
        yield {
            "type": "scatter",
            "mode": "lines+markers",
            "x": x,
            "y": y,
            "line": {"color": INK, "width": 2.5},
            "marker": {"symbol": "line-ns", "size": 9, "color": INK, "line": {"color": INK, "width": 2}},
            "customdata": [line_url(visible[round(row)], filters) for row, *_ in spans for _ in range(3)],
            "hovertext": [v for *_, due in spans for v in (due_words(due), due_words(due), "")],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }


def _dues(visible: list[Line]) -> list[tuple[int, Action]]:
    """Return the dated échéances of the visible actions, with their rows."""
    return [(i, due) for i, line in enumerate(visible) if line.kind == "action" for due in line.actions[0]["echeances"]]


def _spread(spans: list[Due]) -> list[Due]:
    """Set the periods of a row that overlap on three lanes of it."""
    ends: dict[tuple[float, int], Any] = {}
    placed: list[Due] = []
    for row, start, end, due in sorted(spans, key=lambda s: (s[0], s[1])):
        free = (i for i in range(len(LANES)) if (row, i) not in ends or ends[row, i] <= start)
        lane = next(free, len(LANES) - 1)
        ends[row, lane] = end
        placed.append((row + LANES[lane], start, end, due))
    return placed


def due_words(due: Action) -> str:
    """Return an échéance in words: its date, no finer than printed, and what is expected."""
    when = spell(due["debut"], due["debut_precision"], due["fin"], due["fin_precision"])
    again = f" ({due['recurrence']})" if due["recurrence"] else ""
    return f"{when} : {due['libelle']}{again}"


def period(action: Action) -> str:
    """Return the dates of an action in words, open ends told."""
    if pd.isna(action["debut"]) and pd.isna(action["fin"]):
        return "sans date"
    start = _bound(action["debut"], action["debut_precision"], "début du schéma")
    end = _bound(action["fin"], action["fin_precision"], "fin du schéma")
    return f"{start} → {end}"


def _bound(value: Any, precision: Any, open_words: str) -> str:
    if pd.isna(value):
        return "inconnue"
    return open_words if precision == "schéma" else dated(value, precision)
