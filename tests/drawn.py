"""Reading back the figure of a card, as a browser receives it: what stands at which row, column, place, how long."""

import re

import pandas as pd

from dashboard.cards import draw
from dashboard.pages import CARDS
from dashboard.theme import look

TAG = re.compile(r"<[^>]+>")


def drawn(db, card_id, filters):
    """Return the rows of a card and the figure that a reader gets of them."""
    card = CARDS[card_id]
    frame = card.rows(db, filters)
    return frame, draw(card, frame, filters).figure


def key_of(card_id, frame, filters):
    """Return the key of a card: the colour of each entry, with its words."""
    return [(look(mark.role).colour, mark.words) for mark in CARDS[card_id].chart(frame, filters).key]


def plain(label):
    """Return the words of a label set on several lines."""
    return " ".join(TAG.sub(" ", str(label)).split())


def named(figure, axis, place):
    """Return what an axis writes at a place: its own words there, else the place itself."""
    told = figure["layout"].get(axis.replace("x", "xaxis", 1).replace("y", "yaxis", 1), {})
    words = dict(zip(told.get("tickvals", ()), told.get("ticktext", ()), strict=True))
    return plain(words.get(place, place))


def bars(figure):
    """Return the length of each bar, by what its row and its trace are called."""
    found = {}
    for trace in (trace for trace in figure["data"] if trace["type"] == "bar"):
        for place, length in zip(trace["y"], trace["x"], strict=True):
            row = named(figure, trace.get("yaxis", "y"), place)
            assert (row, trace["name"]) not in found
            found[row, trace["name"]] = length or 0
    return found


def cells(figure, part="z"):
    """Return the value of each cell of a matrix, or another part of it, by what its row and its column are called."""
    (trace,) = figure["data"]
    rows = [named(figure, "y", place) for place in trace["y"]]
    columns = [named(figure, "x", place) for place in trace["x"]]
    assert len(set(rows)) == len(rows)
    assert len(set(columns)) == len(columns)
    return {
        (row, column): value
        for row, line in zip(rows, trace[part], strict=True)
        for column, value in zip(columns, line, strict=True)
    }


def areas(figure):
    """Return the colour of each area of a map by the first words that it shows; None for what is hatched."""
    return {
        trace["text"].split("<br>")[0]: None if trace.get("fillpattern", {}).get("shape") else trace["fillcolor"]
        for trace in figure["data"]
        if "fillcolor" in trace
    }


def days(frame, column):
    """Return days as a figure writes them."""
    return [None if pd.isna(day) else day.date().isoformat() for day in frame[column]]


def unlike(found, expected):
    """Return what differs between two readings, by place: (found, expected)."""
    return {
        key: (found.get(key), expected.get(key))
        for key in found.keys() | expected.keys()
        if found.get(key) != expected.get(key)
    }
