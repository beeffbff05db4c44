"""Charts as values: pure functions, a frame in, a frozen value out; what is drawn, never how."""

from dashboard.charts.bars import Bars
from dashboard.charts.matrix import Matrix
from dashboard.charts.trend import Trend

__all__ = ["Bars", "Chart", "Matrix", "Trend"]

Chart = Bars | Matrix | Trend
