"""The one filter state: from the URL, to the URL, to query parameters, to a sentence; knows neither Dash nor SQL."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, unquote, urlencode

from dashboard.spelling import brief, fold, nearest, pairs_of, recognise
from dashboard.suivi.sheets import CONFIDENCES, STATUSES
from dashboard.vocabulary import Fiche, Node, Scheme, Vocabulary, slug

Day = date
MAX_SEARCH = 2000
MAX_SERIES = 6
NATURES = {"a-poursuivre": "à poursuivre", "nouvelle": "nouvelle"}
STATES = {"a-venir": "à venir", "en-cours": "en cours", "echue": "échue", "sans-date": "sans date"}
NO_PILOT = "sans"
NO_ANSWER = "sans réponse"
ANSWERS = {slug(word): word for word in (*STATUSES, NO_ANSWER)}
CONFIDENCE = {slug(word): word for word in (*CONFIDENCES, NO_ANSWER)}
LATE_STATES = ("déjà en retard au suivi", "en retard, sauf réponse depuis", "démarrage déjà en retard au suivi",
               "démarrage en retard, sauf réponse depuis")  # fmt: skip
DUE_STATES = {
    slug(word): word
    for word in ("en retard", "démarrage en retard", *LATE_STATES, "échéance proche", "à l’heure", "à venir",
                 "terminée", "abandonnée", "non datée", "sans suivi")
}  # fmt: skip
POINTS = {
    slug(word): word for word in ("à décider", "changées", "avant le comité", "contradictoires", "réponses reportées")
}
FOLLOW_UP = {"statut": ANSWERS, "confiance": CONFIDENCE, "echeance": DUE_STATES, "point": POINTS}
FOLLOW_UP_LABELS = {"statut": "Statut", "confiance": "Confiance", "echeance": "Échéance", "point": "Actions"}
COLOURS = {"echeance": "échéance"}
# What a click asks: it holds for the list that it opens, where these are filters, and ends there.
DRILL = ("nature", "etat", *FOLLOW_UP)
LIST = "/calendrier"
LISTS = ("calendrier", "decisions")
# Every figure of these pages would be counted inside what a click asked.
COUNTING = ("", "suivi", "pilotes")
# The keys of every schéma in a URL, and another word for them.
NAMES = {
    "schema": "schéma",
    "nature": "nature",
    "etat": "état au calendrier",
    "pilote": "pilotes",
    "epci": "EPT",
    "statut": "statuts",
    "confiance": "confiances",
    "echeance": "échéances",
    "point": "points",
    "au": "date",
    "carte": "cartes",
    "de": "de",
    "vers": "vers",
    "couleur": "couleurs",
    "indicateur": "indicateurs",
    "replie": "replié",
    "action": "actions",
    "demande": "demandes",
}
COMMITTEE_DAYS = 90


@dataclass(frozen=True)
class Filters:
    """What is shown: a schéma, the chosen node of each level, the other filters and the date d’observation.

    `objet`, `territoire` and `pilote` may come from the path of a fiche, a portrait or a pilote; `indicateurs`,
    `carte`, `de`, `vers`, `couleur`, `replie` and `action` (the one marked in its fiche) are choices of one page: they
    live in the URL but do not follow the reader to other pages. Nor do the keys of DRILL, nor those that `demande`
    names: the place, the pilote or the territory that a click added to open a list.
    """

    scheme: Scheme
    today: date
    path: str = "/"
    levels: tuple[Node | None, ...] = (None, None, None)
    nature: str | None = None
    etat: str | None = None
    pilote: str | None = None
    epci: str | None = None
    au: date | None = None
    statut: str | None = None
    confiance: str | None = None
    echeance: str | None = None
    point: str | None = None
    indicateurs: tuple[str, ...] = ()
    carte: str | None = None
    de: str | None = None
    vers: str | None = None
    couleur: str | None = None
    replie: tuple[str, ...] = ()
    action: str | None = None
    demande: tuple[str, ...] = ()
    objet: str | None = None
    territoire: str | None = None

    @classmethod
    def from_url(
        cls, pathname: str | None, search: str | None, vocabulary: Vocabulary, today: date
    ) -> tuple["Filters", tuple[str, ...]]:
        """Read a URL; what is unknown is left out and told, in French, in the second value."""
        pathname, search = pathname or "/", search or ""
        problems: list[str] = []
        if len(search) > MAX_SEARCH:
            problems.append("L’adresse est trop longue pour être lue : aucun filtre n’est appliqué.")
            search = ""
        typed = pairs_of(search)
        route = [unquote(step).strip() for step in pathname.strip("/").split("/")]
        wanted = next((value for key, value in reversed(typed) if fold(key) == "schema"), vocabulary.home.id)
        if route[0] == "fiches" and len(route) == 3:
            wanted = route[1]
        known = recognise(wanted, {scheme.id: scheme.name for scheme in vocabulary.schemes.values()})
        if known is None:
            possible = ", ".join(vocabulary.schemes)
            problems.append(f"Le schéma « {brief(wanted)} » n’est pas connu (valeurs possibles : {possible}).")
        scheme = vocabulary.schemes[known] if known else vocabulary.home
        # One slash: an address that begins with two is that of another server.
        path = "/" + pathname.lstrip("/\\")
        filters = cls(scheme=scheme, today=today, path=path)._with_route(route)
        given = filters._named(typed, problems)
        # Levels from the top down: a code that starts again under each parent is then read under its own.
        keys = [level.key for level in scheme.levels]
        for key in sorted(given, key=lambda k: keys.index(k) if k in keys else len(keys)):
            filters = filters._with_pair(key, given[key], problems)
        return filters, tuple(problems)

    def _named(self, typed: list[tuple[str, str]], problems: list[str]) -> dict[str, str]:
        """Return the values under the keys they surely mean; a key that means nothing, or comes twice, is told."""
        names = {level.key: level.label for level in self.scheme.levels} | NAMES
        given: dict[str, str] = {}
        for key, value in typed:
            name = recognise(key, names)
            if name is None:
                near = nearest(key, names)
                problems.append(f"Le filtre « {brief(key)} » n’existe pas : il est ignoré{near}.")
            elif name != "schema" and fold(value):
                if fold(given.get(name, value)) != fold(value):
                    problems.append(f"Le filtre « {name} » est donné deux fois : « {brief(value)} » est gardé.")
                given[name] = value
        return given

    def _with_route(self, route: list[str]) -> "Filters":
        if route[0] == "territoires" and len(route) == 2:
            return replace(self, territoire=recognise(route[1], self.scheme.territories) or route[1])
        if route[0] == "fiches" and len(route) == 3:
            fiche = self.scheme.fiche(recognise(route[2], {f.address: "" for f in self.scheme.fiches}) or "")
            return replace(self, objet=fiche.objet if fiche else "")
        if route[0] == "pilotes" and len(route) == 2:
            return replace(self, pilote=recognise(route[1], self.scheme.organisations) or route[1])
        return self

    def _with_pair(self, key: str, value: str, problems: list[str]) -> "Filters":
        level = next((lv for lv in self.scheme.levels if lv.key == key), None)
        if level:
            return self._with_level(level.rank, value, problems)
        if key == "pilote" and self.on_pilot_page:
            return self
        if key == "au":
            return self._with_date(value, problems)
        known = self._known(key)
        several = {"indicateur": "indicateurs", "replie": "replie", "demande": "demande"}
        if key in several:
            return self._with_several(several[key], value, known, problems)
        found = recognise(value, known)
        if found is None:
            near = nearest(value, known) if known else " ; ce schéma n’en a aucune"
            problems.append(
                f"La valeur « {brief(value)} » n’est pas connue pour « {key} » : ce filtre est ignoré{near}."
            )
            return self
        if key == "action" and self.scheme.holders[found] != self.objet:
            problems.append(f"L’action {found} n’est pas dans cette page : elle n’y est pas marquée.")
            return self
        return self.with_values({key: found})

    def _known(self, key: str) -> Mapping[str, str]:
        """Return the values that a key may take, with their words."""
        scheme = self.scheme
        if key == "replie":
            return {scheme.key(n): n.title for n in scheme.nodes if n.rank == scheme.groups.rank}
        campaigns = {day.isoformat(): f"{day:%d/%m/%Y}" for day in scheme.campaigns}
        known: dict[str, Mapping[str, str]] = {
            "nature": NATURES,
            "etat": STATES,
            "pilote": {NO_PILOT: "sans pilote", **scheme.organisations},
            "epci": scheme.territories,
            "carte": scheme.maps,
            **FOLLOW_UP,
            "de": campaigns,
            "vers": campaigns,
            "couleur": COLOURS,
            "action": dict.fromkeys(scheme.holders, ""),
            "indicateur": scheme.indicators,
            "demande": {level.key: level.label for level in scheme.levels} | {"pilote": "", "epci": ""},
        }
        return known[key]

    def _with_level(self, rank: int, code: str, problems: list[str]) -> "Filters":
        named = f"{self.scheme.level(rank).label} {brief(code)}"
        candidates = self.scheme.candidates(rank, code) or self._alike(rank, code)
        fitting = [n for n in candidates if self._conflict(n) is None]
        if len(fitting) == 1:
            return self.choose_level(fitting[0])
        if not candidates:
            near = nearest(code, (n.code for n in self.scheme.nodes if n.rank == rank and not self._conflict(n)))
            problems.append(f"« {named} » n’existe pas dans ce schéma : ce filtre est ignoré{near}.")
        elif fitting:
            above = self.scheme.level(rank - 1).label.lower()
            problems.append(f"« {named} » existe sous {len(fitting)} « {above} » : précisez lequel ; filtre ignoré.")
        else:
            other = self._conflict(candidates[0])
            words = f"{self.scheme.level(other.rank).label.lower()} {other.code}" if other else ""
            problems.append(f"« {named} » n’appartient pas à « {words} » : ce filtre est ignoré.")
        return self

    def _alike(self, rank: int, code: str) -> tuple[Node, ...]:
        """Return the nodes of a level whose code, identifier or title a word spells otherwise."""
        word, label = fold(code), self.scheme.level(rank).label
        return tuple(
            n
            for n in self.scheme.nodes
            if n.rank == rank and word in map(fold, (n.code, n.id, n.title, f"{label} {n.code}"))
        )

    def _conflict(self, node: Node) -> Node | None:
        """Return the chosen node of a level that is not above this one, if any."""
        above = self.scheme.lineage(node)
        return next((chosen for chosen in self.levels[: node.rank] if chosen and chosen not in above), None)

    def _with_several(self, field: str, value: str, known: Mapping[str, str], problems: list[str]) -> "Filters":
        wanted = list(dict.fromkeys(word for word in value.split(",") if fold(word)))
        found = {word: recognise(word, known) for word in wanted}
        kept = tuple(dict.fromkeys(key for key in found.values() if key))
        unknown = [word for word, key in found.items() if key is None]
        if unknown:
            what = "Indicateur inconnu" if field == "indicateurs" else f"Inconnu pour « {field} »"
            words = ", ".join(f"« {brief(word)} »" for word in unknown[:3])
            problems.append(f"{what} : {words}{nearest(unknown[0], known)}.")
        if field == "indicateurs" and len(kept) > MAX_SERIES:
            problems.append(f"{MAX_SERIES} indicateurs au plus sont tracés ensemble : les suivants sont ignorés.")
            kept = kept[:MAX_SERIES]
        return self.with_values({field: kept})

    def _with_date(self, value: str, problems: list[str]) -> "Filters":
        try:
            day = date.fromisoformat(re.sub(r"\b(\d)\b", r"0\1", fold(value).replace("/", "-")))
        except ValueError:
            turned = re.sub(r"^(\d\d)\D(\d\d)\D(\d{4})$", r"\3-\2-\1", value.strip())
            example = self.date.isoformat() if turned == value.strip() else turned
            expected = f"attendu : AAAA-MM-JJ, par exemple {example}"
            problems.append(f"« {brief(value)} » n’est pas une date ({expected}) : la date est ignorée.")
            return self
        first, last = self.scheme.start, self.scheme.last_day(self.today)
        bounded = min(max(day, first), last)
        if bounded != day:
            side = "avant le début du schéma" if day < first else "après la fin du schéma, ses campagnes et aujourd’hui"
            problems.append(f"La date demandée est {side} : la date d’observation est ramenée au {bounded:%d/%m/%Y}.")
        return replace(self, au=bounded)

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

    def in_scheme(self, scheme: Scheme) -> tuple["Filters", tuple[str, ...]]:
        """Return this page in another schéma, and in words the filters dropped because they mean nothing there."""
        lost = [f"{self.scheme.level(node.rank).label} {node.code}" for node in self.levels if node]
        kept: dict[str, Any] = {"etat": self.etat}
        for key, label, value, known in (
            ("nature", "Nature", self.nature, NATURES if scheme.tells_nature else {}),
            ("pilote", "Pilote", self.pilote, {NO_PILOT: "", **scheme.organisations}),
            ("epci", self.scheme.territory_word, self.epci, scheme.territories),
            ("carte", "Carte", self.carte, scheme.maps),
            *(
                (key, label, getattr(self, key), FOLLOW_UP[key] if scheme.campaigns else {})
                for key, label in FOLLOW_UP_LABELS.items()
            ),
        ):
            if value in known:
                kept[key] = value
            elif value:
                lost.append(f"{label} : {self._word(key)}")
        if self.au and scheme.start <= self.au <= scheme.last_day(self.today):
            kept["au"] = self.au
        elif self.au:
            lost.append(f"Date : {self.au:%d/%m/%Y}")
        if self.indicateurs:
            lost.append("Indicateurs choisis")
        kept["demande"] = tuple(key for key in self.demande if kept.get(key))
        route = self.path.strip("/").split("/")
        path = self.path
        if route[0] == "fiches":
            first = scheme.fiches[:1]
            path = f"/fiches/{quote(scheme.id)}/{quote(first[0].address, safe='')}" if first else "/calendrier"
        elif route[0] == "territoires":
            path = "/territoires"
        elif self.on_pilot_page and self.pilote not in scheme.organisations:
            path = "/pilotes"
        return Filters(scheme=scheme, today=self.today, path=path, **kept), tuple(lost)

    def _word(self, key: str) -> str | None:
        words: dict[str, str | None] = {
            "nature": NATURES.get(self.nature or ""),
            "etat": STATES.get(self.etat or ""),
            "pilote": "sans pilote" if self.pilote == NO_PILOT else self.scheme.organisations.get(self.pilote or ""),
            "epci": self.scheme.territories.get(self.epci or ""),
            "carte": self.scheme.maps.get(self.carte or ""),
            **{key: words.get(getattr(self, key) or "") for key, words in FOLLOW_UP.items()},
            "au": f"{self.au:%d/%m/%Y}" if self.au else None,
        }
        return words[key]

    @property
    def date(self) -> date:
        """Return the date d’observation: the chosen one, else that of the schéma by default."""
        return self.au or self.scheme.day_of(self.today)

    @property
    def campaign(self) -> Day | None:
        """Return the last campaign of the follow-up at the date d’observation."""
        return max((c for c in self.scheme.campaigns if c <= self.date), default=None)

    @property
    def committee(self) -> Day:
        """Return the day of the next comité: that of the settings if it comes after, else three months later."""
        day = self.scheme.committee
        return day if day and day >= self.date else self.date + timedelta(days=COMMITTEE_DAYS)

    def params(self) -> dict[str, Any]:
        """Return the parameters of the queries; None means « all »."""
        levels = [node.code if node else None for node in self.levels]
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
            **{key: words.get(getattr(self, key) or "") for key, words in FOLLOW_UP.items()},
            "comite": self.committee,
            "de": self.de,
            "vers": self.vers,
            "indicateurs": list(self.indicateurs) or None,
            "carte": self.carte,
            "objet": self.objet,
            "territoire": self.territoire,
            "departement": self.scheme.departement_code,
        }

    def search(self) -> str:
        """Return the canonical query string of this state on its own page, « ? » included, empty when all default."""
        levels = {self.scheme.level(node.rank).key: node.code for node in self.levels if node}
        pairs = {
            "schema": None if self.scheme.home else self.scheme.id,
            **levels,
            "nature": self.nature,
            "etat": self.etat,
            "pilote": None if self.on_pilot_page else self.pilote,
            "epci": self.epci,
            **{key: getattr(self, key) for key in FOLLOW_UP},
            "demande": ",".join(key for key in self.demande if key in levels or getattr(self, key, None)),
            "au": self.au.isoformat() if self.au else None,
            "indicateur": ",".join(self.indicateurs),
            "carte": self.carte,
            "de": self.de,
            "vers": self.vers,
            "couleur": self.couleur,
            "replie": ",".join(self.replie),
            "action": self.action,
        }
        chosen = {key: value for key, value in pairs.items() if value}
        return "?" + urlencode(chosen, safe=",") if chosen else ""

    def url(self, path: str | None = None, **changes: Any) -> str:
        """Return a link: to this page with changes, or to another page with what follows the reader."""
        if path is None:
            return self.path + replace(self, **changes).search()
        return path + replace(self.travelling(), **({"path": path} | changes)).search()

    def travelling(self) -> "Filters":
        """Return what follows the reader to other pages: schéma, place in the plan, territory, pilote and date."""
        own: dict[str, Any] = dict.fromkeys((*DRILL, "carte", "de", "vers", "couleur", "action"))
        kept = replace(self, **own, indicateurs=(), replie=(), demande=())
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
        return self.url(LIST, **state, demande=(*self.demande, *added))

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
        return self.with_values(dict.fromkeys(DRILL) | {"demande": ()})

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
        labels = {
            "nature": "Nature",
            "etat": "État",
            "pilote": "Pilote",
            "epci": self.scheme.territory_word,
            **FOLLOW_UP_LABELS,
            "au": "Date",
        }
        for key, label in labels.items():
            if word := self._word(key):
                own = {"path": "/pilotes"} if key == "pilote" and self.on_pilot_page else {}
                chips.append((f"{label} : {word}", self.with_values({key: None, **own})))
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
