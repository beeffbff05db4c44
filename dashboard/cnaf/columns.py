"""What a column of the Cnaf says: technical names (« txcouv_eaje_epci ») or French labels (« Taux de couv EAJE »)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.cnaf.indicators import PREFIX, TOTAL
from dashboard.vocabulary import slug

# Mode of childcare → its stem in technical names, and its words in French labels.
MODES = {
    "psu-collectif": ("psu_col", "EAJE PSU"),
    "hors-psu-collectif": ("hors_psu_col", "hors EAJE PSU"),
    "eaje": ("eaje", "EAJE - ensemble"),
    "prescolaire": ("prescol", "préscolarisation"),
    "assistants-maternels": ("am_ind", "assistante maternelle"),
    "garde-domicile": ("gad_ind", "salariée à domicile"),
    "individuel": ("ind", "accueil individuel - ensemble"),
    "total": ("", ""),
}
_STEMS = {"psu": "psu-collectif", "hors-psu": "hors-psu-collectif", "eaje": "eaje", "prescol": "prescolaire",
          "am": "assistants-maternels", "gad": "garde-domicile", "ind": "individuel"}  # fmt: skip
_UNITS = {"com": "com", "commune": "com", "epci": "epci", "dep": "dep", "departement": "dep", "reg": "reg",
          "regi": "reg", "region": "reg"}  # fmt: skip
_TECHNICAL_UNIT = {"com": "com", "epci": "epci", "dep": "dep", "reg": "regi"}
_PRINTED_UNIT = {"com": "commune", "epci": "EPCI", "dep": "Département", "reg": "Région"}
_YEAR_HEADER = re.compile(r"annee|(?:date|annee)(?:-de)?-reference|date")
_UNIT_HEADER = re.compile(
    r"(num|numero|code|siren|insee|nom|libelle)-?(?:de-|du-|d-|l-|la-)*(com|commune|epci|dep|departement|reg|regi|region)s?"
)
_NATION_HEADER = re.compile(r"(?:(?:niveau|nom|territoire|perimetre)-)?(?:national\w*|nation|france|pays)")
_RATE_OR_PLACES = re.compile(
    r"(txcouv|pl)(?:-(psu|hors-psu|eaje|prescol|am|gad|ind)(?:-(?:col|ind))?)?-(nat|reg|regi|dep|epci|com)"
)
_ALL_PLACES = re.compile(r"tot-offre-(nat|reg|regi|dep|epci|com)")
_PRINTED = re.compile(
    r"(?:(?P<rate>(?:taux|tx)-(?:de-)?couv\w*)|(?:(?:nb|nbre|nombre)-)?(?:de-)?(?:places?|offre))-(.+)"
)
_PRINTED_WORD = re.compile(
    r"eaje|psu|hors|collectifs?|ensemble|prescol\w*|assistant\w*|maternel\w*|salarie\w*|domicile|gardes?|accueils?"
    r"|individuel\w*|glob\w*|tota\w*|offert\w*|places?|en|par|de|des|du|d|l|la|le|les|a|e|s|es"
)
_PRINTED_ALL_PLACES = re.compile(r"total-(?:(?:de-l|de|des|d)-)?(?:offre|places?)(?:-d-accueil|-offertes)?")


@dataclass(frozen=True)
class Role:
    """What a column says: kind « année », « code », « nom », « nation » or « valeur »; of which level, which mode."""

    kind: str
    technical: bool = False
    level: str = ""
    dataset: str = ""
    mode: str = ""


def role_of(header: str) -> Role | None:
    """Return what a column says, or nothing when it is not one of the Cnaf."""
    words = slug(header)
    if _YEAR_HEADER.fullmatch(words):
        return Role("année", technical=words == "annee")
    if unit := _UNIT_HEADER.fullmatch(words):
        kind = "nom" if unit[1] in ("nom", "libelle") else "code"
        return Role(kind, technical="-" not in words, level=_UNITS[unit[2]])
    if _NATION_HEADER.fullmatch(words):
        return Role("nation", level="nat")
    if value := _RATE_OR_PLACES.fullmatch(words):
        dataset, stem = ("txcouv" if value[1] == "txcouv" else "nbpla"), value[2]
        if not stem and dataset == "nbpla":
            return None
        return Role("valeur", True, _UNITS.get(value[3], "nat"), dataset, _STEMS[stem] if stem else "total")
    if value := _ALL_PLACES.fullmatch(words):
        return Role("valeur", True, _UNITS.get(value[1], "nat"), "nbpla", "total")
    if _PRINTED_ALL_PLACES.fullmatch(words):
        return Role("valeur", False, "", "nbpla", "total")
    if value := _PRINTED.fullmatch(words):
        mode = _printed_mode(value[2].split("-"))
        return Role("valeur", False, "", "txcouv" if value["rate"] else "nbpla", mode) if mode else None
    return None


def _printed_mode(words: Sequence[str]) -> str | None:
    def any_of(*starts: str) -> bool:
        return any(word.startswith(starts) for word in words)

    if not all(_PRINTED_WORD.fullmatch(word) for word in words):
        return None
    if "psu" in words:
        return "hors-psu-collectif" if "hors" in words else "psu-collectif"
    tests = (
        ("eaje", any_of("eaje")),
        ("prescolaire", any_of("prescol")),
        ("assistants-maternels", any_of("assistant")),
        ("garde-domicile", any_of("salarie", "domicile")),
        ("individuel", any_of("individuel")),
        ("total", any_of("glob", "tota", "ensemble")),
    )
    return next((mode for mode, holds in tests if holds), None)


def same(role: Role) -> tuple[str, str, str]:
    """Return what makes two columns say the same thing."""
    return role.kind, role.level if role.kind != "valeur" else "", role.mode


def column_name(role: Role, level: str, technical: bool) -> str:
    """Return the name of a column as the Cnaf writes it in this form of header."""
    if role.kind == "année":
        return "annee" if technical else "Date référence"
    if role.kind in ("code", "nom"):
        short, long = ("num", "Numéro") if role.kind == "code" else ("nom", "Nom")
        return short + _TECHNICAL_UNIT[role.level] if technical else f"{long} {_PRINTED_UNIT[role.level]}"
    stem, words = MODES[role.mode]
    rate = role.dataset == "txcouv"
    if not technical:
        return f"Taux de couv {words or 'global'}" if rate else f"Places {words or 'offertes - Ensemble'}"
    return "_".join(part for part in ("txcouv" if rate else "pl" if stem else "tot_offre", stem, level) if part)


def indicator_of(role: Role) -> str:
    """Return the indicator that a column of values measures."""
    return PREFIX[role.dataset] + (TOTAL[role.dataset] if role.mode == "total" else role.mode)
