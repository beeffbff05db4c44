"""A reader in a hurry, and a server that fails: what is shown always answers the address."""

import shutil
from dataclasses import replace

import duckdb
import pytest

from dashboard.app import create_app
from dashboard.db import Database
from dashboard.queries import load_queries
from dashboard.settings import ROOT
from tests.browser.conftest import Reader
from tests.served import serving

REFUSED = "**/_dash-update-component*"


def test_a_table_opened_just_after_a_filter_holds_no_card_back(reader):
    page = reader.page
    reader.open("/calendrier")
    page.select_option("#filtre-niveau_1", "2")
    page.click("#calendrier-gantt-bouton-table")
    reader.settle()
    assert page.locator(".gantt-action").count() == 21
    assert page.locator("#calendrier-gantt-table tbody tr").count() == 21
    assert "volet=2" in page.get_attribute("#calendrier-gantt-csv", "href")


def test_a_choice_that_is_left_at_once_is_not_shown_as_kept(reader):
    page = reader.page
    reader.open("/calendrier")
    page.select_option("#filtre-niveau_1", "1")
    page.go_back()
    reader.settle()
    assert reader.location == "/calendrier"
    assert page.locator("#filtre-niveau_1").input_value() == "tous"
    page.select_option("#filtre-niveau_1", "1")
    reader.settle()
    assert page.locator("#phrase").inner_text().startswith("40 actions")


@pytest.mark.parametrize("pause", [0, 250])
def test_a_day_is_typed_at_any_speed(reader, pause):
    page = reader.page
    reader.open("/calendrier")
    page.focus("#filtre-au")
    for key in "03152024":
        page.keyboard.press(key)
        page.wait_for_timeout(pause)
    page.keyboard.press("Tab")
    reader.settle()
    assert reader.location == "/calendrier?au=2024-03-15"
    assert page.locator("#filtre-au").input_value() == "2024-03-15"
    page.click(".puce >> text=Date")
    reader.settle()
    assert page.locator("#filtre-au").input_value() == "2024-06-01"


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/calendrier?volet=1&pilote=caf", ".puce >> nth=0"),
        ("/indicateurs?indicateur=naissances", ".catalogue-ajout:visible >> nth=1"),
        ("/calendrier", ".gantt-groupe a >> nth=0"),
    ],
)
def test_the_keyboard_stays_where_its_link_was_drawn_again(reader, path, link):
    page = reader.page
    reader.open(path)
    page.locator(link).focus()
    place = page.evaluate("document.activeElement.parentElement.className || document.activeElement.className")
    page.keyboard.press("Enter")
    reader.settle()
    now = page.evaluate("document.activeElement.parentElement.className || document.activeElement.className")
    assert now == place
    assert page.evaluate("document.activeElement.tagName") == "A"


def test_a_server_that_does_not_answer_is_told_and_the_page_catches_up(reader):
    page = reader.page
    reader.open("/calendrier")
    page.route(REFUSED, lambda route: route.abort())
    page.click("nav >> text=Pilotes")
    page.locator("#silence").wait_for()
    page.unroute(REFUSED)
    page.select_option("#filtre-niveau_1", "1")
    reader.settle()
    assert page.locator("#silence").is_hidden()
    assert page.locator("h1").inner_text() == "Pilotes"
    assert "volet=1" in page.get_attribute("#pilotes-charge-csv", "href")
    reader.complaints.clear()


@pytest.fixture
def replaced(settings, tmp_path):
    """A server whose file is replaced: its address, the file, and what replaces it, with a campaign more."""
    served, newer = tmp_path / "sdsf.duckdb", tmp_path / "newer.duckdb"
    shutil.copy(settings.database, served)
    shutil.copy(settings.database, newer)
    with duckdb.connect(newer) as connection:
        connection.execute("INSERT INTO base.campagne VALUES ('63-2022', DATE '2024-05-01', 'classeur')")
        connection.execute("UPDATE meta SET version = 'plus récente'")
    db = Database(served, load_queries(ROOT / "queries"))
    with serving(create_app(db, replace(settings, database=served))) as port:
        yield f"http://127.0.0.1:{port}", served, newer
    db.close()


def test_a_page_is_loaded_again_when_the_file_is_replaced(context, replaced):
    address, served, newer = replaced
    reader = Reader(context.new_page(), address)
    reader.open("/")
    assert reader.page.locator("#sans-campagne").count() == 1
    newer.replace(served)
    reader.page.select_option("#filtre-niveau_1", "1")
    reader.page.locator("#seance-suivi").wait_for()
    reader.settle()
    assert reader.location == "/?volet=1"
    assert reader.page.locator("#sans-campagne").count() == 0
    assert reader.page.locator("#seance-suivi").count() == 1
    reader.page.close()
    assert reader.complaints == []


def test_a_filter_chosen_while_the_file_is_replaced_shows_one_version(context, replaced):
    """The file is replaced once what surrounds the page has answered, before the card does: they tell the same file."""
    address, served, newer = replaced
    with duckdb.connect(newer) as connection:
        for table in ("action", "action_complete", "action_suivie"):
            connection.execute(f"UPDATE base.{table} SET intitule = 'Plus récente'")
    reader, held = Reader(context.new_page(), address), []
    labels, marked = reader.page.locator(".gantt-action"), reader.page.locator(".gantt-action:has-text('Plus récente')")
    reader.open("/calendrier")

    def gantt(request):
        return "calendrier-gantt" in (request.post_data or "")

    reader.page.route(REFUSED, lambda route: held.append(route) if gantt(route.request) else route.continue_())
    with reader.page.expect_request(gantt):
        reader.page.select_option("#filtre-niveau_1", "1")
    reader.page.locator("#phrase:has-text('40 actions')").wait_for()
    newer.replace(served)
    for route in held:
        route.continue_()
    reader.settle()
    assert (labels.count(), marked.count()) == (40, 0)
    reader.page.unroute(REFUSED)
    reader.page.select_option("#filtre-niveau_1", "2")
    marked.first.wait_for()
    reader.settle()
    assert marked.count() == labels.count() == 21
    assert reader.location == "/calendrier?volet=2"
    reader.page.close()
    assert reader.complaints == []
