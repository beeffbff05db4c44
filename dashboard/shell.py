"""What surrounds every page: header, navigation, filter bar, what is shown, and the page container."""

from typing import Any, NamedTuple

import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html

from dashboard import ids
from dashboard.campaign_cards import followed
from dashboard.components.attributes import aria, data
from dashboard.components.blocks import notice
from dashboard.components.markup import to_html
from dashboard.filters import (
    DRILL,
    FOLLOW_UP,
    FOLLOW_UP_LABELS,
    LATE_STATES,
    LIST,
    NATURES,
    NO_PILOT,
    STATES,
    Filters,
)
from dashboard.french import agree, number, plural
from dashboard.paper import paper
from dashboard.theme import DEMONSTRATION
from dashboard.vocabulary import Node, Scheme, Vocabulary, slug

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
LEVELS = ("niveau_1", "niveau_2", "niveau_3")
FOLLOWED = ("statut", "confiance", "echeance")
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


class Field(NamedTuple):
    """A control as a schéma words it: its label, its key in the URL."""

    label: str
    key: str


def fields_of(filters: Filters) -> dict[str, Field]:
    """Return the controls that have a meaning on this page in this schéma: what a click asks, on the list alone."""
    fields = _fields(filters.scheme)
    on_list = filters.path.strip("/") == LIST.strip("/")
    return {name: field for name, field in fields.items() if on_list or name not in DRILL}


def _fields(scheme: Scheme) -> dict[str, Field]:
    fields = {f"niveau_{level.rank}": Field(level.label, level.key) for level in scheme.levels}
    if scheme.tells_nature:
        fields["nature"] = Field("Nature", "nature")
    fields["etat"] = Field("État au calendrier", "etat")
    fields["pilote"] = Field("Pilote", "pilote")
    fields["epci"] = Field(scheme.territory_word, "epci")
    if scheme.campaigns:
        fields |= {key: Field(FOLLOW_UP_LABELS[key], key) for key in FOLLOWED}
    return fields


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
        **{ids.control(name): to_html(choices) for name, choices in options.items()},
        ids.control(DATE): filters.date.isoformat(),
    }


def scheme_switch(filters: Filters, vocabulary: Vocabulary) -> str:
    """Build the menu of schémas: each link keeps the page, and carries in words the filters that mean nothing there."""
    links = []
    for scheme in vocabulary.schemes.values():
        target, lost = filters.in_scheme(scheme)
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


def options_of(filters: Filters, counts: pd.DataFrame) -> dict[str, list[html.Option]]:
    """Return the choices of each control with their counts; those that would keep nothing are disabled."""
    known = {(f, v): int(n) for f, v, n in zip(counts["filtre"], counts["valeur"], counts["actions"], strict=True)}
    scheme = filters.scheme
    choices: dict[str, list[tuple[str, str, str]]] = {
        "nature": [(key, word, word.capitalize()) for key, word in NATURES.items()],
        "etat": [(key, word, word.capitalize()) for key, word in STATES.items()],
        "pilote": [(key, key, name) for key, name in [*scheme.organisations.items(), (NO_PILOT, "Sans pilote")]],
        "epci": [(code, code, name) for code, name in scheme.territories.items()],
        **{key: [(k, word, word[0].upper() + word[1:]) for k, word in FOLLOW_UP[key].items()] for key in FOLLOWED},
    }
    chosen = {key: getattr(filters, key) for key in choices}
    # Late at the campaign or only since: told where some action is.
    told = {chosen["echeance"], *(slug(word) for key, word in known if key == "echeance")}
    choices["echeance"] = [c for c in choices["echeance"] if c[1] not in LATE_STATES or c[0] in told]
    for level in scheme.levels:
        name, node = f"niveau_{level.rank}", filters.levels[level.rank - 1]
        offered = [n for n in scheme.nodes if _offered(n, level.rank, filters)]
        choices[name] = [(scheme.key(n), n.id, f"{n.code} · {n.title}") for n in offered]
        chosen[name] = scheme.key(node) if node else None
    return {
        key: [
            html.Option("Tous", value=ALL, selected=not chosen[key]),
            *(_choice(choice, known.get((key, choice[1]), 0), chosen[key]) for choice in choices[key]),
        ]
        for key in fields_of(filters)
    }


def _offered(node: Node, rank: int, filters: Filters) -> bool:
    above = filters.scheme.lineage(node)
    return node.rank == rank and all(chosen is None or chosen in above for chosen in filters.levels[: rank - 1])


def _choice(choice: tuple[str, str, str], count: int, chosen: str | None) -> html.Option:
    value, _, label = choice
    return html.Option(f"{label} ({number(count)})", value=value, disabled=count == 0, selected=value == chosen)


def notices(problems: tuple[str, ...], read: Filters) -> str:
    """Build what the URL got wrong, and the link to the list that it asks for where the page is no list; or nothing."""
    told: list[Any] = list(problems)
    if read.asks and not read.on_page().asks and read.path not in WITHOUT_FILTERS:
        link = dcc.Link("voir cette liste", href=read.list_url())
        told.append([f"« {' · '.join(read.asks)} » ne vaut que dans la liste des actions : ", link, "."])
    return to_html(notice(told)) if told else ""
