"""Two writers at once, kills, Ctrl+C: nothing accepted is lost, nothing refused is shown, archive and file agree."""

import contextlib
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import duckdb

from dashboard.db import Database
from dashboard.ingest.change import settle_at_start
from dashboard.moves import state, unsettled
from dashboard.publication import current
from dashboard.settings import ROOT
from tests.hostile.commands import Command, Limit
from tests.hostile.served import Served, served
from tests.ingest.conftest import cut_territories

SCHEME, CODE, SEED = "63-2022", "1.1", 11
ROUNDS, KILLS, INTERRUPTS, READERS, DESKS = 50, 100, 20, 8, 2
ROUNDS_S, KILLS_S, INTERRUPTS_S = 260, 160, 60
FIRST = date(2022, 1, 31)
STATUSES = ("En cours", "En pause", "Bloquée", "À venir")
ASKED = ("/telecharger/vues/suivi_actions.csv", "/sante", "/donnees", "/telecharger/suivi-reponses.csv/suivi")
REST_S = 4.0  # of a reader between two questions


class Desk:
    """Tables cut down to what is quick to build, a file, its archive, and a workbook for each answer."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.base, self.archive = folder / "sdsf.duckdb", folder / "suivi"
        others = shutil.ignore_patterns("70-*", "87-*", "93-*")
        shutil.copytree(ROOT / "data" / "sources", self.data / "sources", ignore=others)
        for path in (ROOT / "data").glob("*.sql"):
            shutil.copy(path, self.data)
        cut_territories(ROOT / "data" / "territoires", self.data / "territoires")
        self.books = {status: folder / f"{rank}.csv" for rank, status in enumerate(STATUSES)}
        for status, path in self.books.items():
            path.write_text(f"Code;Statut\n{CODE};{status}\n", encoding="utf-8")
        self.start("construire").end()

    def start(self, *words: str) -> Command:
        """Start a command in a process of its own."""
        places = ["--base", str(self.base), "--suivi", str(self.archive), "--donnees", str(self.data)]
        return Command(self.folder, [*words, *places])

    def load(self, status: str, day: date, *more: str) -> Command:
        """Start the import of a workbook where one action has a status."""
        return self.start("importer", str(self.books[status]), "--schema", SCHEME, "--au", day.isoformat(), *more)

    def shown(self) -> dict[date, str]:
        """Return the status that the file shows at each date."""
        with duckdb.connect(current(self.base), read_only=True) as connection:
            return dict(
                connection.execute(
                    f"select campagne, statut from suivi_actions where schema_id = '{SCHEME}'"
                ).fetchall()
            )

    def kept(self, day: date) -> set[bytes]:
        """Return the workbooks of a date in the archive, the replaced ones too."""
        return {path.read_bytes() for path in self.archive.glob(f"{SCHEME}/{day}*/*")}

    def agrees(self) -> bool:
        """Tell whether the file is whole and shows the archive, by its own name too, with nothing half made."""
        db = Database(self.base, {})
        try:
            same = db.archive() == state(self.archive)
        finally:
            db.close()
        return same and not unsettled(self.archive) and self.base.resolve() == current(self.base).resolve()


@contextlib.contextmanager
def reading(server: Served, broken: "Counter[int]") -> Iterator["Counter[int]"]:
    """Have readers ask the server until the end of the block; count answers by status, those that are not 200 apart."""
    over, answers = threading.Event(), Counter[int]()

    def read(rank: int) -> None:
        while not over.is_set():
            answer = server.get(ASKED[rank % len(ASKED)])
            answers[answer.status] += 1
            if answer.status != 200 or not answer.body:
                broken[answer.status] += 1
            rank += 1
            over.wait(REST_S)

    threads = [threading.Thread(target=read, args=(rank,)) for rank in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()


def two_writers(desk: Desk, rounds: int = ROUNDS) -> bool:
    """Import two workbooks at once, of one date (asked to replace or not) or of two, one killed at times."""
    limit, seen, broken, done = Limit(ROUNDS_S), Counter[str](), Counter[int](), 0
    chance = random.Random(SEED)
    with served(desk.folder, desk.base) as server, reading(server, broken) as answers:
        while done < rounds and not limit.over():
            seen += _round(desk, done, chance)
            done += 1
    wrong = seen["lost"] + seen["displayed"] + seen["faults"] + broken.total()
    print(
        f"writers: {done} rounds of two ({limit.told(done, rounds)}), {seen['accepted']} workbooks accepted, "
        f"{seen['lost']} lost, {seen['displayed']} refused displayed, {seen['faults']} faults; {READERS} readers, "
        f"{answers.total()} answers, {broken.total()} broken",
        flush=True,
    )
    return not wrong and done == rounds


def _round(desk: Desk, turn: int, chance: random.Random) -> "Counter[str]":
    day = FIRST + timedelta(days=2 * turn)
    days = (day, day + timedelta(days=turn % 3 == 2))
    more = ("--remplacer",) if turn % 3 == 1 else ()
    said = chance.sample(STATUSES, 2)
    both = [desk.load(status, at, *more) for status, at in zip(said, days, strict=True)]
    if turn % 5 == 4:
        time.sleep(chance.uniform(0, 2))
        both[0].stop(signal.SIGKILL)
    ends = [command.end() for command in both]
    settle_at_start(desk.base, desk.archive)
    shown = desk.shown()
    seen = Counter(faults=sum("Traceback" in told for _, told in ends) + (not desk.agrees()))
    for (status, _), answer, at in zip(ends, said, days, strict=True):
        seen["accepted"] += status == 0
        seen["lost"] += status == 0 and desk.books[answer].read_bytes() not in desk.kept(at)
        seen["displayed"] += status == 2 and shown.get(at) == answer
        seen["faults"] += status not in (0, 2, -signal.SIGKILL)
    return seen


def stops(desks: list[Desk], number: signal.Signals, turns: int, seconds: float) -> bool:
    """Stop imports at any moment; after the next start (or none, for Ctrl+C), all agrees and one answer is shown."""
    limit = Limit(seconds)
    with ThreadPoolExecutor(len(desks)) as pool:
        each = pool.map(lambda desk: _stopped(desk, number, turns // len(desks), limit), desks)
        seen = sum(each, Counter[str]())
    done, agreed = seen.pop("done", 0), seen.pop("agreed", 0)
    faults = seen.pop("faults", 0)
    name = "Ctrl+C" if number == signal.SIGINT else "kills"
    print(
        f"{name}: {done} stops ({limit.told(done, turns)}; by status {dict(seen)}), file whole and archive agree "
        f"{agreed} times of {turns}, {faults} faults",
        flush=True,
    )
    return agreed == turns and not faults


def _stopped(desk: Desk, number: signal.Signals, turns: int, limit: Limit) -> "Counter[str]":
    chance, seen, day = random.Random(f"{SEED}{desk.folder.name}"), Counter[str](), FIRST - timedelta(days=1)
    start = time.monotonic()
    desk.load(STATUSES[0], day, "--remplacer").end()
    length = time.monotonic() - start
    while seen["done"] < turns and not limit.over():
        before = desk.shown().get(day)
        new = STATUSES[(STATUSES.index(before or STATUSES[0]) + 1) % len(STATUSES)]
        command = desk.load(new, day, "--remplacer")
        time.sleep(chance.uniform(0, 1.05 * length))
        command.stop(number)
        status, told = command.end()
        if number == signal.SIGKILL:
            settle_at_start(desk.base, desk.archive)
        seen += Counter({
            "done": 1, str(status): 1,
            "faults": "Traceback" in told or status not in (0, 130, -number),
            "agreed": desk.agrees() and desk.shown().get(day) in (before, new),
        })  # fmt: skip
    return seen


def main() -> int:
    """Run the three parts and print a line of figures for each; return 1 when one fails."""
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / str(rank) for rank in range(DESKS)]
        for folder in folders:
            folder.mkdir()
        desks = [Desk(folder) for folder in folders]
        parts = [
            two_writers(desks[0]),
            stops(desks, signal.SIGKILL, KILLS, KILLS_S),
            stops(desks, signal.SIGINT, INTERRUPTS, INTERRUPTS_S),
        ]
    return 0 if all(parts) else 1


if __name__ == "__main__":
    sys.exit(main())
