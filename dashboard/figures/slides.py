"""The rows of a chart divided among slides: labels at their size need room, and nothing is made smaller."""

from collections.abc import Callable, Sequence

import pandas as pd

from dashboard.filters import Filters

LINES = 22  # of text, at the size that is read from the back of the room
Part = tuple[str, pd.DataFrame]


def parted(key: str, label: Callable[[pd.DataFrame], Sequence[str]]) -> Callable[[pd.DataFrame, Filters], list[Part]]:
    """Return how to divide a frame by the values of a column, which make its rows, written with these labels."""

    def parts(frame: pd.DataFrame, filters: Filters) -> list[Part]:
        firsts = frame.drop_duplicates(key)
        lines = max(text.count("<br>") + 1 for text in label(firsts))
        count = -(-len(firsts) * lines // LINES)
        size = -(-len(firsts) // count)
        keys = firsts[key].tolist()
        slides = [frame[frame[key].isin(keys[start : start + size])] for start in range(0, len(keys), size)]
        if len(slides) == 1:
            return [("", frame)]
        return [(f"{rank} sur {len(slides)}", slide) for rank, slide in enumerate(slides, start=1)]

    return parts
