"""The plans that workbooks answer, out of the rows of the tables."""

from collections.abc import Sequence
from datetime import date

from dashboard.sources.columns import Rows
from dashboard.suivi.model import Plan


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
