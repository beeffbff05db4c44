"""What a request may be before anything answers it: a known host, a small body, the callback that it names."""

import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any

from dash import Dash
from dash.exceptions import DependencyException
from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException, NotFound

from dashboard.errors import DashboardError

# The largest honest body measured is 1.9 kB: a card of the calendrier under an address of 2,000 characters has 4.6.
MAX_BODY = 32_768
CALLBACK = "/_dash-update-component"
STATIC = ("/_dash-component-suites/", "/assets/", "/styles/")
STAMPED, YEAR_S = "/assets/", 31_536_000  # the address of an asset tells when it was written
UNAVAILABLE = "Les données ne peuvent pas être lues pour l’instant ; la cause est dans le journal du serveur."
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+)(?::(\d{1,5}))?")
log = logging.getLogger("dashboard")


def protect(app: Dash, hosts: Iterable[str]) -> None:
    """Refuse what no page of the application asks, with a status 4xx and one line in the log."""
    server: Flask = app.server
    names = {host.lower() for host in hosts}
    server.config["MAX_CONTENT_LENGTH"] = MAX_BODY

    @server.before_request
    def check() -> None:
        # A page of the web that gave its own name to this machine (DNS rebinding) calls the server by that name.
        host = HOST.fullmatch(request.headers.get("Host", ""))
        if not host or host[1].lower() not in names:
            abort(400, "Nom de serveur inattendu.")
        if request.path == CALLBACK and request.method == "POST" and not _honest(_body(), app.callback_map):
            abort(400, "Demande illisible.")

    @server.after_request
    def not_kept(response: Response) -> Response:
        if not request.path.startswith(STATIC):
            response.headers["Cache-Control"] = "no-store"
        elif request.path.startswith(STAMPED) and request.args:
            response.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
        return response

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[str, int, dict[str, str]]:
        code = error.code or 500
        log.warning("%s %s : %s %s", request.method, printable(request.path), code, error.name)
        return f"{code} {error.name}", code, PLAIN

    @server.errorhandler(DependencyException)
    def absent(error: DependencyException) -> tuple[str, int, dict[str, str]]:
        del error  # it names every file of the libraries
        return refused(NotFound())

    @server.errorhandler(Exception)
    def fault(error: Exception) -> tuple[str, int, dict[str, str]]:
        log.error("%s %s : 500", request.method, printable(request.path), exc_info=error)
        return "500 Internal Server Error", 500, PLAIN

    @server.errorhandler(DashboardError)
    def unavailable(error: DashboardError) -> tuple[str, int, dict[str, str]]:
        log.error("%s : %s : %s", printable(request.path), error.title, printable(str(error)))
        return f"{error.title} : {UNAVAILABLE}", 503, PLAIN


def printable(text: str, most: int = 200) -> str:
    """Return a text for the log: one line, no terminal escape, bounded."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:most])


def _body() -> Any:
    try:
        return request.get_json()
    except RecursionError:
        abort(400, "Demande illisible.")


def _honest(body: Any, callbacks: Mapping[str, Any]) -> bool:
    """Tell whether a body asks one of our callbacks for its own outputs, with texts for its own inputs."""
    if not isinstance(body, dict) or not isinstance(output := body.get("output"), str):
        return False
    known = callbacks.get(output)
    if known is None or "callback" not in known:
        return False
    places = [place.rsplit(".", 1) for place in output.strip(".").split("...")]
    outputs = [{"id": component, "property": name} for component, name in places]
    changed = body.get("changedPropIds", [])
    return (
        body.get("outputs") == (outputs if output.startswith("..") else outputs[0])
        and _are(body.get("inputs"), known["inputs"])
        and _are(body.get("state", []), known["state"])
        and isinstance(changed, list)
        and all(isinstance(name, str) for name in changed)
    )


def _are(given: Any, declared: list[dict[str, Any]]) -> bool:
    return (
        isinstance(given, list)
        and len(given) == len(declared)
        and all(_is(one, other) for one, other in zip(given, declared, strict=True))
    )


def _is(given: Any, declared: Mapping[str, Any]) -> bool:
    return (
        isinstance(given, dict)
        and (given.get("id"), given.get("property")) == (declared["id"], declared["property"])
        and _is_text(given.get("value"))
    )


def _is_text(value: Any) -> bool:
    """Tell whether a value is absent or a text that can be written: the properties that callbacks read are texts."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True
