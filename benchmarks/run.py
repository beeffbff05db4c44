"""Measure what a reader waits for, on this machine, and print a Markdown table.

Usage: python benchmarks/run.py. Starts its own server on a free port and a real Chromium (CHROMIUM, default
/usr/bin/chromium). A change is repainted when the last card on screen has stopped changing; « page » adds the cards
below the fold, which are drawn a moment later on purpose. Each filter state of a page is new to the server, which keeps
what it answered.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("/", "/calendrier", "/indicateurs", "/pilotes", "/territoires", "/fiches/63-2022/3", "/donnees")
STATES = [f"{level} {day}" for day in ("", "2023-06-30", "2025-06-30") for level in "1234"]
QUIET_MS = 700
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
    const section = (node) => (node.closest ? node : node.parentElement)?.closest("section.carte, .bandeau");
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
CHOOSE = """(value) => {
  window.changes.length = 0;
  const [level, day] = value.split(" ");
  history.replaceState(null, "", `${location.pathname}?${day ? `au=${day}` : ""}`);
  const start = performance.now();
  const control = document.getElementById("filtre-niveau_1");
  control.value = level;
  control.dispatchEvent(new Event("change", { bubbles: true }));
  return start;
}"""


def measure_build() -> float:
    """Return the seconds that building the DuckDB file takes, interpreter included."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        command = [sys.executable, "-m", "dashboard", "construire", "--base", f"{folder}/sdsf.duckdb"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start


def start_server(port: int) -> tuple[subprocess.Popen[bytes], float]:
    """Start the server and return it with the seconds until its first health answer."""
    start = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "servir", "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    for _ in range(400):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sante").read()
            return server, time.perf_counter() - start
        except OSError:
            time.sleep(0.02)
    server.terminate()
    raise SystemExit("Le serveur n’a pas répondu en 8 s.")


def measure_first_load(page: Page, base: str) -> tuple[float, float]:
    """Return the compressed megabytes and the seconds of a first load, cache empty."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received = [0.0]
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    start = time.perf_counter()
    page.goto(base, wait_until="networkidle")
    page.wait_for_selector(".js-plotly-plot .barlayer .point")
    return sum(received) / 1e6, time.perf_counter() - start - 0.5


def measure_open(page: Page, base: str, path: str) -> float:
    """Return the milliseconds until the visible cards of a page are drawn, once the program is loaded."""
    page.goto(base + ("/donnees" if path == "/" else "/"), wait_until="networkidle")
    page.wait_for_selector("h1")
    page.evaluate(WATCH)
    page.evaluate(SETTLED, page.evaluate("performance.now()"))
    start = page.evaluate(
        """(path) => { const start = performance.now();
        window.dash_clientside.set_props("url", { pathname: path }); return start; }""",
        path,
    )
    return float(page.evaluate(SETTLED, start)[0])


def measure_filter(page: Page, base: str, path: str) -> tuple[float, float]:
    """Return the median milliseconds from a filter change to the screen and to the whole page repainted."""
    page.goto(base + path, wait_until="networkidle")
    page.wait_for_selector("h1")
    page.evaluate(WATCH)
    page.evaluate(SETTLED, page.evaluate("performance.now()"))
    times = []
    for state in STATES:
        times.append(page.evaluate(SETTLED, page.evaluate(CHOOSE, state)))
    return statistics.median(t[0] for t in times[1:]), statistics.median(t[1] for t in times[1:])


def main() -> None:
    """Print the table."""
    build = measure_build()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server, started = start_server(port)
    base = f"http://127.0.0.1:{port}"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
            size, first = measure_first_load(page, base)
            print("| mesure | valeur |\n|---|---|")
            print(f"| construction de la base | {build:.1f} s |")
            print(f"| démarrage du serveur | {started:.2f} s |")
            print(f"| premier chargement, compressé | {size:.2f} Mo en {first:.1f} s |")
            print("\n| page | ouverture (écran) | filtre → écran | filtre → page |\n|---|---|---|---|")
            for path in PAGES:
                opened = statistics.median(measure_open(page, base, path) for _ in range(3))
                screen, whole = measure_filter(page, base, path)
                print(f"| {path} | {opened:.0f} ms | {screen:.0f} ms | {whole:.0f} ms |", flush=True)
            browser.close()
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
