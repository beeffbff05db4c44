"""The calendar of the actions on slides: as many as its rows need, labels inside, and its key."""

import textwrap
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard.figures.gantt import MARK_DAYS, OBSERVED, TINT, Line, all_lines, bounds, counted, gantt, has_date
from dashboard.figures.key import LINE, Mark
from dashboard.figures.old_bars import LETTERS, first_level
from dashboard.figures.slides import LINES, Part
from dashboard.filters import Filters
from dashboard.french import day
from dashboard.theme import DUE_COLOURS, INK, Figure, colour_of

LABEL = 72  # letters on a line
Fits = Callable[[pd.DataFrame, Filters], bool]
BETWEEN = 0.4  # of a line, between two rows
MAX_SLIDES = 12
HEIGHT = 300  # enough for a slide to be filled


def gantt_parts(frame: pd.DataFrame, filters: Filters) -> list[Part]:
    """Return the rows of each slide: whole groups together, a long one on several, all folded if it takes too many.

    Columns: those of `lines`.
    """
    if not has_date(frame).any():
        return [("", frame)]
    slides = _slides(frame, filters, _fits)
    if len(slides) > MAX_SLIDES:
        slides = _evenly(list(_groups(frame, filters)), filters)
    if len(slides) == 1:
        return [("", frame)]
    return [(f"{_spelled(part, filters)}, {rank} sur {len(slides)}", part) for rank, part in enumerate(slides, start=1)]


def _spelled(part: pd.DataFrame, filters: Filters) -> str:
    """Return the groups of a slide in words, e.g. « engagement 3 », « objectifs 11 à 13 »."""
    level, visible = filters.scheme.groups, all_lines(part, filters, frozenset())
    codes = [line.code for line in visible if line.kind == "groupe"]
    return f"{level.label.lower()} {codes[0]}" if len(codes) == 1 else f"{level.plural} {codes[0]} à {codes[-1]}"


def _slides(frame: pd.DataFrame, filters: Filters, fits: Fits) -> list[pd.DataFrame]:
    slides: list[pd.DataFrame] = []
    for group in _groups(frame, filters):
        joined = pd.concat([slides[-1], group]) if slides else group
        if slides and fits(joined, filters):
            slides[-1] = joined
        else:
            slides += _chunks(group, filters, fits)
    return slides


def _chunks(group: pd.DataFrame, filters: Filters, fits: Fits) -> list[pd.DataFrame]:
    """Return a group cut in as few equal parts as the slides ask for."""
    for count in range(1, len(group) + 1):
        size = -(-len(group) // count)
        chunks = [group.iloc[start : start + size] for start in range(0, len(group), size)]
        if all(fits(chunk, filters) for chunk in chunks):
            return chunks
    return [group.iloc[i : i + 1] for i in range(len(group))]


def _evenly(groups: list[pd.DataFrame], filters: Filters) -> list[pd.DataFrame]:
    """Return the groups, folded, on as few slides as hold them, as many on each."""
    for count in range(1, len(groups) + 1):
        size = -(-len(groups) // count)
        slides = [pd.concat(groups[start : start + size]) for start in range(0, len(groups), size)]
        if all(_height_of(_folded(slide, filters), filters) <= LINES for slide in slides):
            return slides
    return groups


def _groups(frame: pd.DataFrame, filters: Filters) -> Iterator[pd.DataFrame]:
    rows = frame.reset_index(drop=True)
    place = pd.Series([None] * len(rows), dtype=object)
    for rank in range(1, filters.scheme.groups.rank + 1):
        place = rows[f"niveau_{rank}_noeud"].astype(object).where(rows[f"niveau_{rank}_noeud"].notna(), place)
    starts = (place != place.shift()).cumsum()
    for _, group in rows.groupby(starts, sort=False):
        yield group


def _fits(frame: pd.DataFrame, filters: Filters) -> bool:
    return _height_of(all_lines(frame, filters, frozenset(filters.replie)), filters) <= LINES


def _folded(frame: pd.DataFrame, filters: Filters) -> list[Line]:
    scheme = filters.scheme
    return all_lines(frame, filters, frozenset(scheme.key(n) for n in scheme.nodes if n.rank == scheme.groups.rank))


def _visible(frame: pd.DataFrame, filters: Filters) -> list[Line]:
    if _fits(frame, filters):
        return all_lines(frame, filters, frozenset(filters.replie))
    return _folded(frame, filters)


def gantt_image(frame: pd.DataFrame, filters: Filters) -> Figure | None:
    """Draw the calendar of one slide: labels inside, the undated actions said as such."""
    if not has_date(frame).any():
        return None
    visible = _visible(frame, filters)
    figure, (first, after) = gantt(visible, filters), bounds(filters)
    layout = figure["layout"]
    middles = _spaced(figure, visible, filters)
    for trace in figure["data"]:
        trace.pop("text", None)
    layout["height"] = max(layout["height"], HEIGHT)
    layout["yaxis"] |= {
        "showticklabels": True, "automargin": True, "tickvals": middles,
        "ticktext": ["<br>".join(_label(line, filters)) for line in visible],
    }  # fmt: skip
    layout["xaxis"] |= {
        "showticklabels": True, "side": "top", "ticktext": [*map(str, range(first.year, after.year)), ""],
    }  # fmt: skip
    layout["annotations"] += [
        _observed(filters, after - filters.date < timedelta(days=120)),
        *(_undated(y, first) for y, line in zip(middles, visible, strict=True) if _is_undated(line)),
    ]
    layout["margin"] = {"l": 0, "r": 0, "t": 0, "b": 40}
    return figure


def _label(line: Line, filters: Filters) -> list[str]:
    wrapped = textwrap.wrap(f"{line.code}  {line.label}", LABEL)
    if line.kind != "groupe":
        return wrapped
    return [f"<b>{part}</b>" for part in wrapped] + (
        textwrap.wrap(counted(line, filters), LABEL) if line.folded else []
    )


def _height(line: Line, filters: Filters) -> float:
    return len(_label(line, filters)) + BETWEEN


def _height_of(visible: list[Line], filters: Filters) -> float:
    return sum(_height(line, filters) for line in visible)


def _spaced(figure: Figure, visible: list[Line], filters: Filters) -> list[float]:
    """Give each row of the figure the height of its label; return the middles of the rows."""
    heights = [_height(line, filters) for line in visible]
    tops = [sum(heights[:row]) for row in range(len(heights) + 1)]
    middles = [(top + below) / 2 for top, below in pairwise(tops)]

    def moved(y: float) -> float:
        return middles[round(y)] + (y - round(y)) * min(heights)

    for trace in figure["data"]:
        trace["y"] = [None if y is None else moved(y) for y in trace["y"]]
        if "width" in trace:
            trace["width"] = [width * min(heights) for width in trace["width"]]
    layout = figure["layout"]
    for shape in layout["shapes"]:
        if shape["type"] == "rect":
            row = round(shape["y0"] + 0.5)
            shape |= {"y0": tops[row], "y1": tops[row + 1]}
    for told in layout["annotations"]:
        told["y"] = moved(told["y"])
    layout["yaxis"] |= {"range": [tops[-1], 0]}
    return middles


def _is_undated(line: Line) -> bool:
    shown = line.kind == "action" or line.folded
    return shown and all(pd.isna(action["debut"]) and pd.isna(action["fin"]) for action in line.actions)


def _observed(filters: Filters, at_the_end: bool) -> dict[str, Any]:
    return {
        "x": filters.date.isoformat(), "y": 0, "yref": "paper", "yanchor": "top", "showarrow": False,
        "xanchor": "right" if at_the_end else "center", "text": f"au {day(filters.date)}",
        "font": {"size": LETTERS, "color": OBSERVED},
    }  # fmt: skip


def _undated(y: float, first: Any) -> dict[str, Any]:
    return {"x": first.isoformat(), "y": y, "xanchor": "left", "showarrow": False, "text": "? sans date",
            "font": {"size": LETTERS, "color": INK}}  # fmt: skip


def gantt_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key of what the calendar of these rows draws on a slide."""
    visible = _visible(frame, filters)
    figure = gantt(visible, filters)
    drawn = {trace["marker"]["symbol"] for trace in figure["data"] if trace["type"] == "scatter" and "marker" in trace
             and len(trace["x"])}  # fmt: skip
    late = [trace for trace in figure["data"][1:] if trace["type"] == "bar"]
    symbols = {
        "triangle-left": "sans date de début",
        "triangle-right": "sans date de fin",
        "diamond": "échéance datée",
        LINE: f"échéance sur plus de {MARK_DAYS} jours",
        "diamond-open": "échéance à la campagne précédente",
    }
    return [
        *_fills(visible, frame, filters),
        *(Mark(words, symbol=symbol) for symbol, words in symbols.items() if symbol in drawn),
        *(Mark("retard sur l’échéance", "#FFFFFF", late[0]["marker"]["pattern"], OBSERVED) for _ in late[:1]),
        Mark(f"date d’observation : {day(filters.date)}", OBSERVED, symbol=LINE),
    ]


def _fills(visible: list[Line], frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    order = [n.code for n in filters.scheme.nodes if n.rank == 1]
    dated = frame[has_date(frame)]
    firsts = zip(dated["niveau_1_code"], dated["niveau_1"], strict=True)
    titles = {code: first_level(code, title, filters) for code, title in firsts}
    folded = any(line.folded for line in visible)
    if filters.couleur and not folded:
        states = set(dated["delai"])
        return [Mark(state, colour) for state, colour in DUE_COLOURS.items() if state in states]
    if folded or filters.scheme.tells_nature:
        new = dated if folded else dated[dated["nature"] == "nouvelle"]
        words = "" if folded else " : action nouvelle"
        marks = [Mark(f"{titles[code]}{words}", colour_of(code, order)) for code in dict.fromkeys(new["niveau_1_code"])]
        older = [] if folded else list(dict.fromkeys(dated.loc[dated["nature"] == "à poursuivre", "niveau_1_code"]))
        return marks + [
            Mark(f"{titles[code]} : à poursuivre", "#FFFFFF", edge=colour_of(code, order)) for code in older
        ]
    colours = {code: colour_of(code, order) for code in titles}
    return [Mark(titles[code], colour + TINT, edge=colour) for code, colour in colours.items()]
