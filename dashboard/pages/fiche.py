"""The fiche as the schéma prints it: complete, printable, with the previous and the next."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.cards import Body, Card, card_layout
from dashboard.components.attributes import aria, data
from dashboard.components.calendar import calendar_key, calendar_labels, undated
from dashboard.components.table import Column
from dashboard.figures.gantt import gantt, gantt_image, lines, period
from dashboard.filters import Filters
from dashboard.theme import plural, quantity

PATH = "/fiches/<schema>/<code>"


def _rubrics(frame: pd.DataFrame, filters: Filters) -> Body:
    order = dict.fromkeys(frame["rubrique"])
    blocks = [
        html.Div([html.H3(r), *[html.P(t) for t in frame.loc[frame["rubrique"] == r, "texte"]]], className="rubrique")
        for r in order
    ]
    first = frame.iloc[0]
    page = f", page {first['page']}" if isinstance(first["page"], str) and first["page"] else ""
    line = "" if pd.isna(first["ligne"]) else f" (ligne {int(first['ligne'])} du texte transcrit)"
    return Body(
        [
            html.Div(blocks, className="rubriques"),
            html.P(f"Source : {first['document_titre']}{page}{line}.", className="discret"),
        ]
    )


def _actions(frame: pd.DataFrame, filters: Filters) -> Body:
    blocks = []
    for nature, title in (("à poursuivre", "Actions à poursuivre"), ("nouvelle", "Actions nouvelles")):
        rows = frame[frame["nature"] == nature].to_dict("records")
        if rows:
            blocks.append(html.Div([html.H3(title), html.Ul([_action(row) for row in rows])]))
    return Body(blocks)


def _action(row: dict[Any, Any]) -> html.Li:
    details = [row["periode"], row["etat"]]
    if row["incertain"]:
        details.append("date incertaine")
    children = row["sous_actions"] if isinstance(row["sous_actions"], Iterable) else ()
    bullets = [html.Li(text) for text in children]
    return html.Li(
        [
            html.Span(f"{row['code']} ", className="code"),
            row["intitule"],
            html.Ul(bullets) if bullets else None,
            html.P(" · ".join(str(d) for d in details), className="discret"),
            html.P(row["remarque"], className="discret") if isinstance(row["remarque"], str) else None,
        ]
    )


def _strip(frame: pd.DataFrame, filters: Filters) -> Body:
    rows = lines(frame, filters, frozenset())
    missing = undated(frame, filters) if frame["debut"].isna().any() else None
    return Body([calendar_key(filters), missing, *calendar_labels(rows, filters)])


def _indicators(frame: pd.DataFrame) -> pd.DataFrame:
    words = [
        "à renseigner" if pd.isna(row["valeur"]) else f"{quantity(row['valeur'], row['unite'])} ({int(row['annee'])})"
        for row in frame.to_dict("records")
    ]
    return frame.assign(mesure=words)


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(periode=[period(row) for row in frame.to_dict("records")])


ACTION_COLUMNS = {
    "code": "Action",
    "intitule": "Intitulé",
    "nature": "Nature",
    "periode": "Période",
    "calendrier_imprime": "Calendrier imprimé",
    "incertain": "Incertain",
    "etat": "État au calendrier",
    "code_annexe": "Code dans l’annexe",
}

CARDS = (
    Card(
        id="fiche-texte",
        title="La fiche",
        query="fiches/rubriques",
        columns={"rubrique": "Rubrique", "texte": "Texte"},
        summary=lambda frame, _: (
            f"{plural(frame['rubrique'].nunique(), 'rubrique')} imprimée"
            f"{'s' if frame['rubrique'].nunique() > 1 else ''} par le schéma."
        ),
        body=_rubrics,
        empty="Le schéma n’imprime aucune fiche à ce numéro.",
    ),
    Card(
        id="fiche-actions",
        title="Les actions",
        query="fiches/actions",
        columns=ACTION_COLUMNS,
        summary=lambda frame, _: (
            f"{plural(len(frame), 'action')}, dont {int((frame['nature'] == 'nouvelle').sum())} nouvelles et "
            f"{int((frame['nature'] == 'à poursuivre').sum())} à poursuivre."
        ),
        body=_actions,
        keep=_dated,
        empty="Le schéma n’imprime aucune action pour cette fiche.",
    ),
    Card(
        id="fiche-calendrier",
        title="Le calendrier",
        query="fiches/actions",
        columns=ACTION_COLUMNS,
        summary=lambda frame, _: (
            f"{plural(int(frame['debut'].notna().sum()), 'action tracée', 'actions tracées')} sur "
            f"{len(frame)} ; une borne du schéma est un bout ouvert."
        ),
        figure=lambda frame, filters: gantt(lines(frame, filters, frozenset()), filters),
        body=_strip,
        shape="gantt",
        image=gantt_image,
        keep=_dated,
        empty="Le schéma n’imprime aucune action pour cette fiche.",
    ),
    Card(
        id="fiche-indicateurs",
        title="Les indicateurs d’évaluation",
        query="fiches/indicateurs",
        columns={"libelle": "Indicateur", "mesure": Column("Dernière mesure"), "unite": "Unité"},
        summary=lambda frame, _: (
            f"{plural(len(frame), 'indicateur')}, dont {int(frame['valeur'].isna().sum())} à renseigner."
        ),
        keep=_indicators,
        empty="Le schéma n’imprime aucun indicateur d’évaluation pour cette fiche.",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    scheme, node = filters.scheme, filters.scheme.by_id(filters.objet)
    if node is None:
        return html.Div(
            [
                html.H1("Fiche introuvable"),
                html.P(f"Le schéma {scheme.departement} {scheme.period} n’a pas de fiche à ce numéro."),
                html.P(dcc.Link("Voir toutes les actions", href=filters.url("/calendrier"))),
            ]
        )
    siblings = [n for n in scheme.nodes if n.rank == node.rank]
    place = siblings.index(node)
    trail = [
        dcc.Link(
            f"{scheme.level(n.rank).label} {n.code} : {n.title}",
            href=filters.choose_level(n.rank, n.code).url("/calendrier"),
        )
        for n in scheme.lineage(node)[:-1]
    ]
    steps = [
        dcc.Link(words.format(f"{scheme.level(n.rank).label} {n.code}"), href=filters.fiche_url(n.code), title=n.title)
        for words, n in (("← {}", siblings[place - 1] if place else None), ("{} →", (*siblings[place + 1 :], None)[0]))
        if n
    ]
    return html.Div(
        [
            html.Nav([html.Ol([html.Li(link) for link in trail])], className="fil", **aria(label="Fil d’Ariane")),
            html.H1(f"{scheme.level(node.rank).label} {node.code} · {node.title}"),
            html.Div(
                [*steps, html.Button("Imprimer", className="outil", **data(imprimer="page"))], className="voisins"
            ),
            *(card_layout(card) for card in CARDS),
        ],
        className="cartes fiche",
    )
