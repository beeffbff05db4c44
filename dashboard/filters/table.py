"""The table of the filters: one row is all that the program knows of a filter, and the field that holds its value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import Enum
from typing import Any

from dashboard.filters.words import (
    ANSWERS,
    COLOURS,
    CONFIDENCE,
    DUE_STATES,
    LATE_STATES,
    NATURES,
    NO_PILOT,
    POINTS,
    STATES,
)
from dashboard.vocabulary import Scheme

MAX_SERIES = 6


class Holds(Enum):
    """How long a choice holds."""

    MEETING = "what the meeting is about: it follows the reader from page to page"
    LIST = "what a click asks: it ends with the list that it opened"
    PAGE = "a choice of one page: it stays there"


@dataclass(frozen=True)
class Filter:
    """One filter.

    - `spelled`: another word for its key in a URL; `known`: its values in a schéma, with their words (none: a day)
    - `label`: its name where it is told; `chip`: whether it is told among the filters of a page
    - `control`: the label of its list; `offered`: where it has a meaning; `rare`: words listed only where they count
    - `sends_word`: queries know it by its word rather than by its value
    - `several`: it takes many values; `unknown` tells those not known, `most` how many are kept and what is said beyond
    - `key`, `name`: its key in a URL and the field that holds it, by default both those of its row
    """

    spelled: str
    known: Callable[[Scheme], Mapping[str, str]] | None
    holds: Holds
    label: str = ""
    chip: bool = False
    control: str = ""
    offered: Callable[[Scheme], bool] = lambda scheme: True
    rare: tuple[str, ...] = ()
    sends_word: bool = False
    several: bool = False
    unknown: str = ""
    most: tuple[int, str] | None = None
    key: str = ""
    name: str = ""

    @property
    def narrows(self) -> bool:
        """Tell whether it keeps some of the actions, and leaves out the others."""
        return self.chip and self.known is not None

    def values(self, scheme: Scheme) -> Mapping[str, str]:
        """Return its values in a schéma, with their words."""
        return self.known(scheme) if self.known else {}

    def word(self, scheme: Scheme, value: Any) -> str | None:
        """Return a value in words; none for no value, or one that the schéma does not know."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else self.values(scheme).get(value)

    def written(self, value: Any) -> str:
        """Return a value as a URL writes it, nothing for none."""
        if isinstance(value, date):
            return value.isoformat()
        return ",".join(value) if self.several else value or ""

    def sent(self, scheme: Scheme, value: Any) -> Any:
        """Return a value as queries know it; None means « all »."""
        if self.several:
            return list(value) or None
        return self.word(scheme, value) if self.sends_word else value


def _row(*told: Any, **more: Any) -> Any:
    row = Filter(*told, **more)
    return field(default=() if row.several else None, metadata={"filter": row})


def _campaigns(scheme: Scheme) -> dict[str, str]:
    return {day.isoformat(): f"{day:%d/%m/%Y}" for day in scheme.campaigns}


def _groups(scheme: Scheme) -> dict[str, str]:
    return {scheme.key(node): node.title for node in scheme.nodes if node.rank == scheme.groups.rank}


def _added(scheme: Scheme) -> dict[str, str]:
    return {level.key: level.label for level in scheme.levels} | {"pilote": "", "epci": ""}


_FOLLOWED: dict[str, Any] = {
    "holds": Holds.LIST,
    "chip": True,
    "offered": lambda scheme: bool(scheme.campaigns),
    "sends_word": True,
}


@dataclass(frozen=True)
class Choices:
    """The table: a row for each filter beside the levels of the plan, in the order of a URL, of the controls and chips.

    `demande` names what a click added to the meeting to open a list, `action` the one marked in its fiche.
    """

    nature: str | None = _row(
        "nature", lambda scheme: NATURES, Holds.LIST, "Nature", chip=True, control="Nature",
        offered=lambda scheme: scheme.tells_nature, sends_word=True,
    )  # fmt: skip
    etat: str | None = _row(
        "état au calendrier", lambda scheme: STATES, Holds.LIST, "État", chip=True, control="État au calendrier",
        sends_word=True,
    )  # fmt: skip
    pilote: str | None = _row(
        "pilotes", lambda scheme: {NO_PILOT: "sans pilote", **scheme.organisations}, Holds.MEETING, "Pilote", chip=True,
        control="Pilote",
    )  # fmt: skip
    epci: str | None = _row(
        "EPT", lambda scheme: scheme.territories, Holds.MEETING, "{EPCI}", chip=True, control="{EPCI}"
    )
    statut: str | None = _row("statuts", lambda scheme: ANSWERS, label="Statut", control="Statut", **_FOLLOWED)
    confiance: str | None = _row(
        "confiances", lambda scheme: CONFIDENCE, label="Confiance", control="Confiance", **_FOLLOWED
    )
    echeance: str | None = _row(
        "échéances", lambda scheme: DUE_STATES, label="Échéance", control="Échéance", rare=LATE_STATES, **_FOLLOWED
    )
    point: str | None = _row("points", lambda scheme: POINTS, label="Actions", **_FOLLOWED)
    demande: tuple[str, ...] = _row("demandes", _added, Holds.LIST, several=True, unknown="Inconnu pour « demande »")
    au: date | None = _row("date", None, Holds.MEETING, "Date", chip=True)
    indicateurs: tuple[str, ...] = _row(
        "indicateurs", lambda scheme: scheme.indicators, Holds.PAGE, "Indicateurs choisis", several=True,
        unknown="Indicateur inconnu", key="indicateur",
        most=(MAX_SERIES, f"{MAX_SERIES} indicateurs au plus sont tracés ensemble : les suivants sont ignorés."),
    )  # fmt: skip
    carte: str | None = _row("cartes", lambda scheme: scheme.maps, Holds.PAGE, "Carte")
    de: str | None = _row("de", _campaigns, Holds.PAGE)
    vers: str | None = _row("vers", _campaigns, Holds.PAGE)
    couleur: str | None = _row("couleurs", lambda scheme: COLOURS, Holds.PAGE)
    replie: tuple[str, ...] = _row("replié", _groups, Holds.PAGE, several=True, unknown="Inconnu pour « replie »")
    action: str | None = _row("actions", lambda scheme: dict.fromkeys(scheme.holders, ""), Holds.PAGE)


FILTERS: dict[str, Filter] = {
    column.name: replace(row, name=column.name, key=row.key or column.name)
    for column in fields(Choices)
    for row in [column.metadata["filter"]]
}
# What a click asks: it holds for the list that it opens, where these are filters, and ends there.
DRILL = tuple(name for name, row in FILTERS.items() if row.holds is Holds.LIST)


def emptied(*ends: Holds) -> dict[str, Any]:
    """Return no value for the filters that hold no longer."""
    return {row.name: () if row.several else None for row in FILTERS.values() if row.holds in ends}
