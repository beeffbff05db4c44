"""What a séance counts of a follow-up: its tiles, its coming dates, the delays and the load of each pilote."""

from datetime import date

import pytest

from dashboard.current import read_vocabulary
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.queries import load_queries
from dashboard.settings import ROOT
from tests.suivi.test_engine import ACTIONS, AU, ROUNDS, file  # noqa: F401  # a fixture


@pytest.fixture(scope="module")
def rows(file):  # noqa: F811
    """Return the rows of a query on the schéma of three campaigns at a date, the next comité 90 days later."""
    db = Database(file, load_queries(ROOT / "queries"))
    words = read_vocabulary(db)

    def make(query, au=AU):
        return db.frame(query, Filters.from_url("/", f"?schema={ROUNDS}&au={au}", words, AU)[0].params())

    yield make
    db.close()


def told(frame, *columns):
    return list(frame[list(columns)].itertuples(index=False, name=None))


def answered(status):
    return [code for code, action in ACTIONS.items() if (action.last or {}).get("statut", "") == status]


def test_the_tiles_count_the_answers_of_the_last_campaign(rows):
    (found,) = rows("seance/suivi").to_dict("records")
    statuses = {"realisees": "Réalisée", "en_cours": "En cours", "a_venir": "À venir", "en_pause": "En pause",
                "bloquees": "Bloquée", "a_discuter": "À discuter", "abandonnees": "Abandonnée"}  # fmt: skip
    assert {name: found[name] for name in statuses} == {name: len(answered(s)) for name, s in statuses.items()}
    assert (found["actions"], found["sans_reponse"]) == (len(ACTIONS), len(answered("")))
    assert found["repondues"] == len(ACTIONS) - len(answered(""))
    assert (found["campagne"].date(), found["precedente"].date()) == (date(2024, 6, 30), date(2024, 3, 31))
    groups = rows("seance/par_engagement")
    assert groups.set_index("etat")["actions"].to_dict()["sans réponse"] == len(answered(""))


@pytest.mark.parametrize(
    ("au", "late", "since", "known", "due", "expected"),
    [
        ("2024-03-31", (0, 1), (0, 0), 17, 2, 0),
        ("2024-07-15", (2, 1), (1, 1), 18, 4, 3),
        # On the due day of two of them, then past that of one that is abandoned.
        ("2024-08-01", (2, 1), (2, 1), 18, 3, 4),
        ("2024-08-20", (2, 1), (2, 1), 18, 2, 6),
        ("2024-12-31", (11, 0), (0, 0), 18, 1, 11),
    ],
)
def test_the_tiles_count_the_delays_at_a_date(rows, au, late, since, known, due, expected):
    (found,) = rows("seance/suivi", au).to_dict("records")
    assert (found["en_retard"], found["demarrages_en_retard"]) == late
    assert (found["en_retard_depuis"], found["demarrages_depuis"]) == since
    assert (found["delais_connus"], found["delais_inconnus"]) == (known, len(ACTIONS) - known)
    assert (found["avant_comite"], found["attendues"]) == (due, expected)


def test_the_calendar_alone_counts_by_its_dates(rows):
    (found,) = rows("seance/compteurs").to_dict("records")
    assert {name: found[name] for name in ("a_venir", "en_cours", "echues", "sans_date", "datees")} == {
        "a_venir": 3, "en_cours": 11, "echues": 4, "sans_date": 15, "datees": 18,
    }  # fmt: skip


def test_what_is_coming_is_what_the_campaign_says_else_the_schema(rows):
    # Nothing of what is done, abandoned or begun; an end that was postponed on its new day alone; what lasts on its
    # last day; today included.
    found = rows("seance/echeances")
    assert set(found["actions"]) == {1}
    assert told(found, "evenement", "jours") == [
        ("fin", 0), ("fin", 17), ("fin", 77), ("fin", 78), ("échéance : Bilan (cours)", 138), ("fin", 170),
        ("fin prévue au suivi", 201), ("fin", 350), ("fin prévue au suivi", 381), ("démarrage", 534),
        ("démarrage", 534),
    ]  # fmt: skip


def test_the_delays_of_a_pilote_are_a_share_of_what_it_still_leads(rows):
    columns = ("organisme", "menees", "en_retard", "depuis", "inconnues", "abandonnees")
    found = rows("pilotes/retards")
    assert list(dict.fromkeys(told(found, *columns))) == [
        ("CD", 1, 1, 0, 0, 0), ("Caf", 7, 2, 0, 1, 1), ("MSA", 6, 0, 0, 1, 0),
    ]  # fmt: skip
    assert told(found[found["organisme"] == "MSA"], "etat", "actions") == [
        ("démarrage en retard, sauf réponse depuis", 1), ("sans suivi", 1), ("à venir", 2), ("échéance proche", 2),
    ]  # fmt: skip


def test_the_load_of_a_year_is_what_runs_on_one_of_its_days(rows):
    found = rows("pilotes/charge_annuelle")
    assert [row for row in told(found, "organisme", "annee", "actions") if row[2]] == [
        ("Caf", 2024, 6), ("Caf", 2025, 1), ("MSA", 2024, 3), ("MSA", 2025, 2), ("CD", 2024, 1),
    ]  # fmt: skip


def test_the_sheet_of_a_pilote_begins_with_what_is_late(rows):
    assert [code for (code,) in told(rows("pilotes/feuille"), "code")][:7] == [
        "oubliee", "negligee", "retard", "depart", "attendue", "cours", "pause",
    ]  # fmt: skip


def test_what_is_to_decide_begins_with_what_is_late(rows):
    assert [code for (code,) in told(rows("seance/a_decider"), "code")] == ["negligee", "decider", "discuter"]


def test_the_answers_of_a_pilote_are_new_carried_over_or_missing(rows):
    found = rows("suivi/reponses")
    assert told(found, "organisme", "pilotees", "nouvelles", "par_un_autre", "reportees", "sans_reponse") == [
        ("MSA", 6, 0, 0, 3, 3), ("Caf", 8, 0, 0, 6, 2), ("CD", 1, 0, 0, 1, 0), ("Sans pilote", 20, 0, 5, 7, 8),
    ]  # fmt: skip
    assert told(found, "toutes_nouvelles", "toutes_reportees", "toutes_sans_reponse")[0] == (5, 15, 13)


def test_confidence_stands_against_what_is_late_since_the_campaign_too(rows):
    found = rows("suivi/confiance").set_index(["confiance", "echeance"])["actions"]
    for state in ("en retard, sauf réponse depuis", "démarrage en retard, sauf réponse depuis"):
        assert found["sans réponse", state] == 1
    assert (found["sans réponse", "déjà en retard au suivi"], found["compromis", "abandonnée"]) == (2, 1)


def test_a_campaign_is_of_the_future_from_the_day_before_it(rows):
    later = rows("suivi/campagnes", "2024-06-29").set_index("campagne")["apres_observation"]
    on_the_day = rows("suivi/campagnes", "2024-06-30").set_index("campagne")["apres_observation"]
    assert (later.tolist(), on_the_day.tolist()) == ([True, True, False], [True, False, False])
