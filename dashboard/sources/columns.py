"""What a table and a column of the sources are: what each says, and what its cells accept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = dict[str, Any]
Rows = dict[str, list[Row]]
PRECISIONS = ("jour", "mois", "trimestre", "saison", "semestre", "année", "schéma")
SENSES = ("bon", "mauvais", "aucun")
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class Column:
    """One column: its meaning, how its text is read, whether it may be empty or lack, what it accepts or refers to."""

    meaning: str
    read: Callable[[str], Any] = str
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    expected: str = "un texte"
    may_lack: bool = False


@dataclass(frozen=True)
class Table:
    """One file: what a row is, its columns and keys, the base table it feeds, and what is asked of its rows."""

    file: str
    target: str
    meaning: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    required: bool = False
    ordered: bool = False
    unique: tuple[str, ...] = ()
    single: bool = False
    filled: bool = False


def _boolean(text: str) -> bool:
    return {"oui": True, "non": False}[text]


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise ValueError(text)
    return int(text)


def _year(text: str) -> int:
    year = _integer(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return year


def _key(text: str) -> str:
    if "/" in text:
        raise ValueError(text)
    return text


def _number(text: str) -> float:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", text):
        raise ValueError(text)
    return float(text)


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def text(meaning: str, required: bool = False) -> Column:
    """Return a column of words."""
    return Column(meaning, required=required)


def integer(meaning: str, required: bool = False) -> Column:
    """Return a column of whole numbers."""
    return Column(meaning, read=_integer, required=required, expected="un nombre entier")


def year(meaning: str, required: bool = False) -> Column:
    """Return a column of years."""
    expected = f"une année de {FIRST_YEAR} à {LAST_YEAR}"
    return Column(meaning, read=_year, required=required, expected=expected)


def identifier(meaning: str) -> Column:
    """Return a column of words that stand in addresses."""
    return Column(meaning, read=_key, required=True, expected="un texte sans « / »")


def number(meaning: str, required: bool = True) -> Column:
    """Return a column of numbers."""
    return Column(meaning, read=_number, required=required, expected="un nombre, point décimal")


def day(meaning: str, required: bool = False) -> Column:
    """Return a column of dates."""
    return Column(meaning, read=_day, required=required, expected="une date AAAA-MM-JJ")


def boolean(meaning: str) -> Column:
    """Return a column of « oui » and « non »."""
    return Column(meaning, read=_boolean, required=True, expected="oui ou non")


def choice(meaning: str, *values: str, required: bool = False) -> Column:
    """Return a column that accepts only these words."""
    return Column(meaning, choices=values, required=required)


def reference(meaning: str, target: str, required: bool = True) -> Column:
    """Return a column whose values stand in another table's column."""
    return Column(meaning, refers_to=target, required=required)
