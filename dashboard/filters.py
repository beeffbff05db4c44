"""The one filter state: from the URL, to the URL, to query parameters, to a sentence; knows neither Dash nor SQL."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

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
DUE_STATES = {
    slug(word): word
    for word in ("en retard", "démarrage en retard", "échéance proche", "à l’heure", "à venir", "terminée",
                 "abandonnée", "non datée", "sans suivi")
}  # fmt: skip
POINTS = {slug(word): word for word in ("à décider", "changées", "avant le comité", "contradictoires")}
FOLLOW_UP = {"statut": ANSWERS, "confiance": CONFIDENCE, "echeance": DUE_STATES, "point": POINTS}
FOLLOW_UP_LABELS = {"statut": "Statut", "confiance": "Confiance", "echeance": "Échéance", "point": "Actions"}
COLOURS = {"echeance": "échéance"}
COMMITTEE_DAYS = 90


@dataclass(frozen=True)
class Filters:
    """What is shown: a schéma, the chosen node of each level, the other filters and the date d’observation.

    `objet`, `territoire` and `pilote` may come from the path of a fiche, a portrait or a pilote; `indicateurs`,
    `carte`, `de`, `vers`, `couleur` and `replie` are choices of one page: they live in the URL but do not follow the
    reader to other pages.
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
        route = [unquote(step) for step in pathname.strip("/").split("/")]
        wanted = pairs.pop("schema", vocabulary.home.id)
        if route[0] == "fiches" and len(route) == 3:
            wanted = route[1]
        scheme = vocabulary.schemes.get(wanted)
        if scheme is None:
            known = ", ".join(vocabulary.schemes)
            problems.append(f"Le schéma « {_short(wanted)} » n’est pas connu (valeurs possibles : {known}).")
            scheme = vocabulary.home
        filters = cls(scheme=scheme, today=today, path=pathname)
        filters = filters._with_route(route)
        # Levels from the top down: a code that starts again under each parent is then read under its own.
        keys = [level.key for level in scheme.levels]
        for key in sorted(pairs, key=lambda k: keys.index(k) if k in keys else len(keys)):
            filters = filters._with_pair(key, pairs[key], problems)
        return filters, tuple(problems)

    def _with_route(self, route: list[str]) -> "Filters":
        if route[0] == "territoires" and len(route) == 2:
            return replace(self, territoire=route[1])
        if route[0] == "fiches" and len(route) == 3:
            fiche = self.scheme.fiche(route[2])
            return replace(self, objet=fiche.objet if fiche else "")
        if route[0] == "pilotes" and len(route) == 2:
            return replace(self, pilote=route[1])
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
            **FOLLOW_UP,
            "de": {day.isoformat(): day for day in self.scheme.campaigns},
            "vers": {day.isoformat(): day for day in self.scheme.campaigns},
            "couleur": COLOURS,
        }
        if key == "pilote" and self.on_pilot_page:
            return self
        if key in known and value in known[key]:
            return self.with_values({key: value})
        if key == "indicateur":
            return self._with_indicators(value, problems)
        if key == "replie":
            known_groups = {self.scheme.key(n) for n in self.scheme.nodes if n.rank == self.scheme.groups.rank}
            return replace(self, replie=tuple(c for c in value.split(",") if c in known_groups))
        if key == "au":
            return self._with_date(value, problems)
        if key in known:
            problems.append(f"La valeur « {_short(value)} » n’est pas connue pour « {key} » : ce filtre est ignoré.")
        else:
            problems.append(f"Le filtre « {_short(key)} » n’existe pas : il est ignoré.")
        return self

    def _with_level(self, rank: int, code: str, problems: list[str]) -> "Filters":
        named = f"{self.scheme.level(rank).label} {_short(code)}"
        candidates = self.scheme.candidates(rank, code)
        fitting = [n for n in candidates if self._conflict(n) is None]
        if len(fitting) == 1:
            return self.choose_level(fitting[0])
        if not candidates:
            problems.append(f"« {named} » n’existe pas dans ce schéma : ce filtre est ignoré.")
        elif fitting:
            above = self.scheme.level(rank - 1).label.lower()
            problems.append(f"« {named} » existe sous {len(fitting)} « {above} » : précisez lequel ; filtre ignoré.")
        else:
            other = self._conflict(candidates[0])
            words = f"{self.scheme.level(other.rank).label.lower()} {other.code}" if other else ""
            problems.append(f"« {named} » n’appartient pas à « {words} » : ce filtre est ignoré.")
        return self

    def _conflict(self, node: Node) -> Node | None:
        """Return the chosen node of a level that is not above this one, if any."""
        above = self.scheme.lineage(node)
        return next((chosen for chosen in self.levels[: node.rank] if chosen and chosen not in above), None)

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
            lost.append(f"Au : {self.au:%d/%m/%Y}")
        if self.indicateurs:
            lost.append("Indicateurs choisis")
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
            "au": self.au.isoformat() if self.au else None,
            "indicateur": ",".join(self.indicateurs),
            "carte": self.carte,
            "de": self.de,
            "vers": self.vers,
            "couleur": self.couleur,
            "replie": ",".join(self.replie),
        }
        chosen = {key: value for key, value in pairs.items() if value}
        return "?" + urlencode(chosen, safe=",") if chosen else ""

    def url(self, path: str | None = None, **changes: Any) -> str:
        """Return a link: to this page with changes, or to another page with the filters that follow the reader."""
        if path is None:
            return self.path + replace(self, **changes).search()
        own: dict[str, Any] = dict.fromkeys(("carte", "de", "vers", "couleur")) | {"indicateurs": (), "replie": ()}
        return path + replace(self, **(own | {"path": path} | changes)).search()

    def fiche_url(self, address: str) -> str:
        """Return the link to a fiche by its place in URLs."""
        return self.url(f"/fiches/{quote(self.scheme.id)}/{quote(address, safe='')}")

    def pilot_url(self, key: str) -> str | None:
        """Return the link that keeps a pilote; none beside another one kept, since it would open other rows."""
        return self.url(pilote=key) if self.pilote in (None, key) else None

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
            "au": "Au",
        }
        for key, label in labels.items():
            if word := self._word(key):
                own = {"path": "/pilotes"} if key == "pilote" and self.on_pilot_page else {}
                chips.append((f"{label} : {word}", self.with_values({key: None, **own})))
        return chips

    def sentence(self) -> str:
        """Return what the filters keep, in words, the date d’observation last."""
        deepest = [text for text, _ in self.chips() if not text.startswith("Au :")]
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


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
