"""Charts as values: pure functions, a frame in, a frozen value out; what is drawn, never how."""

from dashboard.charts.bars import Bars
from dashboard.charts.calendar import Calendar
from dashboard.charts.map import Map
from dashboard.charts.matrix import Matrix
from dashboard.charts.trend import Trend

__all__ = ["Bars", "Calendar", "Chart", "Map", "Matrix", "Trend"]

Chart = Bars | Calendar | Map | Matrix | Trend
