"""Séance: where the plan stands at the date d’observation; every figure opens the rows it counts."""

from typing import Any

import pandas as pd
from dash import html

from dashboard.campaign_cards import CampaignCard, without_campaign
from dashboard.cards import Body, Card, card_layouts
from dashboard.components.blocks import key, progress, tile
from dashboard.components.calendar import fiche_of
from dashboard.components.table import Column
from dashboard.figures.bars import by_group
from dashboard.filters import NO_PILOT, Filters
from dashboard.theme import dated, day, number, plural

PATH = "/"

# Each tile: the counted column, its words, and the filter that opens exactly those rows.
TILES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("actions", "actions", {}),
    ("a_poursuivre", "à poursuivre", {"nature": "a-poursuivre"}),
    ("nouvelles", "nouvelles", {"nature": "nouvelle"}),
    ("a_venir", "à venir", {"etat": "a-venir"}),
    ("en_cours", "en cours", {"etat": "en-cours"}),
    ("echues", "échues", {"etat": "echue"}),
    ("sans_date", "sans date", {"etat": "sans-date"}),
    ("sans_pilote", "sans pilote", {"pilote": NO_PILOT}),
)


def tiles_of(filters: Filters) -> list[tuple[str, str, dict[str, str]]]:
    """Return the tiles that mean something for this schéma: not the nature where its document tells none."""
    return [t for t in TILES if filters.scheme.tells_nature or "nature" not in t[2]]


def elapsed(filters: Filters) -> float:
    """Return the share of the schéma's period elapsed at the date d’observation, that day included."""
    period = (filters.scheme.end - filters.scheme.start).days + 1
    return ((filters.date - filters.scheme.start).days + 1) / period


def _tiles(frame: pd.DataFrame, filters: Filters) -> Body:
    counts = frame.iloc[0]
    left = (filters.scheme.end - filters.date).days
    words = (
        f"{number(100 * elapsed(filters), 0)} % de la période du schéma écoulés au {day(filters.date)} · "
        f"{plural(left, 'jour restant', 'jours restants')} jusqu’au {day(filters.scheme.end)}"
    )
    return Body(
        [
            html.Div(
                [
                    tile(int(counts[c]), label, filters.url("/calendrier", **change))
                    for c, label, change in tiles_of(filters)
                ],
                className="tuiles",
            ),
            progress(elapsed(filters), words),
        ]
    )


def _tiles_summary(frame: pd.DataFrame, filters: Filters) -> str:
    counts = frame.iloc[0]
    return (
        f"Au {day(filters.date)}, {plural(int(counts['en_cours']), 'action')} en cours d’après le calendrier du "
        f"schéma, {number(counts['a_venir'])} à venir, "
        f"{plural(int(counts['echues']), 'échue')}, {number(counts['sans_date'])} sans date et "
        f"{number(counts['sans_pilote'])} sans pilote."
    )


def _groups_summary(frame: pd.DataFrame, filters: Filters) -> str:
    totals = frame.groupby(["noeud", "code", "titre"], sort=False)["actions"].sum()
    (_, code, title), most = totals.idxmax(), int(totals.max())
    level = filters.scheme.groups
    if len(totals) == 1:
        return f"{plural(most, 'action')} dans {level.label.lower()} {code} « {title} »."
    return (
        f"{plural(int(totals.sum()), 'action')} dans {plural(len(totals), level.label.lower(), level.plural)} ; "
        f"{level.label.lower()} {code} « {title} » en compte le plus ({number(most)})."
    )


def _events_summary(frame: pd.DataFrame, filters: Filters) -> str:
    own = frame[frame["precision"] != "schéma"]
    if own.empty:
        left = (filters.scheme.end - filters.date).days
        return (
            f"Aucune échéance propre à une action n’est imprimée après le {day(filters.date)} : la prochaine est la "
            f"fin du schéma, le {day(filters.scheme.end)}, dans {plural(left, 'jour')}."
        )
    first = own.iloc[0]
    what = first["evenement"]
    if what in ("démarrage", "fin"):
        what += f" de {plural(int(first['actions']), 'action')}"
    when = dated(first["jour"], first["precision"])
    return f"Prochaine date imprimée : {what}, {when}, dans {plural(int(first['jours']), 'jour')} au plus tard."


def _states(frame: pd.DataFrame, filters: Filters) -> Body:
    samples = {"en cours": "plein", "à venir": "a-venir", "échue": "echue", "sans date": "sans-date-cle"}
    words = {"en cours": f"en cours (couleur de chaque {filters.scheme.words['niveau_1']})"}
    present = [state for state in samples if state in set(frame["etat"])]
    return Body(key([(samples[state], words.get(state, state)) for state in present]))


# Each tile of the follow-up: the counted column, its words, and the filter that opens exactly those rows.
FOLLOW_UP_TILES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("realisees", "réalisées", {"statut": "realisee"}),
    ("en_retard", "en retard", {"echeance": "en-retard"}),
    ("demarrages_en_retard", "démarrages en retard", {"echeance": "demarrage-en-retard"}),
    ("avant_comite", "à échéance d’ici le {comite}", {"point": "avant-le-comite"}),
    ("a_decider", "à décider", {"point": "a-decider"}),
    ("changees", "changées depuis {precedente}", {"point": "changees"}),
    ("contradictoires", "contradictoires", {"point": "contradictoires"}),
)


def realised(counts: Any) -> str:
    """Return the realised share in words: of all actions but the abandoned, told only when every status is known."""
    total, known = counts["actions"] - counts["abandonnees"], counts["repondues"] - counts["abandonnees"]
    if not total:
        return "Part réalisée non calculable : toutes les actions retenues sont abandonnées"
    if known < total:
        return f"Part réalisée non calculable : statut connu pour {number(known)} actions sur {number(total)}"
    aside = f", {plural(int(counts['abandonnees']), 'abandonnée')} à part" if counts["abandonnees"] else ""
    return f"{number(100 * counts['realisees'] / total, 0)} % réalisées ({counts['realisees']} sur {total}{aside})"


def _follow_up(frame: pd.DataFrame, filters: Filters) -> Body:
    counts = frame.iloc[0]
    before = None if pd.isna(counts["precedente"]) else f"le {day(counts['precedente'])}"
    words = {"comite": day(filters.committee), "precedente": before}
    tiles = [tile_ for tile_ in FOLLOW_UP_TILES if before or tile_[0] != "changees"]
    total = int(counts["actions"] - counts["abandonnees"])
    share = counts["realisees"] / total if total and counts["repondues"] == counts["actions"] else None
    due = plural(int(counts["attendues"]), "devait", "devaient")
    return Body(
        [
            html.Div(
                [
                    tile(int(counts[column]), label.format_map(words), filters.url("/calendrier", **change))
                    for column, label, change in tiles
                ],
                className="tuiles",
            ),
            progress(share, f"{realised(counts)} · {due} l’être à cette date d’après leur échéance"),
        ]
    )


def _follow_up_summary(frame: pd.DataFrame, filters: Filters) -> str:
    counts = frame.iloc[0]
    return (
        f"D’après la campagne du {day(counts['campagne'])}, "
        f"{plural(int(counts['repondues']), 'action suivie', 'actions suivies')} sur {number(counts['actions'])}, "
        f"{number(counts['en_retard'])} en retard et {number(counts['a_decider'])} à décider."
    )


CARDS = (
    Card(
        id="seance-compteurs",
        title="Où en est le plan",
        query="seance/compteurs",
        columns={column: label for column, label, _ in TILES},
        summary=_tiles_summary,
        body=_tiles,
    ),
    CampaignCard(
        id="seance-suivi",
        title="Ce que dit le suivi",
        query="seance/suivi",
        columns={column: label.split(" {")[0] for column, label, _ in FOLLOW_UP_TILES}
        | {"actions": "actions", "repondues": "avec un statut", "abandonnees": "abandonnées"},
        summary=_follow_up_summary,
        body=_follow_up,
        empty="Aucune des actions retenues n’est suivie.",
    ),
    CampaignCard(
        id="seance-a-decider",
        title="À décider",
        query="seance/a_decider",
        columns={
            "code": Column("Action", fiche_of),
            "intitule": "Intitulé",
            "decision_attendue": "Décision attendue",
            "statut": "Statut",
            "etat_echeance": "Échéance",
            "pilotes": "Pilotes",
        },
        summary=lambda frame, _: f"{plural(len(frame), 'action attend', 'actions attendent')} une décision du comité.",
        empty="Aucune action n’attend de décision.",
    ),
    Card(
        id="seance-engagements",
        title="Actions par {groupe}",
        query="seance/par_engagement",
        columns={
            "niveau_1": "{Niveau_1}",
            "code": Column("Code : {groupe}", lambda row, f: f.at_node(row["noeud"]).url("/calendrier")),
            "titre": "Titre",
            "etat": "État au calendrier",
            "actions": "Actions",
        },
        summary=_groups_summary,
        figure=by_group,
        body=_states,
    ),
    Card(
        id="seance-echeances",
        title="Prochaines échéances",
        query="seance/echeances",
        columns={
            "jour": "Date",
            "precision": "Précision",
            "evenement": "Événement",
            "actions": "Actions",
            "jours": "Dans (jours)",
        },
        summary=_events_summary,
        empty="Aucune échéance après la date d’observation.",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    counts, *others = card_layouts(CARDS, filters)
    return html.Div([html.H1("Séance"), counts, *without_campaign(filters), *others], className="cartes")
