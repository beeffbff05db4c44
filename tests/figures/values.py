"""One small value of each kind that holds all that its renderer may draw."""

from dashboard.charts.bars import Bars, Family, Panel, Part, Row, Series
from dashboard.charts.matrix import DEEP, PALE, Cell, Line, Matrix
from dashboard.charts.trend import Curve, Point, Target, Trend
from dashboard.charts.trend import Panel as Unit
from dashboard.charts.value import Mark

LATE, DONE, OPEN = ("etat", "echue"), ("statut", "realisee"), ("statut", "sans-reponse")
FRAMED, YES, UNKNOWN = ("alerte", "retard-confiant"), ("fait-bon", "oui"), ("presence", "inconnu")
AIM, STEP, DEDUCED = ("cible", "finale"), ("cible", "intermediaire"), ("valeur", "deduite")
TITLE = "12 · Renforcer l’accompagnement stratégique, technique et financier des structures du département"

PLAN = Bars(
    rows=(
        Row(TITLE, family=Family("Petite enfance", "Volet 1", ("volet", "1"))),
        Row("2 · Logement", family=Family("Une animation de la vie sociale bien longue à écrire ici", "Volet 2",
                                          ("volet", "2"))),
        Row("3 · Sans famille"),
    ),
    series=(
        Series("échue", (Part(4, LATE, "4 échues", "ligne\n4 actions", "/a"), None, Part(20, LATE, "20", "", "/b"))),
        Series("en cours", (Part(2, ("volet", "1"), "2"), Part(3, ("volet", "2"), "3"), None)),
    ),
    panels=(Panel("actions", 20),),
    key=(Mark(LATE, "échue"), Mark(("volet", "1"), "en cours : Petite enfance"), Mark(("volet", "2"), "Volet 2")),
)  # fmt: skip
LOAD = Bars(
    rows=(Row("Caf", ("7 sur 9", "")), Row("Fédération des centres sociaux du Puy-de-Dôme", ("2", "1"))),
    series=(
        Series("pilote", (Part(7, DONE, "7", "Caf : 7", "/caf"), Part(2, DONE))),
        Series("sans réponse", (Part(None, OPEN), None)),
        Series("partenaire", (None, Part(1, ("portage", "partenaire"), "", "une", "/cd")), 1),
    ),
    panels=(Panel("actions pilotées, sur 9", 7), Panel("comme partenaire, sur 9", 1)),
    key=(Mark(DONE, "pilote"), Mark(OPEN, "sans réponse"), Mark(("portage", "partenaire"), "partenaire")),
)
COUNTS = Matrix(
    rows=(Line("Caf"), Line("Fédération départementale des centres sociaux du Puy-de-Dôme")),
    columns=("2023", "en retard, sauf réponse depuis"),
    cells=(
        (Cell(4, "4", "Caf en 2023\n4 actions", "/caf"), Cell(1, "1", "une", "/un", frame=FRAMED)),
        (Cell(None, "?", "inconnu"), None),
    ),
    key=(Mark(PALE, "aucune action"), Mark(DEEP, "8 actions"), Mark(FRAMED, "confiance déclarée, mais retard")),
    top=8,
)
PRESENCE = Matrix(
    rows=(Line("Taux de couverture de l’accueil du jeune enfant", "%"), Line("Places")),
    columns=("RPE",),
    cells=(
        (Cell(1, "non renseigné au schéma de ce département", "dit", "/un", YES),),
        (Cell(None, "? inconnu", "tu", None, UNKNOWN),),
    ),
    key=(Mark(YES, "✓ présent"), Mark(UNKNOWN, "? inconnu")),
)
MEASURES = Trend(
    panels=(
        Unit(
            "places",
            (
                Curve(
                    "Places d’accueil collectif du jeune enfant",
                    ("serie", "1"),
                    (Point(2014, 2923, "2 923", "un"), Point(2018, None), Point(2022, 3112, "3 112", "deux", DEDUCED)),
                    (Target(2024, 3200, "cible intermédiaire 3 200", "le pas", STEP),
                     Target(2026, 3300, "cible 3 300", "le but", AIM)),
                ),
                Curve("Micro-crèches", ("serie", "2"), (Point(2014, 3000, "3 000"), Point(2022, 3112, "3 112"))),
            ),
        ),
        Unit("%", (Curve("Taux", ("serie", "1"), (Point(2015, 0, "0"), Point(2016, 0, "0"))),)),
    ),
    key=(Mark(("serie", "1"), "Places"), Mark(DEDUCED, "déduite"), Mark(STEP, "un pas"), Mark(AIM, "cible")),
)  # fmt: skip
VALUES = {"plan": PLAN, "charge": LOAD, "comptes": COUNTS, "presence": PRESENCE, "mesures": MEASURES}
