"""The pages once a file of the Cnaf by EPCI, and no other, was imported: what it gives, and what it does not."""

import pytest

from dashboard.cards import draw
from dashboard.db import Database
from dashboard.filters import Filters
from dashboard.ingest.build import build
from dashboard.pages import CARDS
from dashboard.queries import load_queries
from dashboard.reading import read_vocabulary
from dashboard.settings import ROOT
from tests.conftest import TODAY

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
    assert "3 valeurs propres" in drawing.sentence
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
