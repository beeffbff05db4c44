"""Horizontal bars: actions by element of the plan, and workload by organisation."""

import textwrap
from typing import Any

import pandas as pd

from dashboard.figures.key import Mark
from dashboard.filters import Filters
from dashboard.french import number, plural
from dashboard.theme import INK, Figure, axis, layout

ROW = 46
ROW_LINES = 2  # of text in a row
SHORT = 40  # letters of a title in a key
STATE_HATCH = {"fillmode": "overlay", "fgcolor": INK, "fgopacity": 0.2, "size": 7}
SAMPLES = {"à venir": "a-venir", "échue": "echue", "sans date": "sans-date-cle"}
MAX_LABEL = 62
FEW = 8
# Column, words, colour, colour of its figures: dark, middle, white, told apart in greyscale.
PILOTING = (
    ("pilote_seul", "pilote seul", "#17406D", "white"),
    ("pilote_a_plusieurs", "pilote avec d’autres", "#8FB8DC", INK),
)
PARTNER = ("partenaire", "partenaire", "#FFFFFF", INK)
EDGE = "#57606A"
BETWEEN = 0.06  # of the width, between the panels of pilotes and of partenaires
LETTERS = 16
UNIT_TITLE = {"text": "actions", "font": {"size": LETTERS}, "standoff": 4}


def pilot_labels(rows: pd.DataFrame) -> list[str]:
    """Return the names of some organisations, on as many lines as they need."""
    return ["<br>".join(textwrap.wrap(name, 34)) for name in rows["organisme"]]


def first_level(code: str, title: str, filters: Filters) -> str:
    """Return the name of a first level in a key: its title, or its code where the title is long."""
    return title if len(title) <= SHORT else f"{filters.scheme.level(1).label} {code}"


def workload(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw, for each organisation, the actions it pilots, alone or with others; and, apart, those it supports.

    An action may be piloted by one organisation and supported by another, or by the same: the two are never added.
    Columns: organisme, organisme_cle, pilote_seul, pilote_a_plusieurs, pilote, partenaire, actions.
    """
    rows = frame[frame["pilote"] > 0]
    names = pilot_labels(rows)
    total = number(rows["actions"].iloc[0])
    piloted, supported = int(rows["pilote"].max()), int(rows["partenaire"].max())
    # The two panels count in the same unit, at the same scale.
    part = (1 - BETWEEN) * piloted / (piloted + supported) if supported else 1.0
    part = min(max(part, 0.35), 0.65) if supported else part
    unit = max(piloted / part, supported / (1 - part - BETWEEN) if supported else 0) * 1.08
    panels = [_panel("", (0, part), unit, f"actions pilotées, sur {total}")]
    traces = [_load(rows, kind, "", filters) for kind in PILOTING]
    if supported:
        panels.append(_panel("2", (part + BETWEEN, 1), unit, f"comme partenaire, sur {total}"))
        traces.append(_load(rows, PARTNER, "2", filters))
    ticks: dict[str, Any] = {"tickvals": list(range(len(rows))), "range": [len(rows) - 0.5, -0.5], "showgrid": False}
    return {
        "data": traces,
        "layout": layout(
            height=36 * max(len(rows), 2) + 70,
            barmode="stack",
            bargap=0.25,
            annotations=[_told(row, n, "") for row, n in enumerate(rows["pilote"])]
            + [_told(row, n, "2") for row, n in enumerate(rows["partenaire"]) if n],
            yaxis=axis(ticktext=names, **ticks),
            **{name: drawn for panel in panels for name, drawn in panel.items()},
        ),
    }


def _panel(suffix: str, domain: tuple[float, float], unit: float, words: str) -> Figure:
    width = domain[1] - domain[0]
    title = {"text": words, "font": {"size": LETTERS}, "standoff": 4}
    most = unit * width
    ticks = {"dtick": 1} if most <= FEW else {"nticks": 6}
    return {f"xaxis{suffix}": axis(title=title, domain=list(domain), range=[0, most], tickformat="d", **ticks)}


def _load(rows: pd.DataFrame, kind: tuple[str, str, str, str], suffix: str, filters: Filters) -> Figure:
    column, label, colour, text = kind
    both = rows["pilote_seul"].gt(0) & rows["pilote_a_plusieurs"].gt(0)
    return {
        "type": "bar",
        "orientation": "h",
        "name": label,
        "xaxis": f"x{suffix}",
        "y": list(range(len(rows))),
        "x": [n or None for n in rows[column]],
        # Where one colour makes the bar, the figure at its end says it.
        "text": [
            str(n) if n and parts and column != "partenaire" else ""
            for n, parts in zip(rows[column], both, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": text, "size": LETTERS},
        "marker": {"color": colour, "line": {"color": EDGE, "width": 1}},
        "customdata": [filters.pilot_url(key) for key in rows["organisme_cle"]],
        "hovertext": [
            f"{name} : {plural(n, 'action')}, {label}" for name, n in zip(rows["organisme"], rows[column], strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _told(row: int, n: int, suffix: str) -> dict[str, Any]:
    return {"x": n, "y": row, "xref": f"x{suffix}", "yref": "y", "xanchor": "left", "xshift": 4, "showarrow": False,
            "text": str(n), "font": {"size": LETTERS, "color": INK}}  # fmt: skip


def workload_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key of what the bars count."""
    return [Mark(words, colour, edge=EDGE) for column, words, colour, _ in (*PILOTING, PARTNER) if frame[column].any()]


def short(text: str, limit: int = MAX_LABEL) -> str:
    """Return a label that fits its place, cut at a word."""
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"
