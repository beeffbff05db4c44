"""Every page in a real browser: drawn, quiet, offline, accessible, operable by keyboard, at three sizes."""

import pytest

from dashboard.pages import CARDS
from tests.browser.checks import check_heading, violations

PATHS = {
    "/": "seance",
    "/calendrier": "calendrier",
    "/indicateurs": "indicateurs",
    "/pilotes": "pilotes",
    "/territoires": "territoires",
    "/territoires/246300701": "portrait",
    "/fiches/63-2022/3": "fiche",
    "/comparer": "comparer",
    "/schema": "schema",
    "/donnees": "donnees",
}


@pytest.fixture(scope="module", params=PATHS)
def visit(request, long_reader, filters_of):
    """A page opened once, looked at by each test of this module."""
    long_reader.page.set_viewport_size({"width": 1280, "height": 720})
    long_reader.open(request.param)
    own = [card for card in CARDS.values() if card.id.split("-")[0] == PATHS[request.param]]
    return long_reader, [card for card in own if card.has_place(filters_of(request.param))]


def test_page_is_drawn(visit):
    reader, cards = visit
    check_heading(reader.page)
    for card in cards:
        assert reader.page.locator(f"#{card.id}-resume").inner_text().endswith(".")
        if card.chart and reader.page.locator(f"#{card.id} .vide").count() == 0:
            assert reader.page.locator(f"#{card.id} .js-plotly-plot .main-svg path").count() > 0, card.id


def test_tab_reaches_every_control(visit):
    page = visit[0].page
    expected = page.evaluate(
        """() => { window.reached = new Set();
        document.addEventListener("focusin", (event) => window.reached.add(event.target));
        return [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']")]
          .filter((n) => n.checkVisibility() && !n.disabled && n.tabIndex >= 0).length; }"""
    )
    for _ in range(expected + 20):
        page.keyboard.press("Tab")
    assert page.evaluate("window.reached.size") >= expected


def test_each_chart_opens_its_table_by_keyboard(visit):
    reader, cards = visit
    for card in cards:
        if card.is_table:
            assert reader.page.locator(f"#{card.id} table tbody tr, #{card.id} .vide").count() > 0
            continue
        if reader.page.locator(f"#{card.id} .vide").count():
            continue
        button = reader.page.locator(f"#{card.id}-bouton-table")
        button.focus()
        reader.page.keyboard.press("Enter")
        reader.page.locator(f"#{card.id}-table table tbody tr").first.wait_for()
        assert button.get_attribute("aria-expanded") == "true"


def test_page_is_accessible_with_its_tables_open(visit):
    assert violations(visit[0].page) == []


def test_tables_close_by_keyboard(visit):
    reader, cards = visit
    for card in (card for card in cards if not card.is_table):
        reader.page.locator(f"#{card.id}-bouton-table").focus()
        reader.page.keyboard.press("Space")
        reader.page.locator(f"#{card.id}-table table").wait_for(state="detached")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (390, 844)])
def test_page_fits_its_window(visit, width, height):
    reader = visit[0]
    reader.page.set_viewport_size({"width": width, "height": height})
    reader.settle()
    assert reader.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 1
