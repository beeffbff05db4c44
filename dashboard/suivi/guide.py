"""What the guide of the workbook says: how to fill it, what each column accepts, and how it is known on its return."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from dashboard.french import day, number, plural, typeset
from dashboard.suivi.cells import RawCell, shown
from dashboard.suivi.model import Campaign, Plan
from dashboard.suivi.sheets import (
    CHOICE,
    CODE,
    CODES,
    DATE,
    MAX_TEXT,
    NUMBER,
    PERCENT,
    SHEETS,
    SPARE_ROWS,
    TEXT,
    Field,
)

# What the guide says of the sending of a workbook, by which it is known when it comes back.
FOR_PILOT = "Ce classeur ne porte que les actions de « {} »."
MADE_FOR = re.compile(re.escape(FOR_PILOT).replace(r"\{\}", "(.+)"))
NOTHING_KNOWN = "Aucune : c’est la première campagne."
KNOWN_FROM = re.compile(r"Celles de la campagne du (\d\d/\d\d/\d{4})\.")
# The styles of its lines, whose cells take their looks from them.
TITLE, SECTION, HEADED, LISTED, TOLD = (
    "SDSF titre", "SDSF section", "SDSF en-tête à remplir", "SDSF tableau", "SDSF mode d’emploi",
)  # fmt: skip
# Lines whose text follows the plan and the sending.
VARYING = ("Schéma", "Pilote", "Contenu", "Valeurs déjà inscrites")
MEANINGS = {
    ("statut", "À venir"): "L’action n’a pas commencé.",
    ("statut", "En cours"): "L’action a commencé et avance.",
    ("statut", "Réalisée"): "L’action est terminée ; dites quand dans « Fin réelle ».",
    ("statut", "En pause"): "L’action a commencé, elle est suspendue et doit reprendre.",
    ("statut", "Bloquée"): "L’action ne peut pas avancer : il manque un moyen, un accord ou une décision.",
    ("statut", "Abandonnée"): "L’action ne sera pas menée, ou ne sera pas achevée.",
    ("statut", "À discuter"): "Le statut doit être arrêté en comité.",
    ("confiance", "objectif sécurisé"): "L’objectif sera atteint.",
    ("confiance", "atteignable"): "L’objectif peut être atteint avec les moyens prévus.",
    ("confiance", "appui nécessaire"): "L’objectif ne sera atteint qu’avec une aide : dites laquelle en commentaire.",
    ("confiance", "compromis"): "L’objectif ne devrait pas être atteint.",
    ("etat", "Ouverte"): "La décision est prise, son application n’a pas commencé.",
    ("etat", "En cours"): "La décision est en train d’être appliquée.",
    ("etat", "Close"): "La décision est appliquée, ou n’a plus lieu de l’être.",
}


def accepts(field: Field, plan: Plan) -> str:
    """Return what a column accepts, to be read after « attend »."""
    first, last = plan.bounds(field.key)
    return {
        CHOICE: f"une valeur de la liste : {', '.join(field.choices)}",
        DATE: f"une date, JJ/MM/AAAA, de {first.year} à {last.year}",
        NUMBER: "un nombre, sans unité, avec une virgule pour les décimales",
        PERCENT: "un nombre de 0 à 100, sans le signe %",
        TEXT: f"un texte de {number(MAX_TEXT)} caractères au plus",
        CODE: "un numéro qui ne sert qu’une fois",
        CODES: "des codes de la feuille Actions, séparés par des points-virgules",
    }[field.kind]


def sentence(words: str) -> str:
    """Return words with a capital and a full stop."""
    return f"{words[0].upper()}{words[1:]}."


def guide_lines(plan: Plan, last: Campaign | None, pilote: str | None, actions: int) -> list[tuple[str, ...]]:
    """Return the lines of the guide: the style of each, then the texts of its cells."""
    lines: list[tuple[str, ...]] = [(TITLE, f"Suivi – {plan.title}")]
    lines += [(TOLD, label, text) for label, text in _introduction(plan, last, pilote, actions)]
    for sheet in SHEETS.values():
        lines += [(TOLD,), (SECTION, f"Feuille « {sheet.name} »")]
        lines.append((HEADED, "Colonne", "Ce qu’elle contient", "Ce qui est accepté"))
        for field in sheet.fields:
            needed = " Obligatoire." if field.required else ""
            accepted = "Rempli d’avance et protégé." if field.locked else f"{sentence(accepts(field, plan))}{needed}"
            lines.append((LISTED, field.header, field.meaning, accepted))
    lines += [(TOLD,), (SECTION, "Valeurs des listes"), (HEADED, "Valeur", "Ce qu’elle veut dire", "Où")]
    for sheet in SHEETS.values():
        for field in sheet.fields:
            where = f"Feuille « {sheet.name} », colonne « {field.header} »"
            lines += [(LISTED, value, MEANINGS[field.key, value], where) for value in field.choices]
    return [(style, *map(typeset, texts)) for style, *texts in lines]


def words_of_ours(rows: Mapping[int, Mapping[int, RawCell]]) -> set[str]:
    """Return the refs of the cells that hold what the guide says, whatever its numbers and dates."""
    known, found = _known(), set()
    for row in rows.values():
        label = _plain(row[1]) if 1 in row else ""
        for column, cell in row.items():
            title = column == 1 and label.startswith("Suivi – ")
            if title or (column, _plain(cell)) in known or (column == 2 and label in VARYING):
                found.add(cell.ref)
    return found


@cache
def _known() -> frozenset[tuple[int, str]]:
    plan = Plan("", "", date(2000, 1, 1), date(2000, 1, 1), {}, {}, {}, {})
    lines = guide_lines(plan, None, "", 0)
    cells = [(column, text) for _, *texts in lines for column, text in enumerate(texts, start=1)]
    return frozenset((column, _plain(RawCell(text, ""))) for column, text in cells)


def _plain(cell: RawCell) -> str:
    return re.sub(r"\d+", "#", " ".join(shown(cell).split()))


def _introduction(plan: Plan, last: Campaign | None, pilote: str | None, actions: int) -> list[tuple[str, str]]:
    known = NOTHING_KNOWN
    if last:
        known = f"Celles de la campagne du {day(last.date)}. Corrigez ce qui a changé, gardez le reste."
    held = (
        f"{plural(actions, 'action')} ; {plural(len(plan.indicators), 'indicateur')} "
        f"sur {plural(len(plan.territories), 'territoire')}."
    )
    sort = "Excel ne trie pas une feuille protégée : ôtez d’abord la protection (onglet Révision, sans mot de passe)."
    send = "Enregistrez au format Excel (.xlsx), puis joignez le fichier à votre réponse au message qui l’a apporté."
    return [
        ("Schéma", f"{plan.scheme}, du {day(plan.start)} au {day(plan.end)}."),
        *([("Pilote", FOR_PILOT.format(plan.organisations.get(pilote, pilote)))] if pilote is not None else []),
        ("Contenu", held),
        ("Valeurs déjà inscrites", known),
        ("Colonnes grises", "Elles disent de quelle ligne il s’agit. Elles sont remplies d’avance et protégées."),
        ("Colonnes bleues", "Elles sont à remplir. Laissez vide ce que vous ne savez pas."),
        ("Listes", "Cliquez sur la cellule, puis sur la flèche à sa droite, et choisissez. N’écrivez rien d’autre."),
        ("Dates", f"Jour, mois et année, par exemple {day(plan.end)}."),
        ("Nombres", "Seulement le nombre : 45 et non « 45 % » ; 12,5 et non « 12,5 places »."),
        ("Décisions", f"Une ligne par décision. {SPARE_ROWS} lignes vides suivent celles qui sont déjà inscrites."),
        ("Filtrer", "Par les flèches des en-têtes. Les lignes que le filtre cache sont lues elles aussi."),
        ("Trier", f"L’ordre des lignes ne compte pas. {sort}"),
        (
            "Où écrire",
            "Dans les cellules seulement. Ni note, ni zone de texte, ni texte barré, ni colonne ajoutée : ils ne sont "
            "pas lus, et le classeur vous reviendrait.",
        ),
        ("À ne pas changer", "Le nom des feuilles, les en-têtes, les codes. N’ajoutez ni ne supprimez de colonne."),
        ("Renvoyer", send),
    ]
