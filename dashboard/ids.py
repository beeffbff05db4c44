"""Identifiers of components used by more than one module."""

URL = "url"
PAGE = "page"
NOTICE = "avis"
SENTENCE = "phrase"
CHIPS = "puces"
NAVIGATION = "navigation"
SCHEME_NAME = "nom-schema"


def control(key: str) -> str:
    """Return the id of a filter's control."""
    return f"filtre-{key}"


def part(card_id: str, name: str) -> str:
    """Return the id of a part of a card: dessin, resume, table, bouton-table, csv, image, graphe."""
    return f"{card_id}-{name}"
