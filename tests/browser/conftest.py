"""A real server on this machine and a real Chromium that may reach nothing else."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests import needs
from tests.served import serving

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A name of the web that its owner leads to this machine (DNS rebinding).
    "--host-resolver-rules=MAP rebound.example 127.0.0.1",
]
# Nothing changed for longer than the cards below the fold wait (DELAY_MS in assets/sdsf.js).
SETTLED = """() => new Promise((resolve) => {
  let last = performance.now();
  const watch = new MutationObserver(() => { last = performance.now(); });
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
  const timer = setInterval(() => {
    const busy = document.querySelector('[data-dash-is-loading="true"], .dash-graph--pending');
    if (busy || !document.querySelector("h1") || performance.now() - last < 400) return;
    clearInterval(timer);
    watch.disconnect();
    resolve();
  }, 25);
})"""


@pytest.fixture(scope="session")
def address(app):
    with serving(app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.chromium(), args=FLAGS)
        yield browser
        browser.close()


class Reader:
    """A person at a browser: opens pages, waits until they are drawn, and hears every complaint of the browser."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        page.set_default_timeout(90_000)  # a busy machine is no fault
        self.complaints, self.outside = [], []
        page.on("console", self.hear)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.on("response", lambda r: r.status >= 400 and self.complaints.append(f"{r.status} {r.url}"))

    def hear(self, message):
        # How long a busy machine takes to use what it preloaded is no fault of a page.
        if message.type in ("error", "warning") and "was preloaded using link preload" not in message.text:
            self.complaints.append(message.text)

    def refuse(self, route):
        self.outside.append(route.request.url)
        route.abort()

    def open(self, path):
        self.page.goto(self.address + path)
        self.settle()

    def settle(self):
        self.page.evaluate(SETTLED)

    @property
    def location(self):
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")


@pytest.fixture(scope="session")
def context(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR", accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


def opened(context, address):
    page = context.new_page()
    reader = Reader(page, address)
    page.route(lambda url: urlsplit(url).hostname != "127.0.0.1", reader.refuse)
    yield reader
    page.close()
    assert reader.complaints == []
    assert reader.outside == []


@pytest.fixture
def reader(context, address):
    yield from opened(context, address)


@pytest.fixture(scope="module")
def long_reader(context, address):
    """The same reader for several looks at one page."""
    yield from opened(context, address)
