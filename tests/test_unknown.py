"""What nobody knows is said unknown, and what is known elsewhere in the file is used."""

from datetime import date

import pandas as pd
import pytest

from dashboard.cards import draw
from dashboard.french import ago, between
from dashboard.pages import CARDS
from dashboard.pages.indicateurs import _targets_summary
from dashboard.provenance import sources


def test_the_map_of_populations_knows_all_territories_from_insee(db, filters_of):
    filters = filters_of("/territoires", "?schema=70-2021&carte=mesure-population")
    card = CARDS["territoires-carte"]
    frame = card.rows(db, filters)
    assert frame["valeur"].tolist() == frame["population"].tolist()
    drawn = draw(card, frame, filters)
    assert "connu pour 18 EPCI sur 18" in drawn.sentence
    assert "en 2023" in drawn.sentence
    assert "Insee, population municipale, 2023" in sources(frame, filters)
    assert filters.scheme.title not in sources(frame, filters)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(10, 30, "atteinte")], "1 mesure suivie, 1 cible atteinte sur 1 ; part"),
        ([(10, 30, "atteinte"), (None, 5, "non calculable : aucune mesure")], "1 cible atteinte sur 2, 1 sans mesure"),
        ([(None, 5, "non calculable : aucune mesure")], "1 cible sans aucune mesure : atteinte inconnue"),
        ([(10, None, "sans cible")], "1 mesure suivie, sans cible."),
    ],
)
def test_targets_without_a_measure_are_not_counted_as_missed(rows, words):
    frame = pd.DataFrame(rows, columns=["actuelle", "cible", "rythme"], dtype=object).assign(atteinte=None)
    assert words in _targets_summary(frame, None)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-27", "le jour même"),
        ("2026-11-26", "il y a 1 jour"),
        ("2026-09-29", "il y a 59 jours"),
        ("2026-09-28", "il y a 1 mois"),
        ("2025-06-27", "il y a 17 mois"),
        ("2025-06-28", "il y a 16 mois"),
    ],
)
def test_the_age_of_a_campaign_is_told_in_days_then_in_months(day, words):
    assert ago(date.fromisoformat(day), date(2026, 11, 27)) == words


def test_bounds_that_read_alike_are_told_once():
    assert between(55, 10, 110) == "entre 50 % et 59 %"
    assert between(500, 1, 1000) == "50 %"
