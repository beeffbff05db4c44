"""Frames of measures, as the query of trends gives them."""

import pandas as pd

NO_TARGET = dict.fromkeys(("cible", "echeance_cible", "cible_intermediaire", "echeance_intermediaire"), pd.NaT)


def measures(values, **changes):
    """Return the frame of a trend: one list of values from 2020 for each line."""
    rows = [
        {"indicateur_id": f"i{i}", "libelle": f"Indicateur {i}", "unite": "places", "territoire_code": "63",
         "territoire": "Puy-de-Dôme", "annee": 2020 + k, "valeur": v, "statut": "publiée", **NO_TARGET, **changes}
        for i, line in enumerate(values) for k, v in enumerate(line)
    ]  # fmt: skip
    return pd.DataFrame(rows)
