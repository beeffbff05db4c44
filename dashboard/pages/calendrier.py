"""Calendrier: all filtered actions on one page, grouped, with the observation date and the undated in sight."""

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.campaign_cards import followed, statuses
from dashboard.cards import Body, Card, Page, card_layouts
from dashboard.charts.calendar import Calendar
from dashboard.charts.dates import DATES, PRECISIONS, delay, due_words, has_date, open_end, open_start, period
from dashboard.charts.plan_calendar import dated_calendar, plan_calendar
from dashboard.charts.rows import rows_of
from dashboard.components.calendar import calendar_key, calendar_labels, fiche_of, undated
from dashboard.components.table import UNANSWERED, UNPRINTED, Column
from dashboard.filters import Filters
from dashboard.french import day, number, plural

PATH = "/calendrier"


def _around(chart: Calendar | None, frame: pd.DataFrame, filters: Filters) -> Body:
    calendar = chart or plan_calendar(frame, filters)
    held = frame.loc[has_date(frame), f"niveau_{filters.scheme.groups.rank}_noeud"].dropna().unique()
    groups = tuple(filters.scheme.key(node) for node in map(filters.scheme.by_id, held) if node)
    folds = html.P(
        [
            dcc.Link("Tout replier", href=filters.url(replie=groups)),
            " · ",
            dcc.Link("Tout déplier", href=filters.url(replie=())),
            *_colours(filters),
        ]
    )
    tools = html.Div([calendar_key(calendar), folds], className="gantt-outils")
    return Body([tools, undated(calendar), *calendar_labels(calendar)])


def _colours(filters: Filters) -> list[Any]:
    if not filters.scheme.campaigns:
        return []
    word = filters.scheme.words["niveau_1"]
    label = f"Colorer selon chaque {word}" if filters.couleur else "Colorer selon l’échéance"
    return [" · ", dcc.Link(label, href=filters.url(couleur=None if filters.couleur else "echeance"))]


def _summary(frame: pd.DataFrame, filters: Filters) -> str:
    drawn = rows_of(frame[has_date(frame)], [*DATES, *PRECISIONS])
    bounded, open_ended = sum(map(open_start, drawn)), sum(map(open_end, drawn))
    due = int(frame["echeances"].map(len).sum())
    states, told = frame["etat"].value_counts(), followed(filters)
    printed = f" ; {plural(due, 'échéance datée')}" if due else ""
    if not drawn:
        return f"Le document ne date aucune des actions retenues ({number(len(frame))})."
    known = (
        f"Au {day(filters.date)}, d’après le calendrier du schéma, {number(states.get('en cours', 0))} en cours et "
        f"{number(states.get('à venir', 0))} à venir sur {plural(len(frame), 'action')}"
    )
    if told:
        known = f"{told[0].upper()}{told[1:]} : {statuses(frame['statut'])}, sur {plural(len(frame), 'action')}"
    lacking = [f"{number(n)} sans date de {side}" for n, side in ((bounded, "début"), (open_ended, "fin")) if n]
    origin = "au schéma ni au suivi" if told else "au schéma"
    rest = f" ; {' et '.join(lacking)} {origin}" if lacking else ""
    return f"{known}{printed}{rest}."


def _rows(frame: pd.DataFrame) -> pd.DataFrame:
    rows = rows_of(frame)
    return frame.assign(
        groupe=frame["niveau_2"].fillna(frame["niveau_1"]),
        periode=[period(row) for row in rows],
        echeance_suivi=[delay(row) for row in rows],
        echeances_datees=[" ; ".join(due_words(due) for due in row["echeances"]) or "aucune" for row in rows],
    )


CARDS = (
    Card(
        id="calendrier-gantt",
        title="Calendrier des actions",
        query="calendrier/actions",
        columns={
            "code": Column("Action", fiche_of),
            "intitule": "Intitulé",
            "nature": Column("Nature", none=UNPRINTED),
            "niveau_1": "{Niveau_1}",
            "groupe": "{Groupe}",
            "periode": "Période",
            "calendrier_imprime": Column("Calendrier imprimé", none=UNPRINTED),
            "echeances_datees": "Échéances datées",
            "horizon": Column("Horizon", none=UNPRINTED),
            "vierge": "Fiche vierge",
            "incertain": "Incertain",
            "etat": "État au calendrier du schéma",
            "statut": Column("Statut", none=UNANSWERED),
            "echeance_suivi": "Échéance",
            "confiance": Column("Confiance", none=UNANSWERED),
            "commentaire": Column("Commentaire", none=UNANSWERED),
            "pilotes": "Pilotes",
        },
        summary=_summary,
        chart=dated_calendar,
        around=_around,
        shape="gantt",
        file="calendrier",
        keep=_rows,
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    return html.Div([html.H1("Calendrier"), *card_layouts(CARDS, filters).values()], className="cartes")


PAGE = Page("calendrier", PATH, CARDS, layout)
