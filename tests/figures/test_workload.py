"""What a pilote carries: piloting alone or with others makes a whole; partnership stands apart, never added."""

import pytest

from dashboard.figures.heatmap import together
from dashboard.figures.old_bars import workload
from dashboard.pages import CARDS

SEARCHES = ("", "?volet=1", "?schema=70-2021", "?schema=87-2017", "?schema=93-2024")


@pytest.mark.parametrize("search", SEARCHES)
def test_no_bar_is_longer_than_the_actions_there_are(db, filters_of, search):
    filters = filters_of("/pilotes", search)
    card = CARDS["pilotes-charge"]
    frame = card.rows(db, filters)
    total = len(CARDS["calendrier-gantt"].rows(db, filters))
    figure = workload(frame, filters)
    assert figure["layout"]["barmode"] == "stack"
    for axis in {trace["xaxis"] for trace in figure["data"]}:
        own = [trace["x"] for trace in figure["data"] if trace["xaxis"] == axis]
        lengths = [sum(n or 0 for n in bar) for bar in zip(*own, strict=True)]
        assert max(lengths) <= total
        column = "pilote" if axis == "x" else "partenaire"
        assert lengths == frame[column].tolist()
        assert f"sur {total}" in figure["layout"][f"xaxis{axis[1:]}"]["title"]["text"]
    assert f"sur {total} action" in card.sentence(frame, filters)


def test_the_panels_of_pilotes_and_partenaires_have_one_scale(db, filters_of):
    filters = filters_of("/pilotes", "?schema=70-2021")
    layout = workload(CARDS["pilotes-charge"].rows(db, filters), filters)["layout"]
    scales = [
        axis["range"][1] / (axis["domain"][1] - axis["domain"][0]) for axis in (layout["xaxis"], layout["xaxis2"])
    ]
    assert scales[0] == pytest.approx(scales[1])


def test_a_pair_that_pilots_together_is_counted_once(db, filters_of):
    filters = filters_of("/pilotes")
    frame = CARDS["pilotes-ensemble"].rows(db, filters)
    values = together(frame, filters)["data"][0]["z"]
    pairs = frame[frame["organisme"] < frame["avec"]]["actions"].sum()
    alone = frame[frame["organisme"] == frame["avec"]]["actions"].sum()
    assert sum(map(sum, values)) == pairs + alone


@pytest.mark.parametrize(
    ("schema", "said"),
    [("63-2022", "Caf (91 sur 114 actions, dont 13 seule"), ("87-2017", "Caf (12 sur 20 actions, dont 4 seule")],
)
def test_an_organisation_that_pilots_alone_agrees_with_its_genre(db, filters_of, schema, said):
    filters = filters_of("/pilotes", f"?schema={schema}")
    card = CARDS["pilotes-charge"]
    assert said in card.sentence(card.rows(db, filters), filters)
    rows = CARDS["pilotes-ensemble"].rows(db, filters)
    told = [words for line in together(rows, filters)["data"][0]["hovertext"] for words in line]
    assert any(words.startswith("Caf seule : ") for words in told)
    assert any(words.startswith("CD seul : ") for words in told)
