"""French words: agreement in number and gender, numbers, dates and periods, and their typography."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

THIN_SPACE = "\u202f"
UNBREAKABLE = "\u00a0"
AUGUST = 8
GENRES = ("masculin", "féminin", "masculin pluriel", "féminin pluriel")
OLD = 60  # days from which an age is told in months
SEASONS = ((3, 20, "hiver"), (6, 20, "printemps"), (9, 22, "été"), (12, 21, "automne"))  # the last day of each
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip
INVARIABLE = ("et", "ou", "déjà", "non", "mois")
RANK = "rang"  # a unit that is a place: « 2e rang »
# What begins the complement of a noun: the words after it do not agree.
COMPLEMENT = re.compile(r"\b(?:d[’']|n’|(?:de|du|des|en|à|au|par|pour|sur|sous|sans|hors|dans|avec|depuis|dont|qui)\b)")


def agree(words: str, count: float = 1, several: str | None = None, genre: str = "masculin") -> str:
    """Return words in the number of a count (0 and 1 are singular) and the genre of what they qualify.

    `several` is the plural where the rule of nouns and adjectives does not give it: verbs, articles. `genre`, one of
    GENRES, is plural for a name that is a plural by itself (« Centres sociaux »).
    """
    if genre.startswith("féminin"):
        words = words if words.endswith("e") else f"{words}e"
    if abs(count) < 2 and not genre.endswith("pluriel"):
        return words
    if several is not None:
        return several
    return _head(words, _plural)


def _head(words: str, change: Callable[[str], str]) -> str:
    """Change the noun and its adjectives, up to their complement."""
    found = COMPLEMENT.search(words)
    end = found.start() if found else len(words)
    return re.sub(r"[^\W\d_]+", lambda match: change(match[0]), words[:end]) + words[end:]


def _plural(word: str) -> str:
    if word in INVARIABLE or word.isupper() or word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return f"{word[:-2]}aux"
    return f"{word}x" if word.endswith(("au", "eu")) else f"{word}s"


def _singular(word: str) -> str:
    if word in INVARIABLE or word.isupper() or not word.endswith(("s", "x")):
        return word
    return f"{word[:-3]}al" if word.endswith("iaux") else word[:-1]


def alone(genre: Any) -> str:
    """Return what is said of an organisation that pilots without another: « seule » of the Caf."""
    return agree("seul", genre=genre) if isinstance(genre, str) else "sans autre pilote"


def plural(count: float, words: str, several: str | None = None) -> str:
    """Return « 0 action », « 1 action », « 3 534 actions »."""
    return f"{number(count)} {agree(words, count, several)}"


def number(value: float | int | None, decimals: int | None = None) -> str:
    """Return a French number: thin spaces between thousands, decimal comma, « inconnu » for a missing one."""
    if value is None or pd.isna(value):
        return "inconnu"
    places = decimals if decimals is not None else (0 if float(value).is_integer() else 2)
    text = f"{float(value):,.{places}f}".replace(",", THIN_SPACE).replace(".", ",").replace("-", "−")
    return text.rstrip("0").rstrip(",") if decimals is None and "," in text else text


def aims(targets: Any, unit: Any) -> str | None:
    """Return printed targets in words, e.g. « plus de 58 % sur chaque EPCI d’ici la fin du schéma », if there are some.

    Keys of each: comparaison, valeur, portee, territoire, echeance, precision.
    """
    return " ; ".join(_aim(target, unit) for target in targets) if isinstance(targets, Iterable) else None


def _aim(target: Mapping[str, Any], unit: Any) -> str:
    comparison, place, due = target["comparaison"], target["territoire"], target["echeance"]
    words = [quantity(target["valeur"], unit, None if comparison == "égal" else comparison), target["portee"]]
    words += [f"({place})" if place else None]
    if target["precision"] == "schéma":
        words += ["d’ici la fin du schéma"]
    elif not pd.isna(due):
        words += [spell(None, None, due, target["precision"])]
    return " ".join(word for word in words if word)


def year_of(row: Any) -> str:
    """Return the year of a measure in words; the unknown is said."""
    return "année inconnue" if pd.isna(row["annee"]) else str(int(row["annee"]))


def quantity(value: float | None, unit: Any, qualifier: Any = None) -> str:
    """Return a number between its qualifier and its unit; a count, whose unit is « nombre », stands alone."""
    return UNBREAKABLE.join(part for part in measured(value, unit, qualifier) if part)


def measured(value: float | None, unit: Any, qualifier: Any = None) -> tuple[str, str]:
    """Return a number with its qualifier, and its unit in the number that it asks: « 1 », « place » of « places »."""
    said = number(value)
    if not isinstance(unit, str) or unit == "nombre" or value is None or pd.isna(value):
        unit = ""
    elif unit == RANK:
        said += "er" if value == 1 else "e"
    elif abs(value) < 2:
        unit = _head(unit, _singular)
    return f"{qualifier} {said}" if isinstance(qualifier, str) else said, unit


def asked_and_aimed(natures: "pd.Series[str]") -> str:
    """Return how many indicators an evaluation asks, and how many come from a target printed elsewhere."""
    targets = int((natures == "cible").sum())
    asked = plural(len(natures) - targets, "indicateur d’évaluation")
    aimed = plural(targets, "cible imprimée hors de l’évaluation")
    return f"{asked} et {aimed}" if targets else asked


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
    return re.sub(r" (?=[:;?!»%€])|(?<=«) ", UNBREAKABLE, text)


def day(value: date) -> str:
    """Return JJ/MM/AAAA."""
    return f"{value:%d/%m/%Y}"


def ago(value: date, at: date) -> str:
    """Return how old a day is: « le jour même », « il y a 12 jours », « il y a 17 mois »."""
    days = (at - value).days
    if days < OLD:
        return f"il y a {plural(days, 'jour')}" if days else "le jour même"
    months = 12 * (at.year - value.year) + at.month - value.month - (at.day < value.day)
    return f"il y a {plural(months, 'mois')}"


def percent(part: float, whole: float) -> str:
    """Return a share in words, with the decimals that keep it from being read as nothing or as everything."""
    places = next((n for n in range(3) if part in (0, whole) or 0 < round(100 * part / whole, n) < 100), 3)
    return f"{number(100 * part / whole, places)} %"


def between(sure: int, unknown: int, whole: int) -> str:
    """Return what is certain of a share when some of its whole is unknown, e.g. « entre 50 % et 59 % »."""
    bounds = [percent(sure, whole), percent(sure + unknown, whole)]
    return f"entre {bounds[0]} et {bounds[1]}" if bounds[0] != bounds[1] else bounds[0]


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
