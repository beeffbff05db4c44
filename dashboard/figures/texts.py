"""Words of a value as plotly takes them: on lines, and one for all marks where all have the same."""

import textwrap
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

BREAK = "<br>"


def wrapped(words: str, letters: int) -> str:
    """Return words on lines of at most these letters; a line break of theirs stays."""
    return BREAK.join(BREAK.join(textwrap.wrap(line, letters)) for line in words.split("\n"))


def height_of(words: str) -> int:
    """Return the lines of wrapped words."""
    return words.count(BREAK) + 1


def row_lines(names: Sequence[str]) -> float:
    """Return the height of rows, in lines, at which no name covers the next."""
    lines = list(map(height_of, names))
    return max((one + two) / 2 for one, two in pairwise([*lines, 1]))


def hover(told: str) -> str:
    """Return what is told of a mark, on its lines."""
    return told.replace("\n", BREAK)


def one(values: Iterable[Any]) -> Any:
    """Return the value that all marks have, or that of each."""
    each = list(values)
    return each[0] if each and all(value == each[0] for value in each) else each
