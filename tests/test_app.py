"""Addresses, headers and refusals of the server."""

from dataclasses import replace

import duckdb
import pytest

from dashboard.app import create_app
from dashboard.db import Database
from dashboard.errors import QueryError
from tests.asked import VIEWS

# What the embedded data do not fill: a follow-up or the files of the Cnaf are imported.


def test_page_is_french_and_hardened(client):
    answer = client.get("/?volet=1")
    assert '<html lang="fr">' in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_answers_are_compressed(client):
    assert client.get("/", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_health_tells_the_data_version(client, db):
    assert client.get("/sante").json == {
        "etat": "ok",
        "donnees": db.version(),
        "archive": "sans archive",
        "schemas": ["63-2022", "70-2021", "87-2017", "93-2024"],
    }


def test_image_of_nothing_says_why(client):
    assert "pilote" in client.get("/image/pilotes-charge/pilotes?pilote=sans").json["message"]


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_is_downloaded_as_french_csv(client, db, view):
    content = client.get(f"/telecharger/vues/{view}.csv").data
    assert content.startswith("\ufeff".encode())
    assert content.decode("utf-8-sig").splitlines()[0] == ";".join(db.view(view).columns)


def test_file_is_downloaded_whole(client, tmp_path):
    path = tmp_path / "sdsf.duckdb"
    with client.get("/telecharger/sdsf.duckdb") as answer:
        path.write_bytes(answer.data)
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.execute("select count(*) from actions").fetchone() == (174,)


@pytest.mark.parametrize(
    "address",
    [
        "/telecharger/inconnu.csv/",
        "/telecharger/vues/base.csv",
        "/image/inconnu/",
        "/image/donnees-anomalies/",
        "/styles/../app.py",
    ],
)
def test_unknown_addresses_are_refused(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("search", ["?volet=<b>x</b>", "?" + "a" * 10_000, "?volet=1'%20or%201=1--", "?%ff%fe=%00"])
def test_nonsense_in_the_url_is_harmless(client, search):
    assert client.get(f"/{search}").status_code == 200
    assert client.get(f"/telecharger/calendrier-gantt.csv/calendrier{search}").status_code == 200


def test_an_application_whose_query_asks_what_no_filter_gives_does_not_start(db, settings):
    wrong = replace(db.queries["seance/compteurs"], parameters=frozenset({"filtre"}))
    opened = Database(db.path, {**db.queries, wrong.name: wrong})
    with pytest.raises(QueryError, match=r"^seance/compteurs : paramètre inconnu : \$filtre "):
        create_app(opened, settings)
    opened.close()
