"""The filters: their table, the frozen state that it makes, its reading from a URL, its passage to another schéma."""

from dashboard.filters.crossing import in_scheme
from dashboard.filters.parsing import MAX_SEARCH
from dashboard.filters.state import LIST, PARAMETERS, Filters
from dashboard.filters.table import DRILL, FILTERS, MAX_SERIES, Filter, Holds
from dashboard.filters.words import (
    ANSWERS,
    CONFIDENCE,
    DUE_STATES,
    LATE_STATES,
    NATURES,
    NO_ANSWER,
    NO_PILOT,
    POINTS,
    STATES,
)

__all__ = [
    "ANSWERS", "CONFIDENCE", "DRILL", "DUE_STATES", "FILTERS", "LATE_STATES", "LIST", "MAX_SEARCH", "MAX_SERIES",
    "NATURES", "NO_ANSWER", "NO_PILOT", "PARAMETERS", "POINTS", "STATES", "Filter", "Filters", "Holds", "in_scheme",
]  # fmt: skip
