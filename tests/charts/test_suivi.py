"""The follow-up as numbers: kinds of answers, states of due dates, confidence against delay."""

import pandas as pd
import pytest

from dashboard.charts.bars import Panel
from dashboard.charts.suivi import answers, confidence, delays, late_words
from dashboard.charts.value import Mark
from dashboard.pages import CARDS

FRAMED = ("alerte", "retard-confiant")


def parts(chart):
    return {s.name: [part and (part.value, part.role) for part in s.parts] for s in chart.series}


def test_each_kind_of_answer_is_counted_and_the_missing_ones_open_their_list(filters_of):
    frame = pd.DataFrame(
        {
            "organisme": ["Caf", "CD"], "organisme_cle": ["caf", "cd"], "pilotees": [10, 3], "nouvelles": [4, 0],
            "par_un_autre": [1, 0], "reportees": [2, 0], "sans_reponse": [3, 3],
        }
    )  # fmt: skip
    chart = answers(frame, filters_of("/suivi"))
    assert parts(chart) == {
        "nouvelle, par un classeur du pilote": [(4, ("reponse", "nouvelle")), None],
        "nouvelle, par un autre classeur": [(1, ("reponse", "par-un-autre")), None],
        "reportée d’une campagne précédente": [(2, ("reponse", "reportee")), None],
        "sans réponse": [(3, ("reponse", "sans-reponse")), (3, ("reponse", "sans-reponse"))],
    }
    assert chart.lengths() == (10, 3)
    assert [row.ends for row in chart.rows] == [("5 nouvelles sur 10",), ("aucune réponse sur 3",)]
    lists = [f"/calendrier?pilote=caf&{asked}&demande=pilote" for asked in ("point=reponses-reportees",
                                                                          "statut=sans-reponse")]  # fmt: skip
    assert [s.parts[0].link for s in chart.series] == [None, None, *lists]
    assert chart.series[0].parts[0].told == "Caf, nouvelle, par un classeur du pilote : 4 actions"
    assert [(mark.role, mark.words) for mark in chart.key] == [(s.parts[0].role, s.name) for s in chart.series[:3]] + [
        (("reponse", "sans-reponse"), "sans réponse")
    ]
    assert (chart.names, chart.panels) == (("Caf", "CD"), (Panel("actions", 10),))


def test_delays_of_pilots_leave_the_abandoned_aside_and_say_their_bounds(filters_of):
    told = {"menees": 9, "en_retard": 2, "depuis": 3, "inconnues": 1, "abandonnees": 4}
    states = {"déjà en retard au suivi": 2, "en retard, sauf réponse depuis": 3, "à l’heure": 3, "non datée": 1,
              "abandonnée": 4}  # fmt: skip
    rows = [{"organisme": "Caf", "organisme_cle": "caf", "etat": s, "actions": n, **told} for s, n in states.items()]
    chart = delays(pd.DataFrame(rows), filters_of("/pilotes"))
    assert parts(chart) == {
        "déjà en retard au suivi": [(2, ("delai", "deja-en-retard-au-suivi"))],
        "en retard, sauf réponse depuis": [(3, ("delai", "en-retard-sauf-reponse-depuis"))],
        "à l’heure": [(3, ("delai", "a-lheure"))],
        "non datée": [(1, ("delai", "non-datee"))],
    }
    assert (chart.lengths(), chart.rows[0].ends) == ((9,), ("entre 2 et 6 en retard sur 9",))
    assert [(mark.role, mark.words) for mark in chart.key] == [(s.parts[0].role, s.name) for s in chart.series]
    late = chart.series[0].parts[0]
    assert late.told == "Caf, déjà en retard au suivi : 2 actions"
    assert late.link == "/calendrier?pilote=caf&echeance=deja-en-retard-au-suivi&demande=pilote"
    assert (chart.names, chart.panels) == (("Caf",), (Panel("actions", 9),))


@pytest.mark.parametrize(
    ("late", "since", "unknown", "led", "words"),
    [
        (2, 0, 0, 5, "2 en retard sur 5"), (2, 1, 0, 5, "entre 2 et 3 en retard sur 5"),
        (0, 0, 5, 5, "retards inconnus"), (0, 0, 4, 5, "entre 0 et 4 en retard sur 5"),
        (0, 0, 0, 0, "toutes abandonnées"),
    ],
)  # fmt: skip
def test_how_many_are_late_is_told_between_its_bounds(late, since, unknown, led, words):
    row = {"en_retard": late, "depuis": since, "inconnues": unknown, "menees": led}
    assert late_words(row) == words


def test_confidence_is_counted_against_delay_and_the_confident_late_are_framed(demo, filters_of):
    frame = pd.DataFrame(
        [["atteignable", "déjà en retard au suivi", 3], ["compromis", "déjà en retard au suivi", 2],
         ["atteignable", "terminée", 1], ["sans réponse", "non datée", 4]],
        columns=["confiance", "echeance", "actions"],
    )  # fmt: skip
    chart = confidence(frame, filters_of("/suivi"))
    values = {(row.name, column): cell for row, line in zip(chart.rows, chart.cells, strict=True)
              for column, cell in zip(chart.columns, line, strict=True)}  # fmt: skip
    told = {where: cell.value for where, cell in values.items() if cell.value}
    assert told == {(r.confiance, r.echeance): r.actions for r in frame.itertuples()}
    assert [where for where, cell in values.items() if cell.frame == FRAMED] == [
        ("atteignable", "déjà en retard au suivi")
    ]
    assert values["objectif sécurisé", "terminée"].value == 0
    assert values["objectif sécurisé", "terminée"].link is None
    late = values["atteignable", "déjà en retard au suivi"]
    assert (late.text, late.told) == ("3", "atteignable, déjà en retard au suivi : 3 actions")
    assert "confiance=atteignable&echeance=deja-en-retard-au-suivi" in late.link
    assert chart.columns == ("déjà en retard au suivi", "terminée", "non datée")
    assert (chart.top, chart.key[-1]) == (4, Mark(FRAMED, "confiance déclarée, mais retard"))
    calm = confidence(frame[frame["confiance"] != "atteignable"], filters_of("/suivi"))
    assert FRAMED not in {mark.role for mark in calm.key}


def test_the_matrix_of_the_demonstration_counts_its_actions(demo, filters_of):
    filters = filters_of("/suivi", "?au=2026-11-27")
    frame = CARDS["suivi-confiance"].rows(demo, filters)
    chart = confidence(frame, filters)
    assert sum(cell.value for line in chart.cells for cell in line) == frame["actions"].sum() > 0
