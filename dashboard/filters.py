"""The one filter state: from the URL, to the URL, to query parameters, to a sentence; knows neither Dash nor SQL."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from dashboard.vocabulary import Scheme, Vocabulary

MAX_SEARCH = 2000
MAX_SERIES = 6
NATURES = {"a-poursuivre": "à poursuivre", "nouvelle": "nouvelle"}
STATES = {"a-venir": "à venir", "en-cours": "en cours", "echue": "échue", "sans-date": "sans date"}
NO_PILOT = "sans"


@dataclass(frozen=True)
class Filters:
    """What is shown: a schéma, the chosen codes by level, the other filters and the date d’observation.

    `objet` and `territoire` come from the path of a fiche or of a portrait; `indicateurs`, `carte` and `replie` are
    choices of one page that live in the URL but do not follow the reader to other pages.
    """

    scheme: Scheme
    today: date
    path: str = "/"
    levels: tuple[str | None, ...] = (None, None, None)
    nature: str | None = None
    etat: str | None = None
    pilote: str | None = None
    epci: str | None = None
    au: date | None = None
    indicateurs: tuple[str, ...] = ()
    carte: str | None = None
    replie: tuple[str, ...] = ()
    objet: str | None = None
    territoire: str | None = None

    @classmethod
    def from_url(
        cls, pathname: str, search: str, vocabulary: Vocabulary, today: date
    ) -> tuple["Filters", tuple[str, ...]]:
        """Read a URL; what is unknown is left out and told, in French, in the second value."""
        problems: list[str] = []
        if len(search) > MAX_SEARCH:
            problems.append("L’adresse est trop longue pour être lue : aucun filtre n’est appliqué.")
            search = ""
        pairs = dict(parse_qsl(search.removeprefix("?"), keep_blank_values=False))
        route = pathname.strip("/").split("/")
        wanted = route[1] if route[0] == "fiches" and len(route) == 3 else pairs.pop("schema", vocabulary.home.id)
        scheme = vocabulary.schemes.get(wanted)
        if scheme is None:
            known = ", ".join(vocabulary.schemes)
            problems.append(f"Le schéma « {_short(wanted)} » n’est pas connu (valeurs possibles : {known}).")
            scheme = vocabulary.home
        filters = cls(scheme=scheme, today=today, path=pathname)
        filters = filters._with_route(route)
        for key, value in pairs.items():
            filters = filters._with_pair(key, value, problems)
        return filters, tuple(problems)

    def _with_route(self, route: list[str]) -> "Filters":
        if route[0] == "territoires" and len(route) == 2:
            return replace(self, territoire=route[1])
        if route[0] == "fiches" and len(route) == 3:
            node = self.scheme.node(len(self.scheme.levels), route[2])
            return replace(self, objet=node.id if node else "")
        return self

    def _with_pair(self, key: str, value: str, problems: list[str]) -> "Filters":
        level = next((lv for lv in self.scheme.levels if lv.key == key), None)
        if level:
            return self._with_level(level.rank, value, problems)
        known: dict[str, Any] = {
            "nature": NATURES,
            "etat": STATES,
            "pilote": {NO_PILOT: "", **self.scheme.organisations},
            "epci": self.scheme.territories,
            "carte": self.scheme.maps,
        }
        if key in known and value in known[key]:
            return self.with_values({key: value})
        if key == "indicateur":
            return self._with_indicators(value, problems)
        if key == "replie":
            codes = {n.code for n in self.scheme.nodes if n.rank == self.group_rank}
            return replace(self, replie=tuple(c for c in value.split(",") if c in codes))
        if key == "au":
            return self._with_date(value, problems)
        if key in known:
            problems.append(f"La valeur « {_short(value)} » n’est pas connue pour « {key} » : ce filtre est ignoré.")
        else:
            problems.append(f"Le filtre « {_short(key)} » n’existe pas : il est ignoré.")
        return self

    def _with_level(self, rank: int, code: str, problems: list[str]) -> "Filters":
        word = self.scheme.level(rank).label
        node = self.scheme.node(rank, code)
        if node is None:
            problems.append(f"« {word} {_short(code)} » n’existe pas dans ce schéma : ce filtre est ignoré.")
            return self
        levels = list(self.levels)
        for ancestor in self.scheme.lineage(node):
            present = levels[ancestor.rank - 1]
            if present not in (None, ancestor.code):
                other = self.scheme.level(ancestor.rank).label.lower()
                problems.append(f"« {word} {code} » n’appartient pas à « {other} {present} » : ce filtre est ignoré.")
                return self
            levels[ancestor.rank - 1] = ancestor.code
        return replace(self, levels=tuple(levels))

    def _with_indicators(self, value: str, problems: list[str]) -> "Filters":
        wanted = list(dict.fromkeys(value.split(",")))
        known = [w for w in wanted if w in self.scheme.indicators]
        unknown = [_short(w) for w in wanted if w not in self.scheme.indicators]
        if unknown:
            problems.append(f"Indicateur inconnu : « {' », « '.join(unknown[:3])} ».")
        if len(known) > MAX_SERIES:
            problems.append(f"{MAX_SERIES} indicateurs au plus sont tracés ensemble : les suivants sont ignorés.")
        return replace(self, indicateurs=tuple(known[:MAX_SERIES]))

    def _with_date(self, value: str, problems: list[str]) -> "Filters":
        try:
            day = date.fromisoformat(value)
        except ValueError:
            problems.append(f"« {_short(value)} » n’est pas une date (attendu : AAAA-MM-JJ) : la date est ignorée.")
            return self
        bounded = min(max(day, self.scheme.start), self.scheme.end)
        if bounded != day:
            problems.append(f"La date d’observation est ramenée dans la période du schéma : {bounded:%d/%m/%Y}.")
        return replace(self, au=bounded)

    def with_values(self, values: dict[str, Any]) -> "Filters":
        """Return the filters with other values of some fields."""
        return replace(self, **values)

    def choose_level(self, rank: int, code: str | None) -> "Filters":
        """Return the filters with another choice at one level; levels below that no longer fit are dropped."""
        node = self.scheme.node(rank, code) if code else None
        codes: list[str | None] = [*self.levels[: rank - 1], None, *self.levels[rank:]]
        if node is None:
            return replace(self, levels=tuple(c if i < rank - 1 else None for i, c in enumerate(codes)))
        for ancestor in self.scheme.lineage(node):
            codes[ancestor.rank - 1] = ancestor.code
        for lower in range(rank + 1, len(self.scheme.levels) + 1):
            below = self.scheme.node(lower, codes[lower - 1] or "")
            if below is None or node not in self.scheme.lineage(below):
                codes[lower - 1] = None
        return replace(self, levels=tuple(codes))

    @property
    def group_rank(self) -> int:
        """Return the level that groups the calendrier: the second, or the only one."""
        return min(2, len(self.scheme.levels))

    @property
    def date(self) -> date:
        """Return the date d’observation: the chosen one, else today, within the schéma's period."""
        return self.au or min(max(self.today, self.scheme.start), self.scheme.end)

    def params(self) -> dict[str, Any]:
        """Return the parameters of the queries; None means « all »."""
        levels = (*self.levels, None, None, None)
        return {
            "schema": self.scheme.id,
            "niveau_1": levels[0],
            "niveau_2": levels[1],
            "niveau_3": levels[2],
            "nature": NATURES.get(self.nature or ""),
            "etat": STATES.get(self.etat or ""),
            "pilote": self.pilote,
            "epci": self.epci,
            "au": self.date,
            "indicateurs": list(self.indicateurs) or None,
            "carte": self.carte,
            "objet": self.objet,
            "territoire": self.territoire,
            "departement": self.scheme.departement_code,
        }

    def search(self) -> str:
        """Return the canonical query string of this state on its own page, « ? » included, empty when all default."""
        levels = {lv.key: self.levels[lv.rank - 1] for lv in self.scheme.levels}
        pairs = {
            "schema": None if self.scheme.home else self.scheme.id,
            **levels,
            "nature": self.nature,
            "etat": self.etat,
            "pilote": self.pilote,
            "epci": self.epci,
            "au": self.au.isoformat() if self.au else None,
            "indicateur": ",".join(self.indicateurs),
            "carte": self.carte,
            "replie": ",".join(self.replie),
        }
        chosen = {key: value for key, value in pairs.items() if value}
        return "?" + urlencode(chosen, safe=",") if chosen else ""

    def url(self, path: str | None = None, **changes: Any) -> str:
        """Return a link: to this page with changes, or to another page with the filters that follow the reader."""
        if path is None:
            return self.path + replace(self, **changes).search()
        return path + replace(self, **({"indicateurs": (), "carte": None, "replie": ()} | changes)).search()

    def fiche_url(self, code: str) -> str:
        """Return the link to a fiche by the code of its node."""
        return self.url(f"/fiches/{quote(self.scheme.id)}/{quote(code, safe='')}")

    def chips(self) -> list[tuple[str, "Filters"]]:
        """Return each active filter in words, with the state that results from removing it."""
        chips: list[tuple[str, Filters]] = []
        for level, code in zip(self.scheme.levels, self.levels, strict=False):
            node = self.scheme.node(level.rank, code) if code else None
            if node:
                chips.append((f"{level.label} {node.code} : {node.title}", self.choose_level(level.rank, None)))
        words: dict[str, str | None] = {
            "nature": NATURES.get(self.nature or ""),
            "etat": STATES.get(self.etat or ""),
            "pilote": "sans pilote" if self.pilote == NO_PILOT else self.scheme.organisations.get(self.pilote or ""),
            "epci": self.scheme.territories.get(self.epci or ""),
            "au": f"{self.au:%d/%m/%Y}" if self.au else None,
        }
        labels = {"nature": "Nature", "etat": "État", "pilote": "Pilote", "epci": "EPCI", "au": "Au"}
        for key, word in words.items():
            if word:
                chips.append((f"{labels[key]} : {word}", self.with_values({key: None})))
        return chips

    def sentence(self) -> str:
        """Return what the filters keep, in words, the date d’observation last."""
        deepest = [text for text, _ in self.chips() if not text.startswith("Au :")]
        return " · ".join([*deepest, f"au {self.date:%d/%m/%Y}"])

    def reset(self) -> "Filters":
        """Return the same page without any filter."""
        return Filters(
            scheme=self.scheme, today=self.today, path=self.path, objet=self.objet, territoire=self.territoire
        )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
