"""Suivi: the campaigns, who answered, what changed between two of them, and what does not hold together."""

from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.campaign_cards import CampaignCard, RoundsCard, first_campaign, lacking, printed_progress
from dashboard.cards import Body, Page, card_layouts
from dashboard.charts.suivi import CONFIDENT, answers, answers_url, cell_url, confidence
from dashboard.components.attributes import aria
from dashboard.components.calendar import fiche_of
from dashboard.components.table import Column, Columns, table
from dashboard.filters import LATE_STATES, NO_PILOT, Filters
from dashboard.french import ago, agree, day, number, plural, ties

PATH = "/suivi"

# Each kind of change, said of the actions that it is counted on, in the order of the tiles.
KINDS = {
    "terminée": "terminée",
    "commencée": "commencée",
    "reprise": "reprise",
    "échéance glissée": "dont l’échéance a glissé",
    "échéance avancée": "dont l’échéance est avancée",
    "échéance fixée": "dont l’échéance est maintenant fixée",
    "échéance retirée": "désormais sans échéance",
    "confiance en baisse": "dont la confiance a baissé",
    "confiance en hausse": "dont la confiance a monté",
    "confiance donnée": "dont la confiance est maintenant dite",
    "confiance retirée": "dont la confiance n’est plus dite",
    "abandonnée": "abandonnée",
    "statut": "dont le statut a changé autrement",
    "taux": "dont le taux a changé",
    "nouvelle réponse": "dont le statut est maintenant connu",
    "réponse retirée": "dont le statut n’est plus donné",
    "début réel": "dont le début réel a changé",
    "fin réelle": "dont la fin réelle a changé",
}
# What the sentence tells first, where there is some.
TOLD = tuple(dict.fromkeys(("terminée", "échéance glissée", "abandonnée", "confiance en baisse", *KINDS)))
ACTION = Column("Action", fiche_of)
CHANGE: Columns = {
    "changement": "Changement",
    "code": ACTION,
    "intitule": "Intitulé",
    "avant": "Avant",
    "apres": "Après",
}


def _campaign_words(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.to_dict("records")
    return frame.assign(
        renseignees=[f"{number(r['actions_renseignees'])} sur {number(r['actions'])}" for r in rows],
        repondues=[f"{number(r['actions_repondues'])} sur {number(r['actions'])}" for r in rows],
        recus=["aucun : dit par le document" if r["origine"] == "document" else number(r["classeurs"]) for r in rows],
        reprises=[_carried(r["reportees"], r["plus_ancienne"]) for r in rows],
        comparaison=[
            "la première" if pd.isna(r["precedente"]) else f"avec celle du {day(r['precedente'])}" for r in rows
        ],
    )


def _carried(count: int, oldest: Any) -> str:
    return number(count) + (f", la plus ancienne du {day(oldest)}" if count else "")


def _campaign_pair(row: Any, filters: Filters) -> str | None:
    if pd.isna(row["precedente"]):
        return None
    return filters.url(de=f"{row['precedente']:%Y-%m-%d}", vers=f"{row['campagne']:%Y-%m-%d}")


def _campaigns_summary(frame: pd.DataFrame, filters: Filters) -> str:
    seen = frame[~frame["apres_observation"]]
    later = len(frame) - len(seen)
    after = f" ; {number(later)} après cette date" if later else ""
    if seen.empty:
        first = day(frame.iloc[-1]["campagne"])
        return f"Aucune campagne de suivi au {day(filters.date)} ; la première est celle du {first}."
    last = seen.iloc[0]
    told = (
        f"{plural(len(seen), 'campagne')} au {day(filters.date)}, schéma entier ; la dernière, du "
        f"{day(last['campagne'])}, {ago(last['campagne'].date(), filters.date)}, "
    )
    if not last["actions_repondues"]:
        return f"{told}ne donne aucun statut pour {plural(int(last['actions']), 'action')}{after}."
    return (
        f"{told}donne le statut de {plural(int(last['actions_repondues']), 'action')} sur {number(last['actions'])} : "
        f"{plural(int(last['nouvelles']), 'réponse nouvelle')}, "
        f"{plural(int(last['reportees']), 'reportée')} d’une campagne précédente{after}."
    )


def _answers_words(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.to_dict("records")
    return frame.assign(
        recus=[_received_by(r) for r in rows],
        reprises=[_carried(r["reportees"], r["plus_ancienne"]) for r in rows],
    )


def _received_by(row: Any) -> str:
    if row["classeurs"]:
        return number(row["classeurs"])
    return "aucun à son nom" if row["organisme_cle"] != NO_PILOT else "sans objet"


def _received(row: Any) -> str:
    """Return the workbooks received for the campaign, and how many of them name no pilote."""
    if not row["classeurs_recus"]:
        return "aucun classeur reçu"
    words = plural(int(row["classeurs_recus"]), "classeur reçu")
    unnamed = int(row["classeurs_sans_pilote"])
    if not unnamed:
        return words
    who = "sans pilote indiqué" if unnamed == row["classeurs_recus"] else f"dont {number(unnamed)} sans pilote indiqué"
    return f"{words}, {who}"


def _answers_summary(frame: pd.DataFrame, filters: Filters) -> str:
    first = frame.iloc[0]
    new, carried, missing = (int(first[f"toutes_{kind}"]) for kind in ("nouvelles", "reportees", "sans_reponse"))
    words = f"{_received(first)} ; sur {plural(int(first['actions']), 'action retenue')} : "
    if missing == first["actions"]:
        return f"{words}aucun statut connu."
    words += f"{plural(new, 'réponse nouvelle')}, {plural(carried, 'reportée')}"
    words += f" (la plus ancienne du {day(first['la_plus_ancienne'])})" if carried else ""
    if not missing:
        return f"{words}, aucune ne manque."
    late = frame.loc[frame["sans_reponse"].idxmax()]
    whose = f" (le plus à « {late['organisme']} » : {number(late['sans_reponse'])}{ties(frame['sans_reponse'])})"
    return f"{words}, {number(missing)} sans réponse{whose if late['sans_reponse'] else ''}."


def _counts(frame: pd.DataFrame) -> dict[str, int]:
    found = frame["famille"].value_counts()
    return {kind: int(found[kind]) for kind in KINDS if kind in found}


def _changes_summary(frame: pd.DataFrame, filters: Filters) -> str:
    first = frame.iloc[0]
    counts = _counts(frame)
    kinds = [kind for kind in TOLD if kind in counts]
    told = ", ".join(plural(counts[kind], KINDS[kind]) for kind in kinds[:3])
    return (
        f"Du {day(first['de'])} au {day(first['vers'])}, {ago(first['vers'].date(), filters.date)} : "
        f"{plural(len(frame), 'changement')} sur "
        f"{plural(frame['code'].nunique(), 'action')}{', dont' if kinds[3:] else ' :'} {told}."
    )


def _slips(frame: pd.DataFrame) -> pd.DataFrame:
    """Say by how many days an échéance moved."""
    by = ["" if pd.isna(days) else f" de {plural(abs(int(days)), 'jour')}" for days in frame["jours"]]
    return frame.assign(changement=frame["changement"] + by)


def _changes(frame: pd.DataFrame, filters: Filters) -> Body:
    tiles = [_count(count, agree(KINDS[kind], count)) for kind, count in _counts(frame).items()]
    rows = table(frame, CHANGE, filters, "Changements")
    return Body([html.Div(tiles, className="tuiles"), rows])


def _count(count: int, words: str) -> html.Div:
    content = [html.Span(number(count), className="tuile-valeur"), html.Span(words, className="tuile-libelle")]
    return html.Div(content, className="tuile")


def _dates(filters: Filters) -> html.Div:
    """Build the two lists of dates to choose from; a later first date takes the one before it along."""
    first, last = filters.compared
    campaigns = sorted(filters.scheme.campaigns)
    if len(campaigns) < 2:
        return html.Div()
    froms = [(d, d == first, _address(filters, d, last)) for d in campaigns if last and d < last]
    tos = [(d, d == last, _address(filters, first if first and first < d else None, d)) for d in campaigns[1:]]
    choices = [_choice(words, dates) for words, dates in (("De la campagne du", froms), ("à celle du", tos)) if dates]
    return html.Div(choices, className="montre choix")


def _address(filters: Filters, first: date | None, last: date | None) -> str:
    return filters.url(de=first.isoformat() if first else None, vers=last.isoformat() if last else None)


def _choice(label: str, dates: list[tuple[date, bool, str]]) -> html.Div:
    links = [
        html.Strong(day(d), className="puce", **aria(current="true"))
        if chosen
        else dcc.Link(day(d), href=href, className="puce")
        for d, chosen, href in dates
    ]
    return html.Div([html.Span(f"{label} "), *links], className="outils")


def _confidence_summary(frame: pd.DataFrame, filters: Filters) -> str:
    total = int(frame["actions"].sum())
    late = frame[frame["echeance"].isin(LATE_STATES)]
    unknown = int(frame.loc[frame["echeance"] == "non datée", "actions"].sum())
    trusted = int(late.loc[late["confiance"].isin(CONFIDENT), "actions"].sum())
    words = plural(total, "action suivie")
    if unknown == total:
        return f"{words}, sans date : retards inconnus."
    aside = f" ; retard inconnu pour {number(unknown)}, sans date" if unknown else ""
    if late.empty:
        return f"{words}, aucune en retard{aside}."
    since = int(late.loc[late["echeance"].str.contains("sauf réponse"), "actions"].sum())
    words += f", dont {number(late['actions'].sum())} en retard (échéance ou démarrage)"
    words += f", {number(since)} d’entre elles sauf réponse depuis{aside}" if since else aside
    if not trusted:
        return f"{words} ; aucune n’y est dite « {CONFIDENT[0]} » ni « {CONFIDENT[1]} »."
    verb = agree("est pourtant dite", trusted, "sont pourtant dites")
    return f"{words} ; {number(trusted)} {verb} « {CONFIDENT[0]} » ou « {CONFIDENT[1]} »."


class ComparisonCard(RoundsCard):
    """The card on two campaigns, that are chosen above it."""

    def missing(self, filters: Filters) -> str:
        """Return which of the two is missing, or else why the card is empty."""
        return lacking(filters, contrasts=True) or super().missing(filters)

    def above(self, filters: Filters) -> Any:
        """Return the two lists of dates."""
        return _dates(filters)


CARDS = (
    RoundsCard(
        id="suivi-campagnes",
        title="Campagnes de suivi",
        query="suivi/campagnes",
        columns={
            "campagne": "Campagne",
            "origine": "Origine",
            "recus": "Classeurs reçus",
            "repondues": "Actions avec un statut",
            "nouvelles": "Réponses nouvelles",
            "reprises": "Réponses reportées",
            "renseignees": "Actions renseignées",
            "mesures": "Mesures",
            "decisions": "Décisions",
            "comparaison": Column("Comparer", _campaign_pair),
        },
        summary=_campaigns_summary,
        keep=_campaign_words,
    ),
    printed_progress("suivi-avancements"),
    CampaignCard(
        id="suivi-reponses",
        title="Qui a répondu",
        query="suivi/reponses",
        columns={
            "organisme": Column("Pilote", lambda row, f: answers_url("sans_reponse", row, f)),
            "pilotees": "Actions pilotées",
            "recus": "Classeurs reçus",
            "nouvelles": "Réponses nouvelles, par son classeur",
            "par_un_autre": "Réponses nouvelles, par un autre classeur",
            "reprises": Column("Réponses reportées", lambda row, f: answers_url("reportees", row, f)),
            "sans_reponse": "Sans réponse",
        },
        keep=_answers_words,
        summary=_answers_summary,
        chart=answers,
    ),
    ComparisonCard(
        id="suivi-comparaison",
        title="Ce qui a changé entre deux campagnes",
        query="suivi/comparaison",
        columns={
            "famille": "Nature du changement",
            **CHANGE,
        },
        summary=_changes_summary,
        keep=_slips,
        body=_changes,
        empty="Aucun changement entre ces deux campagnes pour les actions retenues.",
    ),
    CampaignCard(
        id="suivi-contradictions",
        title="Statuts que les dates contredisent",
        query="suivi/contradictions",
        columns={
            "code": ACTION,
            "intitule": "Intitulé",
            "statut": "Statut déclaré",
            "contradiction": "Contradiction",
            "donnees": "Dates et taux donnés",
            "pilotes": "Pilotes",
        },
        summary=lambda frame, _: (
            f"{plural(len(frame), 'action')} dont le statut déclaré contredit les dates ou le taux ; "
            "rien n’est corrigé en silence."
        ),
        empty="Aucun des statuts connus ne contredit les dates ni le taux des actions retenues.",
    ),
    CampaignCard(
        id="suivi-hors-periode",
        title="Dates hors de la période du schéma",
        query="suivi/hors_periode",
        columns={
            "code": ACTION,
            "intitule": "Intitulé",
            "quoi": "Date",
            "jour": "Jour",
            "place": "Hors du schéma",
            "pilotes": "Pilotes",
        },
        summary=lambda frame, _: f"{plural(len(frame), 'date donnée')} avant le début du schéma ou après sa fin.",
        empty="Aucune date donnée au suivi des actions retenues n’est hors de la période du schéma.",
    ),
    CampaignCard(
        id="suivi-confiance",
        title="Confiance déclarée et retard d’après les dates",
        query="suivi/confiance",
        columns={"confiance": "Confiance", "echeance": "Délai", "actions": Column("Actions", cell_url)},
        summary=_confidence_summary,
        chart=confidence,
        empty="Aucune des actions retenues n’est suivie.",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    return html.Div(
        [html.H1("Suivi"), *first_campaign(filters), *card_layouts(CARDS, filters).values()], className="cartes"
    )


PAGE = Page("suivi", PATH, CARDS, layout)
