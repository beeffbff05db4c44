"""Two writers at once, kills, Ctrl+C: nothing accepted is lost, nothing refused is shown, archive and file agree."""

import contextlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb

from dashboard.db import Database
from dashboard.ingest.change import settle_at_start
from dashboard.moves import state, unsettled
from dashboard.publication import current
from tests.hostile.served import ROOT, Served, environment, served
from tests.ingest.conftest import cut_territories

SCHEME, CODE, SEED = "63-2022", "1.1", 11
ROUNDS, KILLS, INTERRUPTS, READERS = 50, 100, 20, 8
FIRST = date(2022, 1, 31)
STATUSES = ("En cours", "En pause", "Bloquée", "À venir")
ASKED = ("/telecharger/vues/suivi_actions.csv", "/sante", "/donnees", "/telecharger/suivi-reponses.csv/suivi")
PATIENCE = 120
STARTED_S = 0.25  # before it, Python itself is starting and answers Ctrl+C in its own words


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
        self.end(self.start("construire"))

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command in a process of its own."""
        places = ["--base", str(self.base), "--suivi", str(self.archive), "--donnees", str(self.data)]
        return subprocess.Popen(
            [sys.executable, "-m", "dashboard", *words, *places], cwd=ROOT, env=environment(self.folder),
            text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def load(self, status: str, day: date, *more: str) -> "subprocess.Popen[str]":
        """Start the import of a workbook where one action has a status."""
        return self.start("importer", str(self.books[status]), "--schema", SCHEME, "--au", day.isoformat(), *more)

    def end(self, process: "subprocess.Popen[str]") -> tuple[int, str]:
        """Wait for a command; return its status and what it says beside its answer."""
        told = process.communicate(timeout=PATIENCE)[1]
        return process.returncode, told

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
            over.wait(0.2)

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
    chance = random.Random(SEED)
    lost = displayed = faults = accepted = 0
    broken = Counter[int]()
    with served(desk.folder, desk.base) as server, reading(server, broken) as answers:
        for turn in range(rounds):
            day = FIRST + timedelta(days=2 * turn)
            days = (day, day + timedelta(days=turn % 3 == 2))
            more = ("--remplacer",) if turn % 3 == 1 else ()
            said = chance.sample(STATUSES, 2)
            both = [desk.load(status, at, *more) for status, at in zip(said, days, strict=True)]
            if turn % 5 == 4:
                time.sleep(chance.uniform(STARTED_S, 2))
                both[0].kill()
            ends = [desk.end(process) for process in both]
            settle_at_start(desk.base, desk.archive)
            faults += sum("Traceback" in told for _, told in ends) + (not desk.agrees())
            shown = desk.shown()
            for (status, _), answer, at in zip(ends, said, days, strict=True):
                accepted += status == 0
                lost += status == 0 and desk.books[answer].read_bytes() not in desk.kept(at)
                displayed += status == 2 and shown.get(at) == answer
    ok = not (lost or displayed or faults or broken)
    print(
        f"Deux écrivains : {rounds} tours, {accepted} classeurs acceptés, {lost} perdus, {displayed} refusés affichés, "
        f"{faults} fautes ; {READERS} lecteurs, {answers.total()} réponses, {broken.total()} fausses."
    )
    return ok


def stops(desk: Desk, number: signal.Signals, turns: int) -> bool:
    """Stop imports at any moment; after the next start (or none, for Ctrl+C), all agrees and one answer is shown."""
    chance, agreed, faults = random.Random(SEED), 0, 0
    day = FIRST - timedelta(days=1)
    start = time.monotonic()
    desk.end(desk.load(STATUSES[0], day, "--remplacer"))
    length, ends = time.monotonic() - start, Counter[int]()
    for _ in range(turns):
        before = desk.shown().get(day)
        new = STATUSES[(STATUSES.index(before or STATUSES[0]) + 1) % len(STATUSES)]
        process = desk.load(new, day, "--remplacer")
        time.sleep(chance.uniform(STARTED_S, 1.05 * length))
        process.send_signal(number)
        status, told = desk.end(process)
        ends[status] += 1
        faults += "Traceback" in told or status not in (0, 130, -number)
        if number == signal.SIGKILL:
            settle_at_start(desk.base, desk.archive)
        agreed += desk.agrees() and desk.shown().get(day) in (before, new)
    name = "Ctrl+C" if number == signal.SIGINT else "kill"
    print(
        f"{name} : {turns} arrêts {dict(ends)}, fichier et archive d’accord {agreed} fois sur {turns}, {faults} fautes."
    )
    return agreed == turns and not faults


def main() -> int:
    """Run the three parts and print a line of figures for each; return 1 when one fails."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        parts = [
            two_writers(desk),
            stops(desk, signal.SIGKILL, KILLS),
            stops(desk, signal.SIGINT, INTERRUPTS),
        ]
    return 0 if all(parts) else 1


if __name__ == "__main__":
    sys.exit(main())
