"""Décisions: the register at the date d’observation, what is open and late first."""

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.campaign_cards import CampaignCard, without_campaign
from dashboard.cards import Body, Page, card_layouts
from dashboard.components.attributes import aria
from dashboard.components.table import Column, Columns
from dashboard.filters import Filters
from dashboard.french import day, number, plural, ties

PATH = "/decisions"

REGISTER = "Aucune décision n’est au registre pour ces filtres à cette date."
COLUMNS: Columns = {
    "numero": "N°",
    "decision": "Décision",
    "etat": "État",
    "delai": "Délai",
    "echeance": Column("Échéance", none="aucune"),
    "responsable": Column("Responsable", none="aucun"),
    "actions": "Actions liées",
    "date": Column("Décidée le", none="date inconnue"),
    "jours_ouverte": Column("Ouverte (jours)", none="durée inconnue"),
    "retours": "Reparue (campagnes)",
}
ALERT = {"color": "var(--alerte)"}


def _state_words(frame: pd.DataFrame) -> str:
    late, since = int((frame["jours_retard"] > 0).sum()), int(frame["sauf_reponse"].sum())
    counts = frame["etat"].value_counts()
    words = f"{plural(int(counts.get('Ouverte', 0)), 'ouverte')} et {number(counts.get('En cours', 0))} en cours"
    rest = ", sauf réponse depuis" if since == late else f", dont {number(since)} sauf réponse depuis" if since else ""
    return f"{words} ({number(late)} en retard{rest})" if late else words


def _open_summary(frame: pd.DataFrame, filters: Filters) -> str:
    words = f"au {day(filters.date)}, {_state_words(frame)}"
    if frame["jours_ouverte"].isna().all():
        return f"{words} ; aucune n’est datée."
    oldest = frame.loc[frame["jours_ouverte"].idxmax()]
    return (
        f"{words} ; la plus ancienne{' de celles qui sont datées' if frame['jours_ouverte'].isna().any() else ''}, "
        f"n° {oldest['numero']}, est ouverte depuis {plural(int(oldest['jours_ouverte']), 'jour')}"
        f"{ties(frame['jours_ouverte'])}."
    )


def _register_summary(frame: pd.DataFrame, filters: Filters) -> str:
    closed = int((frame["etat"] == "Close").sum())
    return (
        f"{plural(len(frame), 'décision')} au {day(filters.date)} : {_state_words(frame[frame['etat'] != 'Close'])}, "
        f"{plural(closed, 'close')} ; une décision sans action liée est gardée par tous les filtres."
    )


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """Say by how many days a decision is late, and whether an answer since could say otherwise."""
    late = zip(frame["delai"], frame["jours_retard"], frame["sauf_reponse"], strict=True)
    words = [
        f"{delay} de {plural(int(days), 'jour')}{', sauf réponse depuis' if since else ''}" if days else delay
        for delay, days, since in late
    ]
    return frame.assign(delai=words)


def _open(frame: pd.DataFrame) -> pd.DataFrame:
    return _told(frame[frame["etat"] != "Close"])


def _delay(row: Any) -> Any:
    return html.Strong(row["delai"], style=ALERT) if row["jours_retard"] else row["delai"]


def _actions(row: Any, filters: Filters) -> list[Any]:
    """Build the codes of the linked actions, each leading to its fiche."""
    links: list[Any] = []
    for code, address in zip(row["actions"], row["adresses"], strict=True):
        links += [" ; ", dcc.Link(code, href=filters.fiche_url(address, code))]
    return links[1:] or ["aucune"]


def _duration(row: Any) -> str:
    if pd.isna(row["jours_ouverte"]):
        least = plural(int(row["jours_au_registre"]), "jour")
        return "close, durée inconnue" if row["etat"] == "Close" else f"ouverte depuis au moins {least}"
    days = plural(int(row["jours_ouverte"]), "jour")
    return f"close après {days} au plus" if row["etat"] == "Close" else f"ouverte depuis {days}"


def _return(row: Any) -> str:
    words = "citée une seule fois"
    if row["retours"]:
        words = f"reparue dans {plural(int(row['retours']), 'campagne')}"
    return f"{words}, plus citée depuis le {day(row['campagne'])}" if row["disparue"] else words


def _due(row: Any) -> str:
    return "" if pd.isna(row["echeance"]) else day(row["echeance"])


def _who(row: Any) -> str:
    return row["responsable"] if isinstance(row["responsable"], str) else ""


def _short_list(frame: pd.DataFrame, filters: Filters) -> Body:
    return Body(html.Ul([_item(row, filters) for row in frame.to_dict("records")]))


def _item(row: Any, filters: Filters) -> html.Li:
    due = f" (échéance {_due(row)})" if _due(row) else ""
    return html.Li(
        [
            html.Strong(f"N° {row['numero']} · {row['decision']}"),
            html.Br(),
            f"{row['etat']}, ",
            _delay(row),
            f"{due} · {_who(row) or 'sans responsable'} · {_duration(row)}, {_return(row)} · actions liées : ",
            *_actions(row, filters),
        ]
    )


def _register(frame: pd.DataFrame, filters: Filters) -> Body:
    heads = ("N°", "Décision", "État", "Délai", "Échéance", "Responsable", "Actions liées", "Durée", "Campagnes")
    return Body(
        html.Div(
            html.Table(
                [
                    html.Caption("Registre des décisions"),
                    html.Thead(html.Tr([html.Th(words, scope="col") for words in heads])),
                    html.Tbody([_line(row, filters) for row in frame.to_dict("records")]),
                ],
                className="table table-sm",
            ),
            className="table-defilante",
            tabIndex=0,
            role="region",
            **aria(label="Tableau : registre des décisions"),
        )
    )


def _line(row: Any, filters: Filters) -> html.Tr:
    cells = [
        row["numero"], row["decision"], row["etat"], _delay(row), _due(row) or "aucune", _who(row) or "aucun",
        _actions(row, filters), _duration(row), _return(row),
    ]  # fmt: skip
    return html.Tr([html.Td(content) for content in cells])


CARDS = (
    CampaignCard(
        id="decisions-ouvertes",
        title="Décisions à suivre",
        query="decisions/registre",
        columns=COLUMNS,
        summary=_open_summary,
        body=_short_list,
        keep=_open,
        empty="Aucune décision n’est ouverte ni en cours pour ces filtres à cette date.",
    ),
    CampaignCard(
        id="decisions-registre",
        title="Registre des décisions",
        query="decisions/registre",
        columns=COLUMNS,
        summary=_register_summary,
        body=_register,
        keep=_told,
        empty=REGISTER,
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    return html.Div(
        [html.H1("Décisions"), *without_campaign(filters), *card_layouts(CARDS, filters).values()], className="cartes"
    )


PAGE = Page("decisions", PATH, CARDS, layout)
