"""The heading of a printed page: what is kept of which schéma, the follow-up, the true sources."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard import paper
from dashboard.filters import Filters

FILES = pd.DataFrame(
    [("63-2022", "taux.csv", 2014, 2022), ("70-2021", "autre.csv", 2014, 2023)],
    columns=["schema_id", "fichier", "premiere", "derniere"],
)


@pytest.fixture
def heading(filters_of, vocabulary):
    return lambda path, kept="40 actions sur 114": paper.heading(filters_of(path), kept, vocabulary, FILES)


def test_no_follow_up_is_said(heading):
    said = heading("/calendrier")
    assert "<p>40 actions sur 114.</p><p>Aucun suivi au 01/06/2024.</p>" in said
    assert "Sources : Schéma départemental des services aux familles 2022-2026, Puy-de-Dôme (Caf" in said
    assert "Cnaf" not in said
    assert "IGN" not in said


def test_a_campaign_is_a_source_from_its_day_on(vocabulary):
    scheme = replace(vocabulary.home, campaigns=(date(2023, 6, 30), date(2024, 6, 28)))
    told = {
        when: paper.heading(Filters(scheme=scheme, today=when, path="/calendrier"), "114 actions", vocabulary, FILES)
        for when in (date(2023, 6, 29), date(2024, 6, 1), date(2024, 6, 28))
    }
    assert ["campagne de suivi du 30/06/2023" in said for said in told.values()] == [False, True, False]
    assert ["campagne de suivi du 28/06/2024" in said for said in told.values()] == [False, False, True]
    assert ["Aucun suivi" in said for said in told.values()] == [True, False, False]


def test_open_data_is_named_where_it_is_shown_and_only_that_of_the_schema(heading):
    assert "contours IGN (ADMIN EXPRESS), populations Insee ; Cnaf, fichier taux.csv, 2014 à 2022." in heading(
        "/territoires/246300701"
    )
    assert "autre.csv" not in heading("/territoires")


def test_a_page_without_filter_says_so(heading, vocabulary):
    assert "<p>Schéma entier, sans filtre.</p>" in heading("/schema", "")
    compared = heading("/comparer", "")
    assert "<p>Tous les schémas, sans filtre.</p>" in compared
    assert all(scheme.departement in compared for scheme in vocabulary.schemes.values())
    assert "autre.csv" in compared
    assert "Aucun suivi" not in compared
