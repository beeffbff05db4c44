"""The follow-up drawn: who answered, and the confidence declared against the delay that the dates give."""

import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.figures.bars import FEW, LETTERS, UNIT_TITLE, pilot_labels
from dashboard.figures.heatmap import COLOURSCALE, DEEP, PALE
from dashboard.figures.key import Mark
from dashboard.filters import DUE_STATES, Filters
from dashboard.french import number, plural
from dashboard.suivi.sheets import CONFIDENCES
from dashboard.theme import ALERT, DUE_COLOURS, INK, Figure, axis, layout
from dashboard.vocabulary import slug

ROW = 40
CELL = 40
ANSWERED, UNANSWERED = "#17406D", "#FFFFFF"
CONFIDENT = CONFIDENCES[:2]
LATE = ("en retard", "démarrage en retard")


def answers(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the actions of each pilote with and without an answer; those without open their list.

    Columns: organisme, organisme_cle, pilotees, repondues, sans_reponse.
    """
    names = frame["organisme"].tolist()
    links = [unanswered_url(row, filters) for row in frame.to_dict("records")]
    rows, most = list(range(len(frame))), int(frame["pilotees"].max())
    return {
        "data": [
            _bars(frame["repondues"], names, "avec un statut", ANSWERED, [None] * len(names)),
            _bars(frame["sans_reponse"], names, "sans réponse", UNANSWERED, links),
        ],
        "layout": layout(
            height=ROW * max(len(rows), 2) + 65,
            barmode="stack",
            bargap=0.25,
            annotations=[_told(place, row["pilotees"], f"{number(row['repondues'])} sur {number(row['pilotees'])}")
                         for place, row in enumerate(frame.to_dict("records"))],
            xaxis=axis(
                title=UNIT_TITLE, showgrid=True, range=[0, 1.12 * most], tickformat="d",
                **({"dtick": 1} if most <= FEW else {"nticks": 8}),
            ),
            yaxis=axis(
                tickvals=rows, ticktext=pilot_labels(frame),
                range=[len(rows) - 0.5, -0.5], showgrid=False,
            ),
        ),
    }  # fmt: skip


def answers_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key of who answered."""
    columns = {"repondues": Mark("avec un statut", ANSWERED), "sans_reponse": Mark("sans réponse", UNANSWERED)}
    return [mark for column, mark in columns.items() if frame[column].any()]


def unanswered_url(row: Any, filters: Filters) -> str | None:
    """Return the link to the actions of a pilote that have no status, if there are some."""
    if not row["sans_reponse"]:
        return None
    return filters.list_url(pilote=row["organisme_cle"], statut="sans-reponse")


def _bars(counts: "pd.Series[int]", names: list[str], words: str, colour: str, links: Sequence[str | None]) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "name": words,
        "y": list(range(len(names))),
        "x": counts.tolist(),
        "marker": {"color": colour, "line": {"color": "#57606A", "width": 1}},
        "customdata": links,
        "hovertext": [f"{name}, {words} : {plural(n, 'action')}" for name, n in zip(names, counts, strict=True)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _told(place: int, x: int, words: str) -> dict[str, Any]:
    return {
        "x": x,
        "y": place,
        "xanchor": "left",
        "xshift": 4,
        "showarrow": False,
        "text": words,
        "font": {"size": LETTERS, "color": INK},
    }


def delays(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the followed actions of each pilote by state of their due date; each part opens its actions.

    Columns: organisme, organisme_cle, etat, actions, suivies, en_retard.
    """
    pilots = frame.drop_duplicates("organisme")
    place = {name: row for row, name in enumerate(pilots["organisme"])}
    most = int(pilots["suivies"].max())
    traces = []
    for state, colour in DUE_COLOURS.items():
        rows = frame[frame["etat"] == state]
        if rows.empty:
            continue
        links = [filters.list_url(pilote=key, echeance=slug(state)) for key in rows["organisme_cle"]]
        trace = _bars(rows["actions"], rows["organisme"].tolist(), state, colour, links)
        traces.append(trace | {"y": [place[name] for name in rows["organisme"]]})
    shares = zip(pilots["suivies"], pilots["en_retard"], strict=True)
    return {
        "data": traces,
        "layout": layout(
            height=ROW * max(len(place), 2) + 65,
            barmode="stack",
            bargap=0.25,
            annotations=[_told(row, n, f"{number(late)} en retard sur {number(n)}")
                         for row, (n, late) in enumerate(shares)],
            xaxis=axis(
                title=UNIT_TITLE, showgrid=True, range=[0, 1.3 * most], tickformat="d",
                **({"dtick": 1} if most <= FEW else {"nticks": 8}),
            ),
            yaxis=axis(
                tickvals=list(place.values()), ticktext=pilot_labels(pilots),
                range=[len(place) - 0.5, -0.5], showgrid=False,
            ),
        ),
    }  # fmt: skip


def delays_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key of the states of the due dates, in the order of the bars."""
    return [Mark(state, colour) for state, colour in DUE_COLOURS.items() if (frame["etat"] == state).any()]


def confidence(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the actions of each confidence and delay state; a frame marks the confident ones that are late.

    Columns: confiance, echeance, actions.
    """
    counts = {(r["confiance"], r["echeance"]): int(r["actions"]) for r in frame.to_dict("records")}
    rows = [*CONFIDENCES, *(["sans réponse"] if "sans réponse" in set(frame["confiance"]) else [])]
    columns = [state for state in DUE_STATES.values() if state in set(frame["echeance"])]
    values = [[counts.get((row, column), 0) for column in columns] for row in rows]
    late = [(x, y) for y, row in enumerate(rows) for x, column in enumerate(columns)
            if row in CONFIDENT and column in LATE and counts.get((row, column))]  # fmt: skip
    return {
        "data": [
            {
                "type": "heatmap",
                "z": values,
                "x": list(range(len(columns))),
                "y": list(range(len(rows))),
                "text": [[str(v) if v else "" for v in line] for line in values],
                "texttemplate": "%{text}",
                "textfont": {"size": LETTERS, "color": INK},
                "zmin": 0,
                "colorscale": COLOURSCALE,
                "showscale": False,
                "xgap": 3,
                "ygap": 3,
                "customdata": [[_cell_url(row, column, counts, filters) for column in columns] for row in rows],
                "hovertext": [[f"{r}, {c} : {plural(v, 'action')}" for c, v in zip(columns, line, strict=True)]
                              for r, line in zip(rows, values, strict=True)],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        ],
        "layout": layout(
            height=CELL * len(rows) + 70,
            shapes=[_outline(x, y) for x, y in late],
            xaxis=axis(
                side="top", showgrid=False, ticks="", tickangle=0, tickvals=list(range(len(columns))),
                ticktext=["<br>".join(textwrap.wrap(c, 12)) for c in columns], range=[-0.5, len(columns) - 0.5],
            ),
            yaxis=axis(tickvals=list(range(len(rows))), ticktext=rows, range=[len(rows) - 0.5, -0.5], showgrid=False),
        ),
    }  # fmt: skip


def cell_url(row: Any, filters: Filters) -> str:
    """Return the link to the actions of one confidence and one delay state."""
    return filters.list_url(confiance=slug(row["confiance"]), echeance=slug(row["echeance"]))


def _cell_url(row: str, column: str, counts: dict[tuple[str, str], int], filters: Filters) -> str | None:
    return cell_url({"confiance": row, "echeance": column}, filters) if counts.get((row, column)) else None


def _outline(x: int, y: int) -> dict[str, Any]:
    edge = 0.47
    return {
        "type": "rect", "x0": x - edge, "x1": x + edge, "y0": y - edge, "y1": y + edge,
        "line": {"color": ALERT, "width": 3},
    }  # fmt: skip


def confidence_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key: the scale of the counts, and the frame that marks the confident actions that are late."""
    late = frame["echeance"].isin(LATE) & frame["confiance"].isin(CONFIDENT)
    most = plural(int(frame["actions"].max()), "action")
    marks = [Mark("aucune action", PALE), Mark(f"{most}, le plus", DEEP)]
    framed = Mark("confiance déclarée, mais retard", "white", edge=ALERT, sample="retard-confiant")
    return [*marks, *([framed] if late.any() else [])]
