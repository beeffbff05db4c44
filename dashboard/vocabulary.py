"""What a schéma's filters may say: its levels, nodes, organisations, territories and choices, with their labels."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

# What the follow-up may say of an action, and of a decision.
STATUSES = ("À venir", "En cours", "Réalisée", "En pause", "Bloquée", "Abandonnée", "À discuter")
# Best to worst.
CONFIDENCES = ("objectif sécurisé", "atteignable", "appui nécessaire", "compromis")
DECISION_STATES = ("Ouverte", "En cours", "Close")


@dataclass(frozen=True)
class Level:
    """A level above the actions, e.g. volet: its rank from 1, its key in the URL and its words."""

    rank: int
    key: str
    label: str
    plural: str


@dataclass(frozen=True)
class Node:
    """An element of a level, e.g. engagement 3."""

    id: str
    parent: str | None
    rank: int
    code: str
    title: str


@dataclass(frozen=True)
class Fiche:
    """What carries a fiche, a node or an action: its object in the data, its place in URLs, its words."""

    objet: str
    address: str
    code: str
    title: str
    node_id: str


@dataclass(frozen=True)
class Scheme:
    """One schéma as the filters know it; mappings go from the value in the URL to the words shown.

    `holders` goes from the code of an action to the object whose fiche holds it.
    `source` names the document and its date; `printed` are the campaigns that the document prints, `silent` those
    that give no status; `prints_progress` tells whether the document prints états d’avancement.
    """

    id: str
    title: str
    departement_code: str
    departement: str
    start: date
    end: date
    limits: str
    source: str
    levels: tuple[Level, ...]
    nodes: tuple[Node, ...]
    fiche_word: str
    fiches: tuple[Fiche, ...]
    tells_nature: bool
    territory_word: str
    organisations: Mapping[str, str]
    territories: Mapping[str, str]
    indicators: Mapping[str, str]
    maps: Mapping[str, str]
    holders: Mapping[str, str]
    campaigns: tuple[date, ...] = ()
    printed: frozenset[date] = frozenset()
    silent: frozenset[date] = frozenset()
    prints_progress: bool = False
    committee: date | None = None
    home: bool = False
    actions: int = 0

    def level(self, rank: int) -> Level:
        """Return the level of a rank."""
        return self.levels[rank - 1]

    @property
    def groups(self) -> Level:
        """Return the level that groups the calendrier: the second, or the only one."""
        return self.levels[min(2, len(self.levels)) - 1]

    @property
    def words(self) -> dict[str, str]:
        """Return the schéma's words for the placeholders of titles, headings and empty cards, e.g. « {Niveau_1} »."""
        return {
            "Niveau_1": self.levels[0].label,
            "niveau_1": self.levels[0].label.lower(),
            "Groupe": self.groups.label,
            "groupe": self.groups.label.lower(),
            "EPCI": self.territory_word,
            "limites": self.limits,
        }

    def candidates(self, rank: int, key: str) -> tuple[Node, ...]:
        """Return the nodes of a level that a code or an identifier may mean: several where codes start again."""
        return tuple(n for n in self.nodes if n.rank == rank and key in (n.code, n.id))

    def key(self, node: Node) -> str:
        """Return the document's code where it is unique at its level, else the identifier."""
        return node.code if len(self.candidates(node.rank, node.code)) == 1 else node.id

    def fiche(self, address: str) -> Fiche | None:
        """Return a fiche by its place in URLs."""
        return next((f for f in self.fiches if f.address == address), None)

    def fiche_of(self, objet: str | None) -> Fiche | None:
        """Return the fiche of an object."""
        return next((f for f in self.fiches if f.objet == objet), None)

    @cached_property
    def _by_id(self) -> Mapping[str | None, Node]:
        return {node.id: node for node in self.nodes}

    def by_id(self, node_id: str | None) -> Node | None:
        """Return a node by its identifier."""
        return self._by_id.get(node_id)

    def lineage(self, node: Node) -> tuple[Node, ...]:
        """Return the node and those above it, from the first level down."""
        parent = self.by_id(node.parent)
        return (*self.lineage(parent), node) if parent else (node,)

    def last_day(self, today: date) -> date:
        """Return the last date d’observation to ask for: campaigns and today may come after the end."""
        return max(self.end, today, *self.campaigns)

    def day_of(self, today: date) -> date:
        """Return the date d’observation by default: today; once the schéma has ended, its end or its last campaign."""
        return min(max(today, self.start), max(self.end, *self.campaigns, self.start))

    @property
    def period(self) -> str:
        """Return the years of the schéma, e.g. « 2022-2026 »."""
        return f"{self.start.year}-{self.end.year}"

    @property
    def name(self) -> str:
        """Return the département and the years, e.g. « Puy-de-Dôme · 2022-2026 »."""
        return f"{self.departement} · {self.period}"


@dataclass(frozen=True)
class Vocabulary:
    """All schémas of the file; the home one comes first."""

    schemes: Mapping[str, Scheme]

    @property
    def home(self) -> Scheme:
        """Return the schéma that opens when the URL names none."""
        return next(iter(self.schemes.values()))


def slug(text: str) -> str:
    """Return a word for a URL: lower case, no accent, hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())
