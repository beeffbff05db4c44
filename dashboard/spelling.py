"""What an address typed by hand or mangled by a mail may mean: spellings that are surely the same, and the nearest."""

import difflib
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

EDGES = " .,;:!?\"'()[]«»“”‘’\u00a0"
SHOWN, LISTED = 40, 120


def pairs_of(search: str) -> list[tuple[str, str]]:
    """Return the keys and values of a query string, also where a mail or an old encoding has mangled it."""
    text = search.removeprefix("?").replace("&amp;", "&")
    text = text if "=" in text else unquote(text)
    try:
        return parse_qsl(text, errors="strict")
    except UnicodeDecodeError:
        return parse_qsl(text, encoding="cp1252", errors="replace")


def fold(text: Any) -> str:
    """Return a word without case, accents, invisible characters and edges; spaces and apostrophes are hyphens."""
    plain = unicodedata.normalize("NFKD", unquote(str(text)))
    seen = "".join(" " if c.isspace() else c for c in plain if c.isspace() or unicodedata.category(c)[0] not in "MC")
    joined = "".join("-" if c in " _'’‘" or unicodedata.category(c) == "Pd" else c for c in seen.strip(EDGES))
    return re.sub("-+", "-", joined).casefold()


def recognise(text: str, known: Mapping[str, Any]) -> str | None:
    """Return the key that a word surely means: that key or its label, however spelled; none when two would fit."""
    if text in known:
        return text
    wanted = fold(text)
    found = [key for key, label in known.items() if wanted and wanted in (fold(key), fold(label))]
    return found[0] if len(found) == 1 else None


def nearest(text: str, accepted: Iterable[str]) -> str:
    """Return the accepted words closest to an unknown one, else those accepted, as the end of a sentence."""
    words = {fold(word): word for word in accepted}
    close = [words[found] for found in difflib.get_close_matches(fold(text)[:SHOWN], list(words), n=2)]
    if close:
        return f" ; le plus proche : {', '.join(f'« {word} »' for word in close)}"
    possible = textwrap.shorten(", ".join(words.values()), LISTED, placeholder="…")
    return f" ; possible : {possible}" if possible else ""


def brief(text: str) -> str:
    """Return what the reader typed, short enough to be quoted."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
