"""What the document says of actions: steps, dates, amounts, progress, fiches, roles, territories."""

from dashboard.sources.columns import Table, boolean, choice, day, integer, number, reference, text
from dashboard.sources.common_tables import ORGANISATIONS

DUE_PRECISIONS = ("jour", "mois", "trimestre", "saison", "semestre", "année scolaire", "année")

ACTION_TABLES = (
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
)
