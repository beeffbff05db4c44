"""What the Cnaf publishes: datasets, levels, modes of childcare, and the indicators made of them."""

from collections.abc import Mapping

# The « % » of a rate: it may pass 100.
RATE_MEANING = "places pour 100 enfants de moins de 3 ans"
# Level of a file → type of the territories it tells, and its words.
LEVELS: Mapping[str, str] = {
    "nat": "France",
    "reg": "région",
    "dep": "département",
    "epci": "EPCI",
    "com": "commune",
}
# Identifier of an indicator → its label, which stands alone on a chart, and its unit.
INDICATORS: Mapping[str, tuple[str, str]] = {
    "cnaf-taux-global": ("Taux de couverture des moins de 3 ans, tous modes d’accueil", "%"),
    "cnaf-taux-eaje": ("Taux de couverture des moins de 3 ans, tous les établissements (EAJE)", "%"),
    "cnaf-taux-psu-collectif": (
        "Taux de couverture des moins de 3 ans, établissements (EAJE) financés par la PSU",
        "%",
    ),
    "cnaf-taux-hors-psu-collectif": ("Taux de couverture des moins de 3 ans, établissements (EAJE) hors PSU", "%"),
    "cnaf-taux-prescolaire": ("Taux de couverture des moins de 3 ans, école avant 3 ans (préscolarisation)", "%"),
    "cnaf-taux-assistants-maternels": ("Taux de couverture des moins de 3 ans, assistants maternels", "%"),
    "cnaf-taux-garde-domicile": ("Taux de couverture des moins de 3 ans, garde à domicile", "%"),
    "cnaf-taux-individuel": ("Taux de couverture des moins de 3 ans, tout l’accueil individuel", "%"),
    "cnaf-places-total": ("Places pour les moins de 3 ans, tous modes d’accueil", "places"),
    "cnaf-places-eaje": ("Places pour les moins de 3 ans, tous les établissements (EAJE)", "places"),
    "cnaf-places-psu-collectif": (
        "Places pour les moins de 3 ans, établissements (EAJE) financés par la PSU",
        "places",
    ),
    "cnaf-places-hors-psu-collectif": ("Places pour les moins de 3 ans, établissements (EAJE) hors PSU", "places"),
    "cnaf-places-prescolaire": ("Places pour les moins de 3 ans, école avant 3 ans (préscolarisation)", "places"),
    "cnaf-places-assistants-maternels": ("Places pour les moins de 3 ans, assistants maternels", "places"),
    "cnaf-places-garde-domicile": ("Places pour les moins de 3 ans, garde à domicile", "places"),
    "cnaf-places-individuel": ("Places pour les moins de 3 ans, tout l’accueil individuel", "places"),
}
DATASETS = {"txcouv": "taux de couverture", "nbpla": "nombre de places"}
PREFIX = {"txcouv": "cnaf-taux-", "nbpla": "cnaf-places-"}
TOTAL = {"txcouv": "global", "nbpla": "total"}
PARTS = ("eaje", "prescolaire", "individuel")
