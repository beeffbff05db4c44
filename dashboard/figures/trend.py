"""Trends on a true time axis: one panel per unit, one line per indicator and territory, labelled at its end."""

import textwrap
from typing import Any, NamedTuple

import pandas as pd

from dashboard.figures.key import Mark
from dashboard.figures.labels import LEADING
from dashboard.figures.old_bars import LETTERS
from dashboard.figures.point_labels import SIDES, Point, sides
from dashboard.filters import Filters
from dashboard.french import day, number, plural, quantity
from dashboard.theme import INK, NODE_COLOURS, Figure, axis, layout

PANEL = 320
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star")
# The least room of a panel, in pixels: what has its place in it has it in a larger one.
WIDTH, HEIGHT = 420, 240
NAMES = 290  # pixels at the right of the lines
NAME = 28  # letters on a line of a name


class Target(NamedTuple):
    """A point to reach: its year, as measures have theirs, the value, its words, those of its day, and its mark."""

    year: int
    value: float
    words: str
    when: str
    symbol: str


def lines_of(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Return one frame per indicator and territory that has at least two dated points, in the frame's order."""
    dated = frame[frame["annee"].notna()].drop_duplicates(["indicateur_id", "territoire_code", "annee"])
    groups = dated.groupby(["indicateur_id", "territoire"], sort=False)
    return [group.sort_values("annee") for _, group in groups if len(group) > 1]


def trend(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the measures of the chosen indicators.

    Columns: indicateur_id, libelle, unite, territoire_code, territoire, annee, valeur, statut, cible, echeance_cible,
    cible_intermediaire, echeance_intermediaire.
    """
    lines = lines_of(frame)
    units = list(dict.fromkeys(_unit(line) for line in lines))
    years = [int(y) for line in lines for y in line["annee"]] + [t.year for line in lines for t in _targets(line)]
    first, last = min(years), max(years)
    span = max(last - first, 1)
    across = (first - span * 0.09, last + span * 0.09)
    figure: Figure = {"data": [], "layout": layout(height=PANEL * len(units) + 30, annotations=[])}
    figure["layout"]["margin"] = {"l": 8, "r": NAMES, "t": 36, "b": 8}
    gap = 0.12 if len(units) > 1 else 0.0
    for panel, unit in enumerate(units):
        suffix = "" if panel == 0 else str(panel + 1)
        top = 1 - panel * (1 / len(units))
        own = [line for line in lines if (_unit(line)) == unit]
        figure["layout"][f"xaxis{suffix}"] = axis(
            anchor=f"y{suffix}", range=list(across), dtick=-(-span // 6), tick0=first, tickformat="d", showgrid=False
        )
        figure["layout"][f"yaxis{suffix}"] = axis(
            anchor=f"x{suffix}",
            domain=[max(top - (1 / len(units)) + gap, 0), top],
            tickformat=",~f",
            nticks=5,
            range=_range(own),
        )
        names, words = _names(own), _words(own, across)
        for i, line in enumerate(own):
            colour = NODE_COLOURS[i % len(NODE_COLOURS)]
            trace = _trace(line, names[i], colour, SYMBOLS[i % len(SYMBOLS)], suffix)
            figure["data"].append(trace | _set(words[i][: len(line)]))
            figure["data"] += _path(line, colour, suffix, words[i][len(line) :])
        figure["layout"]["annotations"] += [_unit_label(unit, suffix), *_end_labels(own, names, suffix)]
    return figure


def _words(lines: list[pd.DataFrame], across: tuple[float, float]) -> list[list[tuple[str, str]]]:
    """Return, for each line, the words of its measures then of its targets, with their sides; none without room."""
    low, high = _range(lines)

    def point(year: float, value: float, words: str, rank: int) -> Point:
        x = (year - across[0]) / (across[1] - across[0]) * WIDTH
        return Point(x, (high - value) / (high - low) * HEIGHT, words, rank)

    points = []
    for line in lines:
        rows = line.to_dict("records")
        last = rows[-1]["annee"]
        own = [
            point(r["annee"], r["valeur"], quantity(r["valeur"], None, r.get("qualificatif")), 1 + (r["annee"] < last))
            for r in rows
        ]
        points.append(own + [point(t.year, t.value, t.words, 0) for t in _targets(line)])
    found = iter(sides([p for own in points for p in own], LETTERS, WIDTH, HEIGHT))
    placed = [[(p.words, next(found)) for p in own] for own in points]
    return [[(words if side else "", side or SIDES[0]) for words, side in own] for own in placed]


def _set(words: list[tuple[str, str]]) -> Figure:
    return {"text": [text for text, _ in words], "textposition": [side for _, side in words]}


def _targets(line: pd.DataFrame) -> list[Target]:
    """Return the dated targets of a line, in time."""
    first = line.iloc[0]
    known = [
        (first["echeance_intermediaire"], first["cible_intermediaire"], "cible intermédiaire", "star-open"),
        (first["echeance_cible"], first["cible"], "cible", "star"),
    ]
    return [
        Target(
            due.year, float(value), f"{words} {number(value)}", f"{words} {number(value)} pour le {day(due)}", symbol
        )
        for due, value, words, symbol in sorted(known, key=lambda target: (pd.isna(target[0]), target[0]))
        if pd.notna(due) and pd.notna(value)
    ]


def _path(line: pd.DataFrame, colour: str, suffix: str, words: list[tuple[str, str]]) -> list[Figure]:
    """Draw the way from the first measure to the targets."""
    targets = _targets(line)
    if not targets:
        return []
    start = Target(int(line["annee"].iloc[0]), float(line["valeur"].iloc[0]), "", "", "circle-open")
    years, values, _, whens, symbols = (list(column) for column in zip(start, *targets, strict=True))
    return [
        {
            "type": "scatter", "mode": "lines+markers+text", "x": years, "y": values,
            "xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "line": {"color": colour, "width": 1.5, "dash": "dash"},
            **_set([("", SIDES[0]), *words]),
            "textfont": {"size": LETTERS, "color": colour}, "cliponaxis": False,
            "marker": {"symbol": symbols, "size": [1, *(13 for _ in targets)], "color": colour},
            "hovertext": whens, "hovertemplate": "%{hovertext}<extra></extra>",
        }
    ]  # fmt: skip


def _unit(line: pd.DataFrame) -> str:
    unit = line["unite"].iloc[0]
    return unit if isinstance(unit, str) else ""


def _names(lines: list[pd.DataFrame]) -> list[str]:
    indicators = {line["indicateur_id"].iloc[0] for line in lines}
    territories = {line["territoire"].iloc[0] for line in lines}
    if len(indicators) == 1 and len(territories) > 1:
        return [str(line["territoire"].iloc[0]) for line in lines]
    if len(territories) == 1:
        return [str(line["libelle"].iloc[0]) for line in lines]
    return [f"{line['libelle'].iloc[0]} ({line['territoire'].iloc[0]})" for line in lines]


def _range(lines: list[pd.DataFrame]) -> list[float]:
    targets = [target.value for line in lines for target in _targets(line)]
    low = min(*(float(line["valeur"].min()) for line in lines), *targets, float("inf"))
    high = max(*(float(line["valeur"].max()) for line in lines), *targets, float("-inf"))
    room = (high - low) * 0.25 or abs(high) * 0.25 or 1.0
    floor = low - room
    return [0.0 if low >= 0 and floor < 0 else floor, high + room]


def _trace(line: pd.DataFrame, name: str, colour: str, symbol: str, suffix: str) -> Figure:
    hollow = [s == "déduite" for s in line["statut"]]
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": name,
        "x": [int(y) for y in line["annee"]],
        "y": line["valeur"].tolist(),
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
        "textfont": {"size": LETTERS, "color": colour},
        "cliponaxis": False,
        "line": {"color": colour, "width": 3},
        "marker": {
            "size": 11,
            "symbol": [f"{symbol}-open" if h else symbol for h in hollow],
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        "hovertext": [
            f"{name}<br>{int(row['annee'])} : {_said(row)}{' (déduite)' if row['statut'] == 'déduite' else ''}"
            for row in line.to_dict("records")
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _said(row: Any) -> str:
    return quantity(row["valeur"], row["unite"], row.get("qualificatif"))


def _unit_label(unit: str, suffix: str) -> dict[str, Any]:
    """Write the unit above its axis, where it needs not be turned."""
    return {
        "xref": f"x{suffix} domain", "yref": f"y{suffix} domain", "x": 0, "y": 1, "xanchor": "left",
        "yanchor": "bottom", "yshift": 6, "showarrow": False, "text": unit, "font": {"size": LETTERS, "color": INK},
    }  # fmt: skip


def _end_labels(lines: list[pd.DataFrame], names: list[str], suffix: str) -> list[dict[str, Any]]:
    """Write the name of each line at its end, one above the other in the order of their last values."""
    low, high = _range(lines)
    pixel = (high - low) / HEIGHT
    order = sorted(range(len(lines)), key=lambda i: float(lines[i]["valeur"].iloc[-1]))
    written = ["<br>".join(textwrap.wrap(name, NAME)) for name in names]
    tall = [(text.count("<br>") + 1) * LETTERS * LEADING * pixel for text in written]
    labels, floor = [], float("-inf")
    # Names that would rise out of the panel push the lower ones down.
    spare = max(sum(tall) - (high - low), 0.0)
    for i in order:
        middle = max(float(lines[i]["valeur"].iloc[-1]) - spare, floor + tall[i] / 2)
        floor = middle + tall[i] / 2
        labels.append(
            {
                "xref": f"x{suffix} domain",
                "yref": f"y{suffix}",
                "x": 1.01,
                "y": middle,
                "xanchor": "left",
                "align": "left",
                "showarrow": False,
                "text": written[i],
                "font": {"size": LETTERS, "color": NODE_COLOURS[i % len(NODE_COLOURS)] if len(lines) > 1 else INK},
            }
        )
    return labels


def change(line: pd.DataFrame) -> str:
    """Return the total change of one line in words, e.g. « de 3 112 à 2 923, soit −6,1 % »."""
    start, end = line.iloc[0], line.iloc[-1]
    unit = start["unite"]
    from_to = [f"{_said(m)} en {int(m['annee'])}" for m in (start, end)]
    words = f"de {from_to[0]} à {from_to[1]}"
    difference = float(end["valeur"]) - float(start["valeur"])
    if isinstance(unit, str) and unit.startswith("%"):
        sign = "+" if difference > 0 else "−" if difference < 0 else ""
        return f"{words}, soit {sign}{plural(abs(round(difference, 2)), 'point')}"
    if not start["valeur"]:
        return words
    rate = 100 * difference / float(start["valeur"])
    sign = "+" if rate > 0 else "−" if rate < 0 else ""
    return f"{words}, soit {sign}{number(abs(rate), 1)}\u00a0%"


def trend_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key: the lines, by panel, and what their marks say when they say more than a value."""
    lines, marks = lines_of(frame), []
    for unit in dict.fromkeys(map(_unit, lines)):
        own = [line for line in lines if _unit(line) == unit]
        for i, name in enumerate(_names(own)):
            marks.append(Mark(name, NODE_COLOURS[i % len(NODE_COLOURS)], symbol=SYMBOLS[i % len(SYMBOLS)]))
    targets = {target.symbol for line in lines for target in _targets(line)}
    hollow = any((line["statut"] == "déduite").any() for line in lines)
    return [
        *marks,
        *([Mark("valeur déduite : symbole vide", symbol="circle-open")] if hollow else []),
        *([Mark("cible intermédiaire", symbol="star-open")] if "star-open" in targets else []),
        *([Mark("cible, et le chemin vers elle en tirets", symbol="star")] if "star" in targets else []),
    ]
