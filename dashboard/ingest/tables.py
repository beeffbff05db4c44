"""The source tables: their files, what each row and column says, and what each column accepts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.french import GENRES

Row = dict[str, Any]
Rows = dict[str, list[Row]]
PRECISIONS = ("jour", "mois", "trimestre", "saison", "semestre", "année", "schéma")
DUE_PRECISIONS = ("jour", "mois", "trimestre", "saison", "semestre", "année scolaire", "année")
MAX_LEVELS = 3
FIRST_YEAR, LAST_YEAR = 1900, 2100
# Words that the addresses already use for something else (a test holds them to the filters): no level may take them.
RESERVED = ("action", "schema", "nature", "etat", "pilote", "epci", "au", "statut", "confiance", "echeance", "point",
            "indicateur", "carte", "de", "vers", "couleur", "replie", "demande")  # fmt: skip
SUBJECTS = ("Cadre et élaboration", "Bilan du schéma précédent", "Enjeux", "Ambitions",
            "Articulation avec les autres plans", "Gouvernance")  # fmt: skip
NATURES = ("évaluation", "diagnostic", "cible")
SENSES = ("bon", "mauvais", "aucun")
MODES = ("tel quel", "pour 1 000 habitants", "pour 100 000 habitants", "EPCI dotés")


@dataclass(frozen=True)
class Column:
    """One column: its meaning, how its text is read, whether it may be empty or lack, what it accepts or refers to."""

    meaning: str
    read: Callable[[str], Any] = str
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    expected: str = "un texte"
    may_lack: bool = False


@dataclass(frozen=True)
class Table:
    """One file: what a row is, its columns and keys, the base table it feeds, and what is asked of its rows."""

    file: str
    target: str
    meaning: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    required: bool = False
    ordered: bool = False
    unique: tuple[str, ...] = ()
    single: bool = False
    filled: bool = False


def _boolean(text: str) -> bool:
    return {"oui": True, "non": False}[text]


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise ValueError(text)
    return int(text)


def _year(text: str) -> int:
    year = _integer(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return year


def _key(text: str) -> str:
    if "/" in text:
        raise ValueError(text)
    return text


def _number(text: str) -> float:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", text):
        raise ValueError(text)
    return float(text)


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def text(meaning: str, required: bool = False) -> Column:
    """Return a column of words."""
    return Column(meaning, required=required)


def integer(meaning: str, required: bool = False) -> Column:
    """Return a column of whole numbers."""
    return Column(meaning, read=_integer, required=required, expected="un nombre entier")


def year(meaning: str, required: bool = False) -> Column:
    """Return a column of years."""
    expected = f"une année de {FIRST_YEAR} à {LAST_YEAR}"
    return Column(meaning, read=_year, required=required, expected=expected)


def identifier(meaning: str) -> Column:
    """Return a column of words that stand in addresses."""
    return Column(meaning, read=_key, required=True, expected="un texte sans « / »")


def number(meaning: str, required: bool = True) -> Column:
    """Return a column of numbers."""
    return Column(meaning, read=_number, required=required, expected="un nombre, point décimal")


def day(meaning: str, required: bool = False) -> Column:
    """Return a column of dates."""
    return Column(meaning, read=_day, required=required, expected="une date AAAA-MM-JJ")


def boolean(meaning: str) -> Column:
    """Return a column of « oui » and « non »."""
    return Column(meaning, read=_boolean, required=True, expected="oui ou non")


def choice(meaning: str, *values: str, required: bool = False) -> Column:
    """Return a column that accepts only these words."""
    return Column(meaning, choices=values, required=required)


def reference(meaning: str, target: str, required: bool = True) -> Column:
    """Return a column whose values stand in another table's column."""
    return Column(meaning, refers_to=target, required=required)


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

# The tables of one schéma; organisations and services add to the common ones.
SCHEME_TABLES = (
    Table(
        "schema.csv",
        "schema",
        "le schéma",
        {
            "departement_code": reference("Code du département", "departement.code"),
            "titre": text("Titre du schéma", required=True),
            "annee_debut": year("Première année couverte", required=True),
            "annee_fin": year("Dernière année couverte", required=True),
            "fiche": text("Ce qui porte une fiche : « action » ou le type d’un niveau", required=True),
            "ordre": integer("Rang du schéma ; le plus petit s’ouvre d’abord", required=True),
            "source": text("Éditeur et date du document"),
            "limites": text("Ce que le document ne contient pas, en une phrase, dit sur les pages vides"),
        },
        required=True,
        single=True,
    ),
    Table(
        "niveaux.csv",
        "niveau",
        "un niveau du plan au-dessus des actions, du plus haut au plus bas (trois au plus)",
        {
            "rang": integer("1 pour le plus haut", required=True),
            "type": text("Nom du niveau, ex. « axe » ; sert aussi de filtre dans les adresses", required=True),
            "libelle": text("Le mot affiché, ex. « Axe »", required=True),
            "pluriel": text("Son pluriel, ex. « axes »", required=True),
        },
        key=("rang",),
        required=True,
        unique=("type",),
        filled=True,
    ),
    Table(
        "documents.csv",
        "document",
        "un document transcrit",
        {
            "document": text("Nom du fichier transcrit", required=True),
            "titre": text("Titre", required=True),
            "description": text("Nature du document et de sa transcription"),
        },
        key=("document",),
        required=True,
    ),
    Table(
        "textes.csv",
        "texte",
        "un paragraphe, ou un point d’une liste, de ce que le document dit du schéma entier",
        {
            "rubrique": choice("Ce dont il est question", *SUBJECTS, required=True),
            "titre": text("Titre sous lequel le document l’imprime", required=True),
            "texte": text("Texte du document, mot pour mot ; un point de liste garde sa puce", required=True),
            "document": reference("Document", "document.document"),
            "ligne": integer("Ligne du texte transcrit"),
        },
        ordered=True,
    ),
    Table(
        "plan.csv",
        "plan",
        "un élément du plan au-dessus des actions, dans l’ordre du document",
        {
            "noeud": identifier("Identifiant de votre choix, ex. « objectif-12 »"),
            "parent": reference("Élément du niveau supérieur ; vide au premier niveau", "plan.noeud", required=False),
            "niveau": reference("Type du niveau", "niveau.type"),
            "code": identifier("Code du document, sans le mot, ex. « 12 »"),
            "titre": text("Titre du document", required=True),
        },
        key=("noeud",),
        required=True,
        ordered=True,
    ),
    Table(
        "actions.csv",
        "action",
        "une action du plan, dans l’ordre du document",
        {
            "code": identifier("Code du document ; à défaut, code du niveau et rang, ex. « 12.3 »"),
            "noeud": reference("Élément du plan dont elle dépend", "plan.noeud"),
            "nature": choice("Nature, si le document la dit", "à poursuivre", "nouvelle"),
            "intitule": text("Intitulé du document", required=True),
            "calendrier_imprime": text("Le calendrier tel qu’imprimé"),
            "debut": day("Premier jour de la période imprimée ; vide si le document n’en dit rien"),
            "debut_precision": choice("Précision du début ; « schéma » : borne du schéma, faute de date", *PRECISIONS),
            "fin": day("Dernier jour de la période imprimée ; vide si le document n’en dit rien"),
            "fin_precision": choice("Précision de la fin ; « schéma » : borne du schéma, faute de date", *PRECISIONS),
            "incertain": boolean("La date est douteuse (la remarque dit pourquoi)"),
            "horizon": choice("Horizon imprimé", "court terme", "moyen terme", "long terme"),
            "personnes_nommees": integer("Nombre de personnes que la fiche nomme comme pilotes (jamais leurs noms)"),
            "vierge": boolean("La fiche de cette action est laissée vierge par le document"),
            "code_annexe": text("Code de l’action dans une annexe, s’il diffère"),
            "remarque": text("Ce qu’il faut savoir de cette ligne"),
        },
        key=("code",),
        required=True,
        ordered=True,
    ),
    Table(
        "sous_actions.csv",
        "sous_action",
        "un sous-point d’une action",
        {
            "action": reference("Action", "action.code"),
            "texte": text("Texte du document", required=True),
        },
        ordered=True,
    ),
    Table(
        "echeances.csv",
        "echeance",
        "une échéance datée d’une action ; ce qui n’a pas de date n’a pas de ligne",
        {
            "action": reference("Action", "action.code"),
            "libelle": text("Ce qui est attendu, en peu de mots du document", required=True),
            "debut": day("Premier jour de la période ; vide pour « d’ici… »"),
            "debut_precision": choice("Précision du début", *DUE_PRECISIONS),
            "fin": day("Dernier jour de la période ; vide pour « à partir de… »"),
            "fin_precision": choice("Précision de la fin", *DUE_PRECISIONS),
            "recurrence": text("Récurrence telle qu’imprimée, ex. « tous les ans »"),
            "document": reference("Document", "document.document"),
            "phrase": text("Phrase du document, mot pour mot", required=True),
        },
        ordered=True,
    ),
    Table(
        "moyens.csv",
        "moyen",
        "un montant en euros imprimé par la fiche d’une action",
        {
            "action": reference("Action", "action.code"),
            "libelle": text("Objet du montant", required=True),
            "montant": number("Montant en euros ; borne basse d’une fourchette"),
            "montant_max": number("Borne haute d’une fourchette", required=False),
            "periodicite": text("Telle qu’imprimée, ex. « par an »"),
            "financeur": reference("Organisation qui finance", "organisme.organisme", required=False),
            "document": reference("Document", "document.document"),
            "phrase": text("Phrase du document, mot pour mot", required=True),
        },
        ordered=True,
    ),
    Table(
        "avancements.csv",
        "avancement",
        "un état d’avancement d’une action, tel qu’imprimé",
        {
            "action": reference("Action", "action.code"),
            "date": day("Date du constat", required=True),
            "texte": text("Texte du document, mot pour mot", required=True),
        },
        ordered=True,
    ),
    Table(
        "fiches.csv",
        "fiche",
        "un paragraphe d’une fiche",
        {
            "objet": reference("Élément du plan (« objectif-12 ») ou action (« action-111 »)", "objet"),
            "rubrique": text("Rubrique de la fiche, ex. « Contexte »", required=True),
            "texte": text("Texte du document", required=True),
        },
        ordered=True,
    ),
    Table(
        "references.csv",
        "reference",
        "l’endroit du document où commence une fiche",
        {
            "objet": reference("Élément du plan ou action", "objet"),
            "document": reference("Document", "document.document"),
            "ligne": integer("Ligne du texte transcrit"),
            "page": text("Page imprimée"),
        },
        key=("objet",),
    ),
    ORGANISATIONS,
    Table(
        "alias.csv",
        "alias",
        "une forme imprimée et l’organisation qu’elle désigne (plusieurs lignes si elle en désigne plusieurs)",
        {
            "imprime": text("Forme imprimée, ex. « Conseil départemental »", required=True),
            "organisme": reference("Organisation", "organisme.organisme"),
        },
        key=("imprime", "organisme"),
    ),
    Table(
        "roles.csv",
        "role",
        "une organisation nommée comme pilote ou partenaire ; une action hérite de la fiche dont elle dépend",
        {
            "objet": reference("Élément du plan ou action", "objet"),
            "role": choice("Rôle", "pilote", "partenaire", required=True),
            "imprime": reference("Organisation, ou forme imprimée que la table alias explique", "organisme ou alias"),
        },
        key=("objet", "role", "imprime"),
        ordered=True,
    ),
    Table(
        "comites.csv",
        "comite",
        "une institution membre d’un comité qui pilote des actions",
        {
            "organisme": reference("Comité", "organisme.organisme"),
            "membre": reference("Membre", "organisme.organisme"),
        },
        key=("organisme", "membre"),
    ),
    Table(
        "action_territoires.csv",
        "action_territoire",
        "un territoire que l’action nomme ; sans ligne, elle concerne tout le département",
        {
            "action": reference("Action", "action.code"),
            "territoire": reference("Code SIREN (EPCI, EPT) ou Insee (commune)", "territoire.code"),
            "prioritaire": boolean("Servi en priorité, l’action concernant tout le département ; « non » : seul visé"),
        },
        key=("action", "territoire"),
    ),
    Table(
        "indicateurs.csv",
        "indicateur",
        "un indicateur : demandé par l’évaluation d’une fiche, tiré d’une cible imprimée ailleurs, ou du diagnostic",
        {
            "indicateur": text("Identifiant de votre choix, ex. « places-eaje »", required=True),
            "libelle": text("Libellé qui se comprend seul", required=True),
            "nature": choice("Nature ; « cible » : chiffre visé hors de l’évaluation", *NATURES, required=True),
            "objet": reference("Élément du plan ou action auquel il est rattaché", "objet", required=False),
            "unite": text("Unité, ex. « places », « % »"),
            "theme": text("Thème ou rubrique"),
            "sens": Column(
                "Ce que dit une valeur plus forte : « bon », « mauvais », « aucun »", choices=SENSES, may_lack=True
            ),
        },
        key=("indicateur",),
        ordered=True,
    ),
    Table(
        "cibles.csv",
        "cible",
        "une cible chiffrée d’un indicateur",
        {
            "indicateur": reference("Indicateur", "indicateur.indicateur"),
            "territoire": reference("Territoire ; vide : la cible vaut pour chacun", "territoire.code", required=False),
            "comparaison": choice("Sens", "au moins", "plus de", "au plus", "égal", required=True),
            "valeur": number("Valeur"),
            "portee": text("Portée imprimée, ex. « par EPCI », « par an »"),
            "echeance": day("Date de la cible ; vide si non renseignée au schéma"),
            "echeance_precision": choice("Précision de la date", *PRECISIONS),
            "document": reference("Document", "document.document"),
            "phrase": text("Phrase du document, mot pour mot", required=True),
        },
        ordered=True,
    ),
    Table(
        "mesures.csv",
        "mesure",
        "une valeur d’un indicateur, avec la phrase dont elle vient",
        {
            "indicateur": reference("Indicateur", "indicateur.indicateur"),
            "territoire": reference("Territoire ; vide s’il n’a pas de code", "territoire.code", required=False),
            "annee": year("Année ; vide si le document n’en donne pas"),
            "date_imprimee": text("Date imprimée, si elle dit plus que l’année"),
            "qualificatif": Column("Nuance qui se lit devant la valeur, ex. « plus de », « près de »", may_lack=True),
            "valeur": number("Valeur, dans l’unité de l’indicateur"),
            "statut": choice(
                "Imprimée en chiffres ou en toutes lettres, ou obtenue par calcul", "publiée", "déduite", required=True
            ),
            "annee_implicite": boolean("L’année n’est pas dans la phrase citée"),
            "document": reference("Document", "document.document"),
            "phrase": text("Phrase du document, mot pour mot", required=True),
            "remarque": text("Nuance ou calcul"),
        },
        ordered=True,
    ),
    SERVICES,
    Table(
        "couvertures.csv",
        "couverture",
        "un fait « présent » ou « absent » d’un territoire ; l’inconnu n’a pas de ligne",
        {
            "territoire": reference("Territoire", "territoire.code"),
            "dispositif": reference("Dispositif", "dispositif.dispositif"),
            "present": boolean("Présent"),
            "annee": year("Année ; vide si le document n’en donne pas"),
            "document": reference("Document", "document.document"),
            "phrase": text("Phrase du document, mot pour mot", required=True),
            "remarque": text("Nuance"),
        },
        key=("territoire", "dispositif"),
    ),
    Table(
        "equipements.csv",
        "equipement",
        "une structure que le document nomme dans une commune (jamais une personne)",
        {
            "nom": text("Nom imprimé", required=True),
            "dispositif": reference("Ce qu’elle est", "dispositif.dispositif"),
            "commune": reference("Code Insee de la commune", "territoire.code"),
            "document": reference("Document", "document.document"),
            "phrase": text("Texte du document, mot pour mot", required=True),
            "remarque": text("Nuance"),
        },
        key=("nom", "dispositif", "commune"),
        ordered=True,
    ),
    Table(
        "classement.csv",
        "classement",
        "le thème harmonisé d’une action, pour la comparaison entre schémas",
        {
            "action": reference("Action", "action.code"),
            "theme": reference("Thème de la table commune", "theme.theme"),
        },
        key=("action",),
    ),
    Table(
        "comparables.csv",
        "comparable",
        "l’indicateur de ce schéma qui répond à un repère de la comparaison",
        {
            "repere": reference("Repère de la table commune", "repere.repere"),
            "indicateur": reference("Indicateur de diagnostic", "indicateur.indicateur"),
        },
        key=("repere",),
    ),
    Table(
        "glossaire.csv",
        "glossaire",
        "un sigle ou un terme et son sens",
        {
            "sigle": text("Sigle ou terme", required=True),
            "definition": text("Sens", required=True),
        },
        key=("sigle",),
        ordered=True,
    ),
    Table(
        "anomalies.csv",
        "anomalie",
        "une contradiction ou une réparation relevée dans les documents",
        {
            "objet": reference("Ce dont il s’agit", "objet d’anomalie"),
            "description": text("Ce que disent les textes et ce qui a été retenu", required=True),
        },
        ordered=True,
    ),
    Table(
        "reparations.csv",
        "reparation",
        "une coquille de reconnaissance de caractères dans une phrase citée",
        {
            "document": reference("Document", "document.document"),
            "texte_ocr": text("Texte du document", required=True),
            "texte_repare": text("Texte lu", required=True),
        },
        key=("document", "texte_ocr"),
    ),
)
