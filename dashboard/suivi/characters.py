"""Texts as people type them: what makes two alike, what does not show in them, and how to show it."""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from itertools import product

EMPTY = "(vide)"
LONGEST_SHOWN = 80
BEFORE_DIFFERENCE = 20  # characters kept before the place where two long texts differ

NAMES = {
    "\u00a0": "espace insécable", "\u202f": "espace fine insécable", "\u2009": "espace fine",
    "\u00ad": "trait d’union conditionnel", "\u200b": "espace de largeur nulle", "\u200c": "antiliant sans chasse",
    "\u200d": "liant sans chasse", "\u200e": "marque gauche-à-droite", "\u200f": "marque droite-à-gauche",
    "\u2060": "gluon de mots", "\ufeff": "marque d’ordre des octets", "\ufffd": "caractère perdu",
}  # fmt: skip
# Letters and marks that show as a blank, though Unicode holds them for visible.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
NEW_LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
LETTERS = "àâçéèêëîïôùûüœæÀÂÇÉÈÊËÎÏÔÙÛŒÆ"
FRENCH = frozenset(LETTERS + "«»’‘“”„…–—•·°€§µ²³½¼×±©®™\u00a0\u202f\u2009")
# One sign for those that look like it.
TWINS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—−﹣", "-"), **dict.fromkeys("’‘ʼ′`´", "'"), **dict.fromkeys("⁄∕", "/"), "․": ".",
        "‚": ",", "\u037e": ";",
    }
)  # fmt: skip
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # forms of ASCII
SAME_SHAPE = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0"})

# Encodings in which UTF-8 may have been read by mistake, and what that leaves of a French letter.
MISTAKEN = ("cp1252", "cp850", "mac_roman")
NON_ASCII = re.compile("[^\x00-\x7f]+")
MISREAD = re.compile(
    "\ufffd|[Ã├]|Â(?=\\s|$)|(?<=[a-z])[À-ÖØ-ÞŠŽþ]|(?<=[a-z])\\?(?=[a-z])(?!\\w+=)|(?<=[A-Za-z])[‚ˆ‡ƒ‰¶¯‹“½¼¤](?=[a-z])"
    "|(?<!\\w)[‚ˆ‡](?=[a-z]{2})|(?<=[a-z])[‚ˆ‡](?=\\W|$)"
)


def norm(text: str) -> str:
    """Return what makes two headers alike: letters and digits in lower case, without accents."""
    return "".join(c for c in alike(unicodedata.normalize("NFKD", text)) if c.isalnum()) or text.strip()


def alike(text: str) -> str:
    """Return what makes two words of a list alike: no accents, no spaces, nothing unseen, lower case, signs kept."""
    plain = unicodedata.normalize("NFD", text).casefold()
    return "".join(c for c in plain if not (unicodedata.combining(c) or c.isspace() or unseen(c)))


def unseen(char: str) -> bool:
    """Tell whether a character shows nothing, and is neither a space nor an end of line."""
    if char in BLANKS or ord(char) & 0xFFFE == 0xFFFE:
        return True
    return char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cf", "Cs")


def clean(text: str) -> str:
    """Return a text composed, without anything unseen, trimmed, its ends of line alike."""
    text = NEW_LINES.sub("\n", text)
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", "".join(c for c in text if not unseen(c)))
    return text.strip()


def hidden_in(text: str) -> str:
    """Return the names of what a text holds and does not show, or nothing."""
    found = dict.fromkeys(c for c in NEW_LINES.sub("\n", text) if unseen(c))
    return ", ".join(map(name_of, found))


def tidy(text: str) -> str:
    """Return a text of one line, as a code, a date or a number is: one kind of space, of digit."""
    return " ".join(clean(text).translate(FULL_WIDTH).split())


def lookalike(text: str) -> str:
    """Return a text with one sign for those that look like it."""
    return tidy(text).translate(TWINS)


def name_of(char: str) -> str:
    """Return what to call a character that does not show, or is taken for another."""
    code = f"U+{ord(char):04X}"
    return f"{NAMES[char]} ({code})" if char in NAMES else code


def visible(text: str) -> str:
    """Return a text in which what would be taken for something else is named."""
    return "".join(f"⟨{name_of(c)}⟩" if _foreign(c) else c for c in text)


def _foreign(char: str) -> bool:
    if char.isascii() or char in FRENCH:
        return False
    letter = unicodedata.category(char)[0] in "LMN" and not unicodedata.name(char, "").startswith("LATIN")
    return letter or unseen(char) or ord(char) in TWINS or unicodedata.category(char) == "Co" or char == "\ufffd"


def brief(text: str) -> str:
    """Return a text fit for one line of a report."""
    line = visible(" ".join(clean(text).split())) or EMPTY
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def apart(texts: Sequence[str]) -> list[str]:
    """Return texts fit for one line, so that those that differ show where they do."""
    lines = [visible(" ".join(clean(text).split())) for text in texts]
    shown = [brief(text) for text in texts]
    if len(set(shown)) == len(set(lines)):
        return shown
    start = next(n for n in range(max(map(len, lines))) if len({line[n : n + 1] for line in lines}) > 1)
    cut = max(0, start - BEFORE_DIFFERENCE)
    return [brief(f"…{line[cut:]}") for line in lines]


def difference(typed: str, other: str) -> str:
    """Return what tells apart two texts that look the same, or nothing when they do not."""
    if typed == other or len(typed) != len(other) or typed.translate(SAME_SHAPE) != other.translate(SAME_SHAPE):
        return ""
    one, two = next((a, b) for a, b in zip(typed, other, strict=True) if a != b)
    return f"« {one} » ({_kind(one)}) au lieu de « {two} » ({_kind(two)})"


def _kind(char: str) -> str:
    return f"{'chiffre' if char.isdigit() else 'lettre' if char.isalpha() else 'signe'} U+{ord(char):04X}"


def _misreadings() -> dict[str, str]:
    """Return what each encoding shows of the UTF-8 bytes of each French letter or sign, and that letter or sign."""
    found: dict[str, str] = {}
    for encoding in MISTAKEN:
        for char in sorted(FRENCH):
            for shown in product(*(_shown(byte, encoding) for byte in char.encode())):
                found.setdefault("".join(shown), char)
    return found


def _shown(byte: int, encoding: str) -> set[str]:
    """Return what an encoding shows of a byte; Windows-1252 may leave as it is what it does not show."""
    raw = bytes((byte,))
    left = {raw.decode("latin-1")} if encoding == "cp1252" and byte < 0xA0 else set()
    with suppress(UnicodeError):
        left.add(raw.decode(encoding))
    return left


MISREADINGS = _misreadings()
ENCODED_TWICE = re.compile("|".join(map(re.escape, sorted(MISREADINGS, key=len, reverse=True))))


def mended(text: str) -> str:
    """Return a text with the letters that were encoded twice (« Ã© ») as they were typed."""
    return text if text.isascii() else ENCODED_TWICE.sub(lambda found: MISREADINGS[found[0]], text)
