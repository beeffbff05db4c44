"""The base tables of the open data, from the archived files."""

from pathlib import Path

from dashboard.cnaf.archive import Archive
from dashboard.cnaf.indicators import INDICATORS
from dashboard.cnaf.merge import read_cnaf
from dashboard.sources.columns import Rows

CNAF = "cnaf"


def read_rows(folder: Path, rows: Rows) -> Rows:
    """Return the rows of base.cnaf_indicateur and base.cnaf from the archived files."""
    files = Archive(folder).files()
    if not files:
        return {}
    found = read_cnaf([], {t["code"]: t["type"] for t in rows["territoire"]}, files)
    labels = [{"indicateur": key, "libelle": label, "unite": unit} for key, (label, unit) in INDICATORS.items()]
    return {"cnaf_indicateur": labels, "cnaf": [dict(row) for row in found.rows]}
