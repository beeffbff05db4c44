"""Indicators, targets and measures, what territories have, comparison, words and faults of the documents."""

from dashboard.sources.columns import (
    PRECISIONS,
    SENSES,
    Column,
    Table,
    boolean,
    choice,
    day,
    number,
    reference,
    text,
    year,
)
from dashboard.sources.common_tables import SERVICES

NATURES = ("évaluation", "diagnostic", "cible")

MEASURE_TABLES = (
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
