"""The calendar: open ends, échéances drawn as what they are, dates in words no finer than printed."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.figures.gantt import due_words, gantt, lines, period
from dashboard.french import dated, spell, typeset

DAY = pd.Timestamp


def due(start, end, precision, libelle="Bilan", recurrence=None):
    return {
        "libelle": libelle, "debut": start, "debut_precision": precision if start else None,
        "fin": end, "fin_precision": precision if end else None, "recurrence": recurrence,
    }  # fmt: skip


@pytest.fixture
def figure(filters_of):
    def make(*actions, au=None):
        filters = replace(filters_of("/calendrier", "?schema=70-2021"), au=au)
        node = filters.scheme.nodes[-1]
        parent = filters.scheme.by_id(node.parent)
        rows = [
            {
                "code": str(i), "intitule": "Une action", "nature": None, "etat": "en cours", "vierge": False,
                "incertain": False, "calendrier_imprime": None, "echeances": [], "statut": None, "confiance": None,
                "echeance": pd.NaT, "echeance_precedente": pd.NaT, "etat_echeance": "sans suivi",
                "delai": "sans suivi", "sauf_reponse": False,
                "debut_reel": pd.NaT, "fin_reelle": pd.NaT,
                "niveau_1_noeud": parent.id, "niveau_1_code": parent.code, "niveau_1": parent.title,
                "niveau_2_noeud": node.id, "niveau_2_code": node.code, "niveau_2": node.title,
            } | action
            for i, action in enumerate(actions)
        ]  # fmt: skip
        return gantt(lines(pd.DataFrame(rows), filters, frozenset()), filters)

    return make


@pytest.fixture
def draw(figure):
    return lambda *actions: figure(*actions)["data"]


def dates(debut, fin, precision="année", **more):
    return {
        "debut": debut, "debut_precision": precision if debut is not pd.NaT else None,
        "fin": fin, "fin_precision": precision if fin is not pd.NaT else None,
    } | more  # fmt: skip


def test_an_end_that_is_not_printed_is_open_to_the_bound_of_the_schema(draw):
    bars, starts, ends = draw(dates(DAY("2022-01-01"), pd.NaT), dates(pd.NaT, DAY("2022-12-31")))[:3]
    assert bars["base"] == ["2022-01-01", "2021-01-01"]
    assert ends["y"] == [1]
    assert starts["y"] == [2]


def test_real_dates_come_before_those_that_the_schema_foresaw(draw):
    foreseen = dates(DAY("2023-01-01"), DAY("2025-12-31"), "schéma")
    real = foreseen | {"debut_reel": DAY("2022-02-22"), "fin_reelle": DAY("2022-03-01")}
    bars, starts, ends = draw(real, dates(pd.NaT, pd.NaT, debut_reel=DAY("2024-05-01")))[:3]
    assert bars["base"] == ["2022-02-22", "2024-05-01"]
    assert bars["x"][0] == 8 * 86_400_000
    assert starts["y"] == []
    assert ends["y"] == [2]


def test_a_date_within_a_month_is_a_mark_and_a_longer_period_a_line(draw):
    year = (DAY("2021-01-01"), DAY("2025-12-31"))
    within = due(date(2021, 6, 1), date(2021, 6, 30), "mois")
    semester = due(date(2021, 7, 1), date(2021, 12, 31), "semestre")
    school = due(date(2022, 9, 1), date(2023, 8, 31), "année scolaire")
    deadline = due(None, date(2025, 12, 31), "année")
    marks, _, spans = draw(dates(*year, echeances=[within, semester, school, deadline]))[3:]
    assert marks["x"] == ["2021-06-15", "2025-12-31"]
    assert spans["x"] == ["2021-07-01", "2021-12-31", None, "2022-09-01", "2023-08-31", None]
    assert spans["hovertext"][3] == "année scolaire 2022-2023 : Bilan"


def test_periods_that_overlap_do_not_hide_each_other(draw):
    both = [due(date(2021, 1, 1), date(2022, 12, 31), "année"), due(date(2022, 1, 1), date(2022, 12, 31), "année")]
    spans = draw(dates(DAY("2021-01-01"), DAY("2025-12-31"), echeances=both))[-1]
    assert len({y for y in spans["y"] if y is not None}) == 2


@pytest.mark.parametrize(
    ("value", "precision", "words"),
    [
        (date(2021, 1, 1), "année", "2021"),
        (date(2021, 4, 30), "mois", "avril 2021"),
        (date(2022, 3, 31), "trimestre", "1er trimestre 2022"),
        (date(2022, 12, 31), "trimestre", "4e trimestre 2022"),
        (date(2021, 6, 30), "semestre", "1er semestre 2021"),
        (date(2021, 7, 1), "semestre", "2e semestre 2021"),
        (date(2021, 3, 20), "saison", "hiver 2020-2021"),
        (date(2021, 3, 21), "saison", "printemps 2021"),
        (date(2021, 6, 21), "saison", "été 2021"),
        (date(2021, 9, 23), "saison", "automne 2021"),
        (date(2021, 12, 21), "saison", "automne 2021"),
        (date(2021, 12, 22), "saison", "hiver 2021-2022"),
        (date(2022, 9, 1), "année scolaire", "année scolaire 2022-2023"),
        (date(2023, 8, 31), "année scolaire", "année scolaire 2022-2023"),
        (date(2021, 2, 3), "jour", "03/02/2021"),
    ],
)
def test_a_date_is_never_finer_than_printed(value, precision, words):
    assert dated(value, precision) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2021, 1, 1), date(2021, 12, 31), "2021"),
        (date(2021, 1, 1), date(2022, 12, 31), "2021 → 2022"),
        (None, date(2025, 12, 31), "d’ici 2025"),
        (date(2022, 1, 1), None, "dès 2022"),
    ],
)
def test_a_period_in_words(start, end, words):
    assert spell(start, "année", end, "année") == words


@pytest.mark.parametrize(
    ("end", "precision", "words"),
    [
        (date(2022, 12, 31), "trimestre", "d’ici le 4e trimestre 2022"),
        (date(2021, 12, 21), "saison", "d’ici l’automne 2021"),
        (date(2021, 6, 20), "saison", "d’ici le printemps 2021"),
        (date(2022, 8, 31), "année scolaire", "d’ici l’année scolaire 2021-2022"),
        (date(2022, 6, 30), "mois", "d’ici juin 2022"),
        (date(2022, 6, 30), "jour", "d’ici le 30/06/2022"),
    ],
)
def test_a_bound_alone_is_a_sentence(end, precision, words):
    assert spell(None, None, end, precision) == words


def test_a_recurrence_is_told():
    words = due_words(due(date(2021, 6, 1), date(2021, 6, 30), "mois", "Comité", "tous les ans"))
    assert words == "juin 2021 : Comité (tous les ans)"


def test_bounds_of_the_schema_are_told_as_open():
    action = {"debut": DAY("2021-01-01"), "debut_precision": "schéma", "fin": pd.NaT, "fin_precision": None}
    assert period(action) == "début du schéma → inconnue"


def test_double_signs_stay_with_their_word():
    assert typeset("Fin : « oui » ; non") == "Fin\u00a0: «\u00a0oui\u00a0»\u00a0; non"


def test_what_leaves_the_drawing_says_its_date_at_the_edge(figure):
    late = due(None, date(2091, 6, 30), "mois")
    inside, out = dates(DAY("2021-01-01"), DAY("2025-12-31")), dates(DAY("2019-03-01"), DAY("2027-01-31"))
    drawn = figure(inside, out, inside | {"echeances": [late]})["layout"]
    said = {(note["y"], note["xanchor"]): note["text"] for note in drawn["annotations"]}
    assert said == {(2, "left"): "01/03/2019 ←", (2, "right"): "→ 31/01/2027", (3, "right"): "◆ → 30/06/2091"}
    assert drawn["xaxis"]["range"] == ["2020-11-22", "2026-02-10"]


def test_the_calendar_is_drawn_to_the_year_observed_after_the_end(figure):
    drawn = figure(dates(DAY("2021-01-01"), DAY("2026-06-30")), au=date(2026, 3, 31))["layout"]
    assert drawn["xaxis"]["tickvals"][-2:] == ["2026-01-01", "2027-01-01"]
    assert drawn["xaxis"]["range"][1] == "2027-02-10"
    assert drawn["annotations"] == []


def test_an_end_before_the_schema_says_its_date_at_the_edge(figure):
    action = dates(DAY("2021-01-01"), DAY("2025-12-31"), "schéma") | {"echeance": DAY("2019-06-30")}
    drawn = figure(action)
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["30/06/2019 ←"]
    assert drawn["data"][0]["x"] == [86_400_000]
