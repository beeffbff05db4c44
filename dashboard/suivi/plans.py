"""What a workbook of a schéma may name, from a row of base.plan_suivi."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dashboard.suivi.model import Plan


def plan_of(row: Mapping[str, Any], organisations: Mapping[str, str]) -> Plan:
    """Return the plan that a row tells; `organisations` names the pilotes."""
    return Plan(
        scheme=row["schema_id"],
        title=row["titre"],
        start=date(row["annee_debut"], 1, 1),
        end=date(row["annee_fin"], 12, 31),
        actions=_words(row["actions"]),
        indicators=_words(row["indicateurs"]),
        territories=_words(row["territoires"]),
        organisations=organisations,
        pilots={action["code"]: frozenset(action["pilotes"]) for action in _listed(row["actions"])},
    )


def _words(values: Any) -> dict[str, str]:
    return {value["code"]: value["libelle"] for value in _listed(values)}


def _listed(values: Any) -> Iterable[Any]:
    """Return the values of a list; a schéma without action or indicator has none."""
    return () if values is None else values
