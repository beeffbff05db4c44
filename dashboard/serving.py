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
# A browser keeps six connections open: 300 are 50 readers. Windows waits for 512 sockets at most.
MOST_OPEN, SPARE = 300, 100


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

    def __init__(self, server: Any, *others: Any, **named: Any) -> None:
        super().__init__(server, *others, **named)
        # Waitress would let no reader in until connections that ask nothing have been silent for two minutes.
        if len(server.active_channels) > MOST_OPEN:
            silent = [one for one in server.active_channels.values() if one is not self and not one.requests]
            if silent:
                min(silent, key=lambda one: one.last_activity).will_close = True


def server(app: Flask, host: str, port: int) -> Any:
    """Return a server that listens and waits for `run`; it refuses a body over MAX_BODY before reading it."""
    logging.basicConfig()
    listening: dict[int, Any] = {}
    made = create_server(
        app,
        map=listening,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=MAX_BODY,
        connection_limit=MOST_OPEN + SPARE,
        asyncore_use_poll=True,
    )
    for one in listening.values():
        one.channel_class = _Channel
    return made
