"""Settings of one process, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Where the files are and how the server listens.

    Environment: SDSF_BASE (DuckDB file), SDSF_SUIVI (archive of the follow-up), SDSF_HOTE, SDSF_PORT, SDSF_COMITE (ISO
    date of the next comité), SDSF_AUJOURDHUI (ISO date, instead of the clock's).
    """

    database: Path = ROOT / "data" / "sdsf.duckdb"
    queries: Path = ROOT / "queries"
    assets: Path = ROOT / "assets"
    data: Path = ROOT / "data"
    followup: Path = ROOT / "data" / "suivi"
    host: str = "127.0.0.1"
    port: int = 8050
    fixed_today: date | None = None
    committee: date | None = None

    def today(self) -> date:
        """Return the day used as default date d’observation."""
        return self.fixed_today or date.today()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; raises ValueError on a port or a date that is not one."""
        port = environment.get("SDSF_PORT", str(cls.port))
        if not port.isdigit():
            raise ValueError(f"SDSF_PORT = « {port} » n’est pas un numéro de port.")
        return cls(
            database=Path(environment.get("SDSF_BASE", cls.database)),
            followup=Path(environment.get("SDSF_SUIVI", cls.followup)),
            host=environment.get("SDSF_HOTE", cls.host),
            port=int(port),
            fixed_today=_day("SDSF_AUJOURDHUI", environment),
            committee=_day("SDSF_COMITE", environment),
        )


def _day(name: str, environment: Mapping[str, str]) -> date | None:
    text = environment.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(f"{name} = « {text} » n’est pas une date AAAA-MM-JJ.") from error
