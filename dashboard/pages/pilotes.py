"""Pilotes: who pilots how much, alone or together, by year; who is partenaire; the committees and their members."""

from typing import Any

import pandas as pd
from dash import html

from dashboard.cards import Body, Card, card_layout
from dashboard.components.blocks import key
from dashboard.components.table import Column
from dashboard.figures.bars import WORKLOADS, workload, workload_image
from dashboard.figures.heatmap import together, workload_by_year
from dashboard.filters import Filters
from dashboard.theme import number, plural

PATH = "/pilotes"

PILOT = Column("Organisation", lambda row, f: f.url(pilote=row["organisme_cle"]))


def _piloting(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame[frame["pilote"] > 0]
    late = [
        f"{number(n)} sur {number(followed)}" if followed else "non calculable (aucun statut)"
        for n, followed in zip(rows["en_retard"], rows["avec_statut"], strict=True)
    ]
    return rows.assign(retard=late)


def _load_summary(frame: pd.DataFrame, filters: Filters) -> str:
    pilots = frame[frame["pilote"] > 0]
    if pilots.empty:
        return "Aucune des actions retenues n’a de pilote."
    first = pilots.iloc[0]
    return (
        f"{plural(len(pilots), 'organisation pilote', 'organisations pilotent')} au moins une action ; "
        f"{first['organisme']} en pilote le plus ({number(first['pilote'])}, "
        f"dont {number(first['pilote_seul'])} seul){_lateness(pilots)}."
    )


def _lateness(pilots: pd.DataFrame) -> str:
    late = pilots[pilots["en_retard"] > 0].sort_values("en_retard", ascending=False, kind="stable")
    if late.empty:
        return ""
    first = late.iloc[0]
    return f" ; {first['organisme']} compte le plus de retards ({first['retard']} suivies)"


def _year_summary(frame: pd.DataFrame, filters: Filters) -> str:
    peak = frame.loc[frame["actions"].idxmax()]
    return (
        f"La plus forte charge est celle de {peak['organisme']} en {peak['annee']} : "
        f"{plural(int(peak['actions']), 'action active', 'actions actives')}."
    )


def _together_summary(frame: pd.DataFrame, filters: Filters) -> str:
    pairs = frame[frame["organisme"] < frame["avec"]]
    if pairs.empty:
        return "Aucune action n’est pilotée à plusieurs."
    top = pairs.loc[pairs["actions"].idxmax()]
    return (
        f"{top['organisme']} et {top['avec']} pilotent ensemble {plural(int(top['actions']), 'action')}, "
        "plus que tout autre couple."
    )


CARDS = (
    Card(
        id="pilotes-charge",
        title="Actions par pilote",
        query="pilotes/organismes",
        columns={
            "organisme": PILOT,
            "famille": "Famille",
            "pilote_seul": "Pilote, seul",
            "pilote_a_plusieurs": "Pilote, à plusieurs",
            "pilote": "Pilote, total",
            "partenaire": "Partenaire",
            "retard": "En retard, sur les actions suivies",
        },
        summary=_load_summary,
        figure=workload,
        image=workload_image,
        body=lambda frame, filters: Body(key([(c, words) for kind, words, c, _ in WORKLOADS if frame[kind].any()])),
        keep=_piloting,
        empty="Aucune des actions retenues n’a de pilote.",
    ),
    Card(
        id="pilotes-annees",
        title="Actions actives par pilote et par année",
        query="pilotes/charge_annuelle",
        columns={"organisme": PILOT, "annee": Column("Année", plain=True), "actions": "Actions actives"},
        summary=_year_summary,
        figure=workload_by_year,
        empty="Aucune des actions retenues n’a de pilote.",
    ),
    Card(
        id="pilotes-ensemble",
        title="Qui pilote avec qui",
        query="pilotes/copilotage",
        columns={"organisme": PILOT, "avec": "Avec (soi-même : seul)", "actions": "Actions"},
        summary=_together_summary,
        figure=together,
        empty="Aucune des actions retenues n’a de pilote.",
    ),
    Card(
        id="pilotes-comites",
        title="Comités formés d’institutions",
        query="pilotes/comites",
        columns={
            "comite": Column("Comité", lambda row, f: f.url(pilote=row["organisme_cle"])),
            "membres": "Membres, tels qu’imprimés",
            "pilote": "Actions pilotées",
            "partenaire": "Actions en partenariat",
        },
        summary=lambda frame, _: (
            f"{plural(len(frame), 'comité', 'comités')} formé{'s' if len(frame) > 1 else ''} d’institutions : "
            "leurs actions ne sont pas comptées une seconde fois à leurs membres."
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
            f"{plural(len(frame), 'organisation citée', 'organisations citées')} comme partenaire ; "
            f"la plus citée : {frame.iloc[0]['organisme']} ({plural(int(frame.iloc[0]['partenaire']), 'action')})."
        ),
        keep=lambda frame: frame[frame["partenaire"] > 0].sort_values("partenaire", ascending=False, kind="stable"),
        empty="Aucun partenaire n’est cité pour les actions retenues.",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    load, years, pairs, committees, partners = (card_layout(card) for card in CARDS)
    return html.Div([html.H1("Pilotes"), load, years, pairs, committees, partners], className="cartes")
