"""The pages of the other schémas, and those of the follow-up, in a real browser: drawn, quiet, offline, accessible."""

import pytest

from tests.browser.checks import check_heading, violations

# Each page once at least, each schéma on the pages where it differs: its levels, its dates or their absence, its blank
# fiches, its EPT, its campaign. The cards of all of them are drawn without a browser (tests/test_registries.py).
OTHERS = [
    "/?schema=70-2021", "/calendrier?schema=70-2021", "/territoires/247000011?schema=70-2021", "/fiches/70-2021/231",
    "/territoires?schema=70-2021&carte=mesure-part-parents-isoles-sans-activite",
    "/calendrier?schema=87-2017", "/pilotes?schema=87-2017", "/fiches/87-2017/11%20bis", "/fiches/87-2017/8",
    "/?schema=93-2024", "/calendrier?schema=93-2024", "/indicateurs?schema=93-2024", "/territoires?schema=93-2024",
    "/fiches/93-2024/2.1", "/suivi?schema=93-2024", "/decisions?schema=93-2024", "/donnees?schema=93-2024",
    "/suivi", "/pilotes/caf",
]  # fmt: skip


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
