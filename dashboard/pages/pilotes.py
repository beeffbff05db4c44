"""Pilotes: who pilots how much, alone or together, by year; who is partenaire; the committees and their members."""

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.campaign_cards import CampaignCard, followed
from dashboard.cards import Body, Card, Page, card_layouts
from dashboard.charts.load import together, workload, workload_by_year
from dashboard.charts.suivi import DROPPED, delays, late_words
from dashboard.components.table import Column
from dashboard.filters import Filters
from dashboard.french import agree, alone, day, number, plural, ties
from dashboard.vocabulary import slug

PATH = "/pilotes"

PILOT = Column("Organisation", lambda row, f: f.pilot_url(row["organisme_cle"]))


def _piloting(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["pilote"] > 0]


def _load_summary(frame: pd.DataFrame, filters: Filters) -> str:
    pilots = frame[frame["pilote"] > 0]
    if pilots.empty:
        return "Aucune des actions retenues n’a de pilote."
    first = pilots.iloc[0]
    return (
        f"{plural(len(pilots), 'organisation pilote', 'organisations pilotent')} au moins une action ; "
        f"la plus chargée : {first['organisme']} ({number(first['pilote'])} sur "
        f"{plural(int(first['actions']), 'action')}, dont {number(first['pilote_seul'])} {alone(first['genre'])}"
        f"{ties(pilots['pilote'])}). Une action à plusieurs pilotes compte pour chacun."
    )


def _load_body(frame: pd.DataFrame, filters: Filters) -> Body:
    pages: list[Any] = []
    for name, cle in zip(frame["organisme"], frame["organisme_cle"], strict=True):
        pages += [" · ", dcc.Link(name, href=filters.url(f"/pilotes/{cle}", pilote=None))]
    words = "Une page par pilote, à envoyer avant la séance : "
    return Body(after=html.P([words, *pages[1:]], className="discret ecran"))


def _late_summary(frame: pd.DataFrame, filters: Filters) -> str:
    pilots = frame.drop_duplicates("organisme")
    known = pilots[pilots["inconnues"] < pilots["menees"]]
    if known.empty:
        return "ni suivi ni échéance ne disent ce qui est en retard : inconnu."
    sure, possible = (known["en_retard"] > 0).sum(), (known["en_retard"] + known["depuis"] > 0).sum()
    if not possible:
        rest = ", parmi celles dont le retard est connu" if known["inconnues"].any() else ""
        return f"au {day(filters.date)}, aucune action pilotée n’est en retard sur son échéance{rest}."
    first = known.iloc[0]
    since = (
        f" ({plural(int(possible), 'pilote')} avec ce qui l’est devenu depuis, sauf réponse)" if possible > sure else ""
    )
    return (
        f"{plural(int(sure), 'pilote avait', 'pilotes avaient')} alors au moins une action en retard sur son "
        f"échéance{since} ; la plus forte part : {first['organisme']} ({late_words(first)}"
        f"{ties(known['en_retard'] / known['menees'])})."
    )


def _late_body(frame: pd.DataFrame, filters: Filters) -> Body:
    dropped = int(frame.loc[frame["etat"] == DROPPED, "actions"].sum())
    words = f"Actions abandonnées, à part : {number(dropped)}, comptées pour chacun de leurs pilotes."
    return Body(html.P(words, className="discret") if dropped else None)


def _year_summary(frame: pd.DataFrame, filters: Filters) -> str:
    peak = frame.loc[frame["actions"].idxmax()]
    if not peak["actions"]:
        return "Aucune des actions pilotées n’est datée dans la période du schéma : charge par année inconnue."
    told = followed(filters)
    origin = f"dates du {told}, à défaut du schéma ; abandonnées à part" if told else "d’après le calendrier du schéma"
    return (
        f"La plus forte charge : {peak['organisme']} en {peak['annee']} "
        f"({plural(int(peak['actions']), 'action active')}{ties(frame['actions'])}), {origin}. "
        "Une action compte chaque année où elle court, et pour chacun de ses pilotes."
    )


def _together_summary(frame: pd.DataFrame, filters: Filters) -> str:
    pairs = frame[frame["organisme"] < frame["avec"]]
    if pairs.empty:
        return "Aucune action n’est pilotée à plusieurs."
    top = pairs.loc[pairs["actions"].idxmax()]
    words = f"{top['organisme']} et {top['avec']} pilotent ensemble {plural(int(top['actions']), 'action')}"
    if len(pairs) == 1:
        return f"{words} ; c’est le seul binôme."
    others = int((pairs["actions"] == top["actions"]).sum()) - 1
    rank = f"autant que {plural(others, 'autre binôme')}" if others else "plus que tout autre binôme"
    return f"{words}, {rank}."


CARDS = (
    Card(
        id="pilotes-charge",
        title="Actions par pilote",
        query="pilotes/organismes",
        columns={
            "organisme": PILOT,
            "famille": "Famille",
            "pilote_seul": "Pilote seul",
            "pilote_a_plusieurs": "Pilote avec d’autres",
            "pilote": "Pilote, total",
            "partenaire": "Partenaire",
            "actions": "Sur",
        },
        summary=_load_summary,
        chart=workload,
        body=_load_body,
        keep=_piloting,
        empty="Aucune des actions retenues n’a de pilote.",
    ),
    CampaignCard(
        id="pilotes-retards",
        title="Retards par pilote",
        query="pilotes/retards",
        columns={
            "organisme": PILOT,
            "etat": Column(
                "Échéance", lambda row, f: f.list_url(pilote=row["organisme_cle"], echeance=slug(row["etat"]))
            ),
            "actions": "Actions",
            "en_retard": "Déjà en retard au suivi",
            "depuis": "En retard, sauf réponse depuis",
            "inconnues": "Retard inconnu",
            "abandonnees": "Abandonnées, à part",
            "menees": "Actions menées",
        },
        summary=_late_summary,
        chart=delays,
        body=_late_body,
        empty="Aucune des actions retenues n’a de pilote.",
    ),
    Card(
        id="pilotes-annees",
        title="Actions actives par pilote et par année",
        query="pilotes/charge_annuelle",
        columns={"organisme": PILOT, "annee": Column("Année", plain=True), "actions": "Actions actives"},
        summary=_year_summary,
        chart=workload_by_year,
        empty="Aucune des actions retenues n’a de pilote.",
    ),
    Card(
        id="pilotes-ensemble",
        title="Qui pilote avec qui",
        query="pilotes/copilotage",
        columns={"organisme": PILOT, "avec": "Avec (le même nom : sans autre pilote)", "actions": "Actions"},
        summary=_together_summary,
        chart=together,
        empty="Aucune des actions retenues n’a de pilote.",
    ),
    Card(
        id="pilotes-comites",
        title="Comités formés d’institutions",
        query="pilotes/comites",
        columns={
            "comite": Column("Comité", lambda row, f: f.pilot_url(row["organisme_cle"])),
            "membres": "Membres, tels qu’imprimés",
            "pilote": "Actions pilotées",
            "partenaire": "Actions en partenariat",
        },
        summary=lambda frame, _: (
            f"{plural(len(frame), 'comité formé')} d’institutions : "
            f"{agree('ses', len(frame), 'leurs')} actions ne sont pas comptées une seconde fois à "
            f"{agree('ses', len(frame), 'leurs')} membres."
        ),
        empty="Aucun comité ne pilote les actions retenues.",
    ),
    Card(
        id="pilotes-partenaires",
        title="Partenaires",
        query="pilotes/organismes",
        columns={
            "organisme": "Organisation",
            "famille": "Famille",
            "partenaire": "Actions comme partenaire",
            "pilote": "Actions comme pilote",
        },
        summary=lambda frame, _: (
            f"{plural(len(frame), 'organisation citée')} comme partenaire ; "
            f"la plus citée : {frame.iloc[0]['organisme']} ({plural(int(frame.iloc[0]['partenaire']), 'action')}"
            f"{ties(frame['partenaire'])})."
        ),
        keep=lambda frame: frame[frame["partenaire"] > 0].sort_values("partenaire", ascending=False, kind="stable"),
        empty="Aucun partenaire n’est cité pour les actions retenues.",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    return html.Div([html.H1("Pilotes"), *card_layouts(CARDS, filters).values()], className="cartes")


PAGE = Page("pilotes", PATH, CARDS, layout)
