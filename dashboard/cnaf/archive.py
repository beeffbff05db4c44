"""The archive of the files of the Cnaf: one current file of each kind, and those that it replaced, kept as versions."""

import re
from collections.abc import Container, Sequence
from pathlib import Path

from dashboard.cnaf.files import CnafFile
from dashboard.errors import RequestRefusedError

_VERSION = re.compile(r"(?P<stem>.+)\.version-(?P<rank>\d+)")


class Archive:
    """The folder of the files of the Cnaf."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self) -> dict[Path, str]:
        """Return each file and its name in words, the oldest first."""
        ranks = {path: _rank(path) for path in sorted(self._folder.glob("*.csv"))}
        return {path: _words(path) for path, _ in sorted(ranks.items(), key=lambda item: (item[1] == 0, item[1]))}

    def holds(self, path: Path) -> bool:
        """Tell whether a file with the same content was imported before."""
        size = path.stat().st_size if path.is_file() else -1
        return any(p.stat().st_size == size and p.read_bytes() == path.read_bytes() for p in self.files())

    def store(self, files: Sequence[tuple[Path, CnafFile]], older: Container[CnafFile] = ()) -> "Stored":
        """Put files in their places in the archive; those that stand there become versions, as those that are older."""
        stored = Stored()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for path, file in files:
                place = self._folder / f"{file.dataset}_pe_{file.level}{'_hist' if file.hist else ''}.csv"
                beside = place.with_name(f".{place.name}.nouveau")
                beside.write_bytes(path.read_bytes())
                if file in older:
                    place = self._next_version(place)
                elif place.exists():
                    stored.move(place, self._next_version(place))
                beside.replace(place)
                stored.added.append(place)
        except OSError as error:
            stored.undo()
            raise RequestRefusedError(
                f"Écriture dans l’archive {self._folder} impossible : {error.strerror}."
            ) from error
        return stored

    def _next_version(self, place: Path) -> Path:
        ranks = [_rank(path) for path in self._folder.glob(f"{place.stem}.version-*.csv")]
        return place.with_name(f"{place.stem}.version-{max(ranks, default=0) + 1}.csv")


class Stored:
    """What storing did, so that it can be undone when the file cannot be built."""

    def __init__(self) -> None:
        self.added: list[Path] = []
        self._moved: list[tuple[Path, Path]] = []

    def move(self, place: Path, version: Path) -> None:
        """Put a file aside as a version."""
        place.rename(version)
        self._moved.append((place, version))

    def undo(self) -> None:
        """Put the archive back as it was."""
        for place in self.added:
            place.unlink(missing_ok=True)
        for place, version in reversed(self._moved):
            version.replace(place)


def _rank(path: Path) -> int:
    version = _VERSION.fullmatch(path.stem)
    return int(version["rank"]) if version else 0


def _words(path: Path) -> str:
    version = _VERSION.fullmatch(path.stem)
    return f"{version['stem']}.csv (version {version['rank']}, remplacée)" if version else path.name
