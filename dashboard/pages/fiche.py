"""The fiche as the schéma prints it: complete, printable, with the previous and the next."""

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.campaign_cards import CampaignCard, followed, statuses
from dashboard.cards import Body, Card, Page, card_layouts
from dashboard.charts.calendar import Calendar
from dashboard.charts.dates import delay, due_words, has_date, period
from dashboard.charts.plan_calendar import dated_calendar, plan_calendar
from dashboard.components.attributes import aria, data
from dashboard.components.calendar import calendar_key, calendar_labels, undated
from dashboard.components.markup import written
from dashboard.components.table import UNANSWERED, UNPRINTED, Column, Columns
from dashboard.filters import Filters
from dashboard.french import agree, aims, asked_and_aimed, day, number, plural, quantity, year_of

PATH = "/fiches/<schema>/<code>"
# The mark of the action that the address names: assets/sdsf.js brings it into sight.
WANTED: dict[str, Any] = {"id": "action-visee", "className": "action-visee", "tabIndex": -1} | aria(current="true")


def _rubrics(frame: pd.DataFrame, filters: Filters) -> Body:
    own, above = frame[~frame["au_dessus"]], frame[frame["au_dessus"]]
    first = frame.iloc[0]
    page = f", page {first['page']}" if isinstance(first["page"], str) and first["page"] else ""
    line = "" if pd.isna(first["ligne"]) else f" (ligne {int(first['ligne'])} du texte transcrit)"
    source = f"Source : {first['document_titre']}{page}{line}." if isinstance(first["document_titre"], str) else None
    return Body(
        [
            html.Div(_blocks(own), className="rubriques"),
            *[
                html.Details(
                    [
                        html.Summary(f"Ce que le document dit de tout {_name(objet, filters)}"),
                        html.Div(_blocks(rows), className="rubriques"),
                    ]
                )
                for objet, rows in above.groupby("objet", sort=False)
            ],
            html.P(source, className="discret") if source else None,
        ]
    )


def _blocks(frame: pd.DataFrame) -> list[html.Div]:
    return [
        html.Div([html.H3(rubric), *[html.P(text) for text in rows["texte"]]], className="rubrique")
        for rubric, rows in frame.groupby("rubrique", sort=False)
    ]


def _name(node_id: str, filters: Filters) -> str:
    node = filters.scheme.by_id(node_id)
    return f"« {filters.scheme.level(node.rank).label} {node.code} : {node.title} »" if node else node_id


def _actions(frame: pd.DataFrame, filters: Filters) -> Body:
    blocks = []
    titles = {"à poursuivre": "Actions à poursuivre", "nouvelle": "Actions nouvelles"}
    for nature, rows in frame.fillna({"nature": ""}).groupby("nature", sort=False):
        title = html.H3(titles[nature]) if nature in titles else None
        items = [_action(row, row["code"] == filters.action) for row in rows.to_dict("records")]
        blocks.append(html.Div([title, html.Ul(items)]))
    return Body(blocks)


def _actions_summary(frame: pd.DataFrame, filters: Filters) -> str:
    words = plural(len(frame), "action")
    if filters.scheme.tells_nature:
        new, old = (int((frame["nature"] == nature).sum()) for nature in ("nouvelle", "à poursuivre"))
        words += f", dont {plural(new, 'nouvelle')} et {number(old)} à poursuivre"
    pilots, told = frame["pilotes"].dropna().unique(), followed(filters)
    words += f" ; {told} : {statuses(frame['statut'])}" if told else ""
    if not len(pilots):
        return f"{words} ; pilote non renseigné au schéma."
    names = {name for together in pilots for name in together.split(", ")}
    return f"{words} ; {agree('pilote', len(names))} : {' / '.join(pilots)}."


def _action(row: dict[Any, Any], wanted: bool) -> html.Li:
    calendar = row["periode"] if row["etat"] == row["periode"] else f"{row['periode']}, {row['etat']} à ce calendrier"
    status = f"{row['statut']} au suivi" if isinstance(row["statut"], str) else None
    details = [calendar, row["horizon"], status, row["confiance"]]
    details += [delay(row)] if row["etat_echeance"] != "sans suivi" else []
    details += ["date incertaine"] if row["incertain"] else []
    details += ["fiche laissée vierge par le document"] if row["vierge"] else []
    lists = (
        (None, row["sous_actions"]),
        ("Échéances", [due_words(due) for due in row["echeances"]]),
        ("Montants", [amount(m) for m in row["montants"]]),
        ("État d’avancement au document", [f"{day(v['date'])} : {v['texte']}" for v in row["avancements"]]),
    )
    return html.Li(
        [
            html.P("▸ Action demandée", className="action-visee-mot") if wanted else None,
            html.Span(f"{row['code']} ", className="code"),
            row["intitule"],
            html.P(" · ".join(d for d in details if isinstance(d, str)), className="discret"),
            *[
                html.Div([html.H4(title) if title else None, html.Ul([html.Li(text) for text in texts])])
                for title, texts in lists
                if len(texts)
            ],
            html.P(row["remarque"], className="discret") if isinstance(row["remarque"], str) else None,
        ],
        **(WANTED if wanted else {}),
    )


def amount(row: dict[str, Any]) -> str:
    """Return an amount in words, e.g. « Caf, prestation CLAS : 110 000 € par an »."""
    value = (
        number(row["montant"])
        if row["montant_max"] is None
        else f"{number(row['montant'])} à {number(row['montant_max'])}"
    )
    who = f"{row['financeur']}, " if row["financeur"] else ""
    return " ".join([f"{who}{row['libelle']} : {value}\u00a0€", row["periodicite"] or ""]).strip()


def _strip(chart: Calendar | None, frame: pd.DataFrame, filters: Filters) -> Body:
    calendar = chart or plan_calendar(frame, filters)
    missing = undated(calendar) if calendar.undated else None
    return Body([calendar_key(calendar), missing, *calendar_labels(calendar)])


def _indicators(frame: pd.DataFrame) -> pd.DataFrame:
    words = [
        "à renseigner"
        if pd.isna(row["valeur"])
        else f"{quantity(row['valeur'], row['unite'], row['qualificatif'])} ({year_of(row)})"
        for row in frame.to_dict("records")
    ]
    labels = [
        " : ".join(w for w in pair if isinstance(w, str)) for pair in zip(frame["theme"], frame["libelle"], strict=True)
    ]
    targets = [aims(*of) for of in zip(frame["cibles"], frame["unite"], strict=True)]
    return frame.assign(libelle=labels, mesure=words, cible=targets).fillna({"cible": UNPRINTED, "unite": ""})


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.to_dict("records")
    return frame.assign(
        periode=[period(row) for row in rows],
        echeances_datees=[[due_words(due) for due in row["echeances"]] for row in rows],
        montants_imprimes=[[amount(m) for m in row["montants"]] for row in rows],
        avancement=[[f"{day(v['date'])} : {v['texte']}" for v in row["avancements"]] for row in rows],
    )


ACTION_COLUMNS: Columns = {
    "code": "Action",
    "intitule": "Intitulé",
    "nature": Column("Nature", none=UNPRINTED),
    "periode": "Période",
    "calendrier_imprime": Column("Calendrier imprimé", none=UNPRINTED),
    "echeances_datees": "Échéances datées",
    "horizon": Column("Horizon", none=UNPRINTED),
    "incertain": "Incertain",
    "etat": "État au calendrier du schéma",
    "statut": Column("Statut au suivi", none=UNANSWERED),
    "pilotes": "Pilotes",
    "sous_actions": "Sous-actions",
    "montants_imprimes": "Montants",
    "avancement": "État d’avancement au document",
    "code_annexe": Column("Code dans l’annexe", none=UNPRINTED),
}

CARDS = (
    Card(
        id="fiche-texte",
        title="La fiche",
        query="fiches/rubriques",
        columns={"rubrique": "Rubrique", "texte": "Texte"},
        summary=lambda frame, _: f"{plural(frame['rubrique'].nunique(), 'rubrique')} au schéma.",
        body=_rubrics,
        empty="Le schéma n’a pas de texte pour cette fiche.",
    ),
    Card(
        id="fiche-actions",
        title="Les actions",
        query="fiches/actions",
        columns=ACTION_COLUMNS,
        summary=_actions_summary,
        body=_actions,
        keep=_dated,
        empty="Le schéma ne donne aucune action pour cette fiche.",
    ),
    Card(
        id="fiche-calendrier",
        title="Le calendrier",
        query="fiches/actions",
        columns=ACTION_COLUMNS,
        summary=lambda frame, _: (
            f"{plural(int(has_date(frame).sum()), 'action tracée')} sur "
            f"{number(len(frame))} ; une barre sans date de début ou de fin va jusqu’à celle du schéma."
        ),
        chart=dated_calendar,
        around=_strip,
        shape="gantt",
        file="calendrier",
        keep=_dated,
        empty="Le schéma ne donne aucune action pour cette fiche.",
    ),
    CampaignCard(
        id="fiche-suivi",
        title="L’historique du suivi",
        query="fiches/suivi",
        columns={
            "campagne": "Campagne",
            "code": "Action",
            "statut": Column("Statut", none=UNANSWERED),
            "taux": Column("Taux (%)", none=UNANSWERED),
            "confiance": Column("Confiance", none=UNANSWERED),
            "debut_reel": Column("Début réel", none=UNANSWERED),
            "fin_prevue": Column("Fin prévue", none=UNANSWERED),
            "fin_reelle": Column("Fin réelle", none=UNANSWERED),
            "commentaire": Column("Commentaire", none=UNANSWERED),
            "prochaine_etape": Column("Prochaine étape", none=UNANSWERED),
            "decision_attendue": Column("Décision attendue", none=UNANSWERED),
        },
        summary=lambda frame, _: (
            f"{plural(frame['campagne'].nunique(), 'campagne')} de suivi en parle"
            f"{'nt' if frame['campagne'].nunique() > 1 else ''} jusqu’à la date d’observation, la dernière celle du "
            f"{day(frame['campagne'].max())}."
        ),
        empty="Aucune campagne de suivi n’en parle à cette date.",
    ),
    Card(
        id="fiche-indicateurs",
        title="Les indicateurs et les cibles",
        query="fiches/indicateurs",
        columns={
            "libelle": "Indicateur",
            "nature": "Nature",
            "cible": "Cible imprimée",
            "mesure": "Dernière mesure (département)",
            "unite": "Unité",
        },
        summary=lambda frame, _: (
            f"{asked_and_aimed(frame['nature'])}, dont {int(frame['valeur'].isna().sum())} à renseigner."
        ),
        keep=_indicators,
        empty="Le schéma ne donne ni indicateur d’évaluation ni cible pour cette fiche.",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    scheme, fiche = filters.scheme, filters.fiche
    if fiche is None:
        return html.Div(
            [
                html.H1("Fiche introuvable"),
                html.P(f"Le schéma {scheme.departement} {scheme.period} n’a pas de fiche à ce numéro."),
                html.P(dcc.Link("Voir toutes les actions", href=filters.url("/calendrier"))),
            ]
        )
    place = scheme.fiches.index(fiche)
    node = scheme.by_id(fiche.node_id)
    above = [n for n in scheme.lineage(node) if n.id != fiche.objet] if node else []
    trail = [
        dcc.Link(f"{scheme.level(n.rank).label} {n.code} : {n.title}", href=filters.choose_level(n).url("/calendrier"))
        for n in above
    ]
    before, after = scheme.fiches[:place][-1:], scheme.fiches[place + 1 :][:1]
    steps = [
        dcc.Link(words.format(f"{scheme.fiche_word} {f.code}"), href=filters.fiche_url(f.address), title=f.title)
        for words, found in (("← {}", before), ("{} →", after))
        for f in found
    ]
    return html.Div(
        [
            written(
                "fiche-fil",
                html.Nav([html.Ol([html.Li(link) for link in trail])], className="fil", **aria(label="Fil d’Ariane")),
            ),
            html.H1(f"{scheme.fiche_word} {fiche.code} · {fiche.title}"),
            written(
                "fiche-voisins",
                html.Div(
                    [*steps, html.Button("Imprimer", className="outil", **data(imprimer="page"))], className="voisins"
                ),
            ),
            *card_layouts(CARDS, filters).values(),
        ],
        className="cartes fiche",
    )


PAGE = Page("fiche", PATH, CARDS, layout)
