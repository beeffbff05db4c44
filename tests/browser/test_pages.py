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
    "/comparer": "comparer",
    "/donnees": "donnees",
}
OTHERS = [
    *(f"{path}?schema={scheme}" for scheme in ("70-2021", "87-2017", "93-2024")
      for path in ("/", "/calendrier", "/indicateurs", "/pilotes", "/territoires", "/donnees")),
    "/territoires/247000011?schema=70-2021", "/territoires/248719312?schema=87-2017",
    "/territoires/200057875?schema=93-2024", "/fiches/70-2021/231", "/fiches/87-2017/11%20bis", "/fiches/87-2017/8",
    "/fiches/93-2024/2.1", "/pilotes/caf", "/pilotes/cd?schema=87-2017", "/suivi",
    "/suivi?schema=93-2024", "/decisions", "/decisions?schema=93-2024",
    "/territoires?schema=70-2021&carte=mesure-part-parents-isoles-sans-activite",
]  # fmt: skip
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# The rows of a table and the items of a list are made alike: the first ones are looked at.
ALIKE = {"exclude": [["tbody tr:nth-child(n+12)"], [".catalogue-liste li:nth-child(n+12)"]]}


@pytest.fixture(scope="module", params=PATHS)
def visit(request, long_reader):
    """A page opened once, looked at by each test of this module."""
    long_reader.page.set_viewport_size({"width": 1280, "height": 720})
    long_reader.open(request.param)
    cards = [card for card in CARDS.values() if card.id.split("-")[0] == PATHS[request.param]]
    return long_reader, cards


def violations(page):
    found = Axe().run(page, ALIKE, RULES).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found]


def check_heading(page):
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.title().startswith(page.locator("h1").inner_text())


def test_page_is_drawn(visit):
    reader, cards = visit
    check_heading(reader.page)
    for card in cards:
        assert reader.page.locator(f"#{card.id}-resume").inner_text().endswith(".")
        if card.figure and reader.page.locator(f"#{card.id} .vide").count() == 0:
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


@pytest.mark.parametrize("path", OTHERS)
def test_every_page_of_every_schema_is_drawn_and_accessible(long_reader, path):
    reader = long_reader
    reader.page.set_viewport_size({"width": 1280, "height": 720})
    reader.open(path)
    check_heading(reader.page)
    summaries = reader.page.locator(".carte .resume").all_inner_texts()
    assert all(words.endswith(".") for words in summaries)
    assert reader.page.locator("#avis").inner_text() == ""
    assert violations(reader.page) == []


@pytest.mark.parametrize(
    "path", ["/inconnue", "/fiches/63-2022/99", "/territoires/000000000", "/calendrier?pilote=sans"]
)
def test_what_is_not_there_is_said_accessibly(reader, path):
    reader.open(path)
    check_heading(reader.page)
    assert violations(reader.page) == []
