"""What surrounds every page: header, navigation, filter bar, what is shown, and the page container."""

from typing import Any, NamedTuple

import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html

from dashboard import ids
from dashboard.components.attributes import aria, data
from dashboard.components.blocks import notice
from dashboard.components.markup import to_html
from dashboard.filters import FOLLOW_UP, FOLLOW_UP_LABELS, NATURES, NO_PILOT, STATES, Filters
from dashboard.theme import DEMONSTRATION, number, plural
from dashboard.vocabulary import Node, Scheme, Vocabulary

PAGES = (
    ("/", "Séance"),
    ("/calendrier", "Calendrier"),
    ("/indicateurs", "Indicateurs"),
    ("/pilotes", "Pilotes"),
    ("/territoires", "Territoires"),
    ("/comparer", "Comparer"),
    ("/suivi", "Suivi"),
    ("/decisions", "Décisions"),
    ("/donnees", "Données"),
)
WITHOUT_FILTERS = ("/comparer",)
LEVELS = ("niveau_1", "niveau_2", "niveau_3")
SELECTS = (*LEVELS, "nature", "etat", "pilote", "epci", "statut", "confiance", "echeance")
CONTROLS = (*SELECTS, "au")
WORDED = (*LEVELS, "nature", "epci", "statut", "confiance", "echeance")
ALL = "tous"
CHOICE_LABELS = {"nature": "Nature", "etat": "État au calendrier", "pilote": "Pilote", "epci": "EPCI"}


def shell(demonstration: bool) -> html.Div:
    """Build the frame of the application; a demonstration says so above everything."""
    return html.Div(
        [
            dcc.Location(id=ids.URL, refresh=False),
            html.A("Aller au contenu", href="#contenu", className="evitement"),
            html.P(f"{DEMONSTRATION.capitalize()} : ce suivi est fictif.", className="demonstration")
            if demonstration
            else None,
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
                [html.Div(_controls(), className="filtres"), _shown()],
                id=ids.FILTERS,
                className="bandeau",
                **aria(label="Filtres"),
            ),
            html.Main(
                [
                    html.Div(id="bascule-avis", role="status", className="avis", hidden=True),
                    html.Div(id=ids.NOTICE),
                    html.Div(id=ids.PAGE),
                ],
                id="contenu",
                tabIndex=-1,
            ),
            _footer(),
        ]
    )


def _controls() -> list[Any]:
    # What a schéma changes (its levels, whether it tells the nature) is set with its filters: see `fields_of`.
    selects = []
    for name in SELECTS:
        field = dbc.Select(id=ids.control(name), options=[_all()], value=ALL, size="sm")
        label = html.Label(
            None if name in WORDED else CHOICE_LABELS[name], id=ids.label(name), htmlFor=ids.control(name)
        )
        rank = {"rang": name.removeprefix("niveau_")} if name in LEVELS else {}
        selects.append(html.Div([label, field], id=ids.field(name), className="filtre", **data(cle=name, **rank)))
    date = [
        html.Label("Date d’observation", htmlFor=ids.control("au")),
        dbc.Input(id=ids.control("au"), type="date", size="sm"),
    ]
    return [*selects, html.Div(date, className="filtre", **data(cle="au"))]


class Field(NamedTuple):
    """What a schéma says of a control: its label, its key in the URL, whether it is hidden."""

    label: str
    key: str
    hidden: bool


def fields_of(scheme: Scheme) -> dict[str, Field]:
    """Return the controls that a schéma words."""
    fields = {name: Field("", name, True) for name in LEVELS}
    for level in scheme.levels:
        fields[f"niveau_{level.rank}"] = Field(level.label, level.key, False)
    return fields | {
        "nature": Field(CHOICE_LABELS["nature"], "nature", not scheme.tells_nature),
        "epci": Field(scheme.territory_word, "epci", False),
        **{key: Field(FOLLOW_UP_LABELS[key], key, not scheme.campaigns) for key in ("statut", "confiance", "echeance")},
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
    words = f"{plural(total, 'action')} sur {number(whole)} · {filters.sentence()}"
    broad = int(counts.get("sans_territoire", 0))
    if filters.epci and broad:
        word = filters.scheme.territory_word
        words += f" · dont {number(broad)} sans {word} nommé, qui valent pour tout le département"
    return words


def chips(filters: Filters) -> str:
    """Build the removable filters and the reset."""
    links: list[Any] = [
        dcc.Link([html.Span(text), html.Span("✕")], href=state.url(), className="puce", title=f"Retirer : {text}")
        for text, state in filters.chips()
    ]
    reset = dcc.Link("Tout réinitialiser", href=filters.reset().url(), className="outil")
    return to_html([*links, reset]) if links else ""


def options_of(filters: Filters, counts: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return the choices of each control with their counts; those that would keep nothing are disabled."""
    known = {(f, v): int(n) for f, v, n in zip(counts["filtre"], counts["valeur"], counts["actions"], strict=True)}
    scheme = filters.scheme
    choices: dict[str, list[tuple[str, str, str]]] = {key: [] for key in LEVELS}
    for level in scheme.levels:
        choices[f"niveau_{level.rank}"] = [
            (scheme.key(n), n.id, f"{n.code} · {n.title}") for n in scheme.nodes if _offered(n, level.rank, filters)
        ]
    choices["nature"] = [(key, word, word.capitalize()) for key, word in NATURES.items()]
    choices["etat"] = [(key, word, word.capitalize()) for key, word in STATES.items()]
    pilots = [*scheme.organisations.items(), (NO_PILOT, "Sans pilote")]
    choices["pilote"] = [(key, key, name) for key, name in pilots]
    for key in ("statut", "confiance", "echeance"):
        choices[key] = [(slug, word, word[0].upper() + word[1:]) for slug, word in FOLLOW_UP[key].items()]
    choices["epci"] = [(code, code, name) for code, name in scheme.territories.items()]
    return {key: [_all(), *(_choice(key, c, known) for c in values)] for key, values in choices.items()}


def _offered(node: Node, rank: int, filters: Filters) -> bool:
    above = filters.scheme.lineage(node)
    return node.rank == rank and all(chosen is None or chosen in above for chosen in filters.levels[: rank - 1])


def _all() -> dict[str, Any]:
    return {"value": ALL, "label": "Tous"}


def _choice(key: str, choice: tuple[str, str, str], known: dict[tuple[str, Any], int]) -> dict[str, Any]:
    value, counted, label = choice
    count = known.get((key, counted), 0)
    return {"value": value, "label": f"{label} ({number(count)})", "disabled": count == 0}


def values_of(filters: Filters) -> dict[str, str]:
    """Return the value of each control."""
    levels = {f"niveau_{i + 1}": filters.scheme.key(n) if n else ALL for i, n in enumerate(filters.levels)}
    rest = {key: getattr(filters, key) or ALL for key in SELECTS if key not in LEVELS}
    return levels | rest | {"au": filters.date.isoformat()}


def notices(problems: tuple[str, ...]) -> str:
    """Build what the URL got wrong, or nothing."""
    return to_html(notice(problems)) if problems else ""
