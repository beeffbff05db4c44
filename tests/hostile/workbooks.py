"""400 hostile files given to the command that checks workbooks: each is read or refused, soon and in little room."""

import contextlib
import os
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import dashboard.cnaf.commands  # commands import what they need: here once, before the forks
import dashboard.ingest.build
import dashboard.reading
import dashboard.suivi.commands  # noqa: F401
from dashboard.__main__ import main as command
from tests.hostile.made import Maker

COUNT, SEED, SHOWN = 400, 11, 20
MOST_SECONDS, MOST_BYTES, KILL_S = 10.0, 400 * 10**6, 60


class Seen(NamedTuple):
    """What one command did with one file; `seconds` are those of the processor, whatever else the machine does."""

    status: int
    seconds: float
    memory: int
    words: str


def run(folder: Path, *words: str) -> Seen:
    """Run a command in a process of its own and return what it took (Linux)."""
    told = folder / "dit.txt"
    child = os.fork()
    if not child:
        _become(told, words)
    _, ended, used = os.wait4(child, 0)
    status = os.waitstatus_to_exitcode(ended)
    return Seen(status, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, told.read_text("utf-8", "replace"))


def _become(told: Path, words: tuple[str, ...]) -> None:
    """Run a command in this process, that ends with it."""
    signal.alarm(KILL_S)
    with told.open("w", encoding="utf-8") as out, contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = 70
        try:
            status = command(words)
        except SystemExit as stop:
            status = int(stop.code or 0)
        except BaseException:
            import traceback

            traceback.print_exc()
    os._exit(status)


def wrong(seen: Seen) -> str:
    """Return what a command did that none may do, in a word, or nothing."""
    if "Traceback" in seen.words or seen.status not in (0, 2):
        return "tracebacks"
    if seen.status == 2 and "refus" not in seen.words:
        return "refused without a word"
    return ("over 10 s" if seen.seconds > MOST_SECONDS else "") or ("over 400 MB" if seen.memory > MOST_BYTES else "")


def main() -> int:
    """Give them all and print what was seen."""
    faults, slowest, largest, refused = Counter[str](), 0.0, 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = folder / "sdsf.duckdb"
        own = ("--base", str(base), "--suivi", str(folder / "suivi"))
        # In processes of their own: this one opens nothing that a fork would share.
        run(folder, "construire", *own)
        run(folder, "modele", *own, "--schema", "63-2022", "--sortie", str(folder / "bon.xlsx"))
        maker = Maker(SEED, (folder / "bon.xlsx").read_bytes())
        for rank in range(COUNT):
            kind, ending, data = maker.make(rank)
            path = folder / f"recu.{ending}"
            path.write_bytes(data)
            seen = run(folder, "verifier", str(path), *own, "--schema", "63-2022", "--copie", str(folder))
            path.unlink()
            slowest, largest, refused = (
                max(slowest, seen.seconds),
                max(largest, seen.memory),
                refused + (seen.status == 2),
            )
            if what := wrong(seen):
                faults[what] += 1
                if faults.total() > SHOWN:
                    continue
                took = f"{seen.seconds:.1f} s, {seen.memory / 1e6:.0f} MB"
                print(
                    f"  {what}: {rank} {kind} .{ending} {len(data)} bytes, {took}: {seen.words[-300:]}", file=sys.stderr
                )
    known = ("tracebacks", "refused without a word", "over 10 s", "over 400 MB")
    print(
        f"workbooks: {COUNT} read, {refused} refused; {', '.join(f'{faults[what]} {what}' for what in known)}; "
        f"slowest {slowest:.1f} s, largest {largest / 1e6:.0f} MB",
        flush=True,
    )
    return int(any(faults.values()))


if __name__ == "__main__":
    raise SystemExit(main())
