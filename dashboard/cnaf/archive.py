"""The archive of the files of the Cnaf: one current file of each kind, and those that it replaced, kept as versions."""

import re
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from dashboard.cnaf.files import CnafFile
from dashboard.moves import Move, hidden, stage

_VERSION = re.compile(r"(?P<stem>.+)\.version-(?P<rank>\d+)")


class Archive:
    """The folder of the files of the Cnaf."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self) -> dict[Path, str]:
        """Return each file and its name in words, the oldest first."""
        found = [path for path in sorted(self._folder.glob("*.csv")) if not hidden(path.name)]
        ranks = {path: _rank(path) for path in found}
        return {path: _words(path) for path, _ in sorted(ranks.items(), key=lambda item: (item[1] == 0, item[1]))}

    def holds(self, path: Path) -> bool:
        """Tell whether a file with the same content was imported before."""
        size = path.stat().st_size if path.is_file() else -1
        return any(p.stat().st_size == size and p.read_bytes() == path.read_bytes() for p in self.files())

    def storing(self, files: Sequence[tuple[Path, CnafFile]], older: Container[CnafFile] = ()) -> list[Move]:
        """Return the moves that put files in their places, staged.

        Those that stand there become versions, as those that are older.
        """
        moves: list[Move] = []
        for rank, (path, file) in enumerate(files):
            place = self._folder / f"{file.dataset}_pe_{file.level}{'_hist' if file.hist else ''}.csv"
            coming = stage(self._folder.parent, f"{rank}-{place.name}", path.read_bytes())
            taken = {target for _, target in moves}
            if file in older:
                place = self._next_version(place, taken)
            elif place.exists() or place in taken:
                moves.append((place, self._next_version(place, taken)))
            moves.append((coming, place))
        return moves

    def _next_version(self, place: Path, taken: Iterable[Path]) -> Path:
        stem = f"{place.stem}.version-"
        ranks = [_rank(path) for path in (*self._folder.glob("*.csv"), *taken) if path.stem.startswith(stem)]
        return place.with_name(f"{stem}{max(ranks, default=0) + 1}.csv")


def _rank(path: Path) -> int:
    version = _VERSION.fullmatch(path.stem)
    return int(version["rank"]) if version else 0


def _words(path: Path) -> str:
    version = _VERSION.fullmatch(path.stem)
    return f"{version['stem']}.csv (version {version['rank']}, remplacée)" if version else path.name
