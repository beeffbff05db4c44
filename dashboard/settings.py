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

    Environment: SDSF_BASE (DuckDB file), SDSF_HOTE, SDSF_PORT, SDSF_AUJOURDHUI (ISO date, instead of the clock's).
    """

    database: Path = ROOT / "data" / "sdsf.duckdb"
    queries: Path = ROOT / "queries"
    assets: Path = ROOT / "assets"
    data: Path = ROOT / "data"
    host: str = "127.0.0.1"
    port: int = 8050
    fixed_today: date | None = None

    def today(self) -> date:
        """Return the day used as default date d’observation."""
        return self.fixed_today or date.today()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; raises ValueError on a port or a date that is not one."""
        today, port = environment.get("SDSF_AUJOURDHUI"), environment.get("SDSF_PORT", str(cls.port))
        if not port.isdigit():
            raise ValueError(f"SDSF_PORT = « {port} » n’est pas un numéro de port.")
        try:
            fixed_today = date.fromisoformat(today) if today else None
        except ValueError as error:
            raise ValueError(f"SDSF_AUJOURDHUI = « {today} » n’est pas une date AAAA-MM-JJ.") from error
        return cls(
            database=Path(environment.get("SDSF_BASE", cls.database)),
            host=environment.get("SDSF_HOTE", cls.host),
            port=int(port),
            fixed_today=fixed_today,
        )
