"""The page of one pilote, to send before the séance: its actions, what is late, what is awaited of it."""

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.campaign_cards import followed
from dashboard.cards import Card, Page, card_layouts
from dashboard.charts.dates import delay, late_words
from dashboard.components.attributes import data
from dashboard.components.calendar import fiche_of
from dashboard.components.table import Column
from dashboard.filters import NO_ANSWER, Filters
from dashboard.french import agree, day, number, plural
from dashboard.pages import calendrier, decisions, seance
from dashboard.settings import PLACES

PATH = "/pilotes/<cle>"


def _sheet(frame: pd.DataFrame) -> pd.DataFrame:
    due = [day(value) if pd.notna(value) else printed for value, printed in zip(
        frame["echeance"], frame["calendrier_imprime"].fillna("non datée"), strict=True)]  # fmt: skip
    rows = frame.to_dict("records")
    none = {"commentaire": "aucun", "prochaine_etape": "non dite", "decision_attendue": "aucune"}
    said = {key: frame[key].fillna(frame["suivie"].map({True: word, False: NO_ANSWER})) for key, word in none.items()}
    return frame.assign(**said).assign(
        pour=due, delai=[delay(row) for row in rows], avancement=[_progress(row) for row in rows]
    )


def _progress(row: Any) -> str:
    rate = "" if pd.isna(row["taux"]) else f"{number(row['taux'])} %"
    said = [row[key] for key in ("statut", "confiance") if isinstance(row[key], str)]
    since = f"réponse du {day(row['depuis'])}, reportée" if row["reportee"] else ""
    return ", ".join([*said[:1], *([rate] if rate else []), *said[1:], *([since] if since else [])]) or "sans réponse"


def _sheet_summary(frame: pd.DataFrame, filters: Filters) -> str:
    name = filters.scheme.organisations.get(filters.pilote or "", "")
    words = f"{name} pilote {plural(len(frame), 'action')}"
    told = followed(filters)
    if not told:
        return f"{words} ; aucune campagne de suivi au {day(filters.date)}."
    if (frame["etat_echeance"] == "sans suivi").all():
        return f"{words} ; le {told}, ne {agree('la', len(frame), 'les')} suit pas : avancement inconnu."
    late = frame[frame["etat_echeance"] == "en retard"].to_dict("records")
    unknown, carried = int(frame["statut"].isna().sum()), int(frame["reportee"].sum())
    blind = int(frame["delai_inconnu"].sum())
    counts = f"{late_words(late)}, " if blind < len(frame) else ""
    counts += f"retard inconnu pour {number(blind)}, " if blind else ""
    counts += f"{plural(carried, 'réponse reportée')} d’une campagne précédente, " if carried else ""
    return f"{words} ; {told} : {counts}{number(unknown)} sans réponse."


def _card(module: Any, card_id: str, own_id: str, title: str) -> Card:
    known: Card = next(card for card in module.CARDS if card.id == card_id)
    return replace(known, id=own_id, title=title)


CARDS = (
    _card(seance, "seance-suivi", "pilote-suivi", "Où en sont ses actions, d’après le suivi"),
    Card(
        id="pilote-actions",
        title="Ses actions, les retards d’abord",
        query="pilotes/feuille",
        columns={
            "code": Column("Action", fiche_of),
            "intitule": "Intitulé",
            "pour": "Échéance",
            "delai": "À la date d’observation",
            "avancement": "Avancement",
            "commentaire": "Commentaire",
            "prochaine_etape": "Prochaine étape",
            "decision_attendue": "Décision attendue",
        },
        summary=_sheet_summary,
        keep=_sheet,
    ),
    _card(calendrier, "calendrier-gantt", "pilote-calendrier", "Son calendrier"),
    _card(decisions, "decisions-ouvertes", "pilote-decisions", "Décisions à suivre"),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    back = html.P(dcc.Link("← Tous les pilotes", href=filters.url("/pilotes", pilote=None)), className="ecran")
    name = filters.scheme.organisations.get(filters.pilote or "")
    if name is None:
        return html.Div(
            [html.H1("Pilote introuvable"), html.P("Cette adresse ne désigne aucun pilote de ce schéma."), back]
        )
    command = f"{PLACES.command} modele --schema {filters.scheme.id} --pilote {filters.pilote} --sortie suivi.xlsx"
    return html.Div(
        [
            back,
            html.H1(name),
            html.P(
                [
                    html.Button("Imprimer ou enregistrer en PDF", className="outil", **data(imprimer="page")),
                    " Son classeur de suivi, à joindre : ",
                    html.Code(command),
                ],
                className="ecran",
            ),
            *card_layouts(CARDS, filters).values(),
        ],
        className="cartes",
    )


PAGE = Page("pilote", PATH, CARDS, layout)
