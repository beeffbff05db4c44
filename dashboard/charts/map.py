"""Maps: the territories of a département or the départements of France, what is known of each, and the unknown."""

from dataclasses import dataclass

from dashboard.charts.value import Mark, Role

UNKNOWN: Role = ("inconnu", "")
CHOSEN: Role = ("territoire", "choisi")
OTHER: Role = ("territoire", "autre")
OUTLINED: Role = ("territoire", "cerne")  # the chosen one where its colour says something else


@dataclass(frozen=True, slots=True)
class Territory:
    """One territory: its outline in GeoJSON (degrees), its role, and what is said of it.

    `value` is None where no number is known; `sign` is the figure or the mark that stands on it, `words` the whole
    answer with its year, `sense` whether what is said is good (« bon »), bad (« mauvais ») or neither (« aucun »).
    """

    code: str
    name: str
    outline: str
    role: Role
    value: float | None = None
    sign: str = ""
    words: str = ""
    sense: str = "aucun"
    link: str | None = None
    chosen: bool = False

    @property
    def told(self) -> str:
        """Return the name and what is said of the territory, one line each."""
        return f"{self.name}\n{self.words}" if self.words else self.name


@dataclass(frozen=True, slots=True)
class Map:
    """Territories, and the key of their roles, with how many have each.

    `named` where their names stand on them; one that `locates` only shows where the chosen one is.
    """

    territories: tuple[Territory, ...]
    key: tuple[Mark, ...]
    named: bool = True
    locates: bool = False
