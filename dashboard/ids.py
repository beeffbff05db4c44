"""Identifiers of components used by more than one module."""

URL = "url"
PAGE = "page"
ROUTE = "data-page"
NOTICE = "avis"
SENTENCE = "phrase"
CHIPS = "puces"
NAVIGATION = "navigation"
SCHEME_SWITCH = "bascule"
FILTERS = "bandeau"
FIELDS = "champs"
LIST_ASKED = "liste-demandee"
PAPER = "papier"
VERSION = "data-fichier"
NEWER = "data-nouveau"


def control(key: str) -> str:
    """Return the id of a filter's control."""
    return f"filtre-{key}"


def label(key: str) -> str:
    """Return the id of a control's label."""
    return f"nom-{key}"


def part(card_id: str, name: str) -> str:
    """Return the id of a part of a card: tete, titre, resume, table, avant, graphe and so on."""
    return f"{card_id}-{name}"
