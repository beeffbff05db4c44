"""Addresses beside the pages: rows as CSV, slides, the file itself, health, static styles."""

from pathlib import Path

import flask_bootstrap
import pandas as pd
from flask import Flask, Response, abort, jsonify, request, send_file, send_from_directory

from dashboard.db import Database
from dashboard.errors import DashboardError
from dashboard.export.csv import to_csv
from dashboard.export.image import slide
from dashboard.filters import Filters
from dashboard.pages import CARDS
from dashboard.pages.donnees import VIEWS
from dashboard.reading import CurrentVocabulary
from dashboard.settings import Settings
from dashboard.theme import DEMONSTRATION, stamped, typeset

DRAWN_ONLY = ("geometrie", "lon", "lat", "echeances", "montants", "avancements", "fiche_adresse", "adresses",
              "par_defaut")  # fmt: skip
STYLES = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css"


def register(server: Flask, db: Database, vocabulary: CurrentVocabulary, settings: Settings) -> None:
    """Add the addresses to the server."""

    def filters_at(page: str) -> Filters:
        search = request.query_string.decode("utf-8", "replace")
        return Filters.from_url(f"/{page}", search, vocabulary(), settings.today())[0]

    def exported(frame: pd.DataFrame) -> bytes:
        return to_csv(frame.assign(avertissement=DEMONSTRATION) if db.demonstration() else frame)

    @server.get("/telecharger/<card_id>.csv/")
    @server.get("/telecharger/<card_id>.csv/<path:page>")
    def rows(card_id: str, page: str = "") -> Response:
        card = CARDS.get(card_id) or abort(404)
        frame = card.rows(db, filters_at(page))
        return _csv(exported(frame.drop(columns=[c for c in DRAWN_ONLY if c in frame.columns])), card_id)

    @server.get("/image/<card_id>/")
    @server.get("/image/<card_id>/<path:page>")
    def image(card_id: str, page: str = "") -> Response:
        card = CARDS.get(card_id) or abort(404)
        draw = card.image or card.figure or abort(404)
        filters = filters_at(page)
        frame = card.rows(db, filters)
        figure = None if frame.empty else draw(frame, filters)
        if figure and db.demonstration():
            figure = stamped(figure)
        if figure is None:
            return jsonify({"message": card.sentence(frame, filters)})
        scheme = filters.scheme
        shown, source = filters.sentence(), f"Source : {scheme.title}, {scheme.departement}"
        if card.compares:
            names = [s.name for s in vocabulary().schemes.values()]
            shown, source = " ; ".join(names), "Source : les schémas départementaux des services aux familles"
        title, summary = card.heading(filters), typeset(card.sentence(frame, filters))
        return jsonify(slide(figure, title, summary, shown, f"{source} · données {db.version()}"))

    @server.get("/telecharger/vues/<view>.csv")
    def view_rows(view: str) -> Response:
        if view not in VIEWS:
            abort(404)
        return _csv(exported(db.frame(f"vues/{view}")), view)

    @server.get("/telecharger/sdsf.duckdb")
    def file() -> Response:
        return send_file(
            db.path,
            as_attachment=True,
            download_name="sdsf-demonstration.duckdb" if db.demonstration() else "sdsf.duckdb",
        )

    @server.get("/styles/<path:name>")
    def style(name: str) -> Response:
        return send_from_directory(STYLES, name, max_age=86_400)

    @server.get("/sante")
    def health() -> Response:
        return jsonify({"etat": "ok", "donnees": db.version(), "schemas": list(vocabulary().schemes)})

    @server.errorhandler(DashboardError)
    def told(error: DashboardError) -> tuple[str, int]:
        return f"{error.title} : {error}", 503


def _csv(content: bytes, name: str) -> Response:
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
