"""The territories read from their tables: each population with its year, the parts adding up to the whole."""

import pytest

from dashboard.sources.territories import read_territories

TABLES = {
    "communes.csv": "code;nom;departement_code;epci_code;ept_code;population\n"
    "03001;A;03;200;;100\n03002;B;03;200;;20\n63001;C;63;200;;3\n97601;D;976;;;40\n55039;E;55;;;\n",
    "epci.csv": "code;nom;type;forme\n200;CC;EPCI;CC\n",
    "departements.csv": "code;nom;region_code;region;population_annee\n"
    "03;Allier;84;ARA;2023\n63;Puy-de-Dôme;84;ARA;2023\n976;Mayotte;06;La région;2017\n55;Meuse;44;Est;2023\n",
    "contours.geojsonl": "",
}


@pytest.fixture
def told(tmp_path):
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    rows = read_territories(tmp_path)["territoire"]
    return {row["nom"]: (row["population"], row["population_annee"]) for row in rows}


def test_an_epci_a_departement_and_france_are_the_sums_of_their_communes(told):
    assert told["CC"] == (123, 2023)
    assert told["Allier"] == (120, 2023)
    assert told["France"] == (163, 2023)


def test_each_population_has_its_year_and_none_is_invented(told):
    assert told["D"] == ("40", 2017)
    assert told["Mayotte"] == (40, 2017)
    assert told["E"] == (None, None)
    assert told["ARA"] == (None, None)
