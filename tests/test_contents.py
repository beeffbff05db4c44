"""The first answer of the server: the words of its page as HTML, and the layout that the program then asks for."""

import json
import re
from html import unescape

import pytest

from dashboard.cards import Card
from dashboard.contents import FIRST, Contents, route
from dashboard.current import CurrentVocabulary
from dashboard.pages import CARDS, PAGES

WORDS = re.compile(r'<div id="premiers-mots">(.*)</div>\s*<div id="react-entry-point">', re.DOTALL)
LAYOUT = re.compile(r'<script id="premiere-reponse" type="application/json">(.*?)</script>', re.DOTALL)
ADDRESSES = ("/", "/calendrier?volet=1", "/pilotes/caf", "/fiches/63-2022/3", "/schema", "/nulle-part")


@pytest.fixture(scope="module")
def contents(db, settings):
    return Contents(db, CurrentVocabulary(db), settings)


def first_answer(app, address):
    return app.server.test_client().get(address, headers={"Host": "127.0.0.1"}).get_data(as_text=True)


def components(node):
    """Every component of a layout, by its id."""
    found = {}
    if isinstance(node, list):
        for child in node:
            found |= components(child)
    elif isinstance(node, dict) and "props" in node:
        found = components(node["props"].get("children"))
        found[node["props"].get("id")] = node["props"]
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_words_of_a_page_are_in_the_first_answer(app, address):
    words = WORDS.search(first_answer(app, address))[1]
    assert len(re.findall(r"<h1\b[^>]*>[^<]+</h1>", words)) == 1
    assert "data-parties" not in words
    assert re.search(r'<nav id="navigation"[^>]*><a ', words)
    assert not re.search(r'id="(phrase|[\w-]+-(titre|resume))"[^>]*></', words.split('class="avertissement"')[0]) or (
        address in ("/schema", "/nulle-part")
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_layout_of_the_first_answer_shows_what_the_callbacks_would(app, contents, address):
    layout = LAYOUT.search(first_answer(app, address))[1]
    path, _, query = address.partition("?")
    search = f"?{query}" if query else ""
    shown = components(json.loads(layout))
    assert (shown["url"]["pathname"], shown["url"]["search"]) == (path, search)
    assert shown["page"]["data-montre"] == route(path, search)
    filters = contents.filters(path, search)
    drawn = [name for name in shown if name in CARDS and "data-parties" in shown[name]]
    assert len(drawn) == min(FIRST, len([name for name in shown if name in CARDS]))
    for name in drawn:
        for place, properties in contents.card(CARDS[name], filters).items():
            assert json.loads(json.dumps(properties)).items() <= shown[place].items()
    for place, properties in contents.surroundings(path, search).items():
        assert properties.items() <= (shown[place] | {"data-nouveau": None}).items()


def test_nothing_written_in_a_table_closes_the_script_of_the_layout(app, monkeypatch):
    hostile = "</script><script>alert(1)</script>"
    monkeypatch.setattr(Card, "sentence", lambda *_: hostile)
    answer = first_answer(app, "/")
    assert hostile not in answer
    assert hostile in unescape(WORDS.search(answer)[1])
    assert "alert(1)" in str(json.loads(LAYOUT.search(answer)[1]))


@pytest.mark.parametrize("address", ["/pilotes/%C3%A9", "/un%20deux", "/?schema=é"])
def test_an_address_that_a_browser_spells_otherwise_is_left_to_the_callbacks(app, address):
    assert "premiere-reponse" not in first_answer(app, address)


@pytest.mark.parametrize(
    ("path", "search", "named"),
    [("/", "", "/ "), ("/calendrier", "?volet=1", "/calendrier "), ("/", "?volet=1&schema=70-2021", "/ 70-2021")],
)
def test_a_page_in_a_schema_has_the_name_that_the_browser_gives_it(path, search, named):
    assert route(path, search) == named


def test_every_page_opens_in_one_answer(app):
    for page in PAGES:
        path = re.sub("<[^>]*>", "1", page.path)
        assert WORDS.search(first_answer(app, path)), path


def test_a_publication_during_the_first_answer_mixes_no_two_versions(contents, monkeypatch):
    pinned = []
    monkeypatch.setattr(type(contents.db), "newest", lambda db: pinned.append(db.version()) or "plus récente")
    shown = contents.whole("/", "")
    assert getattr(shown["bandeau"], "data-fichier") == pinned[0]
    assert getattr(shown["bandeau"], "data-nouveau") == "oui"
