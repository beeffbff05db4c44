"""What is refused in the files of the Cnaf, told at once."""

from collections.abc import Iterator

from dashboard.errors import ProblemsError
from dashboard.french import agree, plural

SHOWN = 60


class CnafRefusedError(ProblemsError):
    """The files of the Cnaf hold problems: none was imported."""

    title = "Fichier de la Cnaf refusé"
    undone = "les fichiers de la Cnaf, rien n’a été importé"


class Problems:
    """What is refused: the same words on several lines of a file are one problem that names its lines."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], list[int]] = {}

    def add(self, name: str, what: str, line: int | None = None) -> None:
        """Add a problem of a file, with its line if it has one."""
        lines = self._lines.setdefault((name, what), [])
        if line is not None and line not in lines[-1:]:
            lines.append(line)

    def __bool__(self) -> bool:
        return bool(self._lines)

    def __iter__(self) -> Iterator[str]:
        for (name, what), lines in self._lines.items():
            shown, more = ", ".join(map(str, lines[:3])), len(lines) - 3
            place = f", {agree('ligne', len(lines))} {shown}" if lines else ""
            yield f"{name}{place}{' et ' + plural(more, 'autre') if more > 0 else ''}{what}"


def short(text: str, length: int = SHOWN) -> str:
    """Return a text on one line, cut."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
