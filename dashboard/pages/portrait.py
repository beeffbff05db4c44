"""The portrait of one EPCI: what it is, and what the schéma says of it beside the département."""

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.cards import Body, Card, Page, card_layouts
from dashboard.charts.senses import FACTS, fact_words
from dashboard.charts.territories import UNSAID, locator
from dashboard.components.table import Column
from dashboard.filters import Filters
from dashboard.french import agree, number, plural

PATH = "/territoires/<code>"


def _identity(frame: pd.DataFrame, filters: Filters) -> Body:
    row = frame.iloc[0]
    spills = "," in row["departements"]
    share = 100 * row["population"] / row["population_departement"]
    facts = [
        (number(row["population"]), f"habitants (Insee, population municipale de {row['population_annee']})"),
        *([] if spills else [(f"{number(share, 1)} %", f"de la population du département ({row['departement']})")]),
        (number(row["communes"]), agree("commune", row["communes"])),
    ]
    spill = (
        html.P(f"Ce territoire déborde du département : {row['departements']} (communes par département).")
        if spills
        else None
    )
    names = list(row["noms_communes"])
    return Body(
        [
            html.Div(
                [
                    html.Div([html.P(value, className="chiffre-valeur"), html.P(words)], className="chiffre")
                    for value, words in facts
                ],
                className="chiffres",
            ),
            spill,
            html.Details([html.Summary(f"Noms de {plural(len(names), 'commune')}"), html.P(", ".join(names))]),
            html.P(
                [
                    dcc.Link(
                        "Voir les actions qui concernent ce territoire",
                        href=filters.list_url(epci=row["code"]),
                    ),
                    " (celles pour lesquelles le schéma ne nomme aucun territoire concernent tout le département).",
                ]
            ),
        ]
    )


def _known(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.to_dict("records")
    words = [UNSAID if pd.isna(r["present"]) else fact_words(r["sens"], r["mention"], bool(r["present"])) for r in rows]
    others = [
        f"{fact_words(r['sens'], r['mention'], True)} : {plural(int(r['presents']), 'territoire')}, "
        f"{FACTS[r['sens'], False][0]} : {int(r['connus'] - r['presents'])}, "
        f"sans mention : {int(r['territoires'] - r['connus'])}"
        for r in rows
    ]
    return frame.assign(ici=words, ailleurs=others)


def _facts_summary(frame: pd.DataFrame, filters: Filters) -> str:
    said = frame["present"].dropna()
    held = frame[frame["present"] == True]  # noqa: E712
    alerts = int((held["sens"] == "mauvais").sum())
    warned = f" (dont {plural(alerts, 'alerte')})" if alerts else ""
    return (
        f"Sur {plural(len(frame), 'fait suivi')} par {filters.scheme.territory_word}, le schéma dit "
        f"{number(len(held))} de ce territoire{warned}, "
        f"en exclut {number(len(said) - len(held))} et ne dit rien de {number(len(frame) - len(said))}."
    )


def _measures_summary(frame: pd.DataFrame, filters: Filters) -> str:
    printed = int((frame["origine"] == "schéma").sum())
    words = f"Le schéma donne {plural(printed, 'valeur propre')} à ce territoire"
    published = len(frame) - printed
    return f"{words} ; la Cnaf en publie {number(published)}." if published else f"{words}."


CARDS = (
    Card(
        id="portrait-identite",
        title="Le territoire",
        query="territoires/identite",
        columns={
            "nom": "Nom",
            "code": "Code SIREN",
            "type": "Type",
            "population": "Population",
            "population_annee": Column("Année de la population (Insee)", plain=True, none="inconnue"),
            "communes": "Communes",
            "departements": "Communes par département",
            "noms_communes": "Communes, par population décroissante",
        },
        summary=lambda frame, _: (
            f"{frame.iloc[0]['nom']} : {plural(int(frame.iloc[0]['population']), 'habitant')} "
            f"({frame.iloc[0]['population_annee']}) dans "
            f"{plural(int(frame.iloc[0]['communes']), 'commune')}."
        ),
        body=_identity,
        empty="Ce code ne désigne aucun EPCI ni EPT.",
    ),
    Card(
        id="portrait-situation",
        title="Dans le département",
        query="territoires/contour",
        columns={"nom": Column("{EPCI}", lambda row, f: f.url(f"/territoires/{row['code']}")), "choisi": "Affiché"},
        summary=lambda frame, f: (
            f"{f.scheme.territories.get(f.territoire or '', 'Ce territoire')}, parmi "
            f"{plural(len(frame), 'intercommunalité')} du département ({f.scheme.departement})."
        ),
        chart=locator,
        empty="Aucun {EPCI} n’est rattaché à ce département.",
    ),
    Card(
        id="portrait-faits",
        title="Ce que le schéma en dit",
        query="territoires/faits",
        columns={
            "theme": "Thème",
            "dispositif": Column("Fait", lambda row, f: f.url("/territoires", carte=f"dispositif-{row['cle']}")),
            "ici": "Ici",
            "ailleurs": "Dans le département",
            "annee": Column("Année", plain=True, none="inconnue"),
            "source_phrase": Column("Phrase du schéma", none="aucune"),
        },
        summary=_facts_summary,
        keep=_known,
        empty="Le document ne dit rien par {EPCI}. {limites}",
    ),
    Card(
        id="portrait-equipements",
        title="Les structures que le schéma y nomme",
        query="territoires/equipements",
        columns={
            "dispositif": "Dispositif",
            "nom": "Structure",
            "commune": "Commune",
            "source_phrase": "Texte du schéma",
        },
        summary=lambda frame, _: (
            ", ".join(f"{kind} : {number(count)}" for kind, count in frame.groupby("dispositif").size().items()) + "."
        ),
        empty="Le document ne nomme aucune structure de ce territoire : il ne dit pas pour autant qu’il n’y en a pas.",
        unfiltered=True,
    ),
    Card(
        id="portrait-mesures",
        title="Mesures de ce territoire, à côté du département",
        query="territoires/mesures",
        columns={
            "libelle": "Indicateur",
            "annee": Column("Année", plain=True, none="inconnue"),
            "qualificatif": Column("Qualificatif", none="aucun"),
            "valeur": "Ici",
            "valeur_departement": Column("Département", none="inconnue"),
            "unite": "Unité",
            "source_phrase": "Phrase du schéma, ou fichier de la Cnaf",
        },
        summary=_measures_summary,
        empty="Ni le schéma ni les fichiers de la Cnaf importés ne donnent de valeur propre à ce territoire.",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    name = filters.scheme.territories.get(filters.territoire or "")
    if name is None:
        return html.Div(
            [
                html.H1("Territoire introuvable"),
                html.P(
                    f"Ce code ne désigne aucun {filters.scheme.territory_word} du schéma {filters.scheme.departement}."
                ),
                html.P(dcc.Link("Voir tous les territoires", href=filters.url("/territoires"))),
            ]
        )
    cards = card_layouts(CARDS, filters)
    beside = [cards.pop("portrait-identite"), cards.pop("portrait-situation")]
    return html.Div(
        [
            html.P(dcc.Link("← Tous les territoires", href=filters.url("/territoires")), className="ecran"),
            html.H1(name),
            html.Div(beside, className="deux-colonnes-egales"),
            *cards.values(),
        ],
        className="cartes",
    )


PAGE = Page("portrait", PATH, CARDS, layout)
