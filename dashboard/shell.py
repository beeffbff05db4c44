"""What surrounds every page: header, navigation, filter bar, what is shown, and the page container."""

from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html

from dashboard import ids
from dashboard.components.attributes import aria, data
from dashboard.components.blocks import notice
from dashboard.components.markup import to_html
from dashboard.filters import NATURES, NO_PILOT, STATES, Filters
from dashboard.theme import number, plural
from dashboard.vocabulary import Scheme, Vocabulary

PAGES = (
    ("/", "Séance"),
    ("/calendrier", "Calendrier"),
    ("/indicateurs", "Indicateurs"),
    ("/pilotes", "Pilotes"),
    ("/territoires", "Territoires"),
    ("/donnees", "Données"),
)
LEVELS = ("niveau_1", "niveau_2", "niveau_3")
SELECTS = (*LEVELS, "nature", "etat", "pilote", "epci")
CONTROLS = (*SELECTS, "au")
ALL = "tous"
CHOICE_LABELS = {"nature": "Nature", "etat": "État au calendrier", "pilote": "Pilote", "epci": "EPCI"}


def shell(vocabulary: Vocabulary) -> html.Div:
    """Build the frame of the application."""
    return html.Div(
        [
            dcc.Location(id=ids.URL, refresh=False),
            html.A("Aller au contenu", href="#contenu", className="evitement"),
            html.Header(
                [
                    html.Div(
                        [
                            html.Span("Schéma des services aux familles", className="marque"),
                            html.Span(id=ids.SCHEME_NAME, className="schema-nom"),
                        ]
                    ),
                    html.Nav(id=ids.NAVIGATION, **aria(label="Pages"), **data(html="")),
                ],
                className="entete",
            ),
            html.Section(
                [html.Div(_controls(vocabulary), className="filtres"), _shown()],
                className="bandeau",
                **aria(label="Filtres"),
            ),
            html.Main([html.Div(id=ids.NOTICE, **data(html="")), html.Div(id=ids.PAGE)], id="contenu", tabIndex=-1),
            _footer(),
        ]
    )


def _controls(vocabulary: Vocabulary) -> list[Any]:
    levels = {f"niveau_{level.rank}": level for level in vocabulary.home.levels}
    selects = []
    for name in SELECTS:
        label = levels[name].label if name in levels else CHOICE_LABELS[name]
        field = dbc.Select(id=ids.control(name), options=[_all()], value=ALL, size="sm")
        # The key in the URL, and for a level its rank: choosing one drops those below (assets/sdsf.js).
        marks = data(cle=levels[name].key, rang=str(levels[name].rank)) if name in levels else data(cle=name)
        selects.append(html.Div([html.Label(label, htmlFor=ids.control(name)), field], className="filtre", **marks))
    date = [
        html.Label("Date d’observation", htmlFor=ids.control("au")),
        dbc.Input(id=ids.control("au"), type="date", size="sm"),
    ]
    return [*selects, html.Div(date, className="filtre", **data(cle="au"))]


def _shown() -> html.Div:
    return html.Div(
        [
            html.P(id=ids.SENTENCE, className="phrase", **aria(live="polite")),
            html.Div(id=ids.CHIPS, className="puces", **data(html="")),
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
        words += f" · dont {number(broad)} sans EPCI nommé, qui valent pour tout le département"
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
            (n.code, n.code, f"{n.code} · {n.title}") for n in scheme.nodes if _offered(n.id, level.rank, filters)
        ]
    choices["nature"] = [(key, word, word.capitalize()) for key, word in NATURES.items()]
    choices["etat"] = [(key, word, word.capitalize()) for key, word in STATES.items()]
    pilots = [*scheme.organisations.items(), (NO_PILOT, "Sans pilote")]
    choices["pilote"] = [(key, key, name) for key, name in pilots]
    choices["epci"] = [(code, code, name) for code, name in scheme.territories.items()]
    return {key: [_all(), *(_choice(key, c, known) for c in values)] for key, values in choices.items()}


def _offered(node_id: str, rank: int, filters: Filters) -> bool:
    node = filters.scheme.by_id(node_id)
    if node is None or node.rank != rank:
        return False
    above = {a.rank: a.code for a in filters.scheme.lineage(node)}
    return all(filters.levels[r - 1] in (None, above[r]) for r in range(1, rank))


def _all() -> dict[str, Any]:
    return {"value": ALL, "label": "Tous"}


def _choice(key: str, choice: tuple[str, str, str], known: dict[tuple[str, Any], int]) -> dict[str, Any]:
    value, counted, label = choice
    count = known.get((key, counted), 0)
    return {"value": value, "label": f"{label} ({number(count)})", "disabled": count == 0}


def values_of(filters: Filters) -> dict[str, str]:
    """Return the value of each control."""
    levels = {f"niveau_{i + 1}": code or ALL for i, code in enumerate(filters.levels)}
    rest = {key: getattr(filters, key) or ALL for key in ("nature", "etat", "pilote", "epci")}
    return levels | rest | {"au": filters.date.isoformat()}


def header_name(scheme: Scheme) -> str:
    """Return the name and period of the schéma."""
    return f"{scheme.departement} · {scheme.period}"


def notices(problems: tuple[str, ...]) -> str:
    """Build what the URL got wrong, or nothing."""
    return to_html(notice(problems)) if problems else ""
