"""What every page must hold, whatever it shows."""

from axe_playwright_python.sync_playwright import Axe

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# The rows of a table and the items of a list are made alike: the first ones are looked at.
ALIKE = {"exclude": [["tbody tr:nth-child(n+12)"], [".catalogue-liste li:nth-child(n+12)"]]}


def violations(page):
    found = Axe().run(page, ALIKE, RULES).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found]


def check_heading(page):
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.title().startswith(page.locator("h1").inner_text())
