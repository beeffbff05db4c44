"""What the builder takes from the archive: the plans that workbooks answer, and the files of the Cnaf."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dashboard.cnaf.archive import Archive
from dashboard.cnaf.indicators import INDICATORS
from dashboard.cnaf.merge import read_cnaf
from dashboard.ingest.tables import Rows
from dashboard.suivi.model import Plan

CNAF = "cnaf"


def plans_of(rows: Rows) -> Sequence[Plan]:
    """Return the plan of each schéma, out of the rows of the base tables."""
    names = {(t["code"], t["type"]): t for t in rows["territoire"]}
    plans = []
    for scheme in rows["schema"]:
        key, departement = scheme["schema_id"], scheme["departement_code"]
        groups = [
            t for t in rows["territoire"] if t["type"] in ("EPCI", "EPT") and t["departement_code"] == departement
        ]
        kind = "EPT" if any(t["type"] == "EPT" for t in groups) else "EPCI"
        drawn = [names[departement, "département"], *(t for t in groups if t["type"] == kind)]
        plans.append(
            Plan(
                scheme=key,
                title=scheme["titre"],
                start=date(scheme["annee_debut"], 1, 1),
                end=date(scheme["annee_fin"], 12, 31),
                actions={a["code"]: a["intitule"] for a in rows["action"] if a["schema_id"] == key},
                indicators={
                    i["indicateur"]: i["libelle"]
                    for i in rows["indicateur"]
                    if i["schema_id"] == key and i["nature"] != "diagnostic"
                },
                territories={t["code"]: t["nom"] for t in drawn},
                pilots={},
            )
        )
    return plans


def read_cnaf_rows(folder: Path, rows: Rows) -> Rows:
    """Return the rows of base.cnaf_indicateur and base.cnaf from the archived files."""
    files = Archive(folder).files()
    if not files:
        return {}
    found = read_cnaf([], {t["code"]: t["type"] for t in rows["territoire"]}, files)
    labels = [{"indicateur": key, "libelle": label, "unite": unit} for key, (label, unit) in INDICATORS.items()]
    return {"cnaf_indicateur": labels, "cnaf": [dict(row) for row in found.rows]}
