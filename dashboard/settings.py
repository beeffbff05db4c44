"""Settings of one process, read once from the environment, and where its files stand."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
EVERY_ADDRESS = ("", "0.0.0.0", "::")  # noqa: S104  (recognised, not listened on)
MAX_PORT = 65535


@dataclass(frozen=True)
class Places:
    """Where the program finds what it only reads, where it writes, and how a person calls it."""

    read: Path
    written: Path
    command: str
    installed: bool


def places(package: Path) -> Places:
    """Return the places of a checkout, or those of an installed package, which writes in the user's folder of data."""
    packed = package / "fichiers"
    if not packed.is_dir():
        return Places(package.parent, package.parent / "data", "python -m dashboard", installed=False)
    from platformdirs import user_data_path

    return Places(packed, user_data_path("sdsf", appauthor=False), "sdsf", installed=True)


PLACES = places(Path(__file__).resolve().parent)
ROOT = PLACES.read


@dataclass(frozen=True)
class Settings:
    """Where the files are and how the server listens.

    Environment: SDSF_BASE (DuckDB file), SDSF_SUIVI (archive of the follow-up), SDSF_HOTE, SDSF_PORT, SDSF_NOMS (names
    that readers call the server by, beside those of this machine), SDSF_COMITE (ISO date of the next comité),
    SDSF_AUJOURDHUI (ISO date, instead of the clock's).
    """

    database: Path = PLACES.written / "sdsf.duckdb"
    queries: Path = ROOT / "queries"
    assets: Path = ROOT / "assets"
    data: Path = ROOT / "data"
    suivi: Path = PLACES.written / "suivi"
    host: str = "127.0.0.1"
    port: int = 8050
    fixed_today: date | None = None
    committee: date | None = None
    names: tuple[str, ...] = ()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the names that a request may call the server by: those of this machine, the address, those chosen."""
        own = () if self.host in EVERY_ADDRESS else (bracketed(self.host),)
        return tuple(dict.fromkeys([*LOOPBACK, *own, *self.names]))

    def today(self) -> date:
        """Return the day used as default date d’observation."""
        return self.fixed_today or date.today()

    @property
    def address(self) -> str:
        """Return the address to open in a browser of this machine."""
        return f"http://{bracketed(self.host)}:{self.port}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings, an empty one as absent; raises ValueError on a port or a date that is not one."""
        given = {key: value.strip() for key, value in environment.items() if key.startswith("SDSF_") and value.strip()}
        return cls(
            database=Path(given.get("SDSF_BASE", cls.database)),
            suivi=Path(given.get("SDSF_SUIVI", cls.suivi)),
            host=given.get("SDSF_HOTE", cls.host),
            port=_port(given.get("SDSF_PORT", str(cls.port))),
            fixed_today=_day("SDSF_AUJOURDHUI", given),
            committee=_day("SDSF_COMITE", given),
            names=tuple(bracketed(name) for name in given.get("SDSF_NOMS", "").replace(",", " ").split()),
        )


def source_folders(data: Path) -> tuple[Path, ...]:
    """Return where the tables of a folder of data stand; the user's own schémas come beside those of a package."""
    own = (PLACES.written / "sources",) if PLACES.installed and data == Settings.data else ()
    return (data / "sources", *own)


def bracketed(host: str) -> str:
    """Return a host as an address writes it: an IPv6 one between brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MAX_PORT):
        raise ValueError(f"SDSF_PORT = « {text} » n’est pas un numéro de port (attendu : de 0 à {MAX_PORT}).")
    return int(text)


def _day(name: str, given: Mapping[str, str]) -> date | None:
    text = given.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(f"{name} = « {text} » n’est pas une date AAAA-MM-JJ.") from error
