"""Words of the charts that are not values yet."""

from dashboard.charts.plan import first_level
from dashboard.theme import LETTERS

__all__ = ["LETTERS", "first_level", "short"]

MAX_LABEL = 62


def short(text: str, limit: int = MAX_LABEL) -> str:
    """Return a label that fits its place, cut at a word."""
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"
