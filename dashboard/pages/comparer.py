"""Comparer: the schémas side by side on what they share, whatever the filters."""

from typing import Any

import pandas as pd
from dash import html

from dashboard.cards import Body, Card, Page, card_layouts
from dashboard.charts.dates import period
from dashboard.charts.measures import trend
from dashboard.charts.schemes_calendar import schemes_calendar
from dashboard.charts.shares import benchmarks, completeness, shares
from dashboard.charts.territories import france
from dashboard.components.table import Column
from dashboard.filters import Filters
from dashboard.french import number, plural, quantity

PATH = "/comparer"


def _structure_summary(frame: pd.DataFrame, filters: Filters) -> str:
    words = ", ".join(f"{r.schema} : {plural(int(r.actions), 'action')}" for r in frame.itertuples())
    return f"{plural(len(frame), 'schéma')} côte à côte ; {words}."


def _fields_summary(frame: pd.DataFrame, filters: Filters) -> str:
    totals = frame.groupby("champ", sort=False)[["connues", "total"]].sum()
    share = totals["connues"] / totals["total"]
    known, total = totals.loc[share.idxmin()]
    return (
        f"Champ le plus souvent renseigné : « {share.idxmax()} » ; le plus rare : « {share.idxmin()} » "
        f"({plural(known, 'action')} sur {number(total)})."
    )


def _calendar_summary(frame: pd.DataFrame, filters: Filters) -> str:
    actions = frame[frame["code"].notna()]
    undated = actions[actions["debut"].isna() & actions["fin"].isna()]
    years = f"{frame['premier_jour'].min().year} à {frame['dernier_jour'].max().year}"
    return f"De {years}, {plural(len(actions), 'action')} dont {number(len(undated))} sans date."


def _periods(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(periode=[period(row) for row in frame.to_dict("records")])


def _most(frame: pd.DataFrame) -> str:
    words = []
    for name, rows in frame[frame["total"] > 0].groupby("colonne", sort=False):
        first = rows.loc[rows["actions"].idxmax()]
        words.append(f"{name} : {first['ligne']} ({number(first['actions'])} sur {number(first['total'])})")
    return " ; ".join(words)


def _rules(frame: pd.DataFrame, filters: Filters) -> Body:
    rules = frame.drop_duplicates("ligne")
    return Body(
        after=html.Details(
            [
                html.Summary("Règle du classement (éditorial : les documents ne classent pas ainsi leurs actions)"),
                html.Ul([html.Li([html.Strong(f"{r.ligne} : "), r.regle]) for r in rules.itertuples()]),
            ],
            className="sources",
        )
    )


def _answers(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.to_dict("records")
    return frame.assign(reponse=[_answer(row) for row in rows], connu=frame["valeur"].notna())


def _answer(row: dict[Any, Any]) -> str:
    if pd.isna(row["valeur"]):
        return "non renseigné au schéma"
    year = "sans année" if pd.isna(row["annee"]) else str(int(row["annee"]))
    if row["mode"] != "EPCI dotés":
        return f"{quantity(row['valeur'], None, row['qualificatif'])} ({year})"
    unknown = int(row["territoires"] - row["connus"])
    rest = f", {plural(unknown, 'inconnu')}" if unknown else ""
    return f"{number(row['valeur'])} sur {number(row['territoires'])} ({year}){rest}"


def _benchmark_summary(frame: pd.DataFrame, filters: Filters) -> str:
    known = frame[frame["connu"]]
    shared = known.groupby("repere")["schema"].nunique()
    return (
        f"{plural(len(shared), 'repère renseigné')} par au moins un schéma, "
        f"{number((shared > 1).sum())} par deux ou plus ; les années diffèrent, aucun classement n’en est tiré."
    )


def _definitions(frame: pd.DataFrame, filters: Filters) -> Body:
    rows = frame.drop_duplicates("repere")
    known = frame[frame["connu"] & frame["source_phrase"].notna()]
    return Body(
        after=[
            html.Details(
                [
                    html.Summary("Ce que chaque repère compte"),
                    html.Ul(
                        [html.Li([html.Strong(f"{r.repere} ({r.unite}) : "), r.definition]) for r in rows.itertuples()]
                    ),
                ],
                className="sources",
            ),
            html.Details(
                [
                    html.Summary(f"Phrases des documents dont viennent ces valeurs ({number(len(known))})"),
                    html.Ul(
                        [
                            html.Li([f"{r.repere}, {r.schema} : {_printed(r)}", html.Q(r.source_phrase)])
                            for r in known.itertuples()
                        ]
                    ),
                ],
                className="sources",
            ),
        ]
    )


def _printed(row: Any) -> str:
    if pd.isna(row.valeur_imprimee):
        return ""
    return f"{quantity(row.valeur_imprimee, row.unite_imprimee, row.qualificatif)}. "


NO_OPEN_DATA = "Aucun fichier de la Cnaf n’a été importé."


def _france_summary(frame: pd.DataFrame, filters: Filters) -> str:
    known = frame[frame["valeur"].notna()]
    low, high = known.loc[known["valeur"].idxmin()], known.loc[known["valeur"].idxmax()]
    return (
        f"Connu pour {plural(len(known), 'département')} sur {number(len(frame))}, de {quantity(low['valeur'], '%')} "
        f"({low['nom']}) à {quantity(high['valeur'], '%')} ({high['nom']}), en {int(known['annee'].max())}."
    )


CARDS = (
    Card(
        id="comparer-structure",
        title="Ce que contient chaque schéma",
        query="comparer/structure",
        columns={
            "schema": Column("Schéma", lambda row, f: f"/?schema={row['schema_id']}"),
            "niveaux": "Niveaux",
            "actions": "Actions",
            "evaluation": "Indicateurs d’évaluation",
            "par_action": "Par action",
            "mesures": "Mesures",
            "pilotes": "Organisations pilotes",
            "limites": "Limites du document",
        },
        summary=_structure_summary,
        empty="Aucun schéma.",
        compares=True,
    ),
    Card(
        id="comparer-completude",
        title="Ce que chaque document donne de ses actions",
        query="comparer/completude",
        columns={"champ": "Champ", "niveau_1": "Schéma", "connues": "Actions", "total": "Sur"},
        summary=_fields_summary,
        chart=completeness,
        empty="Aucun schéma.",
        compares=True,
    ),
    Card(
        id="comparer-calendriers",
        title="Les calendriers sur un même axe",
        query="comparer/calendriers",
        columns={"schema": "Schéma", "code": "Action", "intitule": "Intitulé", "periode": "Période"},
        summary=_calendar_summary,
        chart=schemes_calendar,
        keep=_periods,
        empty="Aucun schéma.",
        compares=True,
    ),
    Card(
        id="comparer-themes",
        title="Actions par thème harmonisé",
        query="comparer/themes",
        columns={"ligne": "Thème", "colonne": "Schéma", "actions": "Actions", "total": "Sur", "regle": "Règle"},
        summary=lambda frame, _: f"Thème le plus fourni, au classement éditorial, {_most(frame)}.",
        chart=shares,
        body=_rules,
        empty="Aucun thème.",
        compares=True,
    ),
    Card(
        id="comparer-pilotes",
        title="Qui pilote",
        query="comparer/pilotes",
        columns={"ligne": "Famille de pilotes", "colonne": "Schéma", "actions": "Actions pilotées", "total": "Sur"},
        summary=lambda frame, _: (
            f"Famille qui pilote le plus (une action à plusieurs pilotes compte pour chacun), {_most(frame)}."
        ),
        chart=shares,
        empty="Aucun pilote.",
        compares=True,
    ),
    Card(
        id="comparer-reperes",
        title="Les indicateurs que les schémas partagent",
        query="comparer/reperes",
        columns={
            "repere": "Repère",
            "unite": "Unité comparée",
            "schema": "Schéma",
            "reponse": "Valeur (année)",
            "qualificatif": Column("Qualificatif", none="aucun"),
            "valeur_imprimee": Column("Valeur imprimée", none="aucune"),
            "unite_imprimee": Column("Unité imprimée", none="aucune"),
            "remarque": Column("Remarque", none="aucune"),
            "source_phrase": Column("Phrase du schéma", none="aucune"),
        },
        summary=_benchmark_summary,
        chart=benchmarks,
        body=_definitions,
        keep=_answers,
        empty="Aucun repère.",
        compares=True,
    ),
    Card(
        id="comparer-cnaf",
        title="Taux de couverture publiés par la Cnaf",
        query="comparer/cnaf",
        columns={
            "territoire": "Territoire",
            "annee": Column("Année", plain=True),
            "valeur": "Taux (%)",
            "source_fichier": "Fichier de la Cnaf",
        },
        summary=lambda frame, _: (
            f"{plural(frame['territoire'].nunique(), 'territoire')}, de {int(frame['annee'].min())} à "
            f"{int(frame['annee'].max())} : places pour 100 enfants de moins de 3 ans."
        ),
        chart=trend,
        empty=NO_OPEN_DATA,
        compares=True,
    ),
    Card(
        id="comparer-france",
        title="Taux de couverture par département",
        query="comparer/france",
        columns={
            "nom": "Département",
            "valeur": "Taux (%)",
            "annee": Column("Année", plain=True),
            "source_fichier": "Fichier de la Cnaf",
        },
        summary=_france_summary,
        chart=france,
        empty=NO_OPEN_DATA,
        compares=True,
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    return html.Div(
        [
            html.H1("Comparer"),
            html.P("Les schémas entiers, sans filtre, chacun d’après son document.", className="resume"),
            *card_layouts(CARDS, filters).values(),
        ],
        className="cartes",
    )


PAGE = Page("comparer", PATH, CARDS, layout)
