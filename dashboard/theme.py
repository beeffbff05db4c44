"""Colour roles, French numbers and dates, and the layout that every figure starts from."""

import re
from datetime import date
from typing import Any

import pandas as pd

Figure = dict[str, Any]

INK = "#1B1F24"
MUTED = "#57606A"
LINE = "#D0D7DE"
UNKNOWN = "#8C959F"
# Dark to light, so that they hold in greyscale; each has at least 3:1 contrast on white.
NODE_COLOURS = ("#17406D", "#C4501B", "#7B3F98", "#23807F", "#8A6100", "#9C2D5A")
STATE_COLOURS = {"échue": "#6E7781", "en cours": "#17406D", "à venir": "#C3D3E4", "sans date": "#D9A441"}
STATE_PATTERNS = {"à venir": "/", "en cours": "", "échue": "x", "sans date": "."}
DUE_COLOURS = {
    "en retard": "#B00020",
    "démarrage en retard": "#C4501B",
    "échéance proche": "#8A6100",
    "à l’heure": "#23807F",
    "à venir": "#8FB8DC",
    "terminée": "#57606A",
    "abandonnée": "#B6BEC7",
    "non datée": "#7B3F98",
    "sans suivi": "#D0D7DE",
}
ALERT = "#B00020"
SCALE = ("#DCE9F5", "#A9C9E6", "#6FA3D0", "#3A78B0", "#17406D")
ALERT_SCALE = ("#FBE3D6", "#F0B594", "#DE8457", "#BF5427", "#8C2F0D")
# What a fact says of a territory, by its sense: its words, its mark and its colour, when it holds and when it does not.
FACTS = {
    ("bon", True): ("présent", "✓", "#17406D"),
    ("bon", False): ("absent", "✗", "#F3C9B5"),
    ("mauvais", True): ("concerné", "!", ALERT),
    ("mauvais", False): ("non concerné", "–", "#E3E7EB"),
    ("aucun", True): ("concerné", "●", "#23807F"),
    ("aucun", False): ("non concerné", "○", "#E3E7EB"),
}
FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
DEMONSTRATION = "données de démonstration"
THIN_SPACE = "\u202f"
AUGUST = 8
SEASONS = ((3, 20, "hiver"), (6, 20, "printemps"), (9, 22, "été"), (12, 21, "automne"))  # the last day of each
SCREEN = 600  # pixels
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip


def colour_of(code: str, order: list[str]) -> str:
    """Return the colour of a first-level node by its place in the schéma."""
    return NODE_COLOURS[order.index(code) % len(NODE_COLOURS)] if code in order else MUTED


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as the contrast of WCAG counts it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def number(value: float | int | None, decimals: int | None = None) -> str:
    """Return a French number: thin spaces between thousands, decimal comma, « inconnu » for a missing one."""
    if value is None or pd.isna(value):
        return "inconnu"
    places = decimals if decimals is not None else (0 if float(value).is_integer() else 2)
    text = f"{float(value):,.{places}f}".replace(",", THIN_SPACE).replace(".", ",").replace("-", "−")
    return text.rstrip("0").rstrip(",") if decimals is None and "," in text else text


def year_of(row: Any) -> str:
    """Return the year of a measure in words; the unknown is said."""
    return "année inconnue" if pd.isna(row["annee"]) else str(int(row["annee"]))


def quantity(value: float | None, unit: str | None, qualifier: Any = None) -> str:
    """Return a number between its qualifier and its unit; a count, whose unit is « nombre », stands alone."""
    said = f"{qualifier} {number(value)}" if isinstance(qualifier, str) else number(value)
    if not isinstance(unit, str) or unit == "nombre" or value is None or pd.isna(value):
        return said
    return f"{said}\u00a0{unit}"


def plural(count: int, word: str, words: str | None = None) -> str:
    """Return « 1 action », « 3 534 actions »."""
    return f"{number(count)} {word if abs(count) < 2 else words or word + 's'}"


def asked_and_aimed(natures: "pd.Series[str]") -> str:
    """Return how many indicators an evaluation asks, and how many come from a target printed elsewhere."""
    targets = int((natures == "cible").sum())
    asked = plural(len(natures) - targets, "indicateur d’évaluation", "indicateurs d’évaluation")
    aimed = plural(targets, "cible imprimée hors de l’évaluation", "cibles imprimées hors de l’évaluation")
    return f"{asked} et {aimed}" if targets else asked


def fact_words(sense: str, mention: Any, present: bool) -> str:
    """Return what a fact says of a territory, e.g. « présent », « sous la moyenne », « non concerné »."""
    return mention if present and isinstance(mention, str) else FACTS[sense, present][0]


def years_words(years: "pd.Series[Any]") -> str:
    """Return the years of some rows in words: « 2019 », « 2019 et 2021 », « 2014 à 2022 », the unknown said."""
    known = sorted({int(year) for year in years.dropna()})
    if not known:
        return "année inconnue"
    words = f"{known[0]} à {known[-1]}" if len(known) > 2 else " et ".join(map(str, known))
    return f"{words}, ou année inconnue" if years.isna().any() else words


def ties(values: "pd.Series[Any]", before: str = " ; ") -> str:
    """Return what to add to a maximum that others share, e.g. « ; autant pour 2 autres », or nothing."""
    others = int((values == values.max()).sum()) - 1
    return f"{before}autant pour {plural(others, 'autre')}" if others else ""


def typeset(text: str) -> str:
    """Return a French sentence whose double signs do not go to the next line without their word."""
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", text)


def day(value: date) -> str:
    """Return JJ/MM/AAAA."""
    return f"{value:%d/%m/%Y}"


def dated(value: date, precision: str | None) -> str:
    """Return a date in words, no finer than its precision, e.g. « 2e semestre 2021 »."""
    if precision == "année":
        return str(value.year)
    if precision == "année scolaire":
        first = value.year if value.month > AUGUST else value.year - 1
        return f"année scolaire {first}-{first + 1}"
    if precision == "saison":
        return _season(value)
    if precision in ("semestre", "trimestre"):
        rank = (value.month - 1) // (6 if precision == "semestre" else 3) + 1
        return f"{rank}{'er' if rank == 1 else 'e'} {precision} {value.year}"
    if precision == "mois":
        return f"{MONTHS[value.month - 1]} {value.year}"
    return day(value)


def _season(value: date) -> str:
    """Return the season of a day; a winter stands on two years, e.g. « hiver 2021-2022 »."""
    ends = (name for month, last, name in SEASONS if (value.month, value.day) <= (month, last))
    name = next(ends, None)
    year = value.year if name else value.year + 1
    return f"{name} {year}" if name not in ("hiver", None) else f"hiver {year - 1}-{year}"


def _article(precision: str | None, value: date) -> str:
    if precision in ("semestre", "trimestre", "jour"):
        return "le "
    if precision == "saison":
        return "le " if dated(value, precision).startswith("printemps") else "l’"
    return "l’" if precision == "année scolaire" else ""


def spell(start: Any, start_precision: str | None, end: Any, end_precision: str | None) -> str:
    """Return a period in words: « juin 2021 », « d’ici 2025 », « dès 2022 », « 2021 → 2022 »."""
    if pd.isna(start):
        return f"d’ici {_article(end_precision, end)}{dated(end, end_precision)}"
    if pd.isna(end):
        return f"dès {_article(start_precision, start)}{dated(start, start_precision)}"
    words = [dated(start, start_precision), dated(end, end_precision)]
    return words[0] if words[0] == words[1] else " → ".join(words)


def stamped(figure: Figure) -> Figure:
    """Return the figure with the mention that its data are fictitious, inside."""
    times = max(1, figure["layout"].get("height", SCREEN) // SCREEN)
    mentions = [
        {
            "xref": "paper", "yref": "paper", "x": 0.5, "y": (rank + 0.5) / times, "text": DEMONSTRATION,
            "showarrow": False, "textangle": -20, "opacity": 0.55, "font": {"size": 26, "color": "#B00020"},
            "captureevents": False,
        }
        for rank in range(times)
    ]  # fmt: skip
    annotations = [*figure["layout"].get("annotations", []), *mentions]
    return figure | {"layout": figure["layout"] | {"annotations": annotations}}


def layout(**changes: Any) -> Figure:
    """Return the layout common to all figures, with changes."""
    base: Figure = {
        "font": {"family": FONT, "size": 16, "color": INK},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "separators": "," + THIN_SPACE,
        "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
        "showlegend": False,
        "hoverlabel": {"bgcolor": "white", "bordercolor": INK, "font": {"family": FONT, "size": 14, "color": INK}},
        "dragmode": False,
    }
    return base | changes


def axis(**changes: Any) -> Figure:
    """Return the axis common to all figures, with changes."""
    base: Figure = {
        "automargin": True,
        "gridcolor": LINE,
        "linecolor": LINE,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": 16},
    }
    return base | changes
