"""Addresses beside the pages: rows as CSV, slides, the file itself, health, static styles."""

from collections.abc import Callable
from functools import partial
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
from dashboard.export.image import Heading, composed, slide
from dashboard.figures import divided
from dashboard.figures.key import keyed
from dashboard.figures.slides import same_scale
from dashboard.filters import Filters
from dashboard.french import typeset
from dashboard.pages import CARDS
from dashboard.pages.donnees import VIEWS
from dashboard.provenance import coverage, file_name, sources
from dashboard.settings import Settings
from dashboard.theme import DEMONSTRATION, Figure, inert, stamped

DRAWN_ONLY = ("geometrie", "lon", "lat", "echeances", "montants", "avancements", "cibles", "fiche_adresse", "adresses",
              "par_defaut")  # fmt: skip
NEXT = "image"  # the rank of a slide among those of a card, in its address
STAMP = 39  # pixels of the letters of the mention that data are fictitious
Slide = tuple[str, pd.DataFrame, Callable[[Heading], Figure]]
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
        if not card.is_drawn:
            abort(404)
        filters = filters_at(page)
        frame = card.rows(db, filters)
        slides = _slides(card, frame, filters)
        if not slides:
            return jsonify({"message": card.sentence(frame, filters)})
        rank = min(max(request.args.get(NEXT, 1, int), 1), len(slides))
        part, own, drawn = slides[rank - 1]
        schemes = tuple(vocabulary().schemes.values()) if card.compares else ()
        parameters = db.queries[card.query].parameters
        told = Heading(
            " · ".join(filter(None, (card.heading(filters), part))),
            typeset(card.sentence(frame, filters)),
            " ; ".join(s.name for s in schemes) or coverage(own, filters, parameters),
            sources(own, filters, schemes),
        )
        following = {"suite": f"{request.path}?{_with_rank(rank + 1)}"} if rank < len(slides) else {}
        figure = drawn(told)
        figure = stamped(figure, STAMP) if db.demonstration() else figure
        return jsonify(inert(figure) | {"nom": named(card, own, filters, part)} | following)

    @server.get("/telecharger/vues/<view>.csv")
    def view_rows(view: str) -> Response:
        if view not in VIEWS:
            abort(404)
        return _csv(exported(db.frame(f"vues/{view}")), view)

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


def _slides(card: Card, frame: pd.DataFrame, filters: Filters) -> list[Slide]:
    """Return what each slide of a card is told apart by, its rows, and how it is drawn; none without a chart."""
    if frame.empty:
        return []
    if card.chart:
        chart = card.chart(frame, filters)
        return [(name, frame, partial(composed, part)) for name, part in divided(chart)] if chart else []
    parts = card.parts(frame, filters)
    drawn = ((name, own, _drawn(card, own, frame, filters)) for name, own in parts)
    return [(name, own, partial(slide, figure)) for name, own, figure in drawn if figure]


def _drawn(card: Card, own: pd.DataFrame, frame: pd.DataFrame, filters: Filters) -> Figure | None:
    draw = card.image or card.figure
    figure = draw(own, filters) if draw else None
    if draw and figure and own is not frame:
        figure = same_scale(figure, draw(frame, filters) or figure)
    return keyed(figure, card.key(own, filters) if card.key else ()) if figure else None


def _with_rank(rank: int) -> str:
    return urlencode([*((key, value) for key, value in request.args.items() if key != NEXT), (NEXT, str(rank))])


def _csv(content: bytes, name: str) -> Response:
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
