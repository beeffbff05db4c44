"""What a member receives on paper: every row of the list, bars on their years, filters, sources and dates above."""

import re

import pytest

from tests.browser.printing import printed

pytestmark = pytest.mark.needs("poppler")

PATHS = ("/", "/calendrier?volet=1", "/fiches/63-2022/3", "/territoires/246300701", "/pilotes/caf")
# What a page holds: cells, labels of calendars, undated actions, paragraphs of a fiche, keys, words of its charts.
HELD = """() => [...document.querySelectorAll("main td, .gantt-libelles li > :first-child, .sans-date li, .tuile,"
    + ".resume, #fiche-texte p, .chiffre p, .cle li, .dessin:not(.dessin-gantt) svg text")]
  .map((node) => node.textContent.replace(/^[▾▸] /, "").replace(/\\s/g, "")).filter(Boolean)"""
NAVY = (0x17, 0x40, 0x6D)  # volet 1


def spaceless(text):
    return "".join(text.split())


@pytest.fixture(scope="module", params=PATHS)
def opened_page(request, long_reader):
    long_reader.open(request.param)
    return long_reader.page


@pytest.fixture(scope="module", params=[False, True], ids=["portrait", "landscape"])
def paper(request, opened_page, tmp_path_factory):
    held = opened_page.evaluate(HELD)
    return opened_page, held, printed(opened_page, tmp_path_factory.mktemp("papier"), request.param)


def test_every_row_is_printed_on_sheets_that_hold_it(paper):
    _, held, pdf = paper
    shown, whole = "\n".join(held), "".join(pdf.sheets)
    assert len(held) > 5
    assert [text for text in held if whole.count(text) < shown.count(text)] == []
    width, height = pdf.size
    outside = [w.text for w in pdf.words if w.left < 0 or w.right > width or w.top < 0 or w.bottom > height]
    assert outside == []


def test_no_sheet_is_blank_and_each_says_its_number(paper):
    pdf = paper[2]
    for number, text in enumerate(pdf.sheets, start=1):
        assert f"page{number}sur{len(pdf.sheets)}" in text
        assert len(text) > 100, number


def test_filters_follow_up_sources_and_dates_are_above(paper):
    page, _, pdf = paper
    first = pdf.sheets[0]
    for words in (page.locator("#phrase").text_content(), page.locator("h1").text_content()):
        assert spaceless(words) in first
    assert "Puy-de-Dôme2022-2026" in first
    assert "Aucunsuiviau01/06/2024" in first
    assert "Sources:Schémadépartementaldesservicesauxfamilles2022-2026,Puy-de-Dôme" in first
    assert re.search(r"Impriméle\d\d/\d\d/\d{4}\.", first)


def test_what_only_a_screen_can_do_is_not_printed(paper):
    whole = "".join(paper[2].sheets)
    for words in ("Tableau", "CSV", "Copierlelien", "Toutreplier", "Imprimer", "←", "Élargir", "http"):
        assert words not in whole, words


def test_the_page_is_as_it_was_after_printing(opened_page, tmp_path):
    widths = "() => [...document.querySelectorAll('.js-plotly-plot')].map((g) => [g._fullLayout.width, g.offsetWidth])"
    before = opened_page.evaluate(widths)
    printed(opened_page, tmp_path, False)
    assert opened_page.evaluate(widths) == before


@pytest.mark.parametrize("landscape", [False, True])
def test_bars_stand_on_their_years(reader, tmp_path, landscape):
    reader.open("/calendrier?volet=1")
    pdf = printed(reader.page, tmp_path, landscape)
    starts = {"1.4": "2023", "1.6": "2024", "4.3": "2025", "10.4": "2023"}  # « A partir de 2023 », and so on
    for code, year in starts.items():
        label = next(w for w in pdf.words if w.text == code and w.left < 100)
        tick = next(w for w in pdf.words if w.text == year and w.sheet == label.sheet and w.left > pdf.size[0] / 3)
        edge, bar = pdf.inked(label.sheet, NAVY, label.top, pdf.size[0] / 3)
        assert bar[0] == pytest.approx(tick.left, abs=5), code
        filled = pdf.inked(label.sheet, NAVY, edge + 4, pdf.size[0] / 3)[1]
        assert set(bar[2:-2]) <= set(filled), code


def test_what_is_not_drawn_yet_is_waited_for_or_told_to_be_missing(reader, tmp_path):
    page, held = reader.page, []
    page.add_init_script("window.print = () => { document.body.dataset.printed = 'yes'; }")
    reader.open("/pilotes")
    page.route("**/_dash-update-component*", lambda route: held.append(route))
    page.select_option("#filtre-niveau_1", "1")
    page.wait_for_timeout(500)
    assert "Impressionlancéeavant" in printed(page, tmp_path, False).sheets[0]
    page.keyboard.press("Control+p")
    page.wait_for_timeout(500)
    assert page.locator("body[data-printed]").count() == 0
    page.unroute("**/_dash-update-component*")
    for route in held:
        route.continue_()
    page.locator("body[data-printed]").wait_for()
    assert "Impressionlancéeavant" not in printed(page, tmp_path, False).sheets[0]


def test_every_mark_of_a_calendar_takes_room_on_paper(reader):
    reader.open("/calendrier?schema=70-2021")
    reader.page.emulate_media(media="print")
    heights = (
        "() => [...document.querySelectorAll('.piste i')].map((i) => [i.className, i.getBoundingClientRect().height])"
    )
    drawn = reader.page.evaluate(heights)
    reader.page.emulate_media(media="screen")
    assert {kind for kind, _ in drawn} == {"barre", "signe", "duree"}
    assert [kind for kind, height in drawn if height < 2] == []
