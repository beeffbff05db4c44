"""400 hostile files given to the command that checks workbooks: each is read or refused, soon and in little room."""

import contextlib
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

from dashboard.__main__ import main as command
from tests.hostile.commands import CONTEXT, Limit
from tests.hostile.made import Maker

COUNT, SEED, WORKERS, LIMIT_S = 400, 11, 2, 300
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


def attack(folder: Path, good: Path, rank: int) -> tuple[str, Seen]:
    """Make one file, check it in a process of its own, and return what it is beside what was seen."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        kind, ending, data = Maker(f"{SEED}-{rank}", good.read_bytes()).make(rank)
        path = Path(name) / f"recu.{ending}"
        path.write_bytes(data)
        seen = run(Path(name), "verifier", str(path), *_own(folder), "--schema", "63-2022", "--copie", name)
    return f"{rank} {kind} .{ending} {len(data)} bytes", seen


def _own(folder: Path) -> tuple[str, ...]:
    return ("--base", str(folder / "sdsf.duckdb"), "--suivi", str(folder / "suivi"))


def attacks(folder: Path, limit: Limit) -> Iterator[tuple[str, Seen]]:
    """Yield what was seen of each file, some at once in processes that open nothing themselves, until the limit."""
    good = folder / "bon.xlsx"
    with ProcessPoolExecutor(WORKERS, mp_context=CONTEXT) as pool:
        pool.submit(run, folder, "construire", *_own(folder)).result()
        pool.submit(run, folder, "modele", *_own(folder), "--schema", "63-2022", "--sortie", str(good)).result()
        for ended in as_completed([pool.submit(attack, folder, good, rank) for rank in range(COUNT)]):
            yield ended.result()
            if limit.over():
                pool.shutdown(cancel_futures=True)
                return


def main() -> int:
    """Give them all and print what was seen."""
    faults, limit, all_seen = Counter[str](), Limit(LIMIT_S), []
    with tempfile.TemporaryDirectory() as name:
        for made, seen in attacks(Path(name), limit):
            all_seen.append(seen)
            if what := wrong(seen):
                faults[what] += 1
                took = f"{seen.seconds:.1f} s, {seen.memory / 1e6:.0f} MB"
                print(f"  {what}: {made}, {took}: {seen.words[-300:]}", file=sys.stderr)
    known = ("tracebacks", "refused without a word", "over 10 s", "over 400 MB")
    print(
        f"workbooks: {len(all_seen)} read ({limit.told(len(all_seen), COUNT)}), {sum(s.status == 2 for s in all_seen)} "
        f"refused; {', '.join(f'{faults[what]} {what}' for what in known)}; slowest "
        f"{max(s.seconds for s in all_seen):.1f} s, largest {max(s.memory for s in all_seen) / 1e6:.0f} MB",
        flush=True,
    )
    return int(any(faults.values()) or len(all_seen) < COUNT)


if __name__ == "__main__":
    raise SystemExit(main())
