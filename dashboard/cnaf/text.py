"""The text of a file of the Cnaf: read within bounds, and what is not a CSV called by its name."""

import stat
from codecs import BOM_UTF8
from pathlib import Path

from dashboard.cnaf.problems import Problems
from dashboard.errors import cause

# The heaviest file published has some 2 MB.
MOST = 50_000_000
EXPORT = "prenez l’export CSV de la page du jeu de données, sur data.caf.fr, sans l’ouvrir dans un tableur"
# First bytes → what the file is.
SIGNATURES = (
    (b"PK\x03\x04", "un classeur (.xlsx, .ods) ou une archive .zip"),
    (b"\xd0\xcf\x11\xe0", "un classeur .xls"),
    (b"\x1f\x8b", "une archive .gz"),
    (b"PAR1", "un fichier Parquet"),
    (b"%PDF", "un PDF"),
    (b"\xff\xfe", "un texte en UTF-16, comme un tableur l’enregistre"),
    (b"\xfe\xff", "un texte en UTF-16, comme un tableur l’enregistre"),
)
STARTS = (("{", "un fichier JSON"), ("[", "un fichier JSON"), ("<", "une page ou un fichier XML"))


def text_of(path: Path, name: str, problems: Problems) -> str | None:
    """Return the text of a file, or tell why there is none."""
    raw = _bytes(path, name, problems)
    if raw is None:
        return None
    known = next((words for start, words in SIGNATURES if raw.startswith(start)), None)
    if known is None and b"\0" in raw[:1000]:
        known = "un fichier qui n’est pas du texte"
    if known is None:
        start = raw[:100].decode("utf-8-sig", "ignore").lstrip()[:1]
        known = next((words for sign, words in STARTS if sign == start), None)
    if known:
        problems.add(name, f" : c’est {known} (attendu : un fichier CSV ; {EXPORT}).")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        cell = before[before.rfind(b"\n") + 1 :].count(b";") + 1
        problems.add(
            name,
            f" : le fichier n’est pas en UTF-8 (cellule {cell}, octet {error.object[error.start]:#04x}) : un tableur "
            f"l’a enregistré autrement (attendu : le fichier tel que data.caf.fr le donne ; {EXPORT}).",
            before.count(b"\n") + 1,
        )
    return None


def _bytes(path: Path, name: str, problems: Problems) -> bytes | None:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            what = "c’est un dossier" if stat.S_ISDIR(mode) else "ce n’est pas un fichier ordinaire"
            problems.add(name, f" : {what} (attendu : un fichier CSV de la Cnaf).")
            return None
        with path.open("rb") as file:
            raw = file.read(MOST + 1)
    except (OSError, ValueError) as error:
        known = isinstance(error, OSError) and not isinstance(error, FileNotFoundError)
        said = f"lecture impossible, {cause(error)}" if known else "le fichier n’existe pas"
        problems.add(name, f" : {said} (attendu : un fichier CSV de la Cnaf).")
        return None
    if len(raw) > MOST:
        problems.add(name, f" : plus de {MOST // 1_000_000} Mo (attendu : un fichier CSV de la Cnaf, 2 Mo environ).")
        return None
    if not raw.removeprefix(BOM_UTF8).strip():
        problems.add(name, f" : le fichier est vide (attendu : un fichier CSV ; {EXPORT}).")
        return None
    return raw
