"""The pages of the schéma and of a territory: what the texts say, quoted with its place, and what they do not say."""

import pytest

from dashboard.cards import draw
from dashboard.pages import portrait, schema


def shown(db, filters_of, search):
    filters = filters_of("/schema", search)
    return {card.title: draw(card, card.rows(db, filters), filters) for card in schema.CARDS}


def test_a_passage_is_quoted_with_its_document_and_its_lines(db, filters_of):
    drawn = shown(db, filters_of, "?schema=63-2022")["Gouvernance"]
    assert "Il réunit 37 membres, représentant" in drawn.before
    assert "2022-2026 (lignes 257 à 281 du texte transcrit)." in drawn.before
    assert '<li class="sous-point">Le développement et le maintien des services aux familles</li>' in drawn.before


def test_what_the_texts_do_not_say_is_said_and_no_filter_is_blamed(db, filters_of):
    drawn = shown(db, filters_of, "?schema=93-2024&axe=2")["Ambitions"]
    assert drawn.sentence == "Les textes transcrits ne disent rien des ambitions du schéma."
    assert "Élargir" not in drawn.before


@pytest.mark.parametrize("scheme", ["63-2022", "70-2021", "87-2017", "93-2024"])
def test_every_passage_of_the_schema_has_its_place_on_the_page(db, filters_of, scheme):
    filters = filters_of("/schema", f"?schema={scheme}")
    frame = db.view("textes")
    quoted = sum(len(card.rows(db, filters)) for card in schema.CARDS if card is not schema.PLAN)
    assert quoted == (frame["schema_id"] == scheme).sum()


def test_a_portrait_names_every_structure_and_makes_no_zero_of_silence(db, filters_of):
    (card,) = (card for card in portrait.CARDS if card.id == "portrait-equipements")
    told = {}
    for code in ("200070753", "200071215"):
        filters = filters_of(f"/territoires/{code}")
        told[code] = draw(card, card.rows(db, filters), filters)
    assert told["200070753"].sentence.replace("\u00a0", " ") == "Centre social : 2, EVS : 1."
    assert "Centre social l&#39;Oratoire" in told["200070753"].before
    assert "il ne dit pas pour autant" in told["200071215"].before


def test_a_portrait_gives_the_year_of_its_population(db, filters_of):
    card, filters = portrait.CARDS[0], filters_of("/territoires/246300701")
    drawn = draw(card, card.rows(db, filters), filters)
    assert "habitants (Insee, population municipale de 2023)" in drawn.before
