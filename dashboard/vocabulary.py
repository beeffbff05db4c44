"""What a schéma's filters may say: its levels, nodes, organisations, territories and choices, with their labels."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


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
class Scheme:
    """One schéma as the filters know it; mappings go from the value in the URL to the words shown."""

    id: str
    title: str
    departement_code: str
    departement: str
    start: date
    end: date
    levels: tuple[Level, ...]
    nodes: tuple[Node, ...]
    organisations: Mapping[str, str]
    territories: Mapping[str, str]
    indicators: Mapping[str, str]
    maps: Mapping[str, str]
    home: bool = False

    def level(self, rank: int) -> Level:
        """Return the level of a rank."""
        return self.levels[rank - 1]

    def node(self, rank: int, code: str) -> Node | None:
        """Return the node of a level by the document's own code."""
        return next((n for n in self.nodes if n.rank == rank and n.code == code), None)

    def by_id(self, node_id: str | None) -> Node | None:
        """Return a node by its identifier."""
        return next((n for n in self.nodes if n.id == node_id), None)

    def lineage(self, node: Node) -> tuple[Node, ...]:
        """Return the node and those above it, from the first level down."""
        parent = self.by_id(node.parent)
        return (*self.lineage(parent), node) if parent else (node,)

    @property
    def period(self) -> str:
        """Return the years of the schéma, e.g. « 2022-2026 »."""
        return f"{self.start.year}-{self.end.year}"


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
