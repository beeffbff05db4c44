"""The codes that a column may hold, and the nearest to one that is not there."""

import difflib
import re
from collections.abc import Mapping
from decimal import Decimal

from dashboard.suivi.cells import exact
from dashboard.suivi.characters import LONGEST_SHOWN, difference, lookalike, norm

# Distinct unknown codes that are compared with all known ones; a workbook with more is of another schéma.
MAX_COMPARED = 300


class Known:
    """The codes that a column may hold, with their words, and the nearest to one that is not there."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self.codes = codes
        self._by_text = {lookalike(code): code for code in codes}
        self._by_label: dict[str, list[str]] = {}
        self._by_number: dict[Decimal, list[str]] = {}
        self._compared: dict[str, tuple[str, ...]] = {}
        for code, label in codes.items():
            self._by_label.setdefault(norm(label), []).append(code)
            if re.fullmatch(r"\d+(\.\d+)?", code, re.ASCII):
                self._by_number.setdefault(Decimal(code), []).append(code)

    def find(self, text: str) -> str | None:
        """Return the code that a text is, whatever its spaces and dashes; None for no code."""
        return text if text in self.codes else self._by_text.get(lookalike(text))

    def equal(self, value: float) -> tuple[str, ...]:
        """Return the codes that are the same number."""
        return tuple(self._by_number.get(exact(value), ()))

    def named(self, label: str) -> tuple[str, ...]:
        """Return the codes whose words are these."""
        return tuple(self._by_label.get(norm(label), ()))

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return up to three codes close to a text by their letters or by their words."""
        if text not in self._compared and len(self._compared) < MAX_COMPARED:
            self._compared[text] = self._near(text[:LONGEST_SHOWN])
        return self._compared.get(text, ())

    def _near(self, text: str) -> tuple[str, ...]:
        number = text.replace(",", ".")
        same = self._by_number.get(Decimal(number), []) if re.fullmatch(r"\d+(\.\d+)?", number, re.ASCII) else []
        twins = [code for code in self.codes if difference(text, code)]
        lower = {code.casefold(): code for code in self.codes}
        close = [lower[found] for found in difflib.get_close_matches(text.casefold(), list(lower), n=3)]
        typed = norm(text)
        holding = [label for label in self._by_label if len(typed) > 3 and typed in label]
        labels = holding or difflib.get_close_matches(typed, list(self._by_label), n=3)
        return tuple(
            dict.fromkeys([*twins, *same, *close, *(code for label in labels for code in self._by_label[label])])
        )[:3]
