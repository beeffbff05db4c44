"""The folder that nouveau-schema writes: complete, explained, accepted as it is; or nothing at all."""

import csv
import re

import duckdb
import pytest

from dashboard.errors import RequestRefusedError
from dashboard.ingest.build import build
from dashboard.sources.scaffold import GUIDE, new_scheme
from dashboard.sources.tables import RESERVED, SCHEME_TABLES

LEVELS = ["axe", "orientation", "objectif stratégique"]


@pytest.fixture(scope="module")
def data(new_allier):
    return new_allier().data


@pytest.fixture(scope="module")
def folder(data):
    return new_scheme(data, "42", "2024-2029", LEVELS)


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def refused(data, *request):
    before = sorted(data.rglob("*"))
    with pytest.raises(RequestRefusedError) as caught:
        new_scheme(data, *request)
    assert sorted(data.rglob("*")) == before
    return str(caught.value).splitlines()


def test_the_folder_is_named_after_the_departement_and_the_first_year(data, folder):
    assert folder == data / "sources" / "42-2024"
    assert {path.name for path in folder.iterdir()} == {GUIDE, *(table.file for table in SCHEME_TABLES)}


@pytest.mark.parametrize("table", SCHEME_TABLES, ids=lambda t: t.file)
def test_each_header_is_that_of_the_specification(folder, table):
    header, *rows = read(folder / table.file)
    assert header == list(table.columns)
    assert bool(rows) == (table.file in ("schema.csv", "niveaux.csv"))


@pytest.mark.parametrize("table", SCHEME_TABLES, ids=lambda t: t.file)
def test_a_spreadsheet_knows_that_each_table_is_in_utf_8(folder, table):
    assert (folder / table.file).read_bytes().startswith(b"\xef\xbb\xbf" + next(iter(table.columns)).encode())


def test_the_levels_are_set_from_the_top_down_with_their_words(folder):
    assert read(folder / "niveaux.csv")[1:] == [
        ["1", "axe", "Axe", "axes"],
        ["2", "orientation", "Orientation", "orientations"],
        ["3", "objectif stratégique", "Objectif stratégique", "objectifs stratégiques"],
    ]


def test_the_schema_is_set_after_those_that_stand(folder):
    header, row = read(folder / "schema.csv")
    assert dict(zip(header, row, strict=True)) == {
        "departement_code": "42",
        "titre": "Schéma départemental des services aux familles 2024-2029",
        "annee_debut": "2024",
        "annee_fin": "2029",
        "fiche": "action",
        "ordre": "2",
        "source": "",
        "limites": "",
    }


@pytest.mark.parametrize("table", SCHEME_TABLES, ids=lambda t: t.file)
def test_the_guide_explains_each_table_and_each_of_its_columns(folder, table):
    guide = (folder / GUIDE).read_text(encoding="utf-8")
    (section,) = re.findall(rf"^## {re.escape(table.file)}( .*)?\n((?:(?!## ).*\n)*)", guide, re.MULTILINE)
    assert (section[0] == " (fichier obligatoire)") == table.required
    assert table.meaning in section[1]
    told = dict(re.findall(r"^\| (\w+) \| (.*) \|$", section[1], re.MULTILINE))
    assert list(told) == ["colonne", *table.columns]
    for name, column in table.columns.items():
        meaning, needed, accepted = told[name].split(" | ")
        assert meaning == column.meaning
        assert needed == ("oui" if column.required else "")
        assert all(choice in accepted for choice in column.choices)
        assert accepted.strip()


def test_the_guide_names_the_departement_and_how_to_check(folder):
    guide = (folder / GUIDE).read_text(encoding="utf-8")
    assert guide.startswith("# Tables du schéma : Loire 2024-2029\n")
    assert "python -m dashboard construire" in guide


def test_an_empty_folder_is_accepted_by_construire(data, folder, tmp_path):
    counts = build(data, tmp_path / "sdsf.duckdb").rows
    with duckdb.connect(tmp_path / "sdsf.duckdb", read_only=True) as connection:
        assert connection.sql("select schema_id, departement, niveaux from schemas order by ordre").fetchall() == [
            ("03-2023", "Allier", ["axe", "objectif"]),
            ("42-2024", "Loire", LEVELS),
        ]
        assert connection.sql("select distinct schema_id from actions").fetchall() == [("03-2023",)]
    assert counts["schemas"] == 2


@pytest.mark.parametrize(("departement", "nearest"), [("420", "42"), ("042", "42"), ("2AA", "2A")])
def test_an_unknown_departement_is_refused_with_the_nearest(data, departement, nearest):
    (told,) = refused(data, departement, "2030-2034", ["axe"])
    assert told.startswith(f"--departement « {departement} » est inconnu (accepté : code Insee ; le plus proche : ")
    assert nearest in told


@pytest.mark.parametrize("period", ["2030", "2034-2030", "30-34", "2030/2034", ""])
def test_a_bad_period_is_refused_with_an_example(data, period):
    assert refused(data, "42", period, ["axe"]) == [
        f"--periode « {period} » n’est pas une période (accepté : AAAA-AAAA, ex. 2024-2029)."
    ]


@pytest.mark.parametrize("levels", [[], [""], ["axe", ""], ["axe", "volet", "objectif", "fiche"]])
def test_one_to_three_levels_are_accepted(data, levels):
    assert refused(data, "42", "2030-2034", levels)[0] == (
        f"--niveaux « {','.join(levels)} » : un à 3 niveaux, séparés par des virgules, sont acceptés."
    )


@pytest.mark.parametrize("levels", [["axe", "axe"], ["Objectif stratégique", "objectif strategique"]])
def test_a_level_twice_is_refused(data, levels):
    assert refused(data, "42", "2030-2034", levels) == [
        f"--niveaux « {','.join(levels)} » : un même niveau y est deux fois."
    ]


@pytest.mark.parametrize("level", [*RESERVED, "État"])
def test_a_level_word_that_addresses_use_is_refused(data, level):
    assert refused(data, "42", "2030-2034", ["axe", level]) == [
        f"--niveaux : « {level} » est réservé aux adresses (refusés : {', '.join(RESERVED)})."
    ]


def test_all_that_is_wrong_is_told_at_once(data):
    told = refused(data, "996", "2029-2024", ["pilote", "pilote", "axe", "epci"])
    assert [line.split(" »")[0] for line in told] == [
        "--departement « 996",
        "--periode « 2029-2024",
        "--niveaux « pilote,pilote,axe,epci",
        "--niveaux « pilote,pilote,axe,epci",
        "--niveaux : « pilote",
        "--niveaux : « pilote",
        "--niveaux : « epci",
    ]


def test_a_folder_that_stands_is_left_as_it_is(data, folder):
    content = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert refused(data, "42", "2024-2030", ["volet"]) == [f"Le dossier {folder} existe déjà : rien n’y est écrit."]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == content


def test_what_a_killed_command_left_is_replaced(data):
    left = data / "sources" / ".2A-2031.nouveau"
    left.mkdir()
    (left / "plan.csv").write_text("half a ta", encoding="utf-8")
    written = new_scheme(data, "2A", "2031-2031", ["axe"])
    assert not left.exists()
    assert read(written / "plan.csv") == [["noeud", "parent", "niveau", "code", "titre"]]
