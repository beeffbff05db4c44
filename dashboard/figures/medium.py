"""Where a figure is shown: the size of its letters and the room that it has."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.figures.labels import width_of
from dashboard.figures.texts import BREAK

WIDTH, HEIGHT = 1920, 1080  # pixels of a slide
GAP = 15  # pixels between the names of rows and the plot
BOLD = 1.12  # of the width of letters


@dataclass(frozen=True, slots=True)
class Medium:
    """A page, as wide as it is, or a slide of known width; lengths in pixels."""

    letters: int
    growth: float = 1.0  # of the rows, at most, from their height on the page
    width: int | None = None

    @property
    def zoom(self) -> float:
        """Return how much larger than on the page marks and gaps are."""
        return self.letters / SCREEN.letters

    @property
    def is_slide(self) -> bool:
        """Tell whether the figure leaves the page: its width is known."""
        return self.width is not None

    def tall(self, pixels: float) -> int:
        """Return the height of a plot that has this one on the page."""
        return round(pixels * self.growth)

    def room(self, names: Iterable[str]) -> int:
        """Return the room that some wrapped names take beside a plot."""
        lines = (line for name in names for line in name.split(BREAK))
        return round(max((width_of(line, self.letters) for line in lines), default=0)) + GAP


SCREEN = Medium(letters=16)
SLIDE = Medium(letters=24, growth=2.8, width=WIDTH)
