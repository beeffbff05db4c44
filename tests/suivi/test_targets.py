"""Targets of the follow-up, case by case: attainment, pace, the interim target, and the path on the trend."""

from datetime import date

import duckdb
import pytest

from dashboard.db import Database
from dashboard.queries import load_queries
from dashboard.settings import ROOT
from tests.suivi.conftest import ALLIER

DEPARTEMENT, AU = "03", date(2025, 7, 1)
NOT_YET, UNKNOWN = "pas encore atteinte", "non calculable : une seule mesure"
# Campaign and measure of a same day, value, target and its day, interim target and its day.
START = ("2024-01-01", 10, 30, "2026-01-01", 20, "2025-01-01")


def row(day, value=None, target=None, due=None, step=None, step_due=None):
    return {"day": day, "value": value, "target": target, "due": due, "step": step, "step_due": step_due}


@pytest.fixture
def followed(office):
    """Return the one row that the follow-up gives of an indicator, from what its campaigns answer."""

    def ask(*answers, au=AU):
        with duckdb.connect(office.base) as connection:
            for answer in answers:
                given = answer | {"schema": ALLIER, "place": DEPARTEMENT, "measured": answer["value"] and answer["day"]}
                values = "$schema, $day, 'eval-1', $place, $measured, $value, $target, $due, $step, $step_due, NULL"
                connection.execute(f"INSERT INTO base.suivi_mesure VALUES ({values})", given)
        db = Database(office.base, load_queries(ROOT / "queries"))
        frame = db.frame("indicateurs/cibles", {"schema": ALLIER, "au": au})
        db.close()
        (only,) = frame.astype(object).where(frame.notna(), None).to_dict("records")
        return only

    return ask


@pytest.mark.parametrize(
    ("answers", "share", "pace"),
    [
        ([row("2024-01-01", 10)], None, "sans cible"),
        ([row("2024-01-01", target=30)], None, "non calculable : aucune mesure"),
        ([row("2024-01-01", 10, 30)], None, UNKNOWN),
        ([row("2024-01-01", 30, 30)], None, "atteinte"),
        ([row("2024-01-01", 10, 30), row("2025-01-01", 15, 30)], 25, "atteinte vers le 04/01/2028"),
        ([row("2024-01-01", 30, 10), row("2025-01-01", 25, 10)], 25, "atteinte vers le 04/01/2028"),
        ([row("2024-01-01", 10, 30), row("2025-01-01", 5, 30)], 0, "non atteinte à ce rythme"),
        ([row("2024-01-01", 30, 10), row("2025-01-01", 35, 10)], 0, "non atteinte à ce rythme"),
        ([row("2024-01-01", 10, 30), row("2025-01-01", 10, 30)], 0, "non atteinte à ce rythme"),
        ([row("2024-01-01", 10, 30), row("2025-01-01", 40, 30)], 100, "atteinte"),
        ([row("2024-01-01", 30, 10), row("2025-01-01", 5, 10)], 100, "atteinte"),
        ([row("2024-01-01", 10, 10), row("2025-01-01", 5, 10)], None, "non atteinte à ce rythme"),
        ([row("2024-01-01", 10, 30), row("2025-08-01", 40, 30)], None, UNKNOWN),
    ],
)
def test_attainment_and_pace_go_both_ways_and_are_never_computed_from_what_is_missing(followed, answers, share, pace):
    found = followed(*answers)
    assert (found["atteinte"], found["rythme"]) == (share, pace)


@pytest.mark.parametrize(
    ("later", "step"),
    [
        ([], "aucune mesure depuis"),
        ([row("2024-12-01", 15)], "aucune mesure depuis"),
        ([row("2024-12-01", 20)], "atteinte"),
        ([row("2025-02-01", 15)], "non atteinte"),
        ([row("2025-02-01", 25)], "atteinte"),
        ([row("2025-02-01", 15, step=20, step_due="2025-12-31")], NOT_YET),
        ([row("2025-02-01", 15, step=20)], NOT_YET),
    ],
)
def test_the_interim_target_is_held_against_the_last_measure(followed, later, step):
    found = followed(row(*START), *later)
    assert (found["cible_intermediaire"], found["etape"]) == (20, step)


def test_an_interim_target_that_asks_for_less_is_reached_from_above(followed):
    start = ("2024-01-01", 30, 10, "2026-01-01", 20, "2025-01-01")
    assert followed(row(*start), row("2024-06-01", 19))["etape"] == "atteinte"


def test_a_target_and_its_day_are_given_together(followed):
    found = followed(row(*START), row("2025-01-01", target=40, step=22))
    assert (found["cible"], found["cible_intermediaire"]) == (40, 22)
    assert (found["echeance_cible"], found["echeance_intermediaire"]) == (None, None)


def test_a_campaign_that_says_nothing_of_a_target_leaves_it(followed):
    found = followed(row(*START), row("2025-01-01", 12))
    assert (found["cible"], found["echeance_cible"].date()) == (30, date(2026, 1, 1))


def test_a_campaign_after_the_date_is_not_known(followed):
    found = followed(row(*START), row("2025-08-01", 12, target=50))
    assert (found["actuelle"], found["cible"]) == (10, 30)
