"""The pages once a file of the Cnaf by EPCI, and no other, was imported: what it gives, and what it does not."""

import pytest

from dashboard.app import create_app
from dashboard.cards import draw
from dashboard.current import read_vocabulary
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.ingest.build import build
from dashboard.pages import CARDS
from dashboard.queries import load_queries
from dashboard.settings import ROOT, Settings
from tests.conftest import TODAY
from tests.images import drawn as drawn_in
from tests.images import named, slides, words_of

RIOM = "200070753"
RATES = (12.5, 1.0, 13.5, 3.0, 45.0, 0.5, 45.5, 62.0)
STEMS = ("psu_col_", "hors_psu_col_", "eaje_", "prescol_", "am_ind_", "gad_ind_", "ind_", "")


@pytest.fixture(scope="module")
def imported(vocabulary, tmp_path_factory):
    """The embedded data with the rates of two years for the EPCI of Puy-de-Dôme, all different."""
    folder = tmp_path_factory.mktemp("cnaf")
    path = folder / "suivi" / "cnaf" / "txcouv_pe_epci.csv"
    path.parent.mkdir(parents=True)
    lines = [";".join(["annee", "numepci", "nomepci", *(f"txcouv_{stem}epci" for stem in STEMS)])]
    for year in (2022, 2023):
        for rank, code in enumerate(vocabulary.home.territories):
            lines.append(";".join([str(year), code, "NOM", *(str(rate + rank + year - 2022) for rate in RATES)]))
    path.write_text("\n".join(lines), encoding="utf-8")
    build(ROOT / "data", folder / "sdsf.duckdb", folder / "suivi")
    database = Database(folder / "sdsf.duckdb", load_queries(ROOT / "queries"))
    yield database, read_vocabulary(database)
    database.close()


@pytest.fixture
def drawn(imported):
    def drawing(card_id, path, search=""):
        db, vocabulary = imported
        filters, problems = Filters.from_url(path, search, vocabulary, TODAY)
        assert problems == ()
        frame = CARDS[card_id].rows(db, filters)
        return frame, draw(CARDS[card_id], frame, filters)

    return drawing


def test_the_map_of_a_rate_draws_each_epci_and_its_year(drawn):
    frame, drawing = drawn("territoires-carte", "/territoires", "?carte=cnaf-taux-global")
    assert len(frame) == frame["valeur"].notna().sum() == 14
    assert set(frame["annee"]) == {2023}
    assert "connu pour 14 EPCI sur 14" in drawing.sentence
    assert "Données ouvertes de la Cnaf" in drawing.before
    assert "inconnu" not in drawing.before


def test_the_portrait_gives_the_last_rates(drawn):
    frame, drawing = drawn("portrait-mesures", f"/territoires/{RIOM}")
    rates = frame[frame["origine"] == "Cnaf"]
    assert len(rates) == len(RATES)
    assert set(rates["annee"]) == {2023}
    assert "5 valeurs propres" in drawing.sentence
    assert drawing.sentence.endswith("la Cnaf en publie 8.")


def test_the_trend_is_that_of_the_chosen_epci_alone(drawn):
    frame, _ = drawn("indicateurs-tendance", "/indicateurs", f"?indicateur=cnaf-taux-global&epci={RIOM}")
    assert frame[["territoire_code", "annee"]].values.tolist() == [[RIOM, 2022], [RIOM, 2023]]
    frame, drawing = drawn("indicateurs-tendance", "/indicateurs", "?indicateur=cnaf-taux-global")
    assert frame.empty
    assert "le filtre par EPCI montre celles d’un territoire" in drawing.sentence


def test_without_a_file_by_departement_the_comparison_says_so(drawn):
    for card in ("comparer-cnaf", "comparer-france"):
        frame, drawing = drawn(card, "/comparer")
        assert frame.empty
        assert "importer-cnaf" in drawing.before or "Cnaf" in drawing.sentence


@pytest.mark.parametrize(
    ("card", "search"),
    [
        ("territoires-carte", "carte=cnaf-taux-global"),
        ("indicateurs-tendance", f"indicateur=cnaf-taux-global&epci={RIOM}"),
    ],
)
def test_an_image_of_open_data_names_its_file_and_its_years_not_the_schema(imported, card, search):
    db, _ = imported
    client = create_app(db, Settings(database=db.path, fixed_today=TODAY)).server.test_client()
    (slide,) = slides(client, CARDS[card], search)
    told = words_of(slide)
    source = told.partition("Source")[2].partition(" : ")[2]
    assert source.startswith("Cnaf, fichier txcouv_pe_epci.csv, ")
    assert "Schéma départemental" not in source
    assert "2023" in source
    assert "01/06/2024" not in told
    assert not drawn_in(slide) - named(slide)[0]
