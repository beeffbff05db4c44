"""The part of plotly.js that the charts use: served compressed, fetched once, refused when it is another."""

import gzip
import hashlib

import brotli
import pytest
from flask import Flask
from plotly.offline import get_plotlyjs_version

from dashboard import plotlyjs

CONTENT = b"window.Plotly = {};"


@pytest.fixture
def registry(monkeypatch):
    """A registry that answers with that content, whose digest is known."""
    monkeypatch.setattr(plotlyjs.shutil, "which", lambda _: "npm")
    monkeypatch.setattr(plotlyjs, "_packed", lambda *_: CONTENT)
    monkeypatch.setattr(plotlyjs, "DIGESTS", {get_plotlyjs_version(): hashlib.sha256(CONTENT).hexdigest()})


def test_the_version_that_plotly_brings_has_its_digest():
    assert get_plotlyjs_version() in plotlyjs.DIGESTS


@pytest.mark.parametrize(
    ("accepted", "encoding", "read"),
    [("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes)],
)
def test_the_part_is_served_as_the_browser_reads_it(registry, tmp_path, accepted, encoding, read):
    assert "la partie" in plotlyjs.fetch(tmp_path)
    server = Flask("test")
    plotlyjs.register(server, tmp_path)
    with server.test_client().get(plotlyjs.ADDRESS, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.headers.get("Content-Encoding") == encoding
        assert read(answer.data) == CONTENT
        assert "max-age" in answer.headers["Cache-Control"]
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_whole_is_served_where_there_is_no_part(tmp_path):
    server = Flask("test")
    plotlyjs.register(server, tmp_path)
    assert server.test_client().get(plotlyjs.ADDRESS).status_code == 404


def test_another_content_than_the_one_expected_is_not_kept(registry, monkeypatch, tmp_path):
    monkeypatch.setattr(plotlyjs, "_packed", lambda *_: b"something else")
    assert "empreinte inattendue" in plotlyjs.fetch(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_registry_that_does_not_answer_is_told(registry, monkeypatch, tmp_path):
    monkeypatch.setattr(plotlyjs, "_packed", lambda *_: (_ for _ in ()).throw(OSError("pas de réseau")))
    assert "pas de réseau" in plotlyjs.fetch(tmp_path)
    assert not list(tmp_path.iterdir())


def test_without_npm_the_whole_is_told(registry, monkeypatch, tmp_path):
    monkeypatch.setattr(plotlyjs.shutil, "which", lambda _: None)
    assert "npm absent" in plotlyjs.fetch(tmp_path)
