"""The one filter state: from the URL, to the URL, to query parameters, to a sentence; knows neither Dash nor SQL."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from dashboard.filters.parsing import Reader
from dashboard.filters.table import DRILL, FILTERS, Choices, Holds, emptied
from dashboard.vocabulary import Fiche, Node, Scheme, Vocabulary

Day = date
LIST = "/calendrier"
LISTS = ("calendrier", "decisions")
# Every figure of these pages would be counted inside what a click asked.
COUNTING = ("", "suivi", "pilotes")
COMMITTEE_DAYS = 90
# What a query may ask: the names of `Filters.params`.
PARAMETERS = frozenset(
    (*FILTERS, "niveau_1", "niveau_2", "niveau_3", "schema", "comite", "objet", "territoire", "departement", "filtres")
)


@dataclass(frozen=True, kw_only=True)
class Filters(Choices):
    """What is shown: a schéma, the chosen node of each level, the value of each filter, and the day of reading.

    `objet`, `territoire` and `pilote` may come from the path of a fiche, a portrait or a pilote.
    """

    scheme: Scheme
    today: date
    path: str = "/"
    levels: tuple[Node | None, ...] = (None, None, None)
    objet: str | None = None
    territoire: str | None = None

    @classmethod
    def from_url(
        cls, pathname: str | None, search: str | None, vocabulary: Vocabulary, today: date
    ) -> tuple["Filters", tuple[str, ...]]:
        """Read a URL; what is unknown is left out and told, in French, in the second value."""
        reader = Reader(pathname or "/", search or "", vocabulary)
        # One slash: an address that begins with two is that of another server.
        path = "/" + (pathname or "/").lstrip("/\\")
        filters = reader.read(cls(scheme=reader.scheme, today=today, path=path))
        return filters, tuple(reader.problems)

    def with_values(self, values: dict[str, Any]) -> "Filters":
        """Return the filters with other values of some fields."""
        return replace(self, **values)

    def choose_level(self, node: Node) -> "Filters":
        """Return the filters with a node and those above it; chosen levels below that no longer fit are dropped."""
        levels: list[Node | None] = [None, None, None]
        for ancestor in self.scheme.lineage(node):
            levels[ancestor.rank - 1] = ancestor
        for below in self.levels[node.rank :]:
            if below and node in self.scheme.lineage(below):
                levels[below.rank - 1] = below
        return replace(self, levels=tuple(levels))

    def clear_level(self, rank: int) -> "Filters":
        """Return the filters without this level nor those below."""
        return replace(self, levels=tuple(n if i < rank - 1 else None for i, n in enumerate(self.levels)))

    def at_node(self, node_id: str) -> "Filters":
        """Return the filters with the node of this identifier chosen."""
        node = self.scheme.by_id(node_id)
        return self.choose_level(node) if node else self

    def conflict(self, node: Node) -> Node | None:
        """Return the chosen node of a level that is not above this one, if any."""
        above = self.scheme.lineage(node)
        return next((chosen for chosen in self.levels[: node.rank] if chosen and chosen not in above), None)

    @property
    def date(self) -> date:
        """Return the date d’observation: the chosen one, else that of the schéma by default."""
        return self.au or self.scheme.day_of(self.today)

    @property
    def campaign(self) -> Day | None:
        """Return the last campaign of the follow-up at the date d’observation."""
        return max((c for c in self.scheme.campaigns if c <= self.date), default=None)

    @property
    def compared(self) -> tuple[Day | None, Day | None]:
        """Return the two campaigns to compare, the first one first: by default the last at the date, the one before."""
        first, last = (Day.fromisoformat(text) if text else None for text in (self.de, self.vers))
        last = last or self.campaign
        if last is None:
            return None, None
        if first in (None, last):
            first = max((c for c in self.scheme.campaigns if c < last), default=None)
        return (min(first, last), max(first, last)) if first else (None, last)

    @property
    def committee(self) -> Day:
        """Return the day of the next comité: that of the settings if it comes after, else three months later."""
        day = self.scheme.committee
        return day if day and day >= self.date else self.date + timedelta(days=COMMITTEE_DAYS)

    def params(self) -> dict[str, Any]:
        """Return the parameters of the queries; None means « all ».

        `filtres` holds in one value what actions are filtered by: the chosen words, the schéma and the days.
        """
        chosen = {f"niveau_{node.rank}": node.id for node in self.levels if node}
        values = {name: row.sent(self.scheme, getattr(self, name)) for name, row in FILTERS.items()}
        chosen |= {name: values[name] for name, row in FILTERS.items() if row.narrows and values[name]}
        days = {"schema": self.scheme.id, "au": self.date, "comite": self.committee}
        first, last = self.compared
        return {
            **{f"niveau_{rank}": node.code if node else None for rank, node in enumerate(self.levels, 1)},
            **values,
            **days,
            "de": first,
            "vers": last,
            "objet": self.objet,
            "territoire": self.territoire,
            "departement": self.scheme.departement_code,
            "filtres": days | {"choisis": [{"filtre": name, "valeur": value} for name, value in chosen.items()]},
        }

    def search(self) -> str:
        """Return the canonical query string of this state on its own page, « ? » included, empty when all default."""
        levels = {self.scheme.level(node.rank).key: node.code for node in self.levels if node}
        values = {row.key: row.written(getattr(self, name)) for name, row in FILTERS.items()}
        pairs = {
            "schema": None if self.scheme.home else self.scheme.id,
            **levels,
            **values,
            "demande": ",".join(key for key in self.demande if key in levels or getattr(self, key, None)),
        }
        if self.on_pilot_page:
            del pairs["pilote"]
        chosen = {key: value for key, value in pairs.items() if value}
        return "?" + urlencode(chosen, safe=",") if chosen else ""

    def url(self, path: str | None = None, **changes: Any) -> str:
        """Return a link: to this page with changes, or to another page with what follows the reader."""
        if path is None:
            return self.path + replace(self, **changes).search()
        return path + replace(self.travelling(), **({"path": path} | changes)).search()

    def travelling(self) -> "Filters":
        """Return what follows the reader to other pages: schéma, place in the plan, territory, pilote and date."""
        return self._travelling

    @cached_property  # each link of a page begins with it
    def _travelling(self) -> "Filters":
        kept = self.with_values(emptied(Holds.LIST, Holds.PAGE))
        ranks = [level.rank for level in self.scheme.levels if level.key in self.demande]
        kept = kept.clear_level(min(ranks)) if ranks else kept
        return kept.with_values({key: None for key in ("pilote", "epci") if key in self.demande})

    def list_url(self, noeud: str | None = None, **asked: Any) -> str:
        """Return the link to the list of what a click asks; what it adds to the place or the pilote ends with it.

        Another place than the chosen one is a move of the reader, and stays.
        """
        target = replace(self.at_node(noeud) if noeud else self, **asked)
        added = [k for k in ("pilote", "epci") if getattr(target, k) and not getattr(self, k)]
        both = list(zip(target.levels, self.levels, strict=True))
        if all(node == was for node, was in both if was):
            added += [self.scheme.level(node.rank).key for node, was in both if node and not was][:1]
        state = {key: getattr(target, key) for key in (*DRILL, "levels", "pilote", "epci")}
        return self.url(LIST, **state | {"demande": (*self.demande, *added)})

    @property
    def asks(self) -> list[str]:
        """Return what a click asked, in words."""
        return [text for text, state in self.chips() if any(getattr(self, k) != getattr(state, k) for k in DRILL)]

    @property
    def opens_list(self) -> bool:
        """Tell whether the address is that of a page that counts, carrying what a click asked: a list answers it."""
        there = not self.on_pilot_page or self.pilote in self.scheme.organisations
        return bool(self.asks) and there and self.path.strip("/").split("/")[0] in COUNTING

    def on_page(self) -> "Filters":
        """Return what the page shows: what a click asks is a filter of lists only."""
        if self.path.strip("/").split("/")[0] in LISTS:
            return self
        return self.with_values(emptied(Holds.LIST))

    def fiche_url(self, address: str, action: str | None = None) -> str:
        """Return the link to a fiche by its place in URLs, and to one of its actions where it has several."""
        path = f"/fiches/{quote(self.scheme.id)}/{quote(address, safe='')}"
        own = action and self.scheme.holders.get(action) == f"action-{action}"
        return self.url(path, action=None if own else action)

    def pilot_url(self, key: str) -> str | None:
        """Return the link that keeps a pilote, then to its page; none beside another, that would open other rows."""
        if self.pilote == key:
            return self.url(f"/pilotes/{key}", pilote=None)
        return None if self.pilote else self.url(pilote=key)

    @property
    def on_pilot_page(self) -> bool:
        """Tell whether the path, not the query string, says the pilote."""
        return self.path.startswith("/pilotes/")

    @property
    def fiche(self) -> Fiche | None:
        """Return the fiche that the path names."""
        return self.scheme.fiche_of(self.objet)

    def chips(self) -> list[tuple[str, "Filters"]]:
        """Return each active filter in words, with the state that results from removing it."""
        chips: list[tuple[str, Filters]] = [
            (f"{self.scheme.level(node.rank).label} {node.code} : {node.title}", self.clear_level(node.rank))
            for node in self.levels
            if node
        ]
        for name, row in FILTERS.items():
            if row.chip and (word := row.word(self.scheme, getattr(self, name))):
                own = {"path": "/pilotes"} if name == "pilote" and self.on_pilot_page else {}
                label = row.label.format_map(self.scheme.words)
                chips.append((f"{label} : {word}", self.with_values({name: None, **own})))
        return chips

    def sentence(self) -> str:
        """Return what the filters keep, in words, the date d’observation last."""
        deepest = [text for text, _ in replace(self, au=None).chips()]
        return " · ".join([*deepest, f"au {self.date:%d/%m/%Y}"])

    def reset(self) -> "Filters":
        """Return the same page without any filter."""
        return Filters(
            scheme=self.scheme,
            today=self.today,
            path=self.path,
            objet=self.objet,
            territoire=self.territoire,
            pilote=self.pilote if self.on_pilot_page else None,
        )
