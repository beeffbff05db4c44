"""Territoires: the map of a chosen fact or measure by EPCI, its table, and the panier de services parentalité."""

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.cards import Body, Card, card_layouts
from dashboard.components.attributes import aria
from dashboard.components.blocks import empty, key
from dashboard.components.table import Column, table
from dashboard.figures.heatmap import presence
from dashboard.figures.map import coverage_image, coverage_map, legend
from dashboard.filters import Filters
from dashboard.theme import number, plural, quantity

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


def _body(frame: pd.DataFrame, filters: Filters) -> Body:
    first = frame.iloc[0]
    if not first["cle"]:
        told = html.Div(empty(_nothing_said(filters), []), className="carte-cle")
        return Body(told, table(frame, {"nom": TERRITORY}, filters, "Territoires"))
    items = [(colour, f"{words} ({plural(count, 'territoire')})") for colour, words, count in legend(frame)]
    definition = first["definition"] if isinstance(first["definition"], str) else ""
    if pd.notna(first["valeur_departement"]):
        definition += f"Département : {quantity(first['valeur_departement'], _unit(frame))}"
    return Body(
        [
            _choices(filters, first["cle"]),
            html.Div([html.P(definition, className="discret"), key(items)], className="carte-cle"),
        ],
        table(frame, {"nom": TERRITORY, "reponse": "Valeur"}, filters, str(first["libelle"])),
    )


def _unit(frame: pd.DataFrame) -> str | None:
    return next((unit for unit in frame["unite"] if isinstance(unit, str)), None)


def _valued(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(reponse=[_answer(row) for row in frame.to_dict("records")])


def _answer(row: dict[Any, Any]) -> str:
    year = "" if pd.isna(row["annee"]) else f" ({int(row['annee'])})"
    if not pd.isna(row["valeur"]):
        return quantity(row["valeur"], row["unite"]) + year
    return "inconnu" if pd.isna(row["present"]) else ("présent" if row["present"] else "absent") + year


def _nothing_said(filters: Filters) -> str:
    word = filters.scheme.territory_word
    return f"Le document ne dit rien par {word} : seuls leurs contours sont tracés. {filters.scheme.limits}"


def _summary(frame: pd.DataFrame, filters: Filters) -> str:
    label, total, word = frame.iloc[0]["libelle"], len(frame), filters.scheme.territory_word
    if not frame.iloc[0]["cle"]:
        return f"{number(total)} {word} dans le département ; le document ne dit rien de chacun d’eux."
    known = frame[frame["valeur"].notna()]
    if not known.empty:
        unit = _unit(known)
        low, high = known.loc[known["valeur"].idxmin()], known.loc[known["valeur"].idxmax()]
        return (
            f"{label} : connu pour {number(len(known))} {word} sur {number(total)}, de "
            f"{quantity(low['valeur'], unit)} ({low['nom']}) à {quantity(high['valeur'], unit)} ({high['nom']})."
        )
    said = frame["present"].dropna()
    present = int(said.astype(bool).sum())
    return (
        f"{label} : présent dans {number(present)} {word} sur {number(total)}, "
        f"absent de {number(len(said) - present)}, inconnu pour {number(total - len(said))} dont le schéma ne dit rien."
    )


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
    return f"{words} ; rattaché{'s' if len(out) > 1 else ''} ailleurs et non tracé{'s' if len(out) > 1 else ''} : " + (
        ", ".join(f"{r.nom} ({r.communes} communes ici sur {int(r.communes_total)})" for r in out.itertuples()) + "."
    )


CARDS = (
    Card(
        id="territoires-carte",
        title="Carte par {EPCI}",
        query="territoires/carte",
        columns={
            "nom": TERRITORY,
            "libelle": "Fait ou mesure",
            "reponse": "Valeur",
            "population": "Population",
            "population_annee": Column("Année de la population (Insee)", plain=True),
            "source_phrase": "Phrase du schéma",
            "remarque": "Remarque",
        },
        summary=_summary,
        figure=coverage_map,
        image=coverage_image,
        body=_body,
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
            "annee": Column("Année", plain=True),
            "source_phrase": "Phrase du schéma",
        },
        summary=_panier_summary,
        figure=presence,
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
    return html.Div([html.H1("Territoires"), *card_layouts(CARDS, filters)], className="cartes")
