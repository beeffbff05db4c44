"""Territoires: the map of a chosen fact or measure by EPCI, its table, and the panier de services parentalité."""

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.cards import Body, Card, card_layout
from dashboard.components.attributes import aria
from dashboard.components.blocks import key
from dashboard.components.table import Column, table
from dashboard.figures.heatmap import presence
from dashboard.figures.map import coverage_image, coverage_map, legend
from dashboard.filters import Filters
from dashboard.theme import number, plural, quantity

PATH = "/territoires"

TERRITORY = Column("EPCI", lambda row, f: f.url(f"/territoires/{row['code']}"))


def _choices(filters: Filters, current: str) -> html.Nav:
    facts = [c for c in filters.scheme.maps if c.startswith("dispositif-")]
    measures = [c for c in filters.scheme.maps if c.startswith("mesure-")]
    return html.Nav(
        [
            html.Div(
                [
                    html.H3(title),
                    html.Ul(
                        [
                            html.Li(
                                dcc.Link(
                                    filters.scheme.maps[c],
                                    href=filters.url(carte=c),
                                    className="choisi" if c == current else "",
                                )
                            )
                            for c in keys
                        ]
                    ),
                ]
            )
            for title, keys in (("Faits par EPCI", facts), ("Mesures par EPCI", measures))
            if keys
        ],
        className="choix-carte",
        **aria(label="Choix de la carte"),
    )


def _body(frame: pd.DataFrame, filters: Filters) -> Body:
    first = frame.iloc[0]
    items = [(colour, f"{words} ({plural(count, 'territoire')})") for colour, words, count in legend(frame)]
    definition = first["definition"] if isinstance(first["definition"], str) else ""
    if pd.notna(first["valeur_departement"]):
        definition += f"Département : {quantity(first['valeur_departement'], frame['unite'].dropna().iloc[0])}"
    return Body(
        [
            _choices(filters, first["cle"]),
            html.Div([html.P(definition, className="discret"), key(items)], className="carte-cle"),
        ],
        table(frame, {"nom": TERRITORY, "reponse": "Valeur"}, filters, str(first["libelle"])),
    )


def _valued(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(reponse=[_answer(row) for row in frame.to_dict("records")])


def _answer(row: dict[Any, Any]) -> str:
    year = "" if pd.isna(row["annee"]) else f" ({int(row['annee'])})"
    if not pd.isna(row["valeur"]):
        return quantity(row["valeur"], row["unite"]) + year
    return "inconnu" if pd.isna(row["present"]) else ("présent" if row["present"] else "absent") + year


def _summary(frame: pd.DataFrame, filters: Filters) -> str:
    label, total = frame.iloc[0]["libelle"], len(frame)
    known = frame[frame["valeur"].notna()]
    if not known.empty:
        unit = known["unite"].iloc[0]
        low, high = known.loc[known["valeur"].idxmin()], known.loc[known["valeur"].idxmax()]
        return (
            f"{label} : connu pour {number(len(known))} EPCI sur {number(total)}, de "
            f"{quantity(low['valeur'], unit)} ({low['nom']}) à {quantity(high['valeur'], unit)} ({high['nom']})."
        )
    said = frame["present"].dropna()
    present = int(said.astype(bool).sum())
    return (
        f"{label} : présent dans {number(present)} EPCI sur {number(total)}, absent de {number(len(said) - present)}, "
        f"inconnu pour {number(total - len(said))} dont le schéma ne dit rien."
    )


def _panier_summary(frame: pd.DataFrame, filters: Filters) -> str:
    complete = frame[frame["dispositif"] == "Panier de services parentalité complet"]
    present = int((complete["present"] == True).sum())  # noqa: E712
    absent = int((complete["present"] == False).sum())  # noqa: E712
    return (
        f"Panier de services parentalité complet (REAAP + CLAS + LAEP) dans {number(present)} EPCI sur "
        f"{number(len(complete))}, absent de {number(absent)}, inconnu pour {number(len(complete) - present - absent)}."
    )


CARDS = (
    Card(
        id="territoires-carte",
        title="Carte par EPCI",
        query="territoires/carte",
        columns={
            "nom": TERRITORY,
            "libelle": "Fait ou mesure",
            "reponse": "Valeur",
            "population": "Population",
            "source_phrase": "Phrase du schéma",
            "remarque": "Remarque",
        },
        summary=_summary,
        figure=coverage_map,
        image=coverage_image,
        body=_body,
        shape="carte",
        keep=_valued,
        empty="Ce schéma ne dit rien par EPCI.",
    ),
    Card(
        id="territoires-panier",
        title="Panier de services parentalité par EPCI",
        query="territoires/matrice",
        columns={
            "nom": TERRITORY,
            "dispositif": "Dispositif",
            "present": "Présent",
            "annee": Column("Année", plain=True),
            "source_phrase": "Phrase du schéma",
        },
        summary=_panier_summary,
        figure=presence,
        empty="Ce schéma ne dit rien du panier de services parentalité.",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    return html.Div([html.H1("Territoires"), *(card_layout(card) for card in CARDS)], className="cartes")
