"""Commands of the dashboard in processes of their own, forked from one that has loaded what they need (Linux)."""

import multiprocessing
import os
import signal
import sys
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path

# Commands import what they need: here once, before the forks.
import dashboard.commands.arguments
import dashboard.commands.cnaf
import dashboard.commands.runs
import dashboard.commands.suivi
import dashboard.current
import dashboard.ingest.change  # noqa: F401
from dashboard.__main__ import run

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload([__name__])
PATIENCE_S = 300


class Limit:
    """How long a part may go on: it then says what it has not done, and fails."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self._start = seconds, time.monotonic()

    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return time.monotonic() - self._start

    def over(self) -> bool:
        """Tell whether it is time to stop."""
        return self.elapsed() > self.seconds

    def told(self, done: int, wanted: int) -> str:
        """Return what to say of a part that has done less than it should."""
        return f"{self.elapsed():.0f} s" + (
            "" if done >= wanted else f", STOPPED AFTER {self.seconds:.0f} s: {done} of {wanted}"
        )


class Command:
    """A command at work, with the archive and the day of a folder."""

    def __init__(self, folder: Path, words: list[str]) -> None:
        file, name = tempfile.mkstemp(dir=folder)
        os.close(file)
        self._told = Path(name)
        begun = CONTEXT.Event()
        self._process = CONTEXT.Process(target=_become, args=(begun, name, words, str(folder / "suivi")))
        self._process.start()
        while not begun.wait(1) and self._process.exitcode is None:
            pass

    def stop(self, number: signal.Signals) -> None:
        """Send a signal; nothing when the command has ended."""
        if self._process.exitcode is None:
            os.kill(self._process.pid or 0, number)

    def end(self) -> tuple[int, str]:
        """Wait for the command; return its status and all that it said."""
        self._process.join(PATIENCE_S)
        told = self._told.read_text(encoding="utf-8", errors="replace")
        self._told.unlink()
        return -1 if self._process.exitcode is None else self._process.exitcode, told


def _become(begun: Event, told: str, words: list[str], archive: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # until the command answers it in its own words
    os.environ |= {"SDSF_SUIVI": archive, "SDSF_AUJOURDHUI": "2026-11-27"}
    out = os.open(told, os.O_WRONLY)
    os.dup2(out, sys.stdout.fileno())
    os.dup2(out, sys.stderr.fileno())
    sys.argv[1:] = words
    begun.set()
    sys.exit(run())
