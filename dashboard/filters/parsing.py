"""The reading of a URL: what it surely means becomes a state; what is unknown is left out, and told in French."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote

from dashboard.filters.table import FILTERS, Filter
from dashboard.spelling import brief, fold, nearest, pairs_of, recognise
from dashboard.vocabulary import Node, Scheme, Vocabulary

if TYPE_CHECKING:
    from dashboard.filters.state import Filters

MAX_SEARCH = 2000
# The words that a URL uses for its keys, and the fields that hold them.
NAMES = {"schema": "schéma"} | {row.key: row.spelled for row in FILTERS.values()}
FIELDS = {row.key: row for row in FILTERS.values()}


class Reader:
    """One URL being read; `problems` are told to the reader."""

    def __init__(self, pathname: str, search: str, vocabulary: Vocabulary) -> None:
        self.problems: list[str] = []
        if len(search) > MAX_SEARCH:
            self.problems.append("L’adresse est trop longue pour être lue : aucun filtre n’est appliqué.")
            search = ""
        self.typed = pairs_of(search)
        self.route = [unquote(step).strip() for step in pathname.strip("/").split("/")]
        self.scheme = self._scheme(vocabulary)

    def _scheme(self, vocabulary: Vocabulary) -> Scheme:
        wanted = next((value for key, value in reversed(self.typed) if fold(key) == "schema"), vocabulary.home.id)
        if self.route[0] == "fiches" and len(self.route) == 3:
            wanted = self.route[1]
        known = recognise(wanted, {scheme.id: scheme.name for scheme in vocabulary.schemes.values()})
        if known is None:
            possible = ", ".join(vocabulary.schemes)
            self.problems.append(f"Le schéma « {brief(wanted)} » n’est pas connu (valeurs possibles : {possible}).")
        return vocabulary.schemes[known] if known else vocabulary.home

    def read(self, filters: "Filters") -> "Filters":
        """Return the filters with what the path and the query string say."""
        filters, given = self._with_route(filters), self._given()
        # Levels from the top down: a code that starts again under each parent is then read under its own.
        levels = {level.key: level for level in self.scheme.levels}
        order = list(levels)
        for key in sorted(given, key=lambda k: order.index(k) if k in levels else len(order)):
            if key in levels:
                filters = self._with_level(filters, levels[key].rank, given[key])
            else:
                filters = self._with_value(filters, FIELDS[key], given[key])
        return filters

    def _given(self) -> dict[str, str]:
        """Return the values under the keys they surely mean; a key that means nothing, or comes twice, is told."""
        names = {level.key: level.label for level in self.scheme.levels} | NAMES
        given: dict[str, str] = {}
        for key, value in self.typed:
            name = recognise(key, names)
            if name is None:
                near = nearest(key, names)
                self.problems.append(f"Le filtre « {brief(key)} » n’existe pas : il est ignoré{near}.")
            elif name != "schema" and fold(value):
                if fold(given.get(name, value)) != fold(value):
                    self.problems.append(f"Le filtre « {name} » est donné deux fois : « {brief(value)} » est gardé.")
                given[name] = value
        return given

    def _with_route(self, filters: "Filters") -> "Filters":
        route = self.route
        if route[0] == "territoires" and len(route) == 2:
            return replace(filters, territoire=recognise(route[1], self.scheme.territories) or route[1])
        if route[0] == "fiches" and len(route) == 3:
            fiche = self.scheme.fiche(recognise(route[2], {f.address: "" for f in self.scheme.fiches}) or "")
            return replace(filters, objet=fiche.objet if fiche else "")
        if route[0] == "pilotes" and len(route) == 2:
            return replace(filters, pilote=recognise(route[1], self.scheme.organisations) or route[1])
        return filters

    def _with_value(self, filters: "Filters", row: Filter, value: str) -> "Filters":
        if row.name == "pilote" and filters.on_pilot_page:
            return filters
        if row.known is None:
            return filters.with_values({row.name: self._day(filters, value)})
        known = row.values(self.scheme)
        if row.several:
            return filters.with_values({row.name: self._several(row, value, known)})
        found = recognise(value, known)
        if found is None:
            near = nearest(value, known) if known else " ; ce schéma n’en a aucune"
            self.problems.append(
                f"La valeur « {brief(value)} » n’est pas connue pour « {row.key} » : ce filtre est ignoré{near}."
            )
            return filters
        if row.name == "action" and self.scheme.holders[found] != filters.objet:
            self.problems.append(f"L’action {found} n’est pas dans cette page : elle n’y est pas marquée.")
            return filters
        return filters.with_values({row.name: found})

    def _several(self, row: Filter, value: str, known: Mapping[str, str]) -> tuple[str, ...]:
        wanted = list(dict.fromkeys(word for word in value.split(",") if fold(word)))
        found = {word: recognise(word, known) for word in wanted}
        kept = tuple(dict.fromkeys(key for key in found.values() if key))
        unknown = [word for word, key in found.items() if key is None]
        if unknown:
            words = ", ".join(f"« {brief(word)} »" for word in unknown[:3])
            self.problems.append(f"{row.unknown} : {words}{nearest(unknown[0], known)}.")
        if row.most and len(kept) > row.most[0]:
            self.problems.append(row.most[1])
            kept = kept[: row.most[0]]
        return kept

    def _day(self, filters: "Filters", value: str) -> date | None:
        try:
            day = date.fromisoformat(re.sub(r"\b(\d)\b", r"0\1", fold(value).replace("/", "-")))
        except ValueError:
            turned = re.sub(r"^(\d\d)\D(\d\d)\D(\d{4})$", r"\3-\2-\1", value.strip())
            example = filters.date.isoformat() if turned == value.strip() else turned
            expected = f"attendu : AAAA-MM-JJ, par exemple {example}"
            self.problems.append(f"« {brief(value)} » n’est pas une date ({expected}) : la date est ignorée.")
            return None
        first, last = self.scheme.start, self.scheme.last_day(filters.today)
        bounded = min(max(day, first), last)
        if bounded != day:
            side = "avant le début du schéma" if day < first else "après la fin du schéma, ses campagnes et aujourd’hui"
            told = f"La date demandée est {side} : la date d’observation est ramenée au {bounded:%d/%m/%Y}."
            self.problems.append(told)
        return bounded

    def _with_level(self, filters: "Filters", rank: int, code: str) -> "Filters":
        named = f"{self.scheme.level(rank).label} {brief(code)}"
        candidates = self.scheme.candidates(rank, code) or self._alike(rank, code)
        fitting = [n for n in candidates if filters.conflict(n) is None]
        if len(fitting) == 1:
            return filters.choose_level(fitting[0])
        if not candidates:
            near = nearest(code, (n.code for n in self.scheme.nodes if n.rank == rank and not filters.conflict(n)))
            self.problems.append(f"« {named} » n’existe pas dans ce schéma : ce filtre est ignoré{near}.")
        elif fitting:
            above = self.scheme.level(rank - 1).label.lower()
            several = f"« {named} » existe sous {len(fitting)} « {above} » : précisez lequel ; filtre ignoré."
            self.problems.append(several)
        else:
            other = filters.conflict(candidates[0])
            words = f"{self.scheme.level(other.rank).label.lower()} {other.code}" if other else ""
            self.problems.append(f"« {named} » n’appartient pas à « {words} » : ce filtre est ignoré.")
        return filters

    def _alike(self, rank: int, code: str) -> tuple[Node, ...]:
        """Return the nodes of a level whose code, identifier or title a word spells otherwise."""
        word, label = fold(code), self.scheme.level(rank).label
        return tuple(
            n
            for n in self.scheme.nodes
            if n.rank == rank and word in map(fold, (n.code, n.id, n.title, f"{label} {n.code}"))
        )
