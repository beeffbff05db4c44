"""The command line: an expected error exits with status 2, Ctrl+C with 130, a stopped server with 0."""

import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

INTERRUPTED = 128 + signal.SIGINT

_interruptions: list[int] = []


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A pipe or a file of another encoding than UTF-8 lacks some of our characters.
            stream.reconfigure(errors="replace")
    try:
        return _done(arguments)
    except (KeyboardInterrupt, Exception) as error:
        if isinstance(error, KeyboardInterrupt) or _interruptions:
            # Told whatever error Ctrl+C became on its way: DuckDB makes another of it.
            print("Commande interrompue.", *getattr(error, "__notes__", ()), sep="\n", file=sys.stderr)
            return INTERRUPTED
        if not isinstance(error, OSError) or error.filename is None:
            raise
        from dashboard.errors import cause

        print(f"Fichier inaccessible : {error.filename} ({cause(error)}).", file=sys.stderr)
        return 2


def _done(arguments: Sequence[str] | None) -> int:
    from dashboard.commands.arguments import parser
    from dashboard.errors import DashboardError
    from dashboard.settings import Settings

    try:
        settings = Settings.from_environment()
    except ValueError as error:
        print(f"Réglage illisible : {error}", file=sys.stderr)
        return 2
    try:
        options = parser(settings).parse_args(arguments)
        options.run(options, settings)
    except DashboardError as error:
        if _interruptions:
            raise
        print(f"{error.title} : {error}", file=sys.stderr)
        return 2
    return 0


def _on_interrupt(number: int, frame: object) -> NoReturn:
    _interruptions.append(number)
    raise KeyboardInterrupt


def run() -> int:
    """Run the command of this process, whose answer may go to a pipe that closes or a disk that fills."""
    signal.signal(signal.SIGINT, _on_interrupt)
    try:
        try:
            status = main()
        except SystemExit as ended:  # of a help, or of words that are not understood
            status = int(ended.code or 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has read enough
        status = 0
    except OSError as error:
        from dashboard.errors import cause

        status = 1
        with suppress(OSError):
            print(f"La réponse ne peut pas être écrite : {cause(error)}.", file=sys.stderr)
    else:
        return status
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left unwritten is not tried again
    return status


if __name__ == "__main__":
    sys.exit(run())
