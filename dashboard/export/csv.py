"""Rows as a CSV that a French spreadsheet opens at once: semicolon, UTF-8 with BOM, decimal comma, safe cells."""

import csv
import io
from datetime import date
from numbers import Number
from typing import Any

import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(frame: pd.DataFrame) -> bytes:
    """Return the file; a text that a spreadsheet would run as a formula is preceded by an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(frame.columns)
    writer.writerows([_text(value) for value in row] for row in frame.itertuples(index=False))
    return ("\ufeff" + buffer.getvalue()).encode()


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)) or getattr(value, "ndim", None):
        return ", ".join(_text(v) for v in value)
    if value is None or pd.isna(value):
        return ""
    if value is True or value is False or type(value).__name__ == "bool":
        return "oui" if value else "non"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Number):
        number = float(value)  # type: ignore[arg-type]
        return (str(int(number)) if number.is_integer() else repr(number)).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
