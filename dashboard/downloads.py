"""Addresses beside the pages: rows as CSV, slides, the file itself, health, static styles."""

from pathlib import Path
from urllib.parse import urlencode

import flask_bootstrap
import pandas as pd
from flask import Flask, Response, abort, jsonify, request, send_file, send_from_directory

from dashboard.agreement import archive_word
from dashboard.cards import Card
from dashboard.current import CurrentVocabulary
from dashboard.db import Database
from dashboard.export.csv import to_csv
from dashboard.export.image import Heading, slide
from dashboard.figures import divided
from dashboard.filters import Filters
from dashboard.french import typeset
from dashboard.pages import CARDS
from dashboard.provenance import coverage, file_name, sources
from dashboard.settings import Settings
from dashboard.theme import DEMONSTRATION, inert, stamped

DRAWN_ONLY = ("geometrie", "lon", "lat", "echeances", "montants", "avancements", "cibles", "fiche_adresse", "adresses",
              "par_defaut")  # fmt: skip
NEXT = "image"  # the rank of a slide among those of a card, in its address
STAMP = 39  # pixels of the letters of the mention that data are fictitious
STYLES = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css"


def register(server: Flask, db: Database, vocabulary: CurrentVocabulary, settings: Settings) -> None:
    """Add the addresses to the server."""

    def filters_at(page: str) -> Filters:
        search = request.query_string.decode("utf-8", "replace")
        return Filters.from_url(f"/{page}", search, vocabulary(), settings.today())[0]

    def exported(frame: pd.DataFrame) -> bytes:
        return to_csv(frame.assign(avertissement=DEMONSTRATION) if db.demonstration() else frame)

    def named(card: Card, frame: pd.DataFrame, filters: Filters, part: str = "") -> str:
        subject = card.file or card.heading(filters)
        return file_name(subject, frame, filters, db.queries[card.query].parameters, part)

    @server.get("/telecharger/<card_id>.csv/")
    @server.get("/telecharger/<card_id>.csv/<path:page>")
    def rows(card_id: str, page: str = "") -> Response:
        card = CARDS.get(card_id) or abort(404)
        filters = filters_at(page)
        frame = card.rows(db, filters)
        kept = frame.drop(columns=[c for c in DRAWN_ONLY if c in frame.columns])
        return _csv(exported(kept), named(card, frame, filters))

    @server.get("/image/<card_id>/")
    @server.get("/image/<card_id>/<path:page>")
    def image(card_id: str, page: str = "") -> Response:
        card = CARDS.get(card_id) or abort(404)
        make = card.chart or abort(404)
        filters = filters_at(page)
        frame = card.rows(db, filters)
        chart = None if frame.empty else make(frame, filters)
        if chart is None:
            return jsonify({"message": card.sentence(frame, filters)})
        slides = divided(chart)
        rank = min(max(request.args.get(NEXT, 1, int), 1), len(slides))
        part, own = slides[rank - 1]
        schemes = tuple(vocabulary().schemes.values()) if card.compares else ()
        told = Heading(
            " · ".join(filter(None, (card.heading(filters), part))),
            typeset(card.sentence(frame, filters)),
            " ; ".join(s.name for s in schemes) or coverage(frame, filters, db.queries[card.query].parameters),
            sources(frame, filters, schemes),
        )
        following = {"suite": f"{request.path}?{_with_rank(rank + 1)}"} if rank < len(slides) else {}
        figure = stamped(slide(own, told), STAMP) if db.demonstration() else slide(own, told)
        return jsonify(inert(figure) | {"nom": named(card, frame, filters, part)} | following)

    @server.get("/telecharger/vues/<view>.csv")
    def view_rows(view: str) -> Response:
        if view not in db.views():
            abort(404)
        return _csv(exported(db.view(view)), view)

    @server.get("/telecharger/sdsf.duckdb")
    def file() -> Response:
        return send_file(
            db.file(),
            as_attachment=True,
            download_name="sdsf-demonstration.duckdb" if db.demonstration() else "sdsf.duckdb",
        )

    @server.get("/styles/<path:name>")
    def style(name: str) -> Response:
        return send_from_directory(STYLES, name, max_age=86_400)

    @server.get("/sante")
    def health() -> Response:
        schemes = list(vocabulary().schemes)
        return jsonify({"etat": "ok", "donnees": db.version(), "archive": archive_word(db), "schemas": schemes})


def _with_rank(rank: int) -> str:
    return urlencode([*((key, value) for key, value in request.args.items() if key != NEXT), (NEXT, str(rank))])


def _csv(content: bytes, name: str) -> Response:
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
