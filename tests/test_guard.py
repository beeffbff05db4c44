"""What no page asks is refused with a status 4xx, in one line of log, before any callback runs."""

import json
import logging
import shutil
from dataclasses import replace

import pytest

from dashboard.app import create_app
from dashboard.db import Database
from dashboard.guard import CALLBACK, MAX_BODY, printable

OUTPUT = "..seance-compteurs.data-parties.."


def honest(**changes):
    body = {
        "output": OUTPUT,
        "outputs": [{"id": "seance-compteurs", "property": "data-parties"}],
        "inputs": [
            {"id": "seance-compteurs", "property": "data-vu", "value": "?volet=1"},
            {"id": "seance-compteurs", "property": "data-table"},
        ],
        "changedPropIds": ["seance-compteurs.data-vu"],
        "state": [
            {"id": "url", "property": "search", "value": "?volet=1"},
            {"id": "url", "property": "pathname", "value": "/"},
            {"id": "bandeau", "property": "data-fichier"},
        ],
    }
    return body | changes


def with_value(value):
    body = honest()
    body["state"][1]["value"] = value
    return body


def test_an_address_not_yet_known_is_that_of_the_first_page(client):
    body = honest()
    body["state"][0]["value"] = body["state"][1]["value"] = None
    assert client.post(CALLBACK, json=body).status_code == 200


def test_an_honest_request_is_answered_and_kept_nowhere(client):
    answer = client.post(CALLBACK, json=honest())
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "40" in answer.text


@pytest.mark.parametrize(
    "body",
    [
        *([], {}, "x", 1, None, [[]]),
        honest(output="inconnu.children"),
        honest(output=["x"]),
        honest(output="page.data-page"),
        honest(outputs=[]),
        honest(outputs={"id": "x", "property": "y"}),
        honest(inputs=None),
        honest(inputs=[]),
        honest(inputs=[[{"id": "x"}], {}]),
        honest(state=[1, 2, 3]),
        honest(changedPropIds=[{}]),
        honest(changedPropIds="x"),
        *(with_value(value) for value in (1, 1.5, True, [], {}, ["/"], "\ud800/")),
    ],
    ids=lambda body: json.dumps(body)[:60],
)
def test_a_forged_body_is_refused_in_one_line(client, caplog, body):
    with caplog.at_level(logging.WARNING):
        answer = client.post(CALLBACK, data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    assert len(caplog.records) == 1
    assert caplog.records[0].exc_info is None
    assert len(caplog.records[0].getMessage().splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 20_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b" " * (MAX_BODY + 1), "application/json", 413),
    ],
)
def test_a_raw_body_is_refused(client, content, kind, status):
    assert client.post(CALLBACK, data=content, content_type=kind).status_code == status


@pytest.mark.parametrize("host", ["sdsf.example", "127.0.0.1.example", "10.0.0.1:8050", "[::2]", "localhost:999999"])
@pytest.mark.parametrize("address", ["/", "/sante", "/telecharger/sdsf.duckdb", "/assets/sdsf.css"])
def test_a_name_that_is_not_ours_is_refused(client, host, address):
    assert client.get(address, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:8050", "127.0.0.1", "[::1]:8050"])
def test_the_names_of_this_machine_are_answered(client, host):
    assert client.get("/sante", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "address", ["/image/portrait-situation/", "/image/fiche-actions/x", "/telecharger/portrait-situation.csv/"]
)
def test_a_card_of_a_page_asked_without_its_object_is_no_fault(client, address):
    assert client.get(address).status_code < 500


@pytest.mark.parametrize("file", ["x.js", "dash-renderer/../../x.js", "%00", "\u202e"])
@pytest.mark.parametrize("package", ["dash", "inconnu"])
def test_a_file_of_the_libraries_that_is_not_there_is_absent(client, package, file):
    answer = client.get(f"/_dash-component-suites/{package}/{file}")
    assert (answer.status_code, answer.text) == (404, "404 Not Found")


def test_a_fault_of_ours_names_no_path_and_its_log_obeys_nobody(db, settings, caplog):
    server = create_app(db, settings).server
    server.add_url_rule("/faute/<rest>", "faute", lambda rest: 1 / 0)
    with caplog.at_level(logging.WARNING):
        answer = server.test_client().get("/faute/%1b[2J%e2%80%ae")
    assert (answer.status_code, answer.text) == (500, "500 Internal Server Error")
    assert [record.getMessage().isprintable() for record in caplog.records] == [True]
    assert caplog.records[0].exc_info


def test_a_file_cut_while_it_is_served_is_told_without_its_path(settings, db, tmp_path, caplog):
    path = tmp_path / "sdsf.duckdb"
    shutil.copy(settings.database, path)
    opened = Database(path, db.queries)
    client = create_app(opened, replace(settings, database=path)).server.test_client()
    assert client.get("/sante").status_code == 200
    beside = tmp_path / "beside"
    beside.write_bytes(path.read_bytes()[:50_000])
    beside.replace(path)
    with caplog.at_level(logging.WARNING):
        answers = [client.get(address) for address in ("/sante", "/telecharger/seance-compteurs.csv/")]
        told = client.post(CALLBACK, json=honest())
    assert {answer.status_code for answer in answers} == {503}
    assert all("ne peuvent pas être lues" in answer.text for answer in answers)
    assert told.status_code == 200
    assert "ne peuvent pas \\u00eatre lues" in told.text or "ne peuvent pas être lues" in told.text
    assert not any(str(tmp_path) in answer.text for answer in (*answers, told))
    assert [record.exc_info for record in caplog.records] == [None] * 3
    opened.close()


DATA = ("/", "/sante", "/_dash-layout", "/_dash-dependencies", "/telecharger/vues/actions.csv",
"/telecharger/sdsf.duckdb",
        "/telecharger/seance-compteurs.csv/", "/image/seance-engagements/", "/inconnue/x")  # fmt: skip
STATIC = (
    "/assets/sdsf.css",
    "/styles/bootstrap.min.css",
    "/_dash-component-suites/dash/dash-renderer/build/dash_renderer.min.js",
)


def test_data_are_kept_nowhere_and_the_rest_is(client):
    kept = {address: client.get(address, buffered=True).headers.get("Cache-Control") for address in (*DATA, *STATIC)}
    assert {kept[address] for address in DATA} == {"no-store"}
    assert "no-store" not in {kept[address] for address in STATIC}


def test_nothing_that_a_terminal_obeys_reaches_the_log():
    assert printable("a\x1b[2J\nb\u202e") == "a\\x1b[2J\\nb\\u202e"
