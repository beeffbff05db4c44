"""Texts of data stay texts inside charts."""

import pandas as pd
import pytest

from dashboard.cards import draw
from dashboard.filters import ANSWERS, DUE_STATES, STATES
from dashboard.pages import CARDS
from dashboard.theme import inert, look

HOSTILE = '<A HREF="https://elsewhere.example">ici</a>'


@pytest.mark.parametrize("text", [HOSTILE, "< a href='x'>", "<\ta href='x'>"])
def test_a_link_is_no_link_and_our_own_marks_stay(text):
    assert inert({"text": [f"<b>1</b><br>{text}"], "n": 1})["text"] == [f"<b>1</b><br>{text.replace('<', '&lt;')}"]
    assert inert("moins <abris> de <b>3</b>") == "moins <abris> de <b>3</b>"


@pytest.mark.parametrize("card", ["seance-engagements", "calendrier-gantt", "pilotes-charge"])
def test_a_link_written_in_a_table_makes_none_in_a_chart(db, filters_of, card):
    card, filters = CARDS[card], filters_of("/")
    frame = card.rows(db, filters)
    texts = {
        c: pd.Series([HOSTILE] * len(frame), frame.index) for c in ("titre", "intitule", "organisme") if c in frame
    }
    drawn = str(draw(card, frame.assign(**texts), filters).figure).lower()
    assert "elsewhere.example" in drawn
    assert "<a" not in drawn


@pytest.mark.parametrize(
    ("family", "members"),
    [("statut", ANSWERS), ("etat", STATES.keys() - {"en-cours"}), ("delai", list(DUE_STATES)[2:])],
)
def test_each_state_that_a_schema_may_say_has_a_look_of_its_own(family, members):
    looks = {member: look((family, member)) for member in members}
    assert len({(own.colour, own.hatch) for own in looks.values()}) == len(looks)


def test_a_first_level_out_of_the_plan_has_no_colour_of_a_volet():
    assert look(("volet", "")).colour not in {look(("volet", str(n))).colour for n in range(1, 7)}
