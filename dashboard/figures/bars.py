"""Horizontal bars: actions by element of the plan, and workload by organisation."""

import textwrap
from typing import Any

import pandas as pd

from dashboard.filters import STATES, Filters
from dashboard.theme import (
    INK,
    STATE_COLOURS,
    STATE_PATTERNS,
    Figure,
    axis,
    colour_of,
    layout,
    plural,
)

ROW = 38
STATE_HATCH = {"fillmode": "overlay", "fgcolor": INK, "fgopacity": 0.2, "size": 7}
MAX_LABEL = 62
FEW = 8
# Column, words, colour, colour of its figures: dark, middle, white, told apart in greyscale.
WORKLOADS = (
    ("pilote_seul", "pilote, seul", "#17406D", "white"),
    ("pilote_a_plusieurs", "pilote, à plusieurs", "#8FB8DC", INK),
    ("partenaire", "partenaire", "#FFFFFF", INK),
)
UNIT_TITLE = {"text": "actions", "font": {"size": 13}, "standoff": 4}


def by_group(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the actions of each engagement, stacked by calendar state.

    Columns: niveau_1_code, niveau_1, noeud, code, titre, etat, actions.
    """
    level = filters.scheme.groups
    groups = frame.drop_duplicates("noeud")
    labels = [
        "<br>".join(textwrap.wrap(f"{code} · {titre}", 58, max_lines=2, placeholder="…"))
        for code, titre in zip(groups["code"], groups["titre"], strict=True)
    ]
    position = {noeud: i for i, noeud in enumerate(groups["noeud"])}
    codes = [n.code for n in filters.scheme.nodes if n.rank == 1]
    traces = []
    for state in STATE_COLOURS:
        rows = frame[frame["etat"] == state]
        if rows.empty:
            continue
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": state,
                "y": [position[n] for n in rows["noeud"]],
                "x": rows["actions"].tolist(),
                "text": [f"{n} {state}" if n > 2 else str(n) for n in rows["actions"]],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "constraintext": "none",
                "textfont": {"color": "white" if state in ("en cours", "échue") else INK, "size": 13},
                "marker": {
                    "color": [colour_of(c, codes) for c in rows["niveau_1_code"]]
                    if state == "en cours"
                    else STATE_COLOURS[state],
                    "pattern": STATE_HATCH | {"shape": STATE_PATTERNS[state]},
                    "line": {"color": "white", "width": 1},
                },
                "customdata": [filters.list_url(noeud, etat=_state_key(state)) for noeud in rows["noeud"]],
                "hovertext": [
                    f"{level.label} {c} : {t}<br>{plural(n, 'action')} {state}"
                    for c, t, n in zip(rows["code"], rows["titre"], rows["actions"], strict=True)
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    count = len(groups)
    return {
        "data": traces,
        "layout": layout(
            height=max(ROW * count, 2 * ROW) + 60,
            barmode="stack",
            bargap=0.25,
            margin={"l": 8, "r": 190, "t": 8, "b": 44},
            annotations=_family_names(groups, codes),
            xaxis=axis(
                title=UNIT_TITLE, showgrid=True, rangemode="tozero", **_whole(frame.groupby("noeud")["actions"].sum())
            ),
            yaxis=axis(tickvals=list(range(count)), ticktext=labels, range=[count - 0.5, -0.5], showgrid=False),
        ),
    }


def _whole(totals: "pd.Series[int]") -> dict[str, Any]:
    """Return the ticks of an axis that counts actions: whole numbers, about eight."""
    return {"tickformat": "d"} | ({"dtick": 1} if totals.max() <= FEW else {"nticks": 8})


def _family_names(groups: pd.DataFrame, codes: list[str]) -> list[dict[str, Any]]:
    rows = groups.reset_index(drop=True)
    return [
        {
            "xref": "paper",
            "x": 1.01,
            "xanchor": "left",
            "y": float(family.index.to_numpy().mean()),
            "text": "<br>".join(textwrap.wrap(str(name), 22, max_lines=2 * len(family), placeholder="…")),
            "align": "left",
            "showarrow": False,
            "font": {"size": 14, "color": colour_of(str(code), codes)},
        }
        for (code, name), family in rows.groupby(["niveau_1_code", "niveau_1"], sort=False)
    ]


def workload(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw, for each organisation, the actions it pilots alone, with others, and supports as partenaire.

    Columns: organisme, organisme_cle, pilote_seul, pilote_a_plusieurs, pilote, partenaire.
    """
    rows = frame[frame["pilote"] > 0]
    names = [short(name, 40) for name in rows["organisme"]]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": label,
            "y": list(range(len(rows))),
            "x": rows[column].tolist(),
            "text": [str(n) if n else "" for n in rows[column]],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "constraintext": "none",
            "textfont": {"color": text, "size": 13},
            "marker": {"color": colour, "line": {"color": "#57606A", "width": 1}},
            "customdata": [filters.pilot_url(key) for key in rows["organisme_cle"]],
            "hovertext": [
                f"{name} : {plural(n, 'action')}, {label}"
                for name, n in zip(rows["organisme"], rows[column], strict=True)
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        for column, label, colour, text in WORKLOADS
    ]
    return {
        "data": traces,
        "layout": layout(
            height=30 * max(len(rows), 2) + 60,
            barmode="stack",
            bargap=0.25,
            xaxis=axis(title=UNIT_TITLE, **_whole(rows["pilote"] + rows["partenaire"])),
            yaxis=axis(tickvals=list(range(len(rows))), ticktext=names, range=[len(rows) - 0.5, -0.5], showgrid=False),
        ),
    }


def short(text: str, limit: int = MAX_LABEL) -> str:
    """Return a label that fits its place, cut at a word."""
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"


def workload_image(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the workload for a slide, its key inside."""
    figure = workload(frame, filters)
    figure["layout"] |= {"showlegend": True, "legend": {"orientation": "h", "y": 1, "yanchor": "bottom"}}
    return figure


def _state_key(state: str) -> str:
    return next(key for key, word in STATES.items() if word == state)
