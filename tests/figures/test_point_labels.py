"""The words written on a trend: each on a free side of its point, nowhere when there is none."""

from itertools import combinations

import pandas as pd
import pytest

from dashboard.charts.measures import trend
from dashboard.figures import render
from dashboard.figures.labels import LEADING
from dashboard.figures.medium import SCREEN
from dashboard.figures.point_labels import MARK, Point, box_of, overlap, sides
from dashboard.figures.trend import HEIGHT, WIDTH
from dashboard.theme import LETTERS
from tests.measures import measures


def boxes(figure):
    """Return the boxes of all words of a figure of one panel, in pixels of its least room."""
    (left, right), (low, high) = figure["layout"]["xaxis"]["range"], figure["layout"]["yaxis"]["range"]

    def pixels(x, y):
        return (x - left) / (right - left) * WIDTH, (high - y) / (high - low) * HEIGHT

    found, marks = [], []
    for trace in figure["data"]:
        for x, y, words, side in zip(trace["x"], trace["y"], trace["text"], trace["textposition"], strict=True):
            marks.append(pixels(x, y))
            if words:
                found.append((words, box_of(Point(*pixels(x, y), words), side, LETTERS), pixels(x, y)))
    names = []
    for told in figure["layout"]["annotations"]:
        if "domain" in told["yref"]:
            continue
        y = pixels(left, told["y"])[1]
        tall = (told["text"].count("<br>") + 1) * LETTERS * LEADING
        names.append((told["text"], (WIDTH, y - tall / 2, WIDTH + 300, y + tall / 2)))
    return found, marks, names


@pytest.mark.parametrize(
    ("values", "target"),
    [
        ([[10.0, 20.0]], {}),
        ([[10.0, 20.0], [40.0, 21.0]], {}),
        ([[10.0, 20.0], [10.0, 40.0], [10.0, 20.0]], {}),
        ([[5.0, 5.2, 5.1], [5.1, 5.1, 5.1], [5.2, 5.0, 5.1], [5.3, 5.2, 5.1]], {}),
        # An intermediate target of 15 over a measure of 14.
        ([[8.0, 12.0, 14.0]], {"cible_intermediaire": 15.0, "echeance_intermediaire": pd.Timestamp("2022-12-31"),
                               "cible": 20.0, "echeance_cible": pd.Timestamp("2023-12-31")}),
        ([[8.0, 12.0, 14.0]], {"cible": 14.0, "echeance_cible": pd.Timestamp("2022-12-31")}),
        ([[float(n % 3) for n in range(20)], [float(n % 2) for n in range(20)]], {}),
    ],
)  # fmt: skip
def test_no_word_of_a_trend_covers_another_word_or_point(values, target):
    words, marks, names = boxes(render(trend(measures(values, **target), None), SCREEN))
    for (text, one, _), (other, two, _) in combinations(words, 2):
        assert not overlap(one, two), (text, other)
    for text, room, own in words:
        assert not any(overlap(room, (x - MARK, y - MARK, x + MARK, y + MARK)) for x, y in marks if (x, y) != own), text
        assert not any(overlap(room, other) for _, other in names), text
    for (text, one), (other, two) in combinations(names, 2):
        assert not overlap(one, two), (text, other)


def test_a_target_and_the_last_values_are_written_before_the_others():
    target = {"cible": 14.0, "echeance_cible": pd.Timestamp("2023-12-31")}
    words = {text for text, _, _ in boxes(render(trend(measures([[8.0, 12.0, 14.0]], **target), None), SCREEN))[0]}
    assert {"cible 14", "14", "8"} <= words


def test_words_without_room_are_left_out():
    crowd = [Point(100 + 3 * i, 100, "1 234") for i in range(12)]
    assert None in sides(crowd, LETTERS, WIDTH, HEIGHT)
