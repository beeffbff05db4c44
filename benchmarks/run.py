"""Measure what a reader waits for, on this machine, and print Markdown tables.

Usage: python benchmarks/run.py [root …]. Each root is a checkout of a version with its built file (this one by
default); the twin page in plain Dash stands beside the first. Servers listen on free ports, a real Chromium (CHROMIUM,
default /usr/bin/chromium) opens pages by their addresses, and versions take turns, so that what else the machine does
weighs on all. A change is repainted when the last card on screen has stopped changing; « page » adds the cards below
the fold, drawn a moment later on purpose. Each filter state of a page is new to the server, which keeps what it
answered. A slow line is one of 10 Mbit/s and 40 ms.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("/", "/calendrier", "/indicateurs", "/pilotes", "/territoires", "/fiches/63-2022/3", "/donnees")
OPENED = ("/", "/calendrier")
STATES = [f"?{day}volet={level}" for day in ("", "au=2023-06-30&", "au=2025-06-30&") for level in "1234"]
TURNS = 3
QUIET_MS, PATIENCE_S = 700, 30
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WATCH = """() => {
  window.changes = [];
  const idle = (m) => m.type === "attributes" && ["class", "data-dash-is-loading"].includes(m.attributeName);
  new MutationObserver((list) => {
    const now = performance.now();
    for (const m of list) if (!idle(m)) window.changes.push([now, m.target]);
  }).observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
}"""
SETTLED = """(since) => new Promise((resolve) => {
  const timer = setInterval(() => {
    const last = window.changes.length ? window.changes.at(-1)[0] : since;
    if (performance.now() - last < QUIET) return;
    clearInterval(timer);
    const section = (node) => (node.closest ? node : node.parentElement)?.closest("section, .dash-graph");
    const seen = new Map();
    for (const [at, node] of window.changes) { const s = section(node); if (s) seen.set(s, at); }
    let screen = since, page = since;
    for (const [node, at] of seen) {
      page = Math.max(page, at);
      if (node.getBoundingClientRect().top < window.innerHeight) screen = Math.max(screen, at);
    }
    resolve([screen - since, page - since]);
  }, 20);
})""".replace("QUIET", str(QUIET_MS))
CHOOSE = """(search) => {
  window.changes.length = 0;
  const start = performance.now();
  window.dash_clientside.set_props("url", { search });
  return start;
}"""
FIRSTS = """(() => {
  const look = () => {
    const words = document.querySelector(".tuile-valeur, .resume, .dash-graph");
    if (!window.words && document.querySelector("h1")?.textContent && words?.getBoundingClientRect().height)
      window.words = performance.now();
    if (document.querySelector(".js-plotly-plot .barlayer .point")) window.chart = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""

Site = tuple[str, str]  # the name of a version, its address
Measures = dict[str, float]


def measure_build(root: Path) -> float:
    """Return the seconds that building the DuckDB file takes, interpreter included."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        command = [sys.executable, "-m", "dashboard", "construire", "--base", f"{folder}/sdsf.duckdb"]
        subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start


@contextmanager
def served(root: Path, command: list[str], ready: str) -> Iterator[tuple[str, float]]:
    """Serve a version on a free port; give its address and the seconds until it first answers."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    start = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(root)}
    server = subprocess.Popen(
        [sys.executable, *command, port],
        cwd=root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}", _answered(f"http://127.0.0.1:{port}{ready}", start)
    finally:
        server.terminate()
        server.wait(10)


def _answered(address: str, start: float) -> float:
    while time.perf_counter() - start < PATIENCE_S:
        try:
            urllib.request.urlopen(address).read()
            return time.perf_counter() - start
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"Le serveur n’a pas répondu en {PATIENCE_S} s.")


def measure_first(browser: Browser, address: str, slow: bool) -> Measures:
    """Return the milliseconds until the first words and the first chart of a page, cache empty, and its megabytes."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page, received = context.new_page(), [0.0]
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW)
    page.add_init_script(FIRSTS)
    page.goto(address, wait_until="load")
    for _ in range(PATIENCE_S * 20):
        if page.evaluate("window.chart && window.words"):
            break
        page.wait_for_timeout(50)
    page.wait_for_timeout(QUIET_MS)
    found = {"premiers mots": page.evaluate("window.words"), "premier graphique": page.evaluate("window.chart")}
    context.close()
    return found | {"Mo": sum(received) / 1e6}


def measure_open(page: Page, base: str, path: str) -> Measures:
    """Return the milliseconds until the visible cards of a page are drawn, once the program is loaded."""
    _settle(page, base + ("/donnees" if path == "/" else "/"))
    start = page.evaluate(
        """(pathname) => { window.changes.length = 0; const start = performance.now();
        window.dash_clientside.set_props("url", { pathname }); return start; }""",
        path,
    )
    return {"ouverture (écran)": page.evaluate(SETTLED, start)[0]}


def measure_filter(page: Page, search: str) -> Measures:
    """Return the milliseconds from a filter change to the screen and to the whole page repainted."""
    screen, whole = page.evaluate(SETTLED, page.evaluate(CHOOSE, search))
    return {"filtre → écran": screen, "filtre → page": whole}


def _settle(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    page.wait_for_selector("h1")
    page.evaluate(WATCH)
    page.evaluate(SETTLED, page.evaluate("performance.now()"))


def in_turns(sites: list[Site], turns: list[Any], measure: Callable[[Site, Any], Measures]) -> dict[str, list[float]]:
    """Return the median of each measure for each site, the sites taking turns."""
    found: list[list[Measures]] = [[] for _ in sites]
    for turn in turns:
        for place, site in enumerate(sites):
            found[place].append(measure(site, turn))
    return {name: [statistics.median(one[name] for one in own) for own in found] for name in found[0][0]}


def show(what: str, measures: dict[str, list[float]]) -> None:
    """Print a line for each measure: a column for each site."""
    for name, values in measures.items():
        figures = " | ".join(f"{value:.2f}" if value < 10 else f"{value:.0f}" for value in values)
        print(f"| {what} | {name} | {figures} |", flush=True)


def main(roots: list[Path]) -> None:
    """Print the tables."""
    names = [root.resolve().name for root in roots]
    with ExitStack() as stack:
        servers = [
            stack.enter_context(served(root, ["-m", "dashboard", "servir", "--port"], "/sante")) for root in roots
        ]
        plain, _ = stack.enter_context(served(roots[0], [str(ROOT / "benchmarks" / "plain.py")], "/"))
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        stack.callback(browser.close)
        sites = [(name, address) for name, (address, _) in zip(names, servers, strict=True)]
        twins = [*sites, ("Dash seul", plain)]

        print(f"| | | {' | '.join(names)} | Dash seul |\n|---|---|{'---|' * len(twins)}")
        for slow in (False, True):
            line = "ligne lente" if slow else "machine seule"
            for path in OPENED:
                at = twins if path == "/" else sites
                show(
                    f"{path}, {line}",
                    in_turns(at, [path] * TURNS, lambda site, own: measure_first(browser, site[1] + own, slow)),  # noqa: B023
                )
        pages = {name: browser.new_context(viewport={"width": 1280, "height": 720}).new_page() for name, _ in twins}
        for path in PAGES:
            at = twins if path == "/" else sites
            show(path, in_turns(sites, [path] * TURNS, lambda site, own: measure_open(pages[site[0]], site[1], own)))
            for name, address in at:
                _settle(pages[name], address + path)
            show(path, in_turns(at, STATES, lambda site, own: measure_filter(pages[site[0]], own)))

        print(f"\n| mesure | {' | '.join(names)} |\n|---|{'---|' * len(sites)}")
        print(f"| construction de la base (s) | {' | '.join(f'{measure_build(root):.1f}' for root in roots)} |")
        print(f"| démarrage du serveur (s) | {' | '.join(f'{started:.2f}' for _, started in servers)} |")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [ROOT])
