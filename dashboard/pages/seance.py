"""Séance: where the plan stands at the date d’observation; every figure opens the rows it counts."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import html

from dashboard.campaign_cards import CampaignCard, without_campaign
from dashboard.cards import Body, Card, card_layouts
from dashboard.components.blocks import progress, tile
from dashboard.components.calendar import fiche_of
from dashboard.components.table import Column
from dashboard.figures.bars import by_group, group_labels, states_key
from dashboard.figures.slides import parted
from dashboard.filters import NO_PILOT, Filters
from dashboard.french import dated, day, number, plural, ties

PATH = "/"

# Each tile: the counted column, its words for one and for several, and the filter that opens exactly those rows.
Tile = tuple[str, tuple[str, str], dict[str, str]]
TILES: tuple[Tile, ...] = (
    ("actions", ("action", "actions"), {}),
    ("a_poursuivre", ("à poursuivre", "à poursuivre"), {"nature": "a-poursuivre"}),
    ("nouvelles", ("nouvelle", "nouvelles"), {"nature": "nouvelle"}),
    ("a_venir", ("à venir", "à venir"), {"etat": "a-venir"}),
    ("en_cours", ("en cours", "en cours"), {"etat": "en-cours"}),
    ("echues", ("échue", "échues"), {"etat": "echue"}),
    ("sans_date", ("sans date", "sans date"), {"etat": "sans-date"}),
    ("sans_pilote", ("sans pilote", "sans pilote"), {"pilote": NO_PILOT}),
)


def tiles_of(filters: Filters) -> list[Tile]:
    """Return the tiles that mean something for this schéma: not the nature where its document tells none."""
    return [t for t in TILES if filters.scheme.tells_nature or "nature" not in t[2]]


def elapsed(filters: Filters) -> float:
    """Return the share of the schéma's period elapsed at the date d’observation, that day included; 1 once it ended."""
    period = (filters.scheme.end - filters.scheme.start).days + 1
    return min(1, ((filters.date - filters.scheme.start).days + 1) / period)


def _tile_row(counts: Any, tiles: Sequence[Tile], filters: Filters, words: dict[str, Any]) -> html.Div:
    drawn = []
    for column, (one, many), change in tiles:
        count = int(counts[column])
        drawn.append(tile(count, (many if count > 1 else one).format_map(words), filters.list_url(**change)))
    return html.Div(drawn, className="tuiles")


def _tiles(frame: pd.DataFrame, filters: Filters) -> Body:
    left = (filters.scheme.end - filters.date).days
    share = round(100 * elapsed(filters))
    rest = (
        f"{plural(left, 'jour restant', 'jours restants')} jusqu’au {day(filters.scheme.end)}"
        if left >= 0
        else f"échu le {day(filters.scheme.end)}, depuis {plural(-left, 'jour')}"
    )
    words = (
        f"{number(share)} % de la période du schéma écoulé{'s' if share > 1 else ''} au {day(filters.date)} · {rest}"
    )
    return Body([_tile_row(frame.iloc[0], tiles_of(filters), filters, {}), progress(elapsed(filters), words)])


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
        return f"{plural(most, 'action')} : {level.label.lower()} {code} « {title} »."
    return (
        f"{plural(int(totals.sum()), 'action')} dans {plural(len(totals), level.label.lower(), level.plural)} ; "
        f"{level.label.lower()} {code} « {title} » en compte le plus ({number(most)}{ties(totals)})."
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
    wait = f"dans {plural(int(first['jours']), 'jour')}" if first["jours"] else "aujourd’hui"
    return f"Prochaine date imprimée : {what}, {when}, {wait} au plus tard."


FOLLOW_UP_TILES: tuple[Tile, ...] = (
    ("realisees", ("réalisée", "réalisées"), {"statut": "realisee"}),
    ("en_retard", ("en retard", "en retard"), {"echeance": "en-retard"}),
    ("demarrages_en_retard", ("démarrage en retard", "démarrages en retard"), {"echeance": "demarrage-en-retard"}),
    ("avant_comite", ("à échéance d’ici le {comite}", "à échéance d’ici le {comite}"), {"point": "avant-le-comite"}),
    ("a_decider", ("à décider", "à décider"), {"point": "a-decider"}),
    ("changees", ("changée depuis {precedente}", "changées depuis {precedente}"), {"point": "changees"}),
    ("contradictoires", ("contradictoire", "contradictoires"), {"point": "contradictoires"}),
)


def realised(counts: Any) -> str:
    """Return the realised share in words: of all actions but the abandoned, told only when every status is known."""
    total, known = counts["actions"] - counts["abandonnees"], counts["repondues"] - counts["abandonnees"]
    if not total:
        whole = "toutes les actions retenues sont abandonnées"
        return f"Part réalisée non calculable : {whole if counts['actions'] > 1 else 'l’action retenue est abandonnée'}"
    dropped = plural(int(counts["abandonnees"]), "abandonnée")
    if known < total:
        aside = f", hors {dropped}" if counts["abandonnees"] else ""
        words = f"statut connu pour {plural(int(known), 'action')} sur {number(total)}{aside}"
        return f"Part réalisée non calculable : {words}"
    aside = f", {dropped} à part" if counts["abandonnees"] else ""
    share = number(100 * counts["realisees"] / total, 0)
    return f"{share} % réalisées ({number(counts['realisees'])} sur {number(total)}{aside})"


def _expected(counts: Any) -> str:
    if counts["actions"] == counts["abandonnees"]:
        return ""
    due = plural(int(counts["attendues"]), "devait être réalisée", "devaient être réalisées")
    return f" · {due} à cette date d’après {'leur' if counts['attendues'] > 1 else 'son'} échéance"


def _follow_up(frame: pd.DataFrame, filters: Filters) -> Body:
    counts = frame.iloc[0]
    before = None if pd.isna(counts["precedente"]) else f"le {day(counts['precedente'])}"
    words = {"comite": day(filters.committee), "precedente": before}
    tiles = [drawn for drawn in FOLLOW_UP_TILES if before or drawn[0] != "changees"]
    total = int(counts["actions"] - counts["abandonnees"])
    share = counts["realisees"] / total if total and counts["repondues"] == counts["actions"] else None
    return Body([_tile_row(counts, tiles, filters, words), progress(share, realised(counts) + _expected(counts))])


def _follow_up_summary(frame: pd.DataFrame, filters: Filters) -> str:
    counts = frame.iloc[0]
    return (
        f"D’après la campagne du {day(counts['campagne'])}, "
        f"{plural(int(counts['repondues']), 'action')} avec un statut sur {number(counts['actions'])}, "
        f"{number(counts['en_retard'])} en retard et {number(counts['a_decider'])} à décider."
    )


HEADING_WORDS = {"comite": "comité", "precedente": "la campagne précédente"}
CARDS = (
    Card(
        id="seance-compteurs",
        title="Où en est le plan",
        query="seance/compteurs",
        columns={column: many for column, (_, many), _ in TILES},
        summary=_tiles_summary,
        body=_tiles,
    ),
    CampaignCard(
        id="seance-suivi",
        title="Ce que dit le suivi",
        query="seance/suivi",
        columns={column: many.format_map(HEADING_WORDS) for column, (_, many), _ in FOLLOW_UP_TILES}
        | {"actions": "actions", "repondues": "avec un statut", "abandonnees": "abandonnées"},
        summary=_follow_up_summary,
        body=_follow_up,
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
            "code": Column("Code : {groupe}", lambda row, f: f.list_url(row["noeud"])),
            "titre": "Titre",
            "etat": "État au calendrier",
            "actions": "Actions",
        },
        summary=_groups_summary,
        figure=by_group,
        key=states_key,
        parts=parted("noeud", group_labels),
    ),
    Card(
        id="seance-echeances",
        title="Prochaines échéances",
        query="seance/echeances",
        columns={
            "quand": "Date",
            "precision": "Précision",
            "evenement": "Événement",
            "actions": "Actions",
            "jours": "Dans (jours)",
        },
        summary=_events_summary,
        keep=lambda frame: frame.assign(
            quand=[dated(*when) for when in zip(frame["jour"], frame["precision"], strict=True)]
        ),
        empty="Aucune échéance après la date d’observation.",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    counts, *others = card_layouts(CARDS, filters)
    return html.Div([html.H1("Séance"), counts, *without_campaign(filters), *others], className="cartes")
