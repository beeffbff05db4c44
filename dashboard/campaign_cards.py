"""The cards that read campaigns of the follow-up: when one is empty, they say which campaign is missing."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from dash import dcc, html

from dashboard.cards import Card
from dashboard.components.attributes import aria
from dashboard.components.markup import written
from dashboard.filters import Filters
from dashboard.french import day

NO_CAMPAIGN = "Aucune campagne de suivi n’a été importée pour ce schéma."


@dataclass(frozen=True)
class CampaignCard(Card):
    """A card on the last campaign at the date d’observation, or on two when it `contrasts` them."""

    contrasts: bool = False
    needs_campaign: bool = True

    def sentence(self, frame: pd.DataFrame, filters: Filters) -> str:
        """Return the one-sentence summary, or why the card is empty."""
        return self.missing(filters) if frame.empty else self.summary(frame, filters)

    def missing(self, filters: Filters) -> str:
        """Return which campaign is missing, or else why the card is empty."""
        return lacking(filters, self.contrasts) or super().missing(filters)


def pair(filters: Filters) -> tuple[date | None, date | None]:
    """Return the two campaigns that are compared, the first one first, as queries/suivi/comparaison.sql does."""
    first, last = (date.fromisoformat(text) if text else None for text in (filters.de, filters.vers))
    campaigns = filters.scheme.campaigns
    last = last or max((d for d in campaigns if d <= filters.date), default=None)
    if last is None:
        return None, None
    if first in (None, last):
        first = max((d for d in campaigns if d < last), default=None)
    return (min(first, last), max(first, last)) if first else (None, last)


def lacking(filters: Filters, contrasts: bool = False) -> str:
    """Return which campaign is missing to answer, or nothing."""
    campaigns = filters.scheme.campaigns
    if not campaigns:
        return NO_CAMPAIGN
    first, last = pair(filters) if contrasts else (None, max((d for d in campaigns if d <= filters.date), default=None))
    if last is None:
        return f"La première campagne de suivi de ce schéma, le {day(min(campaigns))}, suit la date d’observation."
    if contrasts and first is None:
        only = "Une seule campagne de suivi a été importée" if len(campaigns) == 1 else "Aucune campagne ne la précède"
        return f"Campagne du {day(last)} : {only[0].lower()}{only[1:]}, il n’y a rien à comparer."
    return ""


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
    commands = [html.Li([words, " ", html.Code(f"python -m dashboard {command}")]) for words, command in steps]
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
