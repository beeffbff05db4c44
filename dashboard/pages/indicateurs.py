"""Indicateurs: the catalogue, the trends, the single figures, and what nobody has measured yet."""

from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html

from dashboard.campaign_cards import CampaignCard
from dashboard.cards import Body, Card, Page, card_layouts
from dashboard.charts.measures import change, lines_of, trend
from dashboard.components.attributes import aria, data
from dashboard.components.table import UNPRINTED, Column
from dashboard.filters import MAX_SERIES, Filters
from dashboard.french import aims, asked_and_aimed, day, measured, number, plural, year_of

PATH = "/indicateurs"


def _catalogue(frame: pd.DataFrame, filters: Filters) -> Body:
    drawn = filters.indicateurs or tuple(frame.loc[frame["par_defaut"], "indicateur_id"])
    groups = [
        html.Details(
            [
                html.Summary(f"{name} ({number(len(rows))})"),
                html.Ul([_entry(row, drawn, filters) for row in rows.to_dict("records")], className="catalogue-liste"),
            ],
            open=i == 0 or bool(set(drawn) & set(rows["indicateur_id"])),
        )
        for i, (name, rows) in enumerate(frame.groupby("niveau_1", sort=False))
    ]
    return Body(html.Div(groups, className="catalogue", id="catalogue", tabIndex=0, **aria(label="Catalogue")))


def _entry(row: dict[Any, Any], drawn: tuple[str, ...], filters: Filters) -> html.Li:
    key = row["indicateur_id"]
    last = "" if pd.isna(row["derniere_annee"]) else f" · {int(row['derniere_annee'])}"
    points = plural(int(row["annees"]), "année") if row["annees"] else "sans année"
    return html.Li(
        [
            dcc.Link(
                [html.Span(row["libelle"]), html.Span(f"{points}{last}", className="discret")],
                href=filters.url(indicateurs=(key,)),
                className="catalogue-choisi" if key in drawn else "",
            ),
            _toggle(key, drawn, row["libelle"], filters),
        ],
        **data(cherche=f"{row['libelle']} {row['theme'] if isinstance(row['theme'], str) else ''}"),
    )


def _toggle(key: str, drawn: tuple[str, ...], label: str, filters: Filters) -> Any:
    """Build the link that adds an indicator to those drawn, or takes it away; none where it would change nothing."""
    if key in drawn:
        sign, verb, then = "−", "Retirer", tuple(other for other in drawn if other != key)
    else:
        sign, verb, then = "+", "Ajouter à la comparaison", (*drawn, key)
    if not then or len(then) > MAX_SERIES:
        return None
    return dcc.Link(sign, href=filters.url(indicateurs=then), className="catalogue-ajout", title=f"{verb} : {label}")


def _catalogue_summary(frame: pd.DataFrame, filters: Filters) -> str:
    curves = int((frame["annees"] > 1).sum())
    return (
        f"{plural(len(frame), 'indicateur mesuré')}, dont {number(curves)} avec plusieurs "
        f"années ; {plural(int(frame['mesures'].sum()), 'mesure')} au total."
    )


def _trend_body(frame: pd.DataFrame, filters: Filters) -> Body:
    drawn = {id_ for line in lines_of(frame) for id_ in line["indicateur_id"]}
    loose = frame[~frame["indicateur_id"].isin(drawn)] if drawn else frame
    sources = frame.drop_duplicates("source_phrase")
    return Body(
        after=[
            html.Div([figure_tile(row) for row in loose.to_dict("records")], className="chiffres"),
            html.Details(
                [
                    html.Summary(f"Phrases du schéma dont viennent ces valeurs ({number(len(sources))})"),
                    html.Ul([html.Li(html.Q(s), lang="fr") for s in sources["source_phrase"]]),
                ],
                className="sources",
            ),
        ]
    )


def figure_tile(row: dict[Any, Any]) -> html.Div:
    """Show a single measure as a figure, with its year, territory and sentence."""
    when = row["date_imprimee"] if isinstance(row["date_imprimee"], str) else year_of(row)
    value, unit = measured(row["valeur"], row["unite"], row["qualificatif"])
    details = [d for d in (row["territoire"], when, row["remarque"]) if isinstance(d, str)]
    return html.Div(
        [
            html.P([value, html.Span(f" {unit}") if unit else None], className="chiffre-valeur"),
            html.P(row["libelle"], className="chiffre-libelle"),
            html.P(" · ".join(details), className="discret"),
            html.Details([html.Summary("Source"), html.Q(row["source_phrase"])]),
        ],
        className="chiffre",
    )


def _trend_summary(frame: pd.DataFrame, filters: Filters) -> str:
    lines = lines_of(frame)
    if not lines:
        return (
            f"{plural(len(frame), 'mesure')} sans série : une tendance demande deux années, "
            "ces valeurs sont données en chiffres."
        )
    first = lines[0]
    where = first["territoire"].iloc[0]
    words = f"{first['libelle'].iloc[0]} ({where}) : {change(first)}."
    return words if len(lines) == 1 else f"{plural(len(lines), 'série')} ; {words}"


def _figures(frame: pd.DataFrame, filters: Filters) -> Body:
    return Body(
        [
            html.Details(
                [
                    html.Summary(f"{name} ({number(len(rows))})"),
                    html.Div([figure_tile(row) for row in rows.to_dict("records")], className="chiffres"),
                ],
                open=len(frame) < 60,
            )
            for name, rows in frame.groupby("niveau_1", sort=False)
        ]
    )


def _fiche_of(row: Any, filters: Filters) -> str | None:
    return filters.fiche_url(row["fiche_adresse"]) if isinstance(row["fiche_adresse"], str) else None


def _followed(frame: pd.DataFrame) -> pd.DataFrame:
    ages = [
        "jamais mesuré" if pd.isna(months) else f"dernière mesure il y a {plural(int(months), 'mois')}"
        for months in frame["mois"]
    ]
    return frame.assign(fraicheur=ages, en_chemin=[_step(row) for row in frame.to_dict("records")])


def _step(row: dict[Any, Any]) -> str:
    if pd.isna(row["cible_intermediaire"]):
        return "aucune"
    due = "" if pd.isna(row["echeance_intermediaire"]) else f" pour le {day(row['echeance_intermediaire'])}"
    return f"{number(row['cible_intermediaire'])}{due} : {row['etape']}"


def _targets_summary(frame: pd.DataFrame, filters: Filters) -> str:
    aimed = frame[frame["cible"].notna()]
    followed = plural(len(frame), "mesure suivie")
    if aimed.empty:
        return f"{followed}, sans cible."
    blind, reached = int(aimed["actuelle"].isna().sum()), int((aimed["rythme"] == "atteinte").sum())
    if blind == len(aimed):
        return f"{followed} ; {plural(blind, 'cible')} sans aucune mesure : atteinte inconnue."
    told = f"{plural(reached, 'cible atteinte')} sur {number(len(aimed))}"
    unknown = f", {number(blind)} sans mesure (atteinte inconnue)" if blind else ""
    return f"{followed}, {told}{unknown} ; part atteinte calculable pour {number(frame['atteinte'].notna().sum())}."


def _expected(row: dict[Any, Any]) -> list[Any]:
    target = f" · cible : {row['cible']}" if isinstance(row["cible"], str) else ""
    outside = " · imprimée hors de l’évaluation" if row["nature"] == "cible" else ""
    return [row["libelle"], html.Span(target + outside, className="discret")]


def _missing_summary(frame: pd.DataFrame, filters: Filters) -> str:
    fiches = plural(len(frame.groupby(["code", "fiche"])), "fiche")
    return f"{asked_and_aimed(frame['nature'])}, de {fiches}, sans aucune mesure."


def _aimed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(cible=[aims(*of) for of in zip(frame["cibles"], frame["unite"], strict=True)])


def _missing(frame: pd.DataFrame, filters: Filters) -> Body:
    return Body(
        [
            html.Details(
                [
                    html.Summary(f"{code} · {name} ({number(len(rows))})"),
                    html.Ul([html.Li(_expected(row)) for row in rows.to_dict("records")]),
                    dcc.Link("Lire la fiche", href=filters.fiche_url(address), className="ecran")
                    if isinstance(address, str)
                    else None,
                ]
            )
            for (address, code, name), rows in frame.groupby(
                ["fiche_adresse", "code", "fiche"], sort=False, dropna=False
            )
        ]
    )


CARDS = (
    Card(
        id="indicateurs-tendance",
        title="Tendance",
        query="indicateurs/series",
        columns={
            "libelle": "Indicateur",
            "territoire": "Territoire",
            "annee": Column("Année", plain=True),
            "date_imprimee": Column("Date imprimée", none="aucune"),
            "qualificatif": Column("Qualificatif", none="aucun"),
            "valeur": "Valeur",
            "unite": "Unité",
            "statut": "Statut",
            "annee_implicite": "Année implicite",
            "source_phrase": "Phrase du schéma",
        },
        summary=_trend_summary,
        chart=trend,
        body=_trend_body,
        empty="Aucune mesure du département pour ce choix ; le filtre par {EPCI} montre celles d’un territoire.",
    ),
    Card(
        id="indicateurs-catalogue",
        title="Catalogue des indicateurs",
        query="indicateurs/catalogue",
        columns={
            "niveau_1": "{Niveau_1} ou thème",
            "theme": Column("Thème", none="aucun"),
            "libelle": Column("Indicateur", lambda row, f: f.url(indicateurs=(row["indicateur_id"],))),
            "unite": Column("Unité", none="aucune"),
            "mesures": "Mesures",
            "annees": "Années",
            "territoires": "Territoires",
            "derniere_annee": Column("Dernière année", plain=True, none="inconnue"),
        },
        summary=_catalogue_summary,
        body=_catalogue,
        empty="Aucun indicateur mesuré pour ce choix. {limites}",
    ),
    CampaignCard(
        id="indicateurs-cibles",
        title="Cibles du suivi",
        query="indicateurs/cibles",
        columns={
            "libelle": Column("Indicateur", lambda row, f: f.url(indicateurs=(row["indicateur_id"],))),
            "territoire": "Territoire",
            "initiale": "Initiale",
            "actuelle": "Actuelle",
            "en_chemin": "Cible intermédiaire",
            "cible": "Cible",
            "echeance_cible": "Échéance",
            "atteinte": "Part atteinte (%)",
            "rythme": "À ce rythme",
            "fraicheur": "Fraîcheur",
        },
        summary=_targets_summary,
        keep=_followed,
        empty="Aucune campagne de suivi ne mesure d’indicateur à cette date.",
    ),
    Card(
        id="indicateurs-a-renseigner",
        title="Indicateurs à renseigner",
        query="indicateurs/a_renseigner",
        columns={
            "niveau_1": "{Niveau_1}",
            "code": Column("Fiche", _fiche_of),
            "fiche": "Titre",
            "libelle": "Indicateur",
            "nature": "Nature",
            "unite": Column("Unité", none=UNPRINTED),
            "cible": Column("Cible imprimée", none=UNPRINTED),
        },
        summary=_missing_summary,
        body=_missing,
        keep=_aimed,
        empty="Aucun indicateur d’évaluation ni cible en attente de mesure pour ce choix.",
    ),
    Card(
        id="indicateurs-chiffres",
        title="Mesures d’un seul point",
        query="indicateurs/chiffres",
        columns={
            "niveau_1": "{Niveau_1} ou thème",
            "libelle": "Indicateur",
            "qualificatif": Column("Qualificatif", none="aucun"),
            "valeur": "Valeur",
            "unite": Column("Unité", none="aucune"),
            "annee": Column("Année", plain=True, none="inconnue"),
            "territoire": Column("Territoire", none=UNPRINTED),
            "source_phrase": "Phrase du schéma",
        },
        summary=lambda frame, _: (
            f"{plural(len(frame), 'indicateur n’a', 'indicateurs n’ont')} qu’une mesure : un chiffre, pas une tendance."
        ),
        body=_figures,
        empty="Aucune mesure isolée pour ce choix. {limites}",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    cards = card_layouts(CARDS, filters)
    trends, catalogue = cards.pop("indicateurs-tendance"), cards.pop("indicateurs-catalogue")
    search = html.Div(
        [
            html.Label("Chercher un indicateur", htmlFor="catalogue-recherche"),
            dbc.Input(id="catalogue-recherche", type="search", placeholder="naissances, LAEP, places…"),
        ],
        className="recherche",
    )
    return html.Div(
        [
            html.H1("Indicateurs"),
            html.Div([html.Div([search, catalogue]), trends], className="deux-colonnes"),
            *cards.values(),
        ],
        className="cartes",
    )


PAGE = Page("indicateurs", PATH, CARDS, layout)
