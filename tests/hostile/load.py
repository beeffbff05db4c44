"""50 readers for a minute while 25 campaigns are imported: no error, and no action that mixes two versions.

An action is what one change of filter asks: what surrounds the page, then all its cards, each with the version that the
page was made from, as the browser sends it. Two answers to the same question on the same version that differ say that
one of them came from another.
"""

import contextlib
import http.client
import json
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from dashboard.pages import calendrier, pilotes, seance, suivi
from tests.hostile.commands import Limit
from tests.hostile.served import HOST, Served, question, served
from tests.hostile.writers import FIRST, SCHEME, Desk

READERS, SECONDS, IMPORTS, LIMIT_S = 50, 60.0, 25, 120
REST_S = 2.5  # between two actions of one reader, on average: some 1,200 in all, as when mixed ones were first counted
PAGES = (seance, calendrier, pilotes, suivi)
SEARCHES = ("", *(f"?volet={n}" for n in "1234"), "?pilote=caf", "?pilote=msa", "?nature=nouvelle", "?statut=en-cours")
VERSION = re.compile(r'data-fichier="([^"]+)"')
Key = tuple[str, str, str, str]  # version, page, search, output


class Reader(threading.Thread):
    """One reader: changes a filter, reads all the answers, rests; loads the page again when told that it is older."""

    def __init__(self, rank: int, server: Served, callbacks: dict[str, Any], over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.random, self.port, self.callbacks, self.over = random.Random(rank), server.port, callbacks, over
        self.answers: list[list[tuple[Key, int]]] = []
        self.errors: Counter[str] = Counter()
        self.seconds: list[float] = []
        self.actions: list[float] = []
        self.reloads = 0

    def run(self) -> None:
        """Read until told that it is over."""
        self.connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        version = self.load()
        while not self.over.wait(self.random.uniform(0, 2 * REST_S)):
            page, search = self.random.choice(PAGES), self.random.choice(SEARCHES)
            start, newer = time.perf_counter(), False
            seen = []
            for output, told in self.action(page, search, version):
                newer = newer or '"data-nouveau":"oui"' in told
                if "sideUpdate" not in told:
                    plain = told.replace('"data-nouveau":"oui"', '"data-nouveau":null')
                    seen.append(((version, page.PATH, search, output), hash(plain)))
            self.actions.append(time.perf_counter() - start)
            self.answers.append(seen)
            if newer:
                self.reloads += 1
                version = self.load()
        self.connection.close()

    def action(self, page: Any, search: str, version: str) -> Iterator[tuple[str, str]]:
        """Ask what one change of filter asks."""
        for output in ("bandeau", *(card.id for card in page.CARDS)):
            values = {"search": search, "pathname": page.PATH, "data_fichier": version, "data_vu": search or "?"}
            body = json.dumps(question(self.callbacks[output], **values))
            yield output, self.ask("POST", "/_dash-update-component", body)

    def load(self) -> str:
        """Load the page and return the version that it is made from."""
        found = VERSION.search(self.ask("GET", "/"))
        return found[1] if found else ""

    def ask(self, method: str, address: str, body: str | None = None) -> str:
        """Ask one address and return the text of its answer."""
        start = time.perf_counter()
        self.connection.request(method, address, body, {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.seconds.append(time.perf_counter() - start)
        if answer.status not in (200, 204):
            self.errors[f"{answer.status} {address}"] += 1
        return text


def publish(desk: Desk, codes: list[str], over: threading.Event, limit: Limit) -> int:
    """Import campaigns one after another, each with more answers, and return how many were accepted."""
    done, answers = 0, desk.folder / "reponses.csv"
    for rank in range(IMPORTS):
        if limit.over():
            break
        rows = "".join(f"{code};En cours\n" for code in codes[: 4 * (rank + 1)])
        answers.write_text(f"Code;Statut\n{rows}", encoding="utf-8")
        day = FIRST + timedelta(days=rank)
        status, told = desk.start("importer", str(answers), "--schema", SCHEME, "--au", day.isoformat()).end()
        done += status == 0
        if status:
            print(f"  import: {told[-300:]}", file=sys.stderr)
    over.wait(max(0.0, SECONDS - limit.elapsed()))
    over.set()
    return done


def mixed(readers: list[Reader]) -> int:
    """Count the actions of which an answer is not the one that its version gives."""
    told: defaultdict[Key, Counter[int]] = defaultdict(Counter)
    for key, text in (answer for reader in readers for seen in reader.answers for answer in seen):
        told[key][text] += 1
    usual = {key: counts.most_common(1)[0][0] for key, counts in told.items()}
    return sum(any(usual[key] != text for key, text in seen) for reader in readers for seen in reader.answers)


def main() -> int:
    """Let them read while campaigns are imported, and print what was seen."""
    with contextlib.ExitStack() as held:
        desk = Desk(Path(held.enter_context(tempfile.TemporaryDirectory())))
        server, over = held.enter_context(served(desk.folder, desk.base)), threading.Event()
        dependencies = json.loads(server.get("/_dash-dependencies").body)
        callbacks = {c["output"].strip(".").partition(".")[0]: c for c in dependencies if not c["clientside_function"]}
        rows = server.get("/telecharger/calendrier-gantt.csv/calendrier").body.decode("utf-8-sig").splitlines()
        column = rows[0].split(";").index("code")
        readers = [Reader(rank, server, callbacks, over) for rank in range(READERS)]
        limit = Limit(LIMIT_S)
        for reader in readers:
            reader.start()
        done = publish(desk, [row.split(";")[column] for row in rows[1:]], over, limit)
        for reader in readers:
            reader.join(60)
        told, log = limit.told(done, IMPORTS), server.log()
    errors = sum((reader.errors for reader in readers), Counter[str]())
    dead = sum(reader.is_alive() or not reader.actions for reader in readers)
    seconds = [s for reader in readers for s in reader.seconds]
    actions = [s for reader in readers for s in reader.actions]
    crossed, traces = mixed(readers), log.count("Traceback")
    versions = len({key[0] for reader in readers for seen in reader.answers for key, _ in seen})
    print(
        f"load: {READERS} readers, {done} imports ({told}), {versions} versions read; {len(actions)} "
        f"actions ({_percentiles(actions)}), {len(seconds)} answers ({_percentiles(seconds)}), "
        f"{sum(reader.reloads for reader in readers)} pages loaded again; {errors.total()} errors, {dead} readers "
        f"stopped, {crossed} mixed actions, {traces} tracebacks",
        flush=True,
    )
    for what, count in errors.most_common(5):
        print(f"  {count} × {what}", file=sys.stderr)
    return int(bool(errors or dead or crossed or traces or done < IMPORTS))


def _percentiles(values: list[float]) -> str:
    cuts = statistics.quantiles(values, n=20)
    return f"p50 {1000 * cuts[9]:.0f} ms, p95 {1000 * cuts[18]:.0f} ms"


if __name__ == "__main__":
    raise SystemExit(main())
