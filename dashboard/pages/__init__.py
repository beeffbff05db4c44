"""The pages: each module makes its own `PAGE`."""

from types import MappingProxyType

from dashboard.cards import Card, Page
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

PAGES: tuple[Page, ...] = (
    seance.PAGE,
    calendrier.PAGE,
    indicateurs.PAGE,
    pilotes.PAGE,
    pilote.PAGE,
    territoires.PAGE,
    portrait.PAGE,
    fiche.PAGE,
    comparer.PAGE,
    suivi.PAGE,
    decisions.PAGE,
    schema.PAGE,
    donnees.PAGE,
)
CARDS: MappingProxyType[str, Card] = MappingProxyType({card.id: card for page in PAGES for card in page.cards})


def page_for(pathname: str) -> Page:
    """Return the page that a path names, or the one that says there is none."""
    steps = pathname.strip("/").split("/")
    return next((page for page in PAGES if _matches(page.path.strip("/").split("/"), steps)), introuvable.PAGE)


def _matches(pattern: list[str], steps: list[str]) -> bool:
    return len(pattern) == len(steps) and all(
        p == s or (p.startswith("<") and bool(s)) for p, s in zip(pattern, steps, strict=True)
    )
