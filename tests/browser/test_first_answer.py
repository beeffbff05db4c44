"""What a reader has before the program runs, and what a second visit asks for."""

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Reader

NOT_MODIFIED = 304


@pytest.fixture
def without_program(chromium, address):
    """A reader whose browser runs no script."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, java_script_enabled=False)
    yield Reader(context.new_page(), address)
    context.close()


def test_the_words_of_the_seance_are_read_before_the_program_runs(without_program):
    page = without_program.page
    page.goto(f"{without_program.address}/?volet=1")
    assert page.locator("h1").inner_text() == "Séance"
    assert "40 actions sur 114" in page.locator("#phrase").inner_text()
    assert page.locator(".tuile-valeur").first.inner_text() == "40"
    assert page.locator("#seance-compteurs-resume").inner_text()


def test_the_words_of_the_program_take_the_place_of_the_first_ones(reader):
    reader.open("/?volet=1")
    page = reader.page
    assert page.locator("#premiers-mots").count() == 0
    assert page.locator("h1").count() == 1
    assert "40 actions sur 114" in page.locator("#phrase").inner_text()
    page.select_option("#filtre-niveau_1", "2")
    reader.settle()
    assert "21 actions sur 114" in page.locator("#phrase").inner_text()


def test_a_page_opens_without_asking_for_its_layout_nor_for_its_first_cards(reader):
    asked = []
    reader.page.on("request", lambda request: asked.append(request))
    reader.open("/")
    assert not [r for r in asked if r.url.endswith("/_dash-layout")]
    posted = [r.post_data for r in asked if r.method == "POST"]
    assert not [body for body in posted if '"output":"..bandeau' in body or '"output":"..seance-compteurs' in body]


def test_a_second_visit_asks_for_data_alone(chromium, address):
    """Read on a page of its own: one whose requests are watched over has no cache."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    reader = Reader(context.new_page(), address)
    reader.open("/")
    session = context.new_cdp_session(reader.page)
    session.send("Network.enable")
    received, kept = [], set()
    session.on("Network.responseReceived", lambda event: received.append((event["requestId"], event["response"])))
    session.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
    reader.open("/calendrier")
    sent = [a for r, a in received if r not in kept and not a["fromDiskCache"] and a["status"] != NOT_MODIFIED]
    fetched = {urlsplit(a["url"]).path for a in sent}
    context.close()
    assert fetched <= {"/calendrier", "/_dash-dependencies", "/_dash-update-component"}
