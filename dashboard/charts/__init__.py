"""Charts as values: pure functions, a frame in, a frozen value out; what is drawn, never how."""

from dashboard.charts.bars import Bars

__all__ = ["Bars", "Chart"]

Chart = Bars
