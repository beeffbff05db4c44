"""The pages of the other schémas, and those of the follow-up, in a real browser: drawn, quiet, offline, accessible."""

import pytest

from tests.browser.checks import check_heading, violations

OTHERS = [
    *(f"{path}?schema={scheme}" for scheme in ("70-2021", "87-2017", "93-2024")
      for path in ("/", "/calendrier", "/indicateurs", "/pilotes", "/territoires", "/donnees")),
    "/territoires/247000011?schema=70-2021", "/territoires/248719312?schema=87-2017",
    "/territoires/200057875?schema=93-2024", "/fiches/70-2021/231", "/fiches/87-2017/11%20bis", "/fiches/87-2017/8",
    "/fiches/93-2024/2.1", "/pilotes/caf", "/pilotes/cd?schema=87-2017", "/suivi",
    "/suivi?schema=93-2024", "/decisions", "/decisions?schema=93-2024",
    "/territoires?schema=70-2021&carte=mesure-part-parents-isoles-sans-activite",
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
