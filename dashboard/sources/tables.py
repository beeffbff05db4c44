"""Every source table: those common to all schémas, those of each."""

from dashboard.sources.action_tables import ACTION_TABLES
from dashboard.sources.common_tables import COMMON_TABLES
from dashboard.sources.measure_tables import MEASURE_TABLES
from dashboard.sources.plan_tables import PLAN_TABLES

MAX_LEVELS = 3
# Words that the addresses already use for something else (a test holds them to the filters): no level may take them.
RESERVED = ("action", "schema", "nature", "etat", "pilote", "epci", "au", "statut", "confiance", "echeance", "point",
            "indicateur", "carte", "de", "vers", "couleur", "replie", "demande")  # fmt: skip
# Organisations and services of a schéma add to the common ones.
SCHEME_TABLES = (*PLAN_TABLES, *ACTION_TABLES, *MEASURE_TABLES)


def described(target: str) -> str:
    """Return in words where the values of a reference are found."""
    special = {
        "departement.code": "un code Insee de département",
        "territoire.code": "un code de territoire : SIREN, Insee, « FR » ou « REG- » et code de région",
        "objet": "un noeud de plan.csv, ou « action- » suivi d’un code d’actions.csv",
        "objet d’anomalie": "« schema », un noeud de plan.csv, « action- » et un code, ou un indicateur",
        "organisme ou alias": "un organisme d’organismes.csv, ou une forme imprimée d’alias.csv",
    }
    if target in special:
        return special[target]
    name, column = target.split(".")
    table = next(t for t in (*SCHEME_TABLES, *COMMON_TABLES) if t.target == name)
    return f"une valeur de la colonne {column} de {table.file}"
