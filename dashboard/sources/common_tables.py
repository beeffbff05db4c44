"""The tables common to all schémas: organisations, services, themes, benchmarks."""

from dashboard.french import GENRES
from dashboard.sources.columns import SENSES, Column, Table, boolean, choice, reference, text

MODES = ("tel quel", "pour 1 000 habitants", "pour 100 000 habitants", "EPCI dotés")

ORGANISATIONS = Table(
    "organismes.csv",
    "organisme",
    "une organisation qui pilote ou soutient des actions (celles de la table commune n’ont pas à être répétées)",
    {
        "organisme": text("Nom normalisé, ex. « Caf »", required=True),
        "cle": text("Forme employée dans les adresses, ex. « caf »", required=True),
        "famille": text("Famille d’acteurs, ex. « État », « Communes et EPCI »", required=True),
        "genre": Column("Genre du nom : « la Caf » est « féminin » ; vide si inconnu", choices=GENRES, may_lack=True),
    },
    key=("organisme",),
    unique=("cle",),
)
SERVICES = Table(
    "dispositifs.csv",
    "dispositif",
    "un dispositif ou un fait suivi par territoire (ceux de la table commune n’ont pas à être répétés)",
    {
        "dispositif": text("Nom, ex. « LAEP »", required=True),
        "cle": text("Forme employée dans les adresses, ex. « laep »", required=True),
        "theme": text("Thème, ex. « Parentalité »", required=True),
        "panier": boolean("Compté dans le panier de services parentalité"),
        "sens": Column(
            "« bon » (un service présent), « mauvais » (une alerte), « aucun » (vide : aucun)",
            choices=SENSES,
            may_lack=True,
        ),
        "mention": Column(
            "Ce qui se dit des territoires où il vaut, s’ils n’y sont pas « dotés », ex. « sous la moyenne »",
            may_lack=True,
        ),
        "definition": text("Ce que veut dire « présent »", required=True),
    },
    key=("dispositif",),
    ordered=True,
    unique=("cle",),
)
THEMES = Table(
    "themes.csv",
    "theme",
    "un thème harmonisé de la comparaison entre schémas (classement éditorial)",
    {
        "theme": text("Nom du thème", required=True),
        "regle": text("Règle de classement d’une action sous ce thème", required=True),
    },
    key=("theme",),
    ordered=True,
)
BENCHMARKS = Table(
    "reperes.csv",
    "repere",
    "un indicateur que plusieurs schémas partagent, et la façon juste de les mettre côte à côte",
    {
        "repere": text("Nom", required=True),
        "cle": text("Identifiant", required=True),
        "mode": choice("La valeur, la valeur rapportée, ou le nombre d’EPCI dotés", *MODES, required=True),
        "unite": text("Unité de la valeur comparée", required=True),
        "dispositif": reference("Dispositif compté (mode « EPCI dotés »)", "dispositif.dispositif", required=False),
        "definition": text("Ce qui est compté, et sa limite", required=True),
    },
    key=("repere",),
    ordered=True,
    unique=("cle",),
)
COMMON_TABLES = (ORGANISATIONS, SERVICES, THEMES, BENCHMARKS)
