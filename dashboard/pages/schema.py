"""Le schéma: what the document says of the schéma as a whole, quoted with its place, and what it does not say."""

import itertools
import re
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.cards import Body, Card, Page, card_layouts
from dashboard.components.table import Column
from dashboard.filters import Filters
from dashboard.french import plural

PATH = "/schema"
BULLET = re.compile(r"^[-•](?: ◆)? ")
SUBJECTS = (
    ("cadre", "Cadre et élaboration", "du cadre du schéma ni de son élaboration"),
    ("bilan", "Bilan du schéma précédent", "du bilan du schéma précédent"),
    ("enjeux", "Enjeux", "des enjeux du schéma"),
    ("ambitions", "Ambitions", "des ambitions du schéma"),
    ("articulation", "Articulation avec les autres plans", "de l’articulation avec les autres plans"),
    ("gouvernance", "Gouvernance", "de la gouvernance du schéma"),
)  # fmt: skip


def _quoted(frame: pd.DataFrame, _: Filters) -> Body:
    return Body(
        [
            html.Div([html.H3(title), *_paragraphs(list(rows["texte"])), html.P(_place(rows), className="discret")])
            for (title, _), rows in frame.groupby(["titre", "document"], sort=False)
        ]
    )


def _paragraphs(texts: list[str]) -> list[Any]:
    blocks: list[Any] = []
    for listed, group in itertools.groupby(texts, key=lambda text: bool(BULLET.match(text))):
        paragraphs = [_point(text) if listed else html.P(text) for text in group]
        blocks += [html.Ul(paragraphs)] if listed else paragraphs
    return blocks


def _point(text: str) -> html.Li:
    return html.Li(BULLET.sub("", text), className="sous-point" if text.startswith("- ◆") else "")


def _place(rows: pd.DataFrame) -> str:
    first, last = rows["ligne"].min(), rows["ligne"].max()
    source = f"Source : {rows['document'].iloc[0]}"
    if pd.isna(first):
        return f"{source}."
    lines = f"ligne {first:.0f}" if first == last else f"lignes {first:.0f} à {last:.0f}"
    return f"{source} ({lines} du texte transcrit)."


def _said(frame: pd.DataFrame, _: Filters) -> str:
    return f"{plural(len(frame), 'passage cité')}, coquilles de reconnaissance réparées."


def _card(key: str, subject: str, missing: str) -> Card:
    return Card(
        id=f"schema-{key}",
        title=subject,
        query="schema/textes",
        columns={"titre": "Titre", "texte": "Texte", "document": "Document", "ligne": Column("Ligne", plain=True)},
        summary=_said,
        body=_quoted,
        keep=lambda frame: frame[frame["rubrique"] == subject],
        empty=f"Les textes transcrits ne disent rien {missing}.",
        unfiltered=True,
    )


def _plan_summary(frame: pd.DataFrame, filters: Filters) -> str:
    counts = frame["niveau"].value_counts()
    words = [plural(int(counts.get(lv.rank, 0)), lv.label.lower(), lv.plural) for lv in filters.scheme.levels]
    return f"{', '.join(words)} et {plural(filters.scheme.actions, 'action')}."


def _element(row: Any, filters: Filters) -> str | None:
    """Return the link to the fiche of an element, else to its actions, if it has any."""
    if isinstance(row["fiche"], str):
        return filters.fiche_url(row["fiche"])
    return filters.list_url(row["noeud_id"]) if row["actions"] else None


PLAN = Card(
    id="schema-plan",
    title="Les orientations du plan",
    query="schema/plan",
    columns={"libelle": "Niveau", "code": "Code", "titre": Column("Titre", _element), "actions": "Actions"},
    summary=_plan_summary,
    empty="Ce schéma n’a ni orientation ni action.",
    unfiltered=True,
)
CARDS = (PLAN, *(_card(*subject) for subject in SUBJECTS))


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    scheme = filters.scheme
    return html.Div(
        [
            html.H1(f"Le schéma · {scheme.departement} {scheme.period}"),
            html.P(
                [
                    f"{scheme.title} : ce que ses textes disent de lui tout entier. Ses documents, et ce qui s’y "
                    "contredit : ",
                    dcc.Link("page Données", href=filters.url("/donnees")),
                    ".",
                ],
                className="resume",
            ),
            *card_layouts(CARDS, filters).values(),
        ],
        className="cartes",
    )


PAGE = Page("schema", PATH, CARDS, layout)
