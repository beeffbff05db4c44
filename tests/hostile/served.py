"""A real served process: its address, its log, the memory that it holds, and raw bytes sent to it."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dashboard.ingest.build import build

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
SILENCE_S = 30.0


class Answer(NamedTuple):
    """What the server answered; a status of 0 when it closed without a word."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class Served:
    """A dashboard served on a free port of this machine."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process, self.port, self._log = process, port, log

    def send(self, data: bytes) -> Answer:
        """Send raw bytes on a connection of their own and return the answer."""
        start = time.perf_counter()
        with socket.create_connection((HOST, self.port), timeout=SILENCE_S) as connection:
            with contextlib.suppress(OSError):  # refused before it was read
                connection.sendall(data)
            answer = http.client.HTTPResponse(connection, method=data[:4].decode("latin-1").strip())
            try:
                answer.begin()
                body = answer.read()
            except (http.client.HTTPException, ConnectionError):
                return Answer(0, {}, b"", time.perf_counter() - start)
        headers = {key.lower(): value for key, value in answer.getheaders()}
        return Answer(answer.status, headers, body, time.perf_counter() - start)

    def get(self, address: str) -> Answer:
        """Ask an address as a browser does."""
        return self.send(request("GET", address.encode()))

    def memory(self) -> int:
        """Return the bytes that the process holds in memory (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024

    def log(self) -> str:
        """Return what the process wrote until now."""
        return self._log.read_text(encoding="utf-8", errors="replace")


def request(method: str, target: bytes, headers: bytes | None = None, body: bytes = b"", kind: str = "") -> bytes:
    """Return the bytes of a request, closed after its answer."""
    if headers is None:
        headers = f"Host: {HOST}\r\nConnection: close\r\n".encode()
        headers += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n".encode() if body or kind else b""
    return method.encode() + b" " + target + b" HTTP/1.1\r\n" + headers + b"\r\n" + body


def question(callback: dict[str, Any], **values: Any) -> dict[str, Any]:
    """Return the body that the browser sends to a callback (of `/_dash-dependencies`), with values of its inputs."""
    places = [place.rsplit(".", 1) for place in callback["output"].strip(".").split("...")]
    outputs = [{"id": name, "property": what} for name, what in places]
    return {
        "output": callback["output"],
        "outputs": outputs if callback["output"].startswith("..") else outputs[0],
        "changedPropIds": [f"{place['id']}.{place['property']}" for place in callback["inputs"][:1]],
        **{
            kind: [{**place, "value": values.get(place["property"].replace("-", "_"))} for place in callback[kind]]
            for kind in ("inputs", "state")
        },
    }


@contextlib.contextmanager
def served(folder: Path, base: Path | None = None) -> Iterator[Served]:
    """Build a file in a folder, or take one, and serve it until the end of the block."""
    if base is None:
        base = folder / "sdsf.duckdb"
        build(ROOT / "data", base)
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    log = folder / "journal.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "servir", "--port", str(port), "--base", str(base)],
            cwd=ROOT, env=environment(folder), stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(process, port)
            yield Served(process, port, log)
        finally:
            process.terminate()
            process.wait(20)


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of a process that reads and writes a folder only."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("SDSF_")}
    return inherited | {"SDSF_SUIVI": str(folder / "suivi"), "SDSF_AUJOURDHUI": "2026-11-27", "PYTHONUTF8": "1"}


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://{HOST}:{port}/sante").read()
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise SystemExit("Le serveur n’a pas démarré.")
