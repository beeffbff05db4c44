"""What a map says by its colours: classes of values, facts by their sense, the unknown hatched; and its key."""

from typing import Any

import pandas as pd

from dashboard.figures.key import Mark
from dashboard.french import number, quantity
from dashboard.theme import ALERT_SCALE, FACTS, SCALE, fact_words

CLASSES = 4
HATCHES = {"shape": "/", "fgcolor": "#AEB6BF", "bgcolor": "white", "size": 8, "solidity": 0.2}
BARE = "#E9EDF2"
UNSAID = "inconnu : le schéma n’en dit rien"


def class_bounds(values: "pd.Series[float]") -> list[float]:
    """Return the bounds of the classes: quantiles of the known values, ends included; empty when none is known."""
    known = values.dropna()
    if known.empty:
        return []
    classes = min(CLASSES, known.nunique())
    return sorted({float(known.quantile(i / classes, interpolation="higher")) for i in range(classes + 1)})


def map_key(frame: pd.DataFrame, unknown_words: str = UNSAID) -> list[Mark]:
    """Return the key of the map, in the order of the values, the number of territories in each entry."""
    if not frame.iloc[0]["cle"]:
        return [Mark("contour : le document ne dit rien de chaque territoire", BARE)]
    values, sense = frame["valeur"], sense_of(frame)
    if values.notna().any():
        items = _classes(frame)
        unknown = int(values.isna().sum())
    else:
        items = [
            Mark(f"{FACTS[sense, held][1]} {fact_words(sense, _mention(frame), held)} ({count})", FACTS[sense, held][2])
            for held in (True, False)
            if (count := int((frame["present"] == held).sum()))
        ]
        unknown = int(frame["present"].isna().sum())
    hatched = Mark(f"? {unknown_words} ({unknown})", "white", HATCHES, sample="hachures")
    return [*items, *([hatched] if unknown else [])]


def _classes(frame: pd.DataFrame) -> list[Mark]:
    values, scale = frame["valeur"].dropna(), scale_of(sense_of(frame))
    bounds, unit = class_bounds(values), frame["unite"].dropna().iloc[0] if frame["unite"].notna().any() else None
    colours = [class_colour(v, bounds, scale) for v in values]
    steps = list(zip(bounds, bounds[1:] or bounds, strict=False))
    marks = []
    for i, (low, high) in enumerate(steps):
        colour = scale[_scale_index(i, len(steps))]
        words = (
            f"{'plus de' if i else 'de'} {number(low)} à {quantity(high, unit)}" if low < high else quantity(high, unit)
        )
        marks.append(Mark(f"{words} ({colours.count(colour)})", colour))
    return marks


def sense_of(frame: pd.DataFrame) -> str:
    """Return the sense of what the map shows."""
    return str(next((sense for sense in frame.get("sens", []) if isinstance(sense, str)), "aucun"))


def _mention(frame: pd.DataFrame) -> Any:
    return next((words for words in frame["mention"] if isinstance(words, str)), None)


def scale_of(sense: str) -> tuple[str, ...]:
    """Return the colours of the values, pale to dark: those of an alert where more is worse."""
    return ALERT_SCALE if sense == "mauvais" else SCALE


def _scale_index(i: int, classes: int) -> int:
    return len(SCALE) - 1 if classes == 1 else round(i * (len(SCALE) - 1) / (classes - 1))


def class_colour(value: float, bounds: list[float], scale: tuple[str, ...]) -> str:
    """Return the colour of the class that holds a value."""
    classes = max(len(bounds) - 1, 1)
    position = next((i for i, high in enumerate(bounds[1:]) if value <= high), classes - 1)
    return scale[_scale_index(position, classes)]


def area_colour(row: Any, bounds: list[float]) -> str | None:
    """Return the colour of a territory; none where nothing is known."""
    if bounds:
        return None if pd.isna(row.valeur) else class_colour(row.valeur, bounds, scale_of(row.sens))
    return None if pd.isna(row.present) else FACTS[row.sens, bool(row.present)][2]


def answer(row: Any) -> str:
    """Return what is known of a territory in words, with its year, e.g. « sous la moyenne (2019) »."""
    year = "" if pd.isna(row["annee"]) else f" ({int(row['annee'])})"
    if not pd.isna(row["valeur"]):
        return quantity(row["valeur"], row["unite"], row.get("qualificatif")) + year
    return (
        "inconnu" if pd.isna(row["present"]) else fact_words(row["sens"], row["mention"], bool(row["present"])) + year
    )


def value_text(row: Any) -> str:
    """Return the figure or the mark that stands on a territory."""
    if not row.cle:
        return ""
    if not pd.isna(row.valeur):
        return quantity(row.valeur, None, getattr(row, "qualificatif", None))
    return "?" if pd.isna(row.present) else FACTS[row.sens, bool(row.present)][1]
