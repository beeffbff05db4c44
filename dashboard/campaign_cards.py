"""The cards that read campaigns of the follow-up: when one is empty, they say which campaign is missing."""

from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd
from dash import dcc, html

from dashboard.cards import Card
from dashboard.charts.plan import STATUSES
from dashboard.components.attributes import aria
from dashboard.components.calendar import fiche_of
from dashboard.components.markup import written
from dashboard.components.table import Column
from dashboard.filters import NO_ANSWER, Filters
from dashboard.french import ago, day, plural
from dashboard.settings import PLACES

NO_CAMPAIGN = "Aucune campagne de suivi n’a été importée pour ce schéma."


@dataclass(frozen=True)
class CampaignCard(Card):
    """A card on the last campaign at the date d’observation: its sentence begins with that campaign and its age."""

    needs_campaign: bool = True
    tells_age: ClassVar[bool] = True

    def sentence(self, frame: pd.DataFrame, filters: Filters) -> str:
        """Return the one-sentence summary with the age of what it tells, or why the card is empty."""
        if frame.empty:
            return self.missing(filters)
        told = followed(filters) if self.tells_age else ""
        summary = self.summary(frame, filters)
        return f"{told[0].upper()}{told[1:]} : {summary}" if told else summary

    def missing(self, filters: Filters) -> str:
        """Return which campaign is missing, or else why the card is empty."""
        return lacking(filters) or super().missing(filters)


class RoundsCard(CampaignCard):
    """A card on several campaigns: its summary tells their dates itself."""

    tells_age = False


class PrintedProgress(Card):
    """The états d’avancement that the document itself prints: the card has its place only where there are some."""

    def has_place(self, filters: Filters) -> bool:
        """Tell whether the document of this schéma prints some."""
        return filters.scheme.prints_progress


def printed_progress(card_id: str) -> PrintedProgress:
    """Return the card that quotes the états d’avancement of the document."""
    return PrintedProgress(
        id=card_id,
        title="États d’avancement que donne le document",
        query="seance/avancements",
        columns={
            "code": Column("Action", fiche_of),
            "intitule": "Intitulé",
            "date": "Date",
            "texte": "Ce que le document en dit",
        },
        summary=_printed,
        keep=lambda frame: frame.assign(texte=[f"« {text} »" for text in frame["texte"]]),
        empty="Le document ne donne aucun état d’avancement de ces actions à cette date.",
    )


def _printed(frame: pd.DataFrame, filters: Filters) -> str:
    last = frame["date"].max()
    return (
        f"Le document décrit l’avancement de {plural(frame['code'].nunique(), 'action')} au {day(last)}, "
        f"{ago(last.date(), filters.date)}, sans statut ni date : ses mots sont cités, rien n’en est compté."
    )


def followed(filters: Filters) -> str:
    """Return the last campaign at the date d’observation with its age, e.g. « suivi du 27/06/2025, il y a 17 mois »."""
    last = filters.campaign
    return f"suivi du {day(last)}, {ago(last, filters.date)}" if last else ""


def statuses(declared: "pd.Series[Any]") -> str:
    """Return the count of each declared status, and of the missing ones, e.g. « 55 réalisées, 10 sans réponse »."""
    found = declared.fillna(NO_ANSWER).value_counts()
    counts = [(int(found[status]), status.lower()) for status in STATUSES if status in found]
    return ", ".join(plural(n, word) for n, word in counts)


def lacking(filters: Filters, contrasts: bool = False) -> str:
    """Return which campaign, or which answers of it, are missing to answer, or nothing."""
    campaigns = filters.scheme.campaigns
    if not campaigns:
        return NO_CAMPAIGN
    first, last = filters.compared if contrasts else (None, filters.campaign)
    if last is None:
        return f"La première campagne de suivi de ce schéma, le {day(min(campaigns))}, suit la date d’observation."
    if contrasts and first is None:
        only = "Une seule campagne de suivi a été importée" if len(campaigns) == 1 else "Aucune campagne ne la précède"
        return f"Campagne du {day(last)} : {only[0].lower()}{only[1:]}, il n’y a rien à comparer."
    silent = {first, last} <= {None, *filters.scheme.silent}
    return f"Inconnu : le suivi du {day(last)}, {ago(last, filters.date)}, ne donne aucun statut." if silent else ""


def first_campaign(filters: Filters) -> list[html.Div]:
    """Say how to open the follow-up, where no campaign was imported."""
    if filters.scheme.campaigns:
        return []
    name = filters.scheme.id
    steps = (
        ("Écrire le classeur à envoyer aux pilotes :", f"modele --schema {name} --sortie suivi.xlsx"),
        ("Vérifier ce qu’ils renvoient :", f"verifier suivi.xlsx --schema {name}"),
        ("L’importer à la date du suivi :", f"importer suivi.xlsx --schema {name} --au {filters.today}"),
    )
    commands = [html.Li([words, " ", html.Code(f"{PLACES.command} {command}")]) for words, command in steps]
    title = html.H2("Ouvrir la première campagne", id="premiere-campagne-titre")
    section = [title, html.P(NO_CAMPAIGN, className="resume"), html.Ol(commands)]
    labelled = aria(labelledby="premiere-campagne-titre")
    return [written("premiere-campagne", html.Section(section, className="carte", **labelled))]


def without_campaign(filters: Filters) -> list[html.Div]:
    """Lead to the follow-up, where no campaign was imported."""
    if filters.scheme.campaigns:
        return []
    link = dcc.Link("Comment ouvrir la première", href=filters.url("/suivi"))
    return [written("sans-campagne", html.P([f"{NO_CAMPAIGN} ", link, "."], className="discret"))]
