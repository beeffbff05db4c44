"""The actions of each element of the plan: the value counts the rows, each state in its role, named once in the key."""

import pandas as pd
import pytest

from dashboard.charts.bars import Family, Panel
from dashboard.charts.plan import by_group, first_level, first_level_role
from dashboard.pages import CARDS
from tests.conftest import SEARCHES


def rows(filters, counts, campaign=None):
    """Return the rows of the first engagement of a schéma."""
    node = next(n for n in filters.scheme.nodes if n.rank == filters.scheme.groups.rank)
    first = filters.scheme.lineage(node)[0]
    names = {"niveau_1_code": first.code, "niveau_1": first.title, "noeud": node.id, "code": node.code,
             "titre": node.title, "campagne": campaign}  # fmt: skip
    return pd.DataFrame([{**names, "etat": state, "actions": n} for state, n in counts.items()])


def test_states_of_the_calendar_stand_in_time_and_agree_with_their_numbers(filters_of):
    filters = filters_of("/", "?schema=70-2021")
    chart = by_group(rows(filters, {"sans date": 3, "en cours": 1, "échue": 4}), filters)
    parts = [(s.name, s.parts[0].value, s.parts[0].role, s.parts[0].text) for s in chart.series]
    assert parts == [
        ("échue", 4, ("etat", "echue"), "4 échues"),
        ("en cours", 1, ("volet", "1"), "1"),
        ("sans date", 3, ("etat", "sans-date"), "3 sans date"),
    ]
    assert [s.parts[0].told.splitlines()[1] for s in chart.series] == [
        "4 actions : échues", "1 action : en cours", "3 actions : sans date",
    ]  # fmt: skip
    assert [mark.role for mark in chart.key] == [("etat", "echue"), ("volet", "1"), ("etat", "sans-date")]
    assert (chart.lengths(), chart.panels) == ((8,), (Panel("actions", 8),))
    node = next(n for n in filters.scheme.nodes if n.rank == filters.scheme.groups.rank)
    first = filters.scheme.lineage(node)[0]
    assert chart.rows[0].name == f"{node.code} · {node.title}"
    assert chart.rows[0].family == Family(first.title, f"Axe {first.code}", ("volet", "1"))
    assert "etat=echue" in chart.series[0].parts[0].link
    assert [mark.words for mark in chart.key] == ["échue", f"en cours : {first_level('1', first.title, filters)}",
                                                  "sans date"]  # fmt: skip
    # In a part that is short beside the longest bar, the number stands alone.
    chart = by_group(rows(filters, {"sans date": 3, "échue": 40}), filters)
    assert [own.parts[0].text for own in chart.series] == ["40 échues", "3"]


def test_a_long_title_gives_way_to_its_code_in_a_key(filters_of):
    filters = filters_of("/")
    assert first_level("2", "Quarante lettres au plus, une de plus non", filters) == "Volet 2"
    assert first_level("2", "Quarante lettres au plus, une de plus no", filters).endswith("no")
    assert first_level_role("3", filters) == ("volet", "3")
    assert first_level_role("hors plan", filters) == ("volet", "")


def test_statuses_that_a_campaign_tells_come_before_what_nobody_answered(filters_of):
    filters = filters_of("/")
    chart = by_group(rows(filters, {"sans réponse": 2, "En cours": 5, "Réalisée": 1}, "2025-06-27"), filters)
    assert [(s.name, s.parts[0].value, s.parts[0].role) for s in chart.series] == [
        ("Réalisée", 1, ("statut", "realisee")),
        ("En cours", 5, ("statut", "en-cours")),
        ("sans réponse", 2, ("statut", "sans-reponse")),
    ]
    assert "statut=en-cours" in chart.series[1].parts[0].link


@pytest.mark.parametrize("search", SEARCHES[::4])
def test_each_bar_counts_the_rows_of_its_engagement(db, filters_of, search):
    filters = filters_of("/", search)
    frame = CARDS["seance-engagements"].rows(db, filters)
    chart = by_group(frame, filters)
    assert list(chart.lengths()) == frame.groupby("noeud", sort=False)["actions"].sum().tolist()
    drawn = {part.role for series in chart.series for part in series.parts if part}
    assert [mark.role for mark in chart.key] == list(dict.fromkeys(mark.role for mark in chart.key))
    assert {mark.role for mark in chart.key} == drawn
