"""Small plans: the rows of some actions of one element, as the query of the calendar gives them."""

import pandas as pd

DAY = pd.Timestamp
EMPTY = {
    "intitule": "Une action", "nature": None, "etat": "en cours", "vierge": False, "incertain": False,
    "calendrier_imprime": None, "statut": None, "confiance": None, "echeance": pd.NaT, "echeance_precedente": pd.NaT,
    "etat_echeance": "sans suivi", "delai": "sans suivi", "sauf_reponse": False, "jours_apres_echeance": None,
    "debut_reel": pd.NaT, "fin_reelle": pd.NaT, "debut": pd.NaT, "fin": pd.NaT, "debut_precision": None,
    "fin_precision": None,
}  # fmt: skip


def due(start, end, precision, libelle="Bilan", recurrence=None):
    return {
        "libelle": libelle, "debut": start, "debut_precision": precision if start else None,
        "fin": end, "fin_precision": precision if end else None, "recurrence": recurrence,
    }  # fmt: skip


def dates(debut, fin, precision="année", **more):
    return {
        "debut": debut, "debut_precision": precision if debut is not pd.NaT else None,
        "fin": fin, "fin_precision": precision if fin is not pd.NaT else None,
    } | more  # fmt: skip


def action(**said):
    return EMPTY | {"echeances": []} | said


def plan(filters, *actions, node=None):
    """Return the rows of some actions, coded from 0, under the last element of the schéma or another."""
    node = node or filters.scheme.nodes[-1]
    above = filters.scheme.lineage(node)
    place = {f"niveau_{n.rank}{key}": value for n in above
             for key, value in (("_noeud", n.id), ("_code", n.code), ("", n.title))}  # fmt: skip
    missing = {f"niveau_{rank}_noeud": None for rank in (1, 2, 3) if rank > node.rank}
    return pd.DataFrame([place | missing | {"code": str(i)} | action(**of) for i, of in enumerate(actions)])
