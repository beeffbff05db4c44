"""The composition root: everything is made here and handed down."""

import re
from typing import Any
from urllib.parse import quote

from dash import ClientsideFunction, Dash, Input, Output, set_props
from flask import Response, request
from plotly.io.json import to_json_plotly

from dashboard import downloads, guard, ids, plotlyjs
from dashboard.callbacks import cards as card_callbacks
from dashboard.callbacks import state as state_callbacks
from dashboard.components.blocks import notice
from dashboard.components.markup import parts, to_html, whole
from dashboard.contents import Contents
from dashboard.current import CurrentVocabulary
from dashboard.db import Database, VersionGoneError
from dashboard.errors import DashboardError
from dashboard.filters import PARAMETERS
from dashboard.pages import CARDS
from dashboard.queries import refuse_unknown
from dashboard.settings import Settings
from dashboard.shell import shell

# Inside the page: a file would be asked for again at each change of address.
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
<rect width="16" height="16" rx="3" fill="#17406d"/><path d="M3 4h6v2H3zM6 7h7v2H6zM4 10h5v2H4z" fill="white"/>
</svg>"""
INDEX = """<!DOCTYPE html>
<html lang="fr">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" href="data:image/svg+xml,{icon}">
{%css%}
<link rel="preload" as="fetch" crossorigin href="/_dash-dependencies">
</head>
<body>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>""".replace("{icon}", quote(ICON))

PLAIN_PATH = re.compile(r"[\w/.-]+", re.ASCII)
CHART = '"type":"Graph"'  # in a layout
PRELOADED = f'<link rel="preload" as="script" href="{plotlyjs.ADDRESS}">'
FIRST_ANSWER = """<div id="premiers-mots">{words}</div>
{entry}
<script id="premiere-reponse" type="application/json">{layout}</script>"""


class _Application(Dash):
    """A Dash application whose first answer holds the words of its page, and the layout that its program asks for."""

    def __init__(self, contents: Contents, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._contents = contents

    def interpolate_index(self, *args: Any, **kwargs: Any) -> str:
        """Return the HTML of an address; one that a browser spells otherwise is answered by the callbacks alone."""
        query = request.query_string.decode("latin-1")
        if PLAIN_PATH.fullmatch(request.path) and query.isascii():
            opened = self._contents.whole(request.path, f"?{query}" if query else "")
            layout = to_json_plotly(opened)  # « < » escaped: nothing in it closes the script
            kwargs["css"] += PRELOADED if CHART in layout else ""
            kwargs["app_entry"] = FIRST_ANSWER.format(words=whole(opened), entry=kwargs["app_entry"], layout=layout)
        return str(super().interpolate_index(*args, **kwargs))


def create_app(db: Database, settings: Settings) -> Dash:
    """Return the application: layout, callbacks, addresses and security headers; a query it cannot ask is refused."""
    refuse_unknown(db.queries, PARAMETERS, {card.query for card in CARDS.values()})
    vocabulary = CurrentVocabulary(db, settings.committee)
    contents = Contents(db, vocabulary, settings)
    app = _Application(
        contents,
        "dashboard",
        assets_folder=str(settings.assets),
        external_stylesheets=["/styles/bootstrap.min.css"],
        index_string=INDEX,
        title="Tableau de bord SDSF",
        update_title="",
        suppress_callback_exceptions=True,
        compress=True,
        on_error=_tell,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    guard.protect(app, settings.hosts)
    app.layout = lambda: shell(db.demonstration(), db.version())
    state_callbacks.register(app, contents)
    card_callbacks.register(app, contents)
    app.clientside_callback(
        ClientsideFunction("sdsf", "annoncer"),
        Output(ids.PAGE, "data-annonce"),
        Input(ids.PAGE, "children"),
    )
    downloads.register(app.server, db, vocabulary, settings)
    plotlyjs.register(app.server, settings.data / "plotly")
    _secure(app)
    return app


def _tell(error: Exception) -> None:
    if isinstance(error, VersionGoneError):
        set_props(ids.FILTERS, {ids.NEWER: "oui"})
        return
    if not isinstance(error, DashboardError):
        raise error
    guard.log.error("%s : %s", error.title, guard.printable(str(error)))
    text = to_html(notice([f"{error.title} : {guard.UNAVAILABLE}"]))
    set_props(ids.NOTICE, {"data-parties": parts({ids.NOTICE: text})})


def _secure(app: Dash) -> None:
    scripts = " ".join(["'self'", *app.csp_hashes()])
    policy = "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }

    @app.server.after_request
    def harden(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response
