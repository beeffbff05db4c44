"""Dates in words: no finer than printed, open ends told as such."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts.dates import due_words, period
from dashboard.french import dated, spell, typeset
from tests.charts.plans import DAY, due


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
