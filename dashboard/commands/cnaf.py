"""The files of the Cnaf from the command line: read, told, archived, and the DuckDB file built again."""

from collections.abc import Sequence
from pathlib import Path

from dashboard.cnaf.archive import Archive
from dashboard.cnaf.base import CNAF
from dashboard.cnaf.merge import CnafImport, read_cnaf
from dashboard.db import Database
from dashboard.errors import RequestRefusedError
from dashboard.french import plural
from dashboard.ingest.build import fingerprint
from dashboard.ingest.change import change
from dashboard.settings import Settings


def load_cnaf(db: Database, files: Sequence[Path], settings: Settings) -> str:
    """Archive files of the Cnaf and rebuild the DuckDB file; return what was read, kept, changed, dropped and why.

    Its caller holds the archive and the file (`settled`).
    """
    territories = db.frame("meta/types_territoires")
    archive, names = Archive(settings.suivi / CNAF), [path.name for path in files]
    if len(set(names)) != len(names):
        raise RequestRefusedError(
            f"Deux fichiers portent le même nom : {', '.join(sorted(names))}. Importez-les l’un après l’autre, le plus "
            "récent en dernier."
        )
    known = [path for path in files if archive.holds(path)]
    new = [path for path in files if path not in known]
    words = [f"{path.name} : déjà importé, le même fichier est dans l’archive." for path in known]
    if not new and db.version() == fingerprint(settings.data, settings.suivi):
        return "\n".join([*words, "Rien n’a changé."])
    found = read_cnaf(new, dict(zip(territories["code"], territories["type"], strict=True)), archive.files())
    moves = archive.storing(list(zip(new, found.files, strict=True)), found.older)
    built = change(settings, f"Import de {' ; '.join(names)}", moves)
    return "\n".join([*words, *_report(found), *built.told])


def _report(found: CnafImport) -> list[str]:
    lines, told = [], set[str]()
    for file in found.files:
        held = plural(len(file.rows), "valeur retenue")
        lines.append(f"{file.name} : {plural(file.read, 'ligne lue')}, {held}.")
        own = [note for note in found.notes if note.startswith(f"{file.name} : ")]
        lines += [f"  - {note.removeprefix(f'{file.name} : ')}" for note in own]
        told |= set(own)
    lines += [f"- {note}" for note in found.notes if note not in told]
    return [*lines, f"{plural(len(found.rows), 'valeur de la Cnaf')} en tout."]
