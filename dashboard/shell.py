"""What surrounds every page: header, navigation, filter bar, what is shown, and the page container."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html
from markupsafe import Markup

from dashboard import ids
from dashboard.campaign_cards import followed
from dashboard.components.attributes import aria, data
from dashboard.components.blocks import notice
from dashboard.components.markup import to_html
from dashboard.filters import FILTERS, LIST, NO_PILOT, Filter, Filters, Holds, in_scheme
from dashboard.french import agree, number, plural
from dashboard.paper import paper
from dashboard.theme import DEMONSTRATION
from dashboard.vocabulary import Node, Vocabulary

PAGES = (
    ("/", "Séance"),
    ("/calendrier", "Calendrier"),
    ("/indicateurs", "Indicateurs"),
    ("/pilotes", "Pilotes"),
    ("/territoires", "Territoires"),
    ("/comparer", "Comparer"),
    ("/suivi", "Suivi"),
    ("/decisions", "Décisions"),
    ("/schema", "Schéma"),
    ("/donnees", "Données"),
)
WITHOUT_FILTERS = ("/comparer", "/schema")
ALL = "tous"
SILENCE = "Le serveur ne répond plus : ce qui est affiché date d’avant votre dernier choix."
DATE = "au"


def shell(demonstration: bool, version: str) -> html.Div:
    """Build the frame of the application, made from a version of the data; a demonstration says so above all."""
    return html.Div(
        [
            dcc.Location(id=ids.URL, refresh=False),
            html.A("Aller au contenu", href="#contenu", className="evitement"),
            html.P(f"{DEMONSTRATION.capitalize()} : ce suivi est fictif.", className="demonstration")
            if demonstration
            else None,
            paper(),
            html.Header(
                [
                    html.Div(
                        [
                            html.Span("Services aux familles", className="marque"),
                            html.Div(id=ids.SCHEME_SWITCH),
                        ]
                    ),
                    html.Nav(id=ids.NAVIGATION, **aria(label="Pages")),
                ],
                className="entete",
            ),
            html.Section(
                [html.Div(id=ids.FIELDS, className="filtres"), _shown()],
                id=ids.FILTERS,
                className="bandeau",
                **aria(label="Filtres"),
                **data(fichier=version),
            ),
            html.Main(
                [
                    html.Div(id="bascule-avis", role="status", className="avis", hidden=True),
                    html.Div(SILENCE, id="silence", role="alert", className="avis", hidden=True),
                    html.Div(id=ids.NOTICE),
                    html.Div(id=ids.PAGE),
                ],
                id="contenu",
                tabIndex=-1,
            ),
            _footer(),
        ]
    )


# A choice of a control: its value in the URL, what its actions are counted under, its words.
Choice = tuple[str, str, str]


class Option(NamedTuple):
    """A choice of a control as it is offered."""

    value: str
    label: str
    disabled: bool
    selected: bool

    def html(self) -> Markup:
        """Return it as HTML."""
        marks = Markup(" disabled" * self.disabled + " selected" * self.selected)  # noqa: S704  our own words
        return Markup('<option value="{}"{}>{}</option>').format(self.value, marks, self.label)


class Field(NamedTuple):
    """A control as a schéma words it: its label, its key in the URL."""

    label: str
    key: str


def fields_of(filters: Filters) -> dict[str, Field]:
    """Return the controls that have a meaning on this page in this schéma: what a click asks, on the list alone."""
    scheme = filters.scheme
    on_list = filters.path.strip("/") == LIST.strip("/")
    levels = {f"niveau_{level.rank}": Field(level.label, level.key) for level in scheme.levels}
    return levels | {
        name: Field(row.control.format_map(scheme.words), row.key)
        for name, row in FILTERS.items()
        if row.control and row.offered(scheme) and (on_list or row.holds is not Holds.LIST)
    }


def controls(filters: Filters, counts: pd.DataFrame) -> dict[str, str]:
    """Return the texts of the controls, then of their choices: these alone change from one filter to the next."""
    options = options_of(filters, counts)
    fields = []
    for name, field in fields_of(filters).items():
        rank = {"rang": name.removeprefix("niveau_")} if name.startswith("niveau_") else {}
        control = ids.control(name)
        select = html.Select(id=control, className="form-select form-select-sm", **data(cle=field.key, **rank))
        label = html.Label(field.label, id=ids.label(name), htmlFor=control)
        fields.append(html.Div([label, select], className="filtre"))
    day = dbc.Input(id=ids.control(DATE), type="date", className="form-control form-control-sm")
    label = html.Label("Date d’observation", htmlFor=ids.control(DATE))
    fields.append(html.Div([label, day], className="filtre", **data(cle=DATE)))
    return {
        ids.FIELDS: to_html(fields),
        **{ids.control(name): "".join(choice.html() for choice in choices) for name, choices in options.items()},
        ids.control(DATE): filters.date.isoformat(),
    }


def scheme_switch(filters: Filters, vocabulary: Vocabulary) -> str:
    """Build the menu of schémas: each link keeps the page, and carries in words the filters that mean nothing there."""
    links = []
    for scheme in vocabulary.schemes.values():
        target, lost = in_scheme(filters, scheme)
        if scheme.id == filters.scheme.id:
            links.append(html.Li(html.Span(scheme.name, **aria(current="true"))))
            continue
        words = f"Sans objet dans ce schéma, donc retiré : {' ; '.join(lost)}." if lost else ""
        links.append(html.Li(html.A(scheme.name, href=target.url(), **data(interne="", perdu=words))))
    return to_html(
        html.Details(
            [html.Summary([html.Span("Schéma : ", className="visually-hidden"), filters.scheme.name]), html.Ul(links)],
            className="bascule",
        )
    )


def _shown() -> html.Div:
    return html.Div(
        [
            html.P(id=ids.SENTENCE, className="phrase", **aria(live="polite")),
            html.Div(id=ids.CHIPS, className="puces"),
            html.Div(
                [
                    html.Button("Copier le lien", className="outil", **data(copier="lien")),
                    html.Span(id="lien-copie", role="status", className="discret"),
                ],
                className="outils",
            ),
        ],
        className="montre",
    )


def _footer() -> html.Footer:
    return html.Footer(
        [
            html.P(
                "Données : schéma départemental des services aux familles (source citée sur chaque fiche) ; "
                "territoires : IGN Admin Express et Insee, Licence Ouverte. "
                "Données mises à disposition sous Licence Ouverte 2.0, logiciel sous licence MIT."
            ),
            html.P("Aucune donnée ne quitte cette machine et rien n’est chargé de l’extérieur."),
        ]
    )


def navigation(filters: Filters) -> str:
    """Build the links to the pages; the filters follow the reader."""
    links = [
        html.A(
            label,
            href=filters.url(path),
            className="page-courante" if _is_current(path, filters.path) else "",
            **aria(current="page" if _is_current(path, filters.path) else "false"),
            **data(interne=""),
        )
        for path, label in PAGES
    ]
    return to_html(links)


def _is_current(path: str, current: str) -> bool:
    return current == path or (path != "/" and current.startswith(path + "/"))


def shown_sentence(filters: Filters, options: pd.DataFrame) -> str:
    """Return « 40 actions sur 114 · volet… · au… », with what a filter by EPCI keeps."""
    counts = options[options["valeur"].isna()].set_index("filtre")["actions"]
    total, whole = int(counts.get("total", 0)), int(counts.get("ensemble", 0))
    told = followed(filters)
    words = f"{plural(total, 'action')} sur {number(whole)} · {filters.sentence()}{f' · {told}' if told else ''}"
    broad = int(counts.get("sans_territoire", 0))
    if filters.epci and broad:
        word = filters.scheme.territory_word
        concern = agree("concerne", broad, "concernent")
        words += f" · dont {number(broad)} sans {word} nommé, qui {concern} tout le département"
    return words


def chips(filters: Filters) -> str:
    """Build the removable filters and the reset."""
    links: list[Any] = [
        dcc.Link([html.Span(text), html.Span("✕")], href=state.url(), className="puce", title=f"Retirer : {text}")
        for text, state in filters.chips()
    ]
    reset = dcc.Link("Tout réinitialiser", href=filters.reset().url(), className="outil")
    return to_html([*links, reset]) if links else ""


def options_of(filters: Filters, counts: pd.DataFrame) -> dict[str, list[Option]]:
    """Return the choices of each control with their counts; those that would keep nothing are disabled."""
    known = {(f, v): int(n) for f, v, n in zip(counts["filtre"], counts["valeur"], counts["actions"], strict=True)}
    options = {}
    for name in fields_of(filters):
        if row := FILTERS.get(name):
            chosen, choices = getattr(filters, name), _choices(row, filters, known)
        else:
            chosen, choices = _nodes(int(name.removeprefix("niveau_")), filters)
        offered = [_choice(choice, known.get((name, choice[1]), 0), chosen) for choice in choices]
        options[name] = [Option(ALL, "Tous", disabled=False, selected=not chosen), *offered]
    return options


def _choices(row: Filter, filters: Filters, known: Mapping[tuple[str, str], int]) -> list[Choice]:
    """Return the values of a filter, no pilote last; a rare one is offered where it is chosen or some action has it."""
    scheme, chosen = filters.scheme, getattr(filters, row.name)
    words = sorted(row.values(scheme).items(), key=lambda item: item[0] == NO_PILOT)
    return [
        (value, word if row.sends_word else value, word[:1].upper() + word[1:])
        for value, word in words
        if word not in row.rare or value == chosen or (row.name, word) in known
    ]


def _nodes(rank: int, filters: Filters) -> tuple[str | None, list[Choice]]:
    scheme, node = filters.scheme, filters.levels[rank - 1]
    offered = [n for n in scheme.nodes if _offered(n, rank, filters)]
    return scheme.key(node) if node else None, [(scheme.key(n), n.id, f"{n.code} · {n.title}") for n in offered]


def _offered(node: Node, rank: int, filters: Filters) -> bool:
    above = filters.scheme.lineage(node)
    return node.rank == rank and all(chosen is None or chosen in above for chosen in filters.levels[: rank - 1])


def _choice(choice: Choice, count: int, chosen: str | None) -> Option:
    value, _, label = choice
    return Option(value, f"{label} ({number(count)})", disabled=count == 0, selected=value == chosen)


def notices(problems: tuple[str, ...], read: Filters) -> str:
    """Build what the URL got wrong, and the link to the list that it asks for where the page is no list; or nothing."""
    told: list[Any] = list(problems)
    if read.asks and not read.on_page().asks and read.path not in WITHOUT_FILTERS:
        link = dcc.Link("voir cette liste", href=read.list_url())
        told.append([f"« {' · '.join(read.asks)} » ne vaut que dans la liste des actions : ", link, "."])
    return to_html(notice(told)) if told else ""
