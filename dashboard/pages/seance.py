"""Séance: where the plan stands at the date d’observation; every figure opens the rows it counts.

Where a campaign of the follow-up stands at that date, progress and delays come from it, and the calendar that the
document prints is told as such.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.campaign_cards import CampaignCard, followed, printed_progress, without_campaign
from dashboard.cards import Body, Card, Page, card_layouts
from dashboard.charts.plan import by_group
from dashboard.components.blocks import progress, tile
from dashboard.components.calendar import fiche_of
from dashboard.components.table import UNANSWERED, Column
from dashboard.filters import NO_PILOT, Filters
from dashboard.french import agree, between, dated, day, number, percent, plural, ties

PATH = "/"

# Each tile: the counted column, its words for one, and the filter that opens exactly those rows.
Tile = tuple[str, str, dict[str, str]]
TILES: tuple[Tile, ...] = (
    ("actions", "action", {}),
    ("a_poursuivre", "à poursuivre", {"nature": "a-poursuivre"}),
    ("nouvelles", "nouvelle", {"nature": "nouvelle"}),
    ("a_venir", "à venir", {"etat": "a-venir"}),
    ("en_cours", "en cours", {"etat": "en-cours"}),
    ("echues", "échue", {"etat": "echue"}),
    ("sans_date", "sans date", {"etat": "sans-date"}),
    ("sans_pilote", "sans pilote", {"pilote": NO_PILOT}),
)
# What the document's calendar says: told in words beside a campaign, which knows better.
CALENDAR = ("a_venir", "en_cours", "echues", "sans_date")
# A count of zero is known only where this other one is not: nothing is « en retard » when no delay is known.
DATED = dict.fromkeys(("a_venir", "en_cours", "echues"), "datees")
ANSWERED = {
    **dict.fromkeys(("realisees", "en_cours", "a_venir", "a_decider", "changees", "contradictoires"), "repondues"),
    **dict.fromkeys(("en_retard", "demarrages_en_retard"), "delais_connus"),
    "avant_comite": "echeances",
}


def tiles_of(filters: Filters) -> list[Tile]:
    """Return the tiles that mean something for this schéma: not the nature where its document tells none."""
    return [t for t in TILES if filters.scheme.tells_nature or "nature" not in t[2]]


def elapsed(filters: Filters) -> float:
    """Return the share of the schéma's period elapsed at the date d’observation, that day included; 1 once it ended."""
    period = (filters.scheme.end - filters.scheme.start).days + 1
    return min(1, ((filters.date - filters.scheme.start).days + 1) / period)


def _tile_row(
    counts: Any, tiles: Sequence[Tile], filters: Filters, words: Mapping[str, Any], known_by: Mapping[str, str]
) -> html.Div:
    drawn = []
    for column, one, change in tiles:
        known = counts[column] or column not in known_by or counts[known_by[column]]
        count = int(counts[column]) if known else None
        label = agree(one, 2 if count is None else count).format_map(words)
        drawn.append(tile(count, label, filters.list_url(**change)))
    return html.Div(drawn, className="tuiles")


def _tiles(frame: pd.DataFrame, filters: Filters) -> Body:
    left = (filters.scheme.end - filters.date).days
    share = round(100 * elapsed(filters))
    rest = (
        f"{plural(left, 'jour restant')} jusqu’au {day(filters.scheme.end)}"
        if left >= 0
        else f"échu le {day(filters.scheme.end)}, depuis {plural(-left, 'jour')}"
    )
    words = f"Période du schéma écoulée à {number(share)} % au {day(filters.date)} · {rest}"
    counts, tiles = frame.iloc[0], tiles_of(filters)
    detail = None
    if filters.campaign:
        detail = _calendar(counts, [t for t in tiles if t[0] in CALENDAR], filters)
        tiles = [t for t in tiles if t[0] not in CALENDAR]
    return Body([_tile_row(counts, tiles, filters, {}, DATED), detail, progress(elapsed(filters), words)])


def _calendar(counts: Any, tiles: Sequence[Tile], filters: Filters) -> html.P:
    """Tell the states of the document's calendar in words, each leading to its actions."""
    if not counts["datees"]:
        return html.P("Le schéma ne date aucune de ces actions.", className="discret")
    words: list[Any] = ["D’après le seul calendrier du schéma, qui ne dit rien de l’avancement : "]
    for column, one, change in tiles:
        if count := int(counts[column]):
            words += [dcc.Link(plural(count, one), href=filters.url("/calendrier", **change)), ", "]
    return html.P([*words[:-1], "."], className="discret")


def _tiles_summary(frame: pd.DataFrame, filters: Filters) -> str:
    counts = frame.iloc[0]
    pilots = f"{number(counts['sans_pilote'])} sans pilote"
    if filters.campaign:
        return f"{plural(int(counts['actions']), 'action')} au plan, {pilots}."
    if not counts["datees"]:
        return f"{plural(int(counts['actions']), 'action')} : le schéma n’en date aucune ; {pilots}."
    return (
        f"Au {day(filters.date)}, {plural(int(counts['en_cours']), 'action')} en cours d’après le calendrier du "
        f"schéma, {number(counts['a_venir'])} à venir, "
        f"{plural(int(counts['echues']), 'échue')}, {number(counts['sans_date'])} sans date et {pilots}."
    )


def _groups_summary(frame: pd.DataFrame, filters: Filters) -> str:
    totals = frame.groupby(["noeud", "code", "titre"], sort=False)["actions"].sum()
    (_, code, title), most = totals.idxmax(), int(totals.max())
    level = filters.scheme.groups
    told = followed(filters)
    origin = f"par statut au {told}" if told else "d’après le calendrier du schéma"
    if len(totals) == 1:
        return f"{plural(most, 'action')} {origin} : {level.label.lower()} {code} « {title} »."
    return (
        f"{plural(int(totals.sum()), 'action')} dans {plural(len(totals), level.label.lower(), level.plural)}, "
        f"{origin} ; "
        f"{level.label.lower()} {code} « {title} » en compte le plus ({number(most)}{ties(totals)})."
    )


def _events_summary(frame: pd.DataFrame, filters: Filters) -> str:
    own = frame[frame["precision"] != "schéma"]
    if own.empty:
        left = (filters.scheme.end - filters.date).days
        return (
            f"Aucune échéance propre à une action n’est connue après le {day(filters.date)} : la prochaine est la "
            f"fin du schéma, le {day(filters.scheme.end)}, dans {plural(left, 'jour')}."
        )
    first = own.iloc[0]
    what = first["evenement"]
    if what in ("démarrage", "fin", "fin prévue au suivi"):
        what += f" de {plural(int(first['actions']), 'action')}"
    when = dated(first["jour"], first["precision"])
    wait = f"dans {plural(int(first['jours']), 'jour')}" if first["jours"] else "aujourd’hui"
    return f"Prochaine date {'connue' if filters.campaign else 'du schéma'} : {what}, {when}, {wait} au plus tard."


STATUS_TILES: tuple[Tile, ...] = (
    ("realisees", "réalisée", {"statut": "realisee"}),
    ("en_cours", "en cours", {"statut": "en-cours"}),
    ("a_venir", "à venir", {"statut": "a-venir"}),
    ("en_pause", "en pause", {"statut": "en-pause"}),
    ("bloquees", "bloquée", {"statut": "bloquee"}),
    ("a_discuter", "à discuter", {"statut": "a-discuter"}),
    ("abandonnees", "abandonnée", {"statut": "abandonnee"}),
    ("sans_reponse", "sans réponse", {"statut": "sans-reponse"}),
)
SUIVI_TILES: tuple[Tile, ...] = (
    ("en_retard", "déjà en retard au suivi", {"echeance": "deja-en-retard-au-suivi"}),
    ("en_retard_depuis", "en retard, sauf réponse depuis",
     {"echeance": "en-retard-sauf-reponse-depuis"}),
    ("demarrages_en_retard", "démarrage déjà en retard au suivi",
     {"echeance": "demarrage-deja-en-retard-au-suivi"}),
    ("demarrages_depuis", "démarrage en retard, sauf réponse depuis",
     {"echeance": "demarrage-en-retard-sauf-reponse-depuis"}),
    ("avant_comite", "à échéance d’ici le {comite}", {"point": "avant-le-comite"}),
    ("a_decider", "à décider", {"point": "a-decider"}),
    ("changees", "changée depuis {precedente}", {"point": "changees"}),
    ("contradictoires", "contradictoire", {"point": "contradictoires"}),
)  # fmt: skip
# Tiles that stand only where they count something.
RARE = ("en_pause", "bloquees", "a_discuter", "abandonnees", "en_retard_depuis", "demarrages_depuis")


def realised(counts: Any) -> str:
    """Return the realised share in words, or what is certain of it: of all actions but the abandoned."""
    total, unknown = int(counts["actions"] - counts["abandonnees"]), int(counts["actions"] - counts["repondues"])
    if not total:
        whole = "toutes les actions retenues sont abandonnées"
        return f"Part réalisée sans objet : {agree('l’action retenue est abandonnée', counts['actions'], whole)}"
    aside = f", {plural(int(counts['abandonnees']), 'abandonnée')} à part" if counts["abandonnees"] else ""
    done = int(counts["realisees"])
    if unknown == total:
        return f"Part réalisée inconnue : {number(unknown)} sans réponse sur {number(total)}{aside}"
    if unknown:
        words = f"{plural(done, 'réalisée')}, {number(unknown)} sans réponse sur {number(total)}{aside}"
        return f"Part réalisée {between(done, unknown, total)} : {words}"
    return f"{percent(done, total)} {agree('réalisée', total)} ({number(done)} sur {number(total)}{aside})"


def _expected(counts: Any) -> str:
    if counts["actions"] == counts["abandonnees"] or not counts["echeances"]:
        return ""
    due = plural(int(counts["attendues"]), "devait être réalisée", "devaient être réalisées")
    return f" · {due} à cette date d’après {agree('son', counts['attendues'], 'leur')} échéance"


def _suivi(frame: pd.DataFrame, filters: Filters) -> Body:
    counts = frame.iloc[0]
    before = None if pd.isna(counts["precedente"]) else f"le {day(counts['precedente'])}"
    words = {"comite": day(filters.committee), "precedente": before}
    statuses, others = (
        [t for t in tiles if counts[t[0]] or (t[0] not in RARE and (before or t[0] != "changees"))]
        for tiles in (STATUS_TILES, SUIVI_TILES)
    )
    total, unknown = int(counts["actions"] - counts["abandonnees"]), int(counts["sans_reponse"])
    share = counts["realisees"] / total if total > unknown else None
    bar = progress(share, realised(counts) + _expected(counts), unknown / total if total else 0)
    rows = [_tile_row(counts, tiles, filters, words, ANSWERED) for tiles in (statuses, others)]
    return Body([rows[0], bar, rows[1]])


def _suivi_summary(frame: pd.DataFrame, filters: Filters) -> str:
    counts = frame.iloc[0]
    if not counts["repondues"]:
        unknown = "avancement et retards inconnus" if not counts["delais_connus"] else "avancement inconnu"
        return f"aucun statut n’est donné pour {plural(int(counts['actions']), 'action')} : {unknown}."
    words = f"statut connu pour {plural(int(counts['repondues']), 'action')} sur {number(counts['actions'])}"
    if counts["reportees"]:
        carried = plural(int(counts["reportees"]), "réponse reportée")
        words += f" (dont {carried} d’une campagne à l’autre, la plus ancienne du {day(counts['plus_ancienne'])})"
    return f"{words} ; {_late_words(counts)} ; {number(counts['a_decider'])} à décider."


def _late_words(counts: Any) -> str:
    if not counts["delais_connus"]:
        return "retards inconnus"
    since, unknown = int(counts["en_retard_depuis"]), int(counts["delais_inconnus"])
    words = f"{number(counts['en_retard'])} déjà en retard à cette date"
    words += f", {number(since)} en retard, sauf réponse depuis" if since else ""
    return f"{words}, retard inconnu pour {number(unknown)}" if unknown else words


HEADING_WORDS = {"comite": "comité", "precedente": "la campagne précédente"}
CARDS = (
    Card(
        id="seance-compteurs",
        title="Le plan, d’après le schéma",
        query="seance/compteurs",
        columns={column: agree(one, 2) for column, one, _ in TILES},
        summary=_tiles_summary,
        body=_tiles,
    ),
    CampaignCard(
        id="seance-suivi",
        title="Où en est le plan, d’après le suivi",
        query="seance/suivi",
        columns={
            "actions": "actions",
            **{column: agree(one, 2).format_map(HEADING_WORDS) for column, one, _ in (*STATUS_TILES, *SUIVI_TILES)},
            "reportees": "réponses reportées",
            "delais_inconnus": "retard inconnu",
        },
        summary=_suivi_summary,
        body=_suivi,
    ),
    printed_progress("seance-avancements"),
    CampaignCard(
        id="seance-a-decider",
        title="À décider",
        query="seance/a_decider",
        columns={
            "code": Column("Action", fiche_of),
            "intitule": "Intitulé",
            "decision_attendue": "Décision attendue",
            "statut": Column("Statut", none=UNANSWERED),
            "delai": "Échéance",
            "pilotes": "Pilotes",
        },
        summary=lambda frame, _: f"{plural(len(frame), 'action attend', 'actions attendent')} une décision du comité.",
        empty="Aucune des actions suivies n’attend de décision.",
    ),
    Card(
        id="seance-engagements",
        title="Actions par {groupe}",
        query="seance/par_engagement",
        columns={
            "niveau_1": "{Niveau_1}",
            "code": Column("Code : {groupe}", lambda row, f: f.list_url(row["noeud"])),
            "titre": "Titre",
            "etat": "État",
            "origine": "D’après",
            "actions": "Actions",
        },
        summary=_groups_summary,
        chart=by_group,
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
        empty="Aucune date n’est connue après la date d’observation pour les actions retenues.",
    ),
)


def layout(filters: Filters) -> Any:
    """Arrange the page."""
    cards = card_layouts(CARDS, filters)
    if filters.scheme.campaigns:
        # What the document foresees comes after what was answered.
        for later in ("seance-compteurs", "seance-echeances"):
            cards[later] = cards.pop(later)
    return html.Div([html.H1("Séance"), *without_campaign(filters), *cards.values()], className="cartes")


PAGE = Page("seance", PATH, CARDS, layout)
