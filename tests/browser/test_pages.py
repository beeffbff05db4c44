"""Every page in a real browser: drawn, quiet, offline, accessible, operable by keyboard, at three sizes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboard.pages import CARDS

PATHS = {
    "/": "seance",
    "/calendrier": "calendrier",
    "/indicateurs": "indicateurs",
    "/pilotes": "pilotes",
    "/territoires": "territoires",
    "/territoires/246300701": "portrait",
    "/fiches/63-2022/3": "fiche",
    "/donnees": "donnees",
}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def cards_of(page):
    return [card for card in CARDS.values() if card.id.split("-")[0] == page]


@pytest.mark.parametrize("path", [*PATHS, "/inconnue", "/fiches/63-2022/99", "/calendrier?pilote=sans"])
def test_page_is_drawn_and_accessible(reader, path):
    reader.open(path)
    page = reader.page
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.title().startswith(page.locator("h1").inner_text())
    for card in cards_of(PATHS.get(path, "")):
        assert page.locator(f"#{card.id}-resume").inner_text().endswith(".")
        if card.figure:
            assert page.locator(f"#{card.id} .js-plotly-plot .main-svg path").count() > 0, card.id
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


@pytest.mark.parametrize("path", PATHS)
def test_each_chart_opens_its_table_by_keyboard(reader, path):
    reader.open(path)
    for card in cards_of(PATHS[path]):
        if card.is_table:
            assert reader.page.locator(f"#{card.id} table tbody tr").count() > 0
            continue
        button = reader.page.locator(f"#{card.id}-bouton-table")
        button.focus()
        reader.page.keyboard.press("Enter")
        reader.page.locator(f"#{card.id}-table table tbody tr").first.wait_for()
        assert button.get_attribute("aria-expanded") == "true"
        reader.page.keyboard.press("Space")
        reader.page.locator(f"#{card.id}-table table").wait_for(state="detached")
    found = Axe().run(reader.page, options=RULES).response["violations"]
    assert found == []


@pytest.mark.parametrize("path", PATHS)
def test_tab_reaches_every_control(reader, path):
    reader.open(path)
    page = reader.page
    expected = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']")]
        .filter((n) => n.checkVisibility() && !n.disabled && n.tabIndex >= 0).length"""
    )
    page.evaluate(
        """() => { window.reached = new Set();
        document.addEventListener("focusin", (event) => window.reached.add(event.target)); }"""
    )
    for _ in range(expected + 20):
        page.keyboard.press("Tab")
    assert page.evaluate("window.reached.size") >= expected


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (390, 844)])
@pytest.mark.parametrize("path", PATHS)
def test_page_fits_its_window(reader, path, width, height):
    reader.page.set_viewport_size({"width": width, "height": height})
    reader.open(path)
    assert reader.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 1
