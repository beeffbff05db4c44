"""Données: where each figure comes from, what contradicts what, what is missing, and everything to download."""

from typing import Any

import pandas as pd
from dash import html

from dashboard.cards import Body, Card, Page, card_layouts
from dashboard.charts.shares import completeness
from dashboard.components.table import table
from dashboard.filters import Filters
from dashboard.french import number, plural

PATH = "/donnees"
TEXTS = "Ce que disent les textes"


def _completeness_summary(frame: pd.DataFrame, filters: Filters) -> str:
    totals = frame.groupby("champ", sort=False)[["connues", "total"]].sum()
    share = totals["connues"] / totals["total"]
    least = share.idxmin()
    return (
        f"Champ le moins renseigné : « {least} », connu pour {plural(int(totals.loc[least, 'connues']), 'action')} sur "
        f"{number(totals.loc[least, 'total'])} ; {plural(int((share == 1).sum()), 'champ complet')} "
        f"sur {len(share)}."
    )


def _anomaly_rows(frame: pd.DataFrame, filters: Filters) -> Body:
    names = [_object_name(key, filters) for key in frame["objet"]]
    return Body(table(frame.assign(nom=names), {"nom": "Objet", "description": TEXTS}, filters, "Anomalies"))


def _object_name(key: str, filters: Filters) -> str:
    node = filters.scheme.by_id(key)
    if node:
        above = filters.scheme.lineage(node)
        shown = above[-1:] if filters.scheme.key(node) == node.code else above[1:]
        return " › ".join(f"{filters.scheme.level(n.rank).label} {n.code}" for n in shown)
    if key.startswith("action-"):
        return f"Action {key.removeprefix('action-')}"
    return "Le schéma" if key == "schema" else filters.scheme.indicators.get(key, key)


def _downloads(frame: pd.DataFrame, filters: Filters) -> Body:
    links = [
        html.A("Fichier DuckDB complet", href="/telecharger/sdsf.duckdb"),
        *(html.A(f"{view}.csv", href=f"/telecharger/vues/{view}.csv") for view in frame["vue"]),
    ]
    return Body(html.Ul([html.Li(link) for link in links], className="telechargements"))


CARDS = (
    Card(
        id="donnees-comptes",
        title="Ce que contient ce tableau de bord",
        query="donnees/comptes",
        columns={"objet": "Objet", "nombre": "Nombre"},
        summary=lambda _, f: f"Le schéma {f.scheme.departement} {f.scheme.period}, transcrit de ses documents.",
        empty="Ce tableau de bord ne contient rien de ce schéma.",
        unfiltered=True,
    ),
    Card(
        id="donnees-sources",
        title="Sources",
        query="donnees/sources",
        columns={"titre": "Document", "description": "Description", "document": "Texte transcrit"},
        summary=lambda frame, _: f"{plural(len(frame), 'document transcrit')}.",
        empty="Aucun document.",
        unfiltered=True,
    ),
    Card(
        id="donnees-completude",
        title="Ce que le document donne, champ par champ",
        query="donnees/completude",
        columns={"champ": "Champ", "niveau_1": "{Niveau_1}", "connues": "Connues", "total": "Actions"},
        summary=_completeness_summary,
        chart=completeness,
    ),
    Card(
        id="donnees-anomalies",
        title="Anomalies et contradictions",
        query="donnees/anomalies",
        columns={"objet": "Objet", "description": TEXTS},
        summary=lambda frame, _: (
            f"{plural(len(frame), 'contradiction ou réparation relevée')} "
            "dans les documents, aucune n’est tranchée en silence."
        ),
        body=_anomaly_rows,
        empty="Aucune anomalie relevée.",
        unfiltered=True,
    ),
    Card(
        id="donnees-glossaire",
        title="Glossaire",
        query="donnees/glossaire",
        columns={"sigle": "Sigle ou terme", "definition": "Sens"},
        summary=lambda frame, _: f"{plural(len(frame), 'terme expliqué')} par le document.",
        empty="Le document n’a pas de glossaire.",
        unfiltered=True,
    ),
    Card(
        id="donnees-vues",
        title="Télécharger",
        query="donnees/vues",
        columns={"vue": "Vue", "description": "Une ligne est", "colonnes": "Colonnes"},
        summary=lambda frame, _: (
            f"{plural(len(frame), 'vue')}, chacune en CSV (point-virgule, UTF-8, virgule décimale), "
            "ou le fichier DuckDB entier."
        ),
        body=_downloads,
        empty="Aucune vue.",
        unfiltered=True,
    ),
    Card(
        id="donnees-dictionnaire",
        title="Dictionnaire des vues publiques",
        query="donnees/dictionnaire",
        columns={
            "vue": "Vue",
            "description_vue": "Une ligne est",
            "colonne": "Colonne",
            "type": "Type",
            "description": "Sens",
        },
        summary=lambda frame, _: (
            f"{plural(frame['vue'].nunique(), 'vue')} et {plural(len(frame), 'colonne')}, "
            "lisibles avec tout outil DuckDB."
        ),
        empty="Aucune vue.",
        unfiltered=True,
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    cards = card_layouts(CARDS, filters)
    left, *right = (cards[f"donnees-{name}"] for name in ("comptes", "sources", "vues"))
    return html.Div(
        [
            html.H1("Données"),
            html.Div([left, html.Div(right)], className="deux-colonnes-egales"),
            *(cards[f"donnees-{name}"] for name in ("completude", "anomalies", "glossaire", "dictionnaire")),
        ],
        className="cartes",
    )


PAGE = Page("donnees", PATH, CARDS, layout)
