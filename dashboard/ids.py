"""Identifiers of components used by more than one module."""

URL = "url"
PAGE = "page"
NOTICE = "avis"
SENTENCE = "phrase"
CHIPS = "puces"
NAVIGATION = "navigation"
SCHEME_SWITCH = "bascule"
FILTERS = "bandeau"


def control(key: str) -> str:
    """Return the id of a filter's control."""
    return f"filtre-{key}"


def field(key: str) -> str:
    """Return the id of a control with its label."""
    return f"champ-{key}"


def label(key: str) -> str:
    """Return the id of a control's label."""
    return f"nom-{key}"


def part(card_id: str, name: str) -> str:
    """Return the id of a part of a card: titre, resume, liens, table, bouton-table, csv, image, graphe."""
    return f"{card_id}-{name}"
