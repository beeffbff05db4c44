"""The follow-up: who answered, what is late, and the confidence declared against the delay that the dates give."""

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.charts.bars import Bars, Part, Row, Series, panels_of
from dashboard.charts.load import counted
from dashboard.charts.matrix import Cell, Line, Matrix, crossed
from dashboard.charts.value import Mark, Role
from dashboard.filters import DUE_STATES, LATE_STATES, NO_ANSWER, Filters
from dashboard.french import number, plural
from dashboard.vocabulary import CONFIDENCES, slug

# Each kind of answer of a campaign: its column, its words, its role.
ANSWERS = (
    ("nouvelles", "nouvelle, par un classeur du pilote", "nouvelle"),
    ("par_un_autre", "nouvelle, par un autre classeur", "par-un-autre"),
    ("reportees", "reportée d’une campagne précédente", "reportee"),
    ("sans_reponse", NO_ANSWER, "sans-reponse"),
)
CONFIDENT = CONFIDENCES[:2]
DROPPED = "abandonnée"
LATE_YET_CONFIDENT: Role = ("alerte", "retard-confiant")


def answers(frame: pd.DataFrame, filters: Filters) -> Bars:
    """Count the actions of each pilote by kind of answer; those carried over and those without open their list.

    Columns: organisme, organisme_cle, pilotees, nouvelles, par_un_autre, reportees, sans_reponse.
    """
    pilots = frame.to_dict("records")
    kinds = [kind for kind in ANSWERS if frame[kind[0]].any()]

    def part(pilot: Any, column: str, words: str, role: str) -> Part | None:
        link = answers_url(column, pilot, filters)
        return _part(pilot["organisme"], int(pilot[column]), words, ("reponse", role), link)

    series = tuple(Series(kind[1], tuple(part(pilot, *kind) for pilot in pilots)) for kind in kinds)
    rows = tuple(Row(p["organisme"], (_new(p),)) for p in pilots)
    key = tuple(Mark(("reponse", role), words) for _, words, role in kinds)
    return Bars(rows, series, panels_of(series, ("actions",)), key)


def _part(name: str, count: int, words: str, role: Role, link: str | None) -> Part | None:
    return Part(count, role, "", f"{name}, {words} : {plural(count, 'action')}", link) if count else None


def _new(row: Any) -> str:
    if row["sans_reponse"] == row["pilotees"]:
        return f"aucune réponse sur {number(row['pilotees'])}"
    new = int(row["nouvelles"] + row["par_un_autre"])
    return f"{plural(new, 'nouvelle')} sur {number(row['pilotees'])}"


def answers_url(kind: str, row: Any, filters: Filters) -> str | None:
    """Return the link to the actions of a pilote whose answer is carried over or missing, if there are some."""
    opens = {"reportees": {"point": "reponses-reportees"}, "sans_reponse": {"statut": slug(NO_ANSWER)}}.get(kind)
    return filters.list_url(pilote=row["organisme_cle"], **opens) if opens and row[kind] else None


def delays(frame: pd.DataFrame, filters: Filters) -> Bars:
    """Count the actions of each pilote by state of their due date, the abandoned aside; each part opens its actions.

    Columns: organisme, organisme_cle, etat, actions, menees, en_retard, depuis, inconnues, abandonnees.
    """
    pilots = frame.drop_duplicates("organisme").to_dict("records")
    counts = {(r["organisme"], r["etat"]): int(r["actions"]) for r in frame.to_dict("records")}
    states = [s for s in DUE_STATES.values() if s != DROPPED and (frame["etat"] == s).any()]

    def part(pilot: Any, state: str) -> Part | None:
        name, link = pilot["organisme"], filters.list_url(pilote=pilot["organisme_cle"], echeance=slug(state))
        return _part(name, counts.get((name, state), 0), state, ("delai", slug(state)), link)

    series = tuple(Series(state, tuple(part(pilot, state) for pilot in pilots)) for state in states)
    rows = tuple(Row(p["organisme"], (late_words(p),)) for p in pilots)
    key = tuple(Mark(("delai", slug(state)), state) for state in states)
    return Bars(rows, series, panels_of(series, ("actions",)), key)


def late_words(row: Any) -> str:
    """Return how many actions of a pilote are late out of how many, or between which bounds, or that nobody knows."""
    sure, most = int(row["en_retard"]), int(row["en_retard"] + row["depuis"] + row["inconnues"])
    if row["inconnues"] == row["menees"]:
        return "retards inconnus" if row["menees"] else "toutes abandonnées"
    told = number(sure) if sure == most else f"entre {number(sure)} et {number(most)}"
    return f"{told} en retard sur {number(row['menees'])}"


def confidence(frame: pd.DataFrame, filters: Filters) -> Matrix:
    """Count the actions of each confidence and delay state; a frame marks the confident ones that are late.

    Columns: confiance, echeance, actions.
    """
    counts = {(r["confiance"], r["echeance"]): int(r["actions"]) for r in frame.to_dict("records")}
    rows = [*CONFIDENCES, *([NO_ANSWER] if NO_ANSWER in set(frame["confiance"]) else [])]
    columns = [state for state in DUE_STATES.values() if state in set(frame["echeance"])]

    def cell(row: str, column: str) -> Cell:
        count = counts.get((row, column), 0)
        told = f"{row}, {column} : {plural(count, 'action')}"
        if not count:
            return Cell(0, "", told)
        framed = LATE_YET_CONFIDENT if row in CONFIDENT and column in LATE_STATES else None
        link = cell_url({"confiance": row, "echeance": column}, filters)
        return Cell(count, number(count), told, link, frame=framed)

    cells = crossed(rows, columns, cell)
    chart = counted([Line(row) for row in rows], columns, cells)
    if not any(own and own.frame for line in cells for own in line):
        return chart
    return replace(chart, key=(*chart.key, Mark(LATE_YET_CONFIDENT, "confiance déclarée, mais retard")))


def cell_url(row: Any, filters: Filters) -> str:
    """Return the link to the actions of one confidence and one delay state."""
    return filters.list_url(confiance=slug(row["confiance"]), echeance=slug(row["echeance"]))
