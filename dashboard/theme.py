"""Roles of colour, and the layout that every figure starts from."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashboard.charts.value import Role
from dashboard.colours import INK, LINE, MUTED, NODE_COLOURS
from dashboard.french import THIN_SPACE

Figure = dict[str, Any]

UNKNOWN = "#8C959F"
ALERT = "#B00020"
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "pentagon")
SCALE = ("#DCE9F5", "#A9C9E6", "#6FA3D0", "#3A78B0", "#17406D")
ALERT_SCALE = ("#FBE3D6", "#F0B594", "#DE8457", "#BF5427", "#8C2F0D")


@dataclass(frozen=True, slots=True)
class Look:
    """How a role looks: colour, ink on it, hatch and edge of an area; symbol of a point; class of its sample.

    A hatch is of a light ink over the colour, or of `strokes` where it alone says the role.
    """

    colour: str
    ink: str = INK
    hatch: str = ""
    edge: str = MUTED
    symbol: str = ""
    sample: str = ""
    strokes: str = ""

    @property
    def pattern(self) -> Figure:
        """Return the hatch as plotly takes it."""
        if not self.strokes:
            return HATCH | {"shape": self.hatch}
        return {"shape": self.hatch, "fgcolor": self.strokes, "bgcolor": self.colour, "size": 8, "solidity": 0.25}


HATCH = {"fillmode": "overlay", "fgcolor": INK, "fgopacity": 0.2, "size": 7}
SLICE = "white"  # the edge of parts that their colours tell apart
DELAYS = {
    "deja-en-retard-au-suivi": "#B00020",
    "en-retard-sauf-reponse-depuis": "#E5939F",
    "demarrage-deja-en-retard-au-suivi": "#C4501B",
    "demarrage-en-retard-sauf-reponse-depuis": "#EDB89C",
    "echeance-proche": "#8A6100",
    "a-lheure": "#23807F",
    "a-venir": "#8FB8DC",
    "terminee": "#57606A",
    "abandonnee": "#B6BEC7",
    "non-datee": "#7B3F98",
    "sans-suivi": "#D0D7DE",
}
# What has the colour of its place in the schéma: all of it, its edge alone, or a quarter of it.
PLACED = {"volet": "{}", "ensemble": "{}", "nouvelle": "{}", "imprimee": "{}", "poursuivie": "#FFFFFF",
          "action": "{}40", "bornee": "{}40"}  # fmt: skip
RAMPS = {"classe": SCALE, "classe-alerte": ALERT_SCALE}  # pale to dark
LOOKS: dict[Role, Look] = {
    ("etat", "echue"): Look("#6E7781", "white", "x", SLICE, sample="echue"),
    ("etat", "a-venir"): Look("#C3D3E4", INK, "/", SLICE, sample="a-venir"),
    ("etat", "sans-date"): Look("#D9A441", INK, ".", SLICE, sample="sans-date-cle"),
    ("statut", "realisee"): Look("#17406D", "white", "", SLICE, sample="statut-realisee"),
    ("statut", "en-cours"): Look("#7FB0D9", INK, "", SLICE, sample="statut-en-cours"),
    ("statut", "a-venir"): Look("#C3D3E4", INK, "/", SLICE, sample="statut-a-venir"),
    ("statut", "en-pause"): Look("#D9A441", INK, ".", SLICE, sample="statut-en-pause"),
    ("statut", "bloquee"): Look("#B00020", "white", "x", SLICE, sample="statut-bloquee"),
    ("statut", "a-discuter"): Look("#7B3F98", "white", "+", SLICE, sample="statut-a-discuter"),
    ("statut", "abandonnee"): Look("#6E7781", "white", "\\", SLICE, sample="statut-abandonnee"),
    ("statut", "sans-reponse"): Look("#FFFFFF", INK, "", UNKNOWN, sample="statut-sans-reponse"),
    # Dark, middle, white: told apart in greyscale.
    ("portage", "seul"): Look("#17406D", "white"),
    ("portage", "a-plusieurs"): Look("#8FB8DC"),
    ("portage", "partenaire"): Look("#FFFFFF"),
    ("reponse", "nouvelle"): Look("#17406D"),
    ("reponse", "par-un-autre"): Look("#5B93C7"),
    ("reponse", "reportee"): Look("#D3DAE2"),
    ("reponse", "sans-reponse"): Look("#FFFFFF"),
    **{("delai", state): Look(colour, edge=colour) for state, colour in DELAYS.items()},
    ("repere", "sans-debut"): Look(INK, symbol="triangle-left"),
    ("repere", "sans-fin"): Look(INK, symbol="triangle-right"),
    ("repere", "echeance"): Look(INK, symbol="diamond"),
    ("repere", "echeance-periode"): Look(INK, symbol="line-ns", sample="periode"),
    ("repere", "echeance-precedente"): Look(INK, symbol="diamond-open"),
    ("valeur", "deduite"): Look(INK, symbol="circle-open"),
    ("cible", "intermediaire"): Look(INK, symbol="star-open"),
    ("cible", "finale"): Look(INK, symbol="star"),
    ("retard", ""): Look("#FFFFFF", hatch="/", edge=ALERT, sample="retard", strokes=ALERT),
    ("observation", ""): Look(ALERT, symbol="line-ns", sample="trait-date"),
    ("periode", ""): Look("#EEF2F6"),
    ("fait-bon", "oui"): Look("#17406D", "white"),
    ("fait-bon", "non"): Look("#F3C9B5"),
    ("fait-mauvais", "oui"): Look(ALERT, "white"),
    ("fait-mauvais", "non"): Look("#E3E7EB"),
    ("fait-aucun", "oui"): Look("#23807F", "white"),
    ("fait-aucun", "non"): Look("#E3E7EB"),
    ("presence", "inconnu"): Look("#F6F8FA"),
    ("imprime", "oui"): Look("#CCDEEF"),
    ("imprime", "non"): Look("#F6F8FA"),
    ("alerte", "retard-confiant"): Look("white", edge=ALERT, sample="retard-confiant"),
    # The ends of a scale, light enough for dark figures everywhere.
    ("echelle", "0"): Look("#F6F8FA"),
    ("echelle", "1"): Look("#7FAEDB"),
    ("inconnu", ""): Look("#FFFFFF", hatch="/", sample="hachures", strokes="#AEB6BF"),
    ("territoire", "choisi"): Look("#17406D", "white"),
    ("territoire", "autre"): Look("#E9EDF2"),
    ("territoire", "cerne"): Look("#FFFFFF", edge=INK, sample="cerne"),
}
FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
DEMONSTRATION = "données de démonstration"
LINK = re.compile(r"<(?=\s*/?\s*a\b)", re.IGNORECASE)
SCREEN = 600  # pixels
LETTERS = 16  # pixels


@lru_cache(maxsize=1024)
def look(role: Role) -> Look:
    """Return how a role looks."""
    family, member = role
    if family in RAMPS:
        rank, classes = map(int, member.split("/"))
        ramp = RAMPS[family]
        return Look(ramp[-1] if classes == 1 else ramp[round((rank - 1) * (len(ramp) - 1) / (classes - 1))])
    if family == "serie":
        place = int(member) - 1
        return Look(NODE_COLOURS[place % len(NODE_COLOURS)], symbol=SYMBOLS[place % len(SYMBOLS)])
    if family not in PLACED:
        return LOOKS[role]
    colour = NODE_COLOURS[(int(member) - 1) % len(NODE_COLOURS)] if member else MUTED
    if family == "volet":
        return Look(colour, "white", edge=SLICE)
    return Look(PLACED[family].format(colour), edge=colour)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as the contrast of WCAG counts it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def stamped(figure: Figure, letters: int = 26) -> Figure:
    """Return the figure with the mention that its data are fictitious, inside."""
    times = max(1, figure["layout"].get("height", SCREEN) // SCREEN)
    mentions = [
        {
            "xref": "paper", "yref": "paper", "x": 0.5, "y": (rank + 0.5) / times, "text": DEMONSTRATION,
            "showarrow": False, "textangle": -20, "opacity": 0.55, "font": {"size": letters, "color": ALERT},
            "captureevents": False,
        }
        for rank in range(times)
    ]  # fmt: skip
    annotations = [*figure["layout"].get("annotations", []), *mentions]
    return figure | {"layout": figure["layout"] | {"annotations": annotations}}


def inert(part: Any) -> Any:
    """Return a figure whose texts hold no link: plotly would make one of what a table writes as `<a href=…>`."""
    if isinstance(part, str):
        return LINK.sub("&lt;", part)
    if isinstance(part, dict):
        return {key: inert(value) for key, value in part.items()}
    return [inert(value) for value in part] if isinstance(part, list) else part


def layout(letters: int = LETTERS, **changes: Any) -> Figure:
    """Return the layout common to all figures, with changes."""
    base: Figure = {
        "font": {"family": FONT, "size": letters, "color": INK},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "separators": "," + THIN_SPACE,
        "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
        "showlegend": False,
        "hoverlabel": {"bgcolor": "white", "bordercolor": INK, "font": {"family": FONT, "size": 14, "color": INK}},
        "dragmode": False,
    }
    return base | changes


def axis(letters: int = LETTERS, **changes: Any) -> Figure:
    """Return the axis common to all figures, with changes."""
    base: Figure = {
        "automargin": True,
        "gridcolor": LINE,
        "linecolor": LINE,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": letters},
    }
    return base | changes
