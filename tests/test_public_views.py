"""The public views: the file declares them, the page, the downloads and docs/vues-publiques.md follow."""

import re

import pytest

from dashboard.errors import QueryError
from dashboard.settings import ROOT
from tests.asked import VIEWS

DOCUMENT = (ROOT / "docs" / "vues-publiques.md").read_text(encoding="utf-8")
CHAPTERS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL))
ROW = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \| (\S+) \| (.+?) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def dictionary(db):
    """The columns of each view with their types, as the file says them."""
    frame = db.frame("donnees/dictionnaire")
    return {view: dict(zip(rows["colonne"], rows["type"], strict=True)) for view, rows in frame.groupby("vue")}


def test_the_file_declares_every_view_that_its_sql_makes_and_says_what_each_column_is(db, dictionary):
    assert db.views() == set(dictionary) == set(VIEWS)
    assert db.frame("donnees/dictionnaire")[["description", "description_vue"]].notna().all(axis=None)
    with pytest.raises(QueryError, match="n’est pas une vue publique"):
        db.view("base.action")


@pytest.mark.parametrize("view", VIEWS)
def test_the_document_tells_each_view_with_its_columns_and_their_types(dictionary, view):
    told = {}
    for names, kind, _ in ROW.findall(CHAPTERS[view]):
        told |= dict.fromkeys(re.findall(r"`(\w+)`", names), kind)
    assert told == dictionary[view]
    assert CHAPTERS[view].strip().startswith("Une ligne par ")


def test_the_document_tells_no_view_that_the_file_has_not(dictionary):
    tabled = {name for name, text in CHAPTERS.items() if ROW.search(text)}
    assert tabled == set(dictionary)
    assert "vingt-trois vues" in " ".join(DOCUMENT.split())
    assert len(dictionary) == 23


@pytest.mark.parametrize("sql", re.findall(r"```sql\n(.*?)```", DOCUMENT, re.DOTALL))
def test_each_example_of_the_document_answers(sql, demo):
    with demo._cursor(demo.identity()) as cursor:
        assert len(cursor.execute(sql).fetchall()) > 0
