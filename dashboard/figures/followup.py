"""The follow-up drawn: who answered, and the confidence declared against the delay that the dates give."""

import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.figures.heatmap import COLOURSCALE, DEEP, PALE
from dashboard.figures.key import Mark
from dashboard.figures.old_bars import FEW, LETTERS, UNIT_TITLE, pilot_labels
from dashboard.filters import DUE_STATES, LATE_STATES, Filters
from dashboard.french import number, plural
from dashboard.suivi.sheets import CONFIDENCES
from dashboard.theme import ALERT, DUE_COLOURS, INK, Figure, axis, layout
from dashboard.vocabulary import slug

ROW = 40
CELL = 40
# Each kind of answer of a campaign: its column, its words, its colour; dark to light, told apart in greyscale.
ANSWERS = (
    ("nouvelles", "nouvelle, par un classeur du pilote", "#17406D"),
    ("par_un_autre", "nouvelle, par un autre classeur", "#5B93C7"),
    ("reportees", "reportée d’une campagne précédente", "#D3DAE2"),
    ("sans_reponse", "sans réponse", "#FFFFFF"),
)
CONFIDENT = CONFIDENCES[:2]
LATE = LATE_STATES
DROPPED = "abandonnée"


def answers(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the actions of each pilote by kind of answer; those carried over and those without open their list.

    Columns: organisme, organisme_cle, pilotees, nouvelles, par_un_autre, reportees, sans_reponse.
    """
    names = frame["organisme"].tolist()
    records = frame.to_dict("records")
    rows, most = list(range(len(frame))), int(frame["pilotees"].max())
    return {
        "data": [
            _bars(frame[kind], names, words, colour, [answers_url(kind, row, filters) for row in records])
            for kind, words, colour in ANSWERS if frame[kind].any()
        ],
        "layout": layout(
            height=ROW * max(len(rows), 2) + 65,
            barmode="stack",
            bargap=0.25,
            annotations=[_told(place, row["pilotees"], _new(row)) for place, row in enumerate(records)],
            xaxis=axis(
                title=UNIT_TITLE, showgrid=True, range=[0, 1.3 * most], tickformat="d",
                **({"dtick": 1} if most <= FEW else {"nticks": 8}),
            ),
            yaxis=axis(
                tickvals=rows, ticktext=pilot_labels(frame),
                range=[len(rows) - 0.5, -0.5], showgrid=False,
            ),
        ),
    }  # fmt: skip


def answers_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key of who answered, in the order of the bars."""
    return [Mark(words, colour) for kind, words, colour in ANSWERS if frame[kind].any()]


def _new(row: Any) -> str:
    if row["sans_reponse"] == row["pilotees"]:
        return f"aucune réponse sur {number(row['pilotees'])}"
    new = int(row["nouvelles"] + row["par_un_autre"])
    return f"{plural(new, 'nouvelle')} sur {number(row['pilotees'])}"


def answers_url(kind: str, row: Any, filters: Filters) -> str | None:
    """Return the link to the actions of a pilote whose answer is carried over or missing, if there are some."""
    opens = {"reportees": {"point": "reponses-reportees"}, "sans_reponse": {"statut": "sans-reponse"}}.get(kind)
    return filters.list_url(pilote=row["organisme_cle"], **opens) if opens and row[kind] else None


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
    """Draw the actions of each pilote by state of their due date, the abandoned aside; each part opens its actions.

    Columns: organisme, organisme_cle, etat, actions, menees, en_retard, depuis, inconnues, abandonnees.
    """
    pilots = frame.drop_duplicates("organisme")
    place = {name: row for row, name in enumerate(pilots["organisme"])}
    most = max(int(pilots["menees"].max()), 1)
    traces = []
    for state, colour in DUE_COLOURS.items():
        rows = frame[(frame["etat"] == state) & (state != DROPPED)]
        if rows.empty:
            continue
        links = [filters.list_url(pilote=key, echeance=slug(state)) for key in rows["organisme_cle"]]
        trace = _bars(rows["actions"], rows["organisme"].tolist(), state, colour, links)
        traces.append(trace | {"y": [place[name] for name in rows["organisme"]]})
    return {
        "data": traces,
        "layout": layout(
            height=ROW * max(len(place), 2) + 65,
            barmode="stack",
            bargap=0.25,
            annotations=[_told(place, row["menees"], late_words(row))
                         for place, row in enumerate(pilots.to_dict("records"))],
            xaxis=axis(
                title=UNIT_TITLE, showgrid=True, range=[0, 1.35 * most], tickformat="d",
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
    states = set(frame["etat"]) - {DROPPED}
    return [Mark(state, colour) for state, colour in DUE_COLOURS.items() if state in states]


def late_words(row: Any) -> str:
    """Return how many actions of a pilote are late out of how many, or between which bounds, or that nobody knows."""
    sure, most = int(row["en_retard"]), int(row["en_retard"] + row["depuis"] + row["inconnues"])
    if row["inconnues"] == row["menees"]:
        return "retards inconnus" if row["menees"] else "toutes abandonnées"
    told = number(sure) if sure == most else f"entre {number(sure)} et {number(most)}"
    return f"{told} en retard sur {number(row['menees'])}"


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
    marks = [Mark("aucune action", PALE), Mark(f"{most}, le maximum", DEEP)]
    framed = Mark("confiance déclarée, mais retard", "white", edge=ALERT, sample="retard-confiant")
    return [*marks, *([framed] if late.any() else [])]
