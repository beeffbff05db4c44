"""The pages: each module tells its path, its cards, and how it arranges them."""

from types import MappingProxyType
from typing import Any

from dashboard.cards import Card
from dashboard.pages import (
    calendrier,
    comparer,
    decisions,
    donnees,
    fiche,
    indicateurs,
    introuvable,
    pilote,
    pilotes,
    portrait,
    schema,
    seance,
    suivi,
    territoires,
)

PAGES: tuple[Any, ...] = (
    seance,
    calendrier,
    indicateurs,
    pilotes,
    pilote,
    territoires,
    portrait,
    fiche,
    comparer,
    suivi,
    decisions,
    schema,
    donnees,
)
CARDS: MappingProxyType[str, Card] = MappingProxyType({card.id: card for page in PAGES for card in page.CARDS})


def page_for(pathname: str) -> Any:
    """Return the page module that a path names, or the one that says there is none."""
    steps = pathname.strip("/").split("/")
    return next((page for page in PAGES if _matches(page.PATH.strip("/").split("/"), steps)), introuvable)


def _matches(pattern: list[str], steps: list[str]) -> bool:
    return len(pattern) == len(steps) and all(
        p == s or (p.startswith("<") and bool(s)) for p, s in zip(pattern, steps, strict=True)
    )
