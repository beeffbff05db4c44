"""The HTTP server: what is hardly HTTP is refused as a fault of the client, in one line of log."""

import logging
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented
from waitress.server import create_server
from waitress.task import ErrorTask

from dashboard.guard import MAX_BODY, log, printable

THREADS = 8


class _Request(HTTPRequestParser):
    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except (ValueError, TransferEncodingNotImplemented) as error:
            raise ParsingError(str(error)) from error
        # Waitress would wait for the body that a request without one says it will send.
        self.expect_continue = self.expect_continue and self.body_rcv is not None


class _Refusal(ErrorTask):
    def execute(self) -> None:
        refused: Any = self.request  # the stubs take it for its error
        line, error = getattr(refused, "first_line", b""), refused.error
        log.warning("%s : %s %s", printable(line.decode("latin-1")), error.code, error.reason)
        super().execute()


class _Channel(HTTPChannel):
    parser_class = _Request
    error_task_class = _Refusal


def server(app: Flask, host: str, port: int) -> Any:
    """Return a server that listens and waits for `run`; it refuses a body over MAX_BODY before reading it."""
    logging.basicConfig()
    listening: dict[int, Any] = {}
    made = create_server(
        app, map=listening, host=host, port=port, threads=THREADS, ident=None, max_request_body_size=MAX_BODY
    )
    for one in listening.values():
        one.channel_class = _Channel
    return made
