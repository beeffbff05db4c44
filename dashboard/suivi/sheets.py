"""The sheets of the follow-up workbook: their columns, what each accepts, and the headers that are understood."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.vocabulary import CONFIDENCES, DECISION_STATES, STATUSES

TEXT, CODE, DATE, NUMBER, PERCENT, CHOICE, CODES = "texte", "code", "date", "nombre", "taux", "choix", "codes"
MAX_TEXT = 2000
# The empty rows of a sheet that has no row of its own, and the rows that the lists cover below the last one.
SPARE_ROWS = 30


@dataclass(frozen=True)
class Field:
    """One column: its key, its header, the kind of its values, and the other headers understood.

    `locked` columns are filled by the dashboard and only identify the row; `key` ones must match the plan.
    """

    key: str
    header: str
    kind: str
    meaning: str
    choices: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    locked: bool = False
    required: bool = False
    width: int = 16


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns, and the columns that identify a row."""

    name: str
    fields: tuple[Field, ...]
    identity: tuple[str, ...]

    def field(self, key: str) -> Field:
        """Return a column by its key."""
        return next(f for f in self.fields if f.key == key)


ACTIONS = Sheet(
    "Actions",
    (
        Field("action", "Code", CODE, "Code de l’action dans le schéma ; ne pas changer.",
              synonyms=("action", "code action", "n°", "numéro"), locked=True, required=True, width=10),
        Field("intitule", "Intitulé", TEXT, "Intitulé de l’action, pour la lecture ; non relu.",
              synonyms=("titre", "libellé", "nom de l’action"), locked=True, width=60),
        Field("statut", "Statut", CHOICE, "Où en est l’action.", STATUSES, ("état", "état d’avancement"), width=14),
        Field("taux", "Taux (%)", PERCENT, "Part réalisée, de 0 à 100.",
              synonyms=("taux", "taux de réalisation", "avancement", "avancement (%)", "%"), width=10),
        Field("confiance", "Confiance", CHOICE, "Chances d’atteindre l’objectif, du meilleur au pire.", CONFIDENCES,
              ("météo", "niveau de confiance"), width=20),
        Field("debut_reel", "Début réel", DATE, "Jour où l’action a commencé.",
              synonyms=("date de début", "début", "démarrage", "démarrage réel"), width=12),
        Field("fin_prevue", "Fin prévue", DATE, "Échéance tenue pour bonne aujourd’hui ; vide : celle du schéma.",
              synonyms=("échéance", "date de fin prévue", "nouvelle échéance"), width=12),
        Field("fin_reelle", "Fin réelle", DATE, "Jour où l’action a été terminée.",
              synonyms=("date de fin", "date de fin réelle", "terminée le"), width=12),
        Field("commentaire", "Commentaire", TEXT, "Ce qu’il faut dire de l’avancement.",
              synonyms=("commentaires", "observations", "remarques"), width=40),
        Field("prochaine_etape", "Prochaine étape", TEXT, "Ce qui vient ensuite.",
              synonyms=("étape suivante", "suite"), width=30),
        Field("decision_attendue", "Décision attendue", TEXT, "Ce que le comité doit décider ; vide : rien.",
              synonyms=("décision", "point à décider", "arbitrage"), width=30),
        Field("referent", "Référent", TEXT, "Personne à joindre.",
              synonyms=("contact", "personne référente", "responsable"), width=20),
    ),
    ("action",),
)  # fmt: skip

MEASURES = Sheet(
    "Mesures",
    (
        Field("indicateur", "Indicateur", CODE, "Identifiant de l’indicateur ; ne pas changer.",
              synonyms=("identifiant", "code indicateur"), locked=True, required=True, width=18),
        Field("libelle", "Libellé", TEXT, "Libellé de l’indicateur, pour la lecture ; non relu.",
              synonyms=("nom de l’indicateur",), locked=True, width=60),
        Field("territoire", "Code territoire", CODE, "Code du département, de l’EPCI (SIREN) ou de la commune (Insee).",
              synonyms=("territoire", "code"), locked=True, required=True, width=14),
        Field("nom_territoire", "Territoire", TEXT, "Nom du territoire, pour la lecture ; non relu.",
              synonyms=("nom du territoire", "epci"), locked=True, width=28),
        Field("date", "Date", DATE, "Jour de la mesure.", synonyms=("date de la mesure", "au"), width=12),
        Field("valeur", "Valeur", NUMBER, "Valeur mesurée.", synonyms=("mesure", "résultat"), width=12),
        Field("cible", "Cible", NUMBER, "Valeur visée.", synonyms=("objectif", "valeur cible"), width=12),
        Field("echeance_cible", "Échéance de la cible", DATE, "Jour où la cible doit être atteinte.",
              synonyms=("échéance", "date cible"), width=14),
        Field("cible_intermediaire", "Cible intermédiaire", NUMBER, "Valeur visée en chemin, avant la cible.",
              synonyms=("jalon", "objectif intermédiaire"), width=14),
        Field("echeance_intermediaire", "Échéance intermédiaire", DATE, "Jour où elle doit être atteinte.",
              synonyms=("échéance de la cible intermédiaire", "date du jalon"), width=14),
        Field("source", "Source", TEXT, "D’où vient la valeur.", synonyms=("origine",), width=30),
    ),
    ("indicateur", "territoire"),
)  # fmt: skip

DECISIONS = Sheet(
    "Décisions",
    (
        Field("numero", "N°", CODE, "Numéro de la décision, unique et stable.",
              synonyms=("numéro", "no", "n", "id"), required=True, width=8),
        Field("decision", "Décision", TEXT, "Ce qui a été décidé.",
              synonyms=("libellé", "texte"), required=True, width=60),
        Field("date", "Date", DATE, "Jour de la décision.", synonyms=("date de la décision", "prise le"), width=12),
        Field("responsable", "Responsable", TEXT, "Qui doit agir.", synonyms=("porteur",), width=20),
        Field("echeance", "Échéance", DATE, "Jour où elle doit être appliquée.", synonyms=("pour le",), width=12),
        Field("actions", "Actions liées", CODES, "Codes des actions, séparés par des points-virgules.",
              synonyms=("actions", "action"), width=18),
        Field("etat", "État", CHOICE, "Où en est la décision.", DECISION_STATES, ("statut",), required=True, width=12),
    ),
    ("numero",),
)  # fmt: skip

SHEETS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in (ACTIONS, MEASURES, DECISIONS)}
GUIDE = "Mode d’emploi"
