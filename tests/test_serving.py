"""What is hardly HTTP, sent as raw bytes to a real server: refused as the client's fault, at once and in one line."""

import contextlib
import logging
import socket
import time

import pytest

from dashboard import serving as serving_module
from dashboard.guard import MAX_BODY
from tests.hostile.served import Answer, Served, request
from tests.served import serving

HOST = b"Host: 127.0.0.1\r\n"


@pytest.fixture(scope="module")
def served(app):
    with serving(app) as port:
        yield Served(None, port, None)


@pytest.mark.parametrize(
    ("line", "headers"),
    [
        (b"GET http://[::1 HTTP/1.1", HOST),
        (b"GET / HTTP/1.1", b""),
        (b"GET / HTTP/1.0", b""),
        (b"GET / HTTP/1.1", HOST + HOST),
        (b"GET / HTTP/1.1", HOST + b"Transfer-Encoding: gzip\r\n"),
        (b"GET / HTTP/1.1", HOST + b"Content-Length: 1x\r\n"),
        (b"GET / HTTP/1.1", HOST + b"no colon\r\n"),
        (b"GET /\x1b[2J HTTP/1.1", HOST + b"Content-Length: -1\r\n"),
        (b"\x16\x03\x01", b""),
    ],
)
def test_rubbish_is_the_fault_of_the_client_in_one_line_of_log(served, caplog, line, headers):
    with caplog.at_level(logging.WARNING):
        answer = served.send(line + b"\r\n" + headers + b"Connection: close\r\n\r\n")
    assert answer.status == 400
    assert len(caplog.records) == 1
    assert caplog.records[0].exc_info is None
    assert caplog.records[0].getMessage().isprintable()


def test_a_large_body_is_refused_before_it_is_read(served):
    head = b"POST /_dash-update-component HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
    declared = served.send(head + b"Content-Length: 200000000\r\n\r\n")
    assert (declared.status, declared.seconds < 20) == (413, True)
    chunk = b"8000\r\n" + b" " * MAX_BODY + b"\r\n"
    assert served.send(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk + b"8000\r\n").status == 413


def test_a_body_that_never_comes_holds_nobody(served):
    """A request without a body that expects to be told to go on is answered; others are answered beside a slow one."""
    assert (
        served.send(b"GET /sante HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\nConnection: close\r\n\r\n").status
        == 200
    )
    with contextlib.ExitStack() as held:
        for _ in range(20):
            slow = held.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            slow.sendall(b"POST /_dash-update-component HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\n{")
        start = time.monotonic()
        assert served.get("/sante").status == 200
        assert time.monotonic() - start < 20


def test_connections_that_ask_nothing_lock_nobody_out(app, monkeypatch):
    """The one that has been silent longest leaves its place to whoever comes; one that asks is answered."""
    monkeypatch.setattr(serving_module, "MOST_OPEN", 10)
    monkeypatch.setattr(serving_module, "SPARE", 10)
    with serving(app) as port, contextlib.ExitStack() as held:
        server = Served(None, port, None)
        silent = [held.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(40)]
        start = time.monotonic()
        assert [server.get("/sante").status for _ in range(20)] == [200] * 20
        assert time.monotonic() - start < 5
        silent[0].settimeout(5)
        assert silent[0].recv(1) == b""
        kept = silent[-1]
        kept.settimeout(5)
        kept.sendall(request("GET", b"/sante"))
        assert kept.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize(
    "target",
    [
        b"//evil.example/", b"///evil.example/%2e%2e", b"/\\evil.example", b"/%5cevil.example/calendrier?etat=echue",
        b"//evil.example/telecharger/seance-compteurs.csv", b"http://evil.example//x/calendrier",
        b"/pilotes//evil.example/?statut=a",
    ],
)  # fmt: skip
def test_no_answer_leads_away(served, target):
    answer: Answer = served.send(request("GET", target))
    assert answer.status < 500
    place = answer.headers.get("location", "/").removeprefix("http://127.0.0.1")
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))
