"""Every image that leaves the page names all that it draws with, and says of its rows where and when they come from."""

import re

import pytest

from dashboard.pages import CARDS
from tests.images import drawn, named, sizes, slides, words_of

DRAWN = [card for card in CARDS.values() if card.chart]
SCHEMES = {
    "63-2022": {"territoire": "246300701", "fiche": "3"},
    "70-2021": {"territoire": "247000722", "fiche": "111"},
    "87-2017": {"territoire": "248719312", "fiche": "1"},
    "93-2024": {"territoire": "200058097", "fiche": "1"},
}
MAPS = ("dispositif-couverture-inferieure", "dispositif-qpv", "dispositif-rpe", "mesure-population")


def searches(card, scheme):
    """Return the states to walk through: the whole or a level, and each kind of map."""
    yield f"schema={scheme}" if scheme in ("70-2021", "93-2024") else f"schema={scheme}&volet=1&axe=1"
    if card.id == "territoires-carte":
        yield from (f"schema={scheme}&carte={name}" for name in MAPS)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("card", DRAWN, ids=lambda card: card.id)
def test_an_image_names_all_that_it_draws_its_document_and_the_date_of_its_rows(client, vocabulary, card, scheme):
    for search in searches(card, scheme):
        for slide in slides(client, card, search, schema=scheme, **SCHEMES[scheme]):
            check_key(slide, search)
            check_words(slide, card, vocabulary.schemes[scheme])


def check_key(slide, search):
    looks, words = named(slide)
    assert not drawn(slide) - looks, (search, words)
    assert len(set(words)) == len(words)
    assert slide["layout"]["showlegend"] or not words
    assert min(sizes(slide)) >= 24


def check_words(slide, card, scheme):
    told = words_of(slide)
    assert card.title.split("{")[0] in told
    assert re.search(r"Sources? : ", told)
    # Some maps are of open data, or of no data.
    outside = re.search(r"Sources? : (?:IGN, ADMIN EXPRESS|Insee, population municipale)", told)
    assert scheme.source in told or outside
    assert not re.search(r"\b[0-9a-f]{12}\b", told)
    assert re.fullmatch(r"[a-z0-9-]+(_[a-z0-9-]+)+_\d{4}-\d{2}-\d{2}", slide["nom"])


def test_a_trend_says_the_years_of_its_measures_not_the_day_it_is_looked_at(client):
    (slide,) = slides(client, CARDS["indicateurs-tendance"], "au=2026-11-27")
    assert "2026" not in words_of(slide).replace("2022-2026", "")
    assert "données 2014 et 2022" in words_of(slide)


def test_a_filter_that_the_rows_ignore_is_not_written_on_them(client):
    (slide,) = slides(client, CARDS["territoires-carte"], "volet=1")
    assert "Volet 1" not in words_of(slide)
    assert "données 2019" in words_of(slide)


def test_the_calendar_of_a_volet_fills_slides_with_its_actions(client, db, filters_of):
    card = CARDS["calendrier-gantt"]
    found = slides(client, card, "volet=1&au=2026-11-27")
    rows = card.rows(db, filters_of("/calendrier", "?volet=1"))
    written = [re.sub("<[^>]+>", " ", label) for slide in found for label in slide["layout"]["yaxis"]["ticktext"]]
    for code in rows["code"]:
        assert sum(label.startswith(f"{code}  ") for label in written) == 1, code
    assert [slide["nom"] for slide in found][0] == (
        f"puy-de-dome-2022-2026_calendrier_volet-1_engagement-1-1-sur-{len(found)}_2026-11-27"
    )


def test_the_calendar_of_one_slide_is_named_by_its_filter(client):
    (slide,) = slides(client, CARDS["calendrier-gantt"], "volet=1&engagement=1&objectif=1&au=2026-11-27")
    assert slide["nom"] == "puy-de-dome-2022-2026_calendrier_volet-1_engagement-1_objectif-1_2026-11-27"


def test_an_undated_action_is_on_the_slide_and_said_to_have_no_date(client):
    found = slides(client, CARDS["calendrier-gantt"], "schema=87-2017")
    undated = [a["text"] for slide in found for a in slide["layout"]["annotations"] if a["text"] == "? sans date"]
    assert len(undated) == 5


@pytest.mark.parametrize("card", CARDS.values(), ids=lambda card: card.id)
def test_the_rows_of_a_card_are_named_as_its_image(client, card):
    answer = client.get(f"/telecharger/{card.id}.csv/calendrier?volet=1&au=2026-06-30")
    name = answer.headers["Content-Disposition"]
    assert re.search(r'filename="(puy-de-dome-2022-2026|comparaison)_[a-z0-9_-]+_2026-06-30\.csv"', name)
