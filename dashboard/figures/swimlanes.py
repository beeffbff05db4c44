"""The calendars of several schémas on one time axis: one thin bar per dated action, one lane per schéma."""

import textwrap
from datetime import date
from typing import Any
from urllib.parse import quote

import pandas as pd

from dashboard.figures.gantt import TINT, period
from dashboard.figures.key import Mark
from dashboard.figures.old_bars import short
from dashboard.filters import Filters
from dashboard.french import number, plural
from dashboard.theme import NODE_COLOURS, Figure, axis, layout

BAR = 4
GAP = 6
SMALLEST_LANE = 18
DAY_MS = 86_400_000
PERIOD = "#EEF2F6"


def calendars(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw every dated action within the period of its schéma; solid where the document prints a date.

    Columns: schema, premier_jour, dernier_jour, code, intitule, debut, debut_precision, fin, fin_precision,
    schema_id, fiche_objet, fiche_adresse.
    """
    traces: list[Figure] = []
    shapes: list[dict[str, Any]] = []
    ticks: list[tuple[float, str]] = []
    top = 0
    for i, (name, rows) in enumerate(frame.groupby("schema", sort=False)):
        colour = NODE_COLOURS[i % len(NODE_COLOURS)]
        first, last = rows["premier_jour"].iloc[0].date(), rows["dernier_jour"].iloc[0].date()
        dated = rows[rows["debut"].notna() | rows["fin"].notna()]
        height = max(len(dated), SMALLEST_LANE)
        shapes.append(
            {
                "type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": PERIOD,
                "x0": first.isoformat(), "x1": last.isoformat(), "y0": top - 2, "y1": top + height + 1,
            }
        )  # fmt: skip
        traces.append(_lane(dated, top, colour, first, last))
        total = int(rows["code"].notna().sum())
        words = f"<b>{name}</b><br>{plural(total, 'action')}, {number(total - len(dated))} sans date"
        ticks.append((top + height / 2, words))
        top += height + GAP
    # Actions may run beyond the period of their schéma.
    years = [frame[["premier_jour", "debut"]].min().min().year, frame[["dernier_jour", "fin"]].max().max().year]
    return {
        "data": traces,
        "layout": layout(
            height=BAR * top + 50,
            bargap=0,
            barmode="overlay",
            shapes=shapes,
            xaxis=axis(
                type="date",
                side="top",
                range=[f"{years[0]}-01-01", f"{years[1] + 1}-01-01"],
                dtick="M12",
                tickformat="%Y",
                ticklabelmode="period",
            ),
            yaxis=axis(
                range=[top, -2], showgrid=False, tickvals=[y for y, _ in ticks], ticktext=[words for _, words in ticks]
            ),
        ),
    }


def _fiche_url(row: dict[Any, Any]) -> str | None:
    """Return the link to an action in its fiche, of its own schéma."""
    if not isinstance(row.get("fiche_adresse"), str):
        return None
    own = row["fiche_objet"] == f"action-{row['code']}"
    path = f"/fiches/{quote(row['schema_id'])}/{quote(row['fiche_adresse'], safe='')}"
    return path if own else f"{path}?action={quote(row['code'])}"


def _lane(dated: pd.DataFrame, top: int, colour: str, first: date, last: date) -> Figure:
    rows = dated.to_dict("records")
    starts = [first if pd.isna(r["debut"]) else r["debut"].date() for r in rows]
    ends = [last if pd.isna(r["fin"]) else r["fin"].date() for r in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [top + i for i in range(len(rows))],
        "base": [start.isoformat() for start in starts],
        "x": [((end - start).days + 1) * DAY_MS for start, end in zip(starts, ends, strict=True)],
        "width": [0.7] * len(rows),
        "marker": {"color": [colour if known else colour + TINT for known in _printed(dated)]},
        "customdata": [_fiche_url(r) for r in rows],
        "hovertext": [
            "<br>".join([*textwrap.wrap(f"{r['code']} · {short(r['intitule'], 200)}", 80), period(r)]) for r in rows
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _printed(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which actions have a printed date of their own, beside the bounds of the schéma."""
    bounds = rows[["debut_precision", "fin_precision"]]
    return (bounds.notna() & (bounds != "schéma")).any(axis=1)


def calendars_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key: each schéma by its colour, what is paler, the ground."""
    colours = dict(zip(dict.fromkeys(frame["schema"]), NODE_COLOURS * len(frame), strict=False))
    dated = frame[frame["debut"].notna() | frame["fin"].notna()]
    pale = [name for name in dict.fromkeys(dated["schema"]) if not _printed(dated[dated["schema"] == name]).all()]
    return [
        *(Mark(f"{name} : date au schéma", colours[name]) for name in dict.fromkeys(dated["schema"])),
        *(Mark(f"{name} : toute la période, faute de date", colours[name] + TINT) for name in pale),
        Mark("période du schéma", PERIOD),
    ]
