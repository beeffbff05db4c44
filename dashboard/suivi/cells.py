"""One cell as a file stores it, and how a French spreadsheet shows it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from dashboard.suivi.characters import clean


@dataclass(frozen=True)
class RawCell:
    """One cell as it is stored: its value, its place (« C12 »), how it shows, and why its value cannot be known.

    `typed` is what was there before letters encoded twice were put right, nothing otherwise.
    """

    value: Any
    ref: str
    number_format: str = "General"
    fault: str = ""
    typed: str = ""

    @property
    def filled(self) -> bool:
        """Tell whether there is something in it, readable or not."""
        return self.value is not None or bool(self.fault)


def french(value: float) -> str:
    """Return a number with a decimal comma and the fifteen digits that a spreadsheet keeps."""
    return french_decimal(exact(value))


def french_decimal(value: Decimal) -> str:
    """Return a decimal number with a decimal comma and no useless zero."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def exact(value: float) -> Decimal:
    """Return a number without the noise of binary fractions: fifteen digits, as a spreadsheet."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def is_percent(number_format: str) -> bool:
    """Tell whether a format shows a hundred times the value, with the sign."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", number_format)


def shown(cell: RawCell) -> str:
    """Return the value of a cell as a French spreadsheet shows it, whole."""
    value, form = cell.value, cell.number_format
    if cell.fault:
        return str(value or cell.fault)
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%d/%m/%Y} {value.time().isoformat()}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, timedelta):
        return f"{french(value.total_seconds() / 3600)} h"
    if isinstance(value, (int, float)) and is_percent(form):
        return f"{french_decimal(exact(value) * 100)} %"
    if isinstance(value, (int, float)):
        return french(value).zfill(len(form) if re.fullmatch("0+", form) and exact(value) % 1 == 0 else 0)
    return str(value)
