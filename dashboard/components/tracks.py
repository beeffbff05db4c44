"""The bars of a calendar as HTML, row by row: on paper a row holds its label and its own bars, and is never cut."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from dashboard.theme import Figure

SIGNS = {"diamond": "◆", "diamond-open": "◇", "triangle-left": "◂", "triangle-right": "▸"}

TRACK = Markup('<span class="piste" aria-hidden="true">{}</span>')

Mark = tuple[float, str]


def tracks(figure: Figure, count: int) -> list[Markup]:
    """Return the bars, periods, marks and words of each row of a calendar, placed in percent of its width."""
    scale = _Scale.of(figure)
    rows: list[list[str]] = [[] for _ in range(count)]
    for trace in figure["data"]:
        draw = _bars if trace["type"] == "bar" else _periods if "lines" in trace["mode"] else _signs
        for y, mark in draw(trace, scale):
            rows[round(y)].append(mark)
    for words in figure["layout"]["annotations"]:
        rows[round(words["y"])].append(f'<i class="bord" style="{words["xanchor"]}:0">{escape(words["text"])}</i>')
    return [TRACK.format(Markup("".join(row))) for row in rows]  # noqa: S704  escaped above


def background(figure: Figure) -> str:
    """Return what stands behind every row: the lines of the years and of the date d’observation."""
    scale, layout = _Scale.of(figure), figure["layout"]
    drawn = [(s["x0"], s["line"]["width"], s["line"]["color"]) for s in layout["shapes"] if s["type"] == "line"]
    drawn += [(year, 1, layout["xaxis"]["gridcolor"]) for year in layout["xaxis"]["tickvals"]]
    return ",".join(
        f"linear-gradient({colour},{colour}) {scale(day):.2f}% 0/{width}px 100% no-repeat"
        for day, width, colour in drawn
    )


@dataclass(frozen=True)
class _Scale:
    """From a date to its place, in percent of the width; what is outside stands at the edge."""

    start: datetime
    width: float

    @classmethod
    def of(cls, figure: Figure) -> "_Scale":
        start, end = map(datetime.fromisoformat, figure["layout"]["xaxis"]["range"])
        return cls(start, (end - start).total_seconds())

    def __call__(self, day: str, milliseconds: float = 0) -> float:
        spent = (datetime.fromisoformat(day) - self.start).total_seconds() + milliseconds / 1000
        return min(max(100 * spent / self.width, 0), 100)


def _bars(trace: Figure, scale: _Scale) -> Iterator[Mark]:
    count, marker = len(trace["y"]), trace["marker"]
    late = " retard" if "pattern" in marker else ""
    fills, edges = _each(marker["color"], count), _each(marker["line"]["color"], count)
    spans = zip(trace["base"], trace["x"], fills, edges, trace.get("text") or [""] * count, strict=True)
    for y, (day, length, fill, edge, text) in zip(trace["y"], spans, strict=True):
        left, right = scale(day), scale(day, length)
        style = f"left:{left:.2f}%;width:{right - left:.2f}%;background-color:{fill};border-color:{edge}"
        yield y, f'<i class="barre{late}" style="{style}">{escape(text)}</i>'


def _periods(trace: Figure, scale: _Scale) -> Iterator[Mark]:
    ends, line = " bouts" if "markers" in trace["mode"] else "", trace["line"]
    for y, start, end in zip(trace["y"][::3], trace["x"][::3], trace["x"][1::3], strict=True):
        left, lane = scale(start), 50 + 100 * (y - round(y))
        style = f"left:{left:.2f}%;width:{scale(end) - left:.2f}%;top:{lane:.0f}%"
        yield y, f'<i class="duree{ends}" style="{style};--trait:{line["width"]}px {line["color"]}"></i>'


def _signs(trace: Figure, scale: _Scale) -> Iterator[Mark]:
    sign, colours = SIGNS[trace["marker"]["symbol"]], _each(trace["marker"]["color"], len(trace["y"]))
    for y, day, colour in zip(trace["y"], trace["x"], colours, strict=True):
        yield y, f'<i class="signe" style="left:{scale(day):.2f}%;color:{colour}">{sign}</i>'


def _each(value: Any, count: int) -> list[Any]:
    return value if isinstance(value, list) else [value] * count
