"""Territoires: the map of a chosen fact or measure by EPCI, its table, and the panier de services parentalité."""

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.cards import Body, Card, Page, card_layouts
from dashboard.charts.map import Map
from dashboard.charts.senses import FACTS, answer, fact_words
from dashboard.charts.shares import presence
from dashboard.charts.territories import coverage
from dashboard.components.attributes import aria
from dashboard.components.blocks import empty, key
from dashboard.components.table import Column, table
from dashboard.figures.key import sample
from dashboard.figures.map import numbered
from dashboard.figures.medium import SCREEN
from dashboard.filters import Filters
from dashboard.french import agree, number, plural, quantity, years_words

PATH = "/territoires"

TERRITORY = Column("{EPCI}", lambda row, f: f.url(f"/territoires/{row['code']}"))


def _choices(filters: Filters, current: str) -> html.Nav:
    word = filters.scheme.territory_word
    facts = [c for c in filters.scheme.maps if c.startswith("dispositif-")]
    measures = [c for c in filters.scheme.maps if c.startswith("mesure-")]
    open_data = [c for c in filters.scheme.maps if c.startswith("cnaf-")]
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
            for title, keys in (
                (f"Faits par {word}", facts),
                (f"Mesures par {word}", measures),
                ("Données ouvertes de la Cnaf", open_data),
            )
            if keys
        ],
        className="choix-carte",
        **aria(label="Choix de la carte"),
    )


def _around(chart: Map, frame: pd.DataFrame, filters: Filters) -> Body:
    first = frame.iloc[0]
    if not first["cle"]:
        told = html.Div(empty(_nothing_said(filters), []), className="carte-cle")
        return Body(told, table(_listed(chart, frame), {"nom": TERRITORY}, filters, "Territoires"))
    items = [sample(mark) for mark in chart.key]
    definition = first["definition"] if isinstance(first["definition"], str) else ""
    if pd.notna(first["valeur_departement"]):
        definition += f"Département : {quantity(first['valeur_departement'], _unit(frame))}"
    return Body(
        [
            _choices(filters, first["cle"]),
            html.Div([html.P(definition, className="discret"), key(items)], className="carte-cle"),
        ],
        table(_listed(chart, frame), {"nom": TERRITORY, "reponse": "Valeur"}, filters, str(first["libelle"])),
    )


def _unit(frame: pd.DataFrame) -> str | None:
    return next((unit for unit in frame["unite"] if isinstance(unit, str)), None)


def _valued(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(reponse=[answer(row) for row in frame.to_dict("records")])


def _listed(chart: Map, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the territories with the number that stands for their name on the map, where it does."""
    numbers = numbered(chart, SCREEN)
    return frame.assign(nom=[f"{numbers[n]} · {n}" if n in numbers else n for n in frame["nom"]])


def _nothing_said(filters: Filters) -> str:
    word = filters.scheme.territory_word
    return f"Le document ne dit rien par {word} : seuls leurs contours sont tracés. {filters.scheme.limits}"


def _summary(frame: pd.DataFrame, filters: Filters) -> str:
    label, total, word = frame.iloc[0]["libelle"], len(frame), filters.scheme.territory_word
    if not frame.iloc[0]["cle"]:
        return f"{number(total)} {word} dans le département ; le document ne dit rien d’aucun."
    known = frame[frame["valeur"].notna()]
    if not known.empty:
        unit = _unit(known)
        low, high = known.loc[known["valeur"].idxmin()], known.loc[known["valeur"].idxmax()]
        return (
            f"{label} : connu pour {number(len(known))} {word} sur {number(total)}, de "
            f"{quantity(low['valeur'], unit, low['qualificatif'])} ({low['nom']}) à "
            f"{quantity(high['valeur'], unit, high['qualificatif'])} ({high['nom']}), "
            f"en {years_words(known['annee'])}."
        )
    return _fact_summary(frame, filters)


def _fact_summary(frame: pd.DataFrame, filters: Filters) -> str:
    first, word = frame.iloc[0], filters.scheme.territory_word
    said = frame["present"].dropna()
    held = int(said.astype(bool).sum())
    unknown = f"inconnu pour {number(len(frame) - len(said))} dont le schéma ne dit rien"
    years = years_words(frame.loc[frame["present"].notna(), "annee"])
    others = len(said) - held
    if first["sens"] == "bon" and not isinstance(first["mention"], str):
        told = f"présent dans {number(held)} {word} sur {number(len(frame))}, absent de {number(others)}, {unknown}"
    else:
        rest = f"{plural(others, FACTS[first['sens'], False][0])}, " if others else ""
        concerned = agree(fact_words(first["sens"], first["mention"], True), held)
        told = f"{number(held)} {word} {concerned} sur {number(len(frame))}, {rest}{unknown}"
    return f"{first['libelle']} : {told} ({years})."


def _panier_summary(frame: pd.DataFrame, filters: Filters) -> str:
    complete = frame[frame["dispositif"] == "Panier de services parentalité complet"]
    present = int((complete["present"] == True).sum())  # noqa: E712
    absent = int((complete["present"] == False).sum())  # noqa: E712
    return (
        f"Panier de services parentalité complet (REAAP + CLAS + LAEP) dans {number(present)} "
        f"{filters.scheme.territory_word} sur {number(len(complete))}, absent de {number(absent)}, "
        f"inconnu pour {number(len(complete) - present - absent)}."
    )


def _spill_summary(frame: pd.DataFrame, filters: Filters) -> str:
    out = frame[~frame["dessine"].astype(bool)]
    words = f"{plural(len(frame), 'EPCI est', 'EPCI sont')} à cheval sur plusieurs départements"
    if out.empty:
        return f"{words}, avec leur plus grande part ici."
    untraced = f"{agree('rattaché', len(out))} ailleurs et non {agree('tracé', len(out))}"
    named = [f"{r.nom} ({plural(r.communes, 'commune')} ici sur {number(r.communes_total)})" for r in out.itertuples()]
    return f"{words} ; {untraced} : {', '.join(named)}."


CARDS = (
    Card(
        id="territoires-carte",
        title="Carte par {EPCI}",
        query="territoires/carte",
        columns={
            "nom": TERRITORY,
            "libelle": Column("Fait ou mesure", none="aucun"),
            "reponse": "Valeur",
            "population": "Population",
            "population_annee": Column("Année de la population (Insee)", plain=True),
            "source_phrase": Column("Phrase du schéma, ou source", none="aucune"),
            "remarque": Column("Remarque", none="aucune"),
        },
        summary=_summary,
        chart=coverage,
        around=_around,
        shape="carte",
        keep=_valued,
        empty="Aucun {EPCI} n’est rattaché à ce département : il n’y a rien à tracer.",
    ),
    Card(
        id="territoires-panier",
        title="Panier de services parentalité par {EPCI}",
        query="territoires/matrice",
        columns={
            "nom": TERRITORY,
            "dispositif": "Dispositif",
            "present": "Présent",
            "annee": Column("Année", plain=True, none="inconnue"),
            "source_phrase": Column("Phrase du schéma", none="aucune"),
        },
        summary=_panier_summary,
        chart=presence,
        empty="Le document ne dit rien du panier de services parentalité par {EPCI}. {limites}",
    ),
    Card(
        id="territoires-debordements",
        title="EPCI à cheval sur plusieurs départements",
        query="territoires/debordements",
        columns={
            "nom": Column("EPCI", lambda row, f: f.url(f"/territoires/{row['code']}") if row["dessine"] else None),
            "communes": "Communes ici",
            "communes_total": "Communes en tout",
            "siege": "Département de rattachement",
            "dessine": "Sur la carte",
            "repartition": "Communes par département",
        },
        summary=_spill_summary,
        empty="Aucun EPCI du département ne déborde de ses limites.",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    return html.Div([html.H1("Territoires"), *card_layouts(CARDS, filters).values()], className="cartes")


PAGE = Page("territoires", PATH, CARDS, layout)
