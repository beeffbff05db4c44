"""Files of the Cnaf imported one after the other: the most recent wins, and nothing that was imported is lost."""

import shutil
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.cnaf.archive import Archive
from dashboard.cnaf.merge import read_cnaf
from dashboard.moves import make
from dashboard.settings import ROOT
from tests.suivi import conftest as suivi

small_data, new_allier, built_data, office = suivi.small_data, suivi.new_allier, suivi.built_data, suivi.office
CASES = ROOT / "tests" / "cases"
YEARS = CASES / "13-cnaf-annee-qui-disparait"
RUINED = CASES / "14-cnaf-siren-abime-par-excel"
OURS = {"63": "département", "70": "département"}
GLOBAL = "select territoire_code, annee, valeur, source_fichier from cnaf where indicateur_id = 'cnaf-taux-global' " \
         "order by all"  # fmt: skip


@pytest.fixture
def load(office, capsys):
    """Import files of the Cnaf as the secretary does; return the status, what is said, what is refused."""

    def run(*files):
        options = ["--base", office.base, "--suivi", office.archive, "--donnees", office.data]
        status = main([str(word) for word in ("importer-cnaf", *files, *options)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def held(office):
    """Return each file of the archive with its content."""
    return {path.name: path.read_bytes() for path in (office.archive / "cnaf").glob("*")}


def edited(path, target, *changes):
    """Copy a file with words replaced."""
    text = path.read_text(encoding="utf-8-sig")
    for old, new in changes:
        text = text.replace(old, new)
    target.write_text(text, encoding="utf-8", newline="")
    return target


def test_a_year_that_the_new_file_no_longer_holds_is_kept_and_told_once(office, load):
    assert load(YEARS / "2025" / "txcouv_pe_dep.csv")[0] == 0
    status, out, _ = load(YEARS / "2026" / "txcouv_pe_dep.csv")
    assert status == 0
    assert "16 valeurs déjà importées que ce fichier ne contient pas : tout est gardé (2022 ; 2 territoires)." in out
    assert "48 valeurs de la Cnaf en tout." in out
    old, new = "txcouv_pe_dep.csv (version 1, remplacée)", "txcouv_pe_dep.csv"
    assert office.ask(GLOBAL) == [
        ("63", 2022, 64.7, old), ("63", 2023, 64.2, new), ("63", 2024, 64.2, new),
        ("70", 2022, 73.3, old), ("70", 2023, 75.8, new), ("70", 2024, 75.8, new),
    ]  # fmt: skip
    archived, base = held(office), office.base.read_bytes()
    assert sorted(archived) == ["txcouv_pe_dep.csv", "txcouv_pe_dep.version-1.csv"]
    for year in ("2025", "2026"):
        known = "txcouv_pe_dep.csv : déjà importé, le même fichier est dans l’archive."
        assert load(YEARS / year / "txcouv_pe_dep.csv") == (0, f"{known}\nRien n’a changé.\n", "")
    assert (held(office), office.base.read_bytes()) == (archived, base)


@pytest.fixture
def keep(tmp_path):
    """Read files and put them in an archive, without building; return the global rates held, the notes, the sources."""
    archive = Archive(tmp_path / "cnaf")

    def run(*files):
        found = read_cnaf(files, OURS, archive.files())
        make(
            tmp_path,
            tmp_path / "sdsf.duckdb",
            "Essai",
            archive.storing(list(zip(files, found.files, strict=True)), found.older),
        )
        rows = [row for row in read_cnaf([], OURS, archive.files()).rows if row["indicateur"] == "cnaf-taux-global"]
        values = {(row["territoire"], row["annee"]): row["valeur"] for row in rows}
        return values, " ".join(found.notes), {row["fichier"] for row in rows}

    return run


def test_an_older_file_imported_last_changes_no_recent_value(keep, tmp_path):
    keep(YEARS / "2026" / "txcouv_pe_dep.csv")
    older = edited(YEARS / "2025" / "txcouv_pe_dep.csv", tmp_path / "ancien.csv", ("75.8", "70.0"))
    held, notes, sources = keep(older)
    assert sources == {"txcouv_pe_dep.csv", "txcouv_pe_dep.csv (version 1, remplacée)"}
    assert "Ce fichier s’arrête avant celui déjà importé" in notes
    assert "1 valeur de ce fichier que contredit une édition plus récente" in notes
    assert (held["70", 2022], held["70", 2023]) == (73.3, 75.8)


def test_a_revised_value_wins_and_is_counted(keep, tmp_path):
    keep(YEARS / "2025" / "txcouv_pe_dep.csv")
    held, notes, _ = keep(edited(YEARS / "2025" / "txcouv_pe_dep.csv", tmp_path / "revu.csv", ("75.8", "75.9")))
    assert "1 valeur déjà importée que ce fichier change" in notes
    assert held["70", 2023] == 75.9


def test_the_history_beats_no_revision_of_its_edition_even_once_replaced(keep, tmp_path):
    revision = YEARS / "2025" / "txcouv_pe_dep.csv"
    older = (("73.3", "11.1"), ("75.8", "22.2"), ("2022;", "2021;"), ("2023;", "2022;"))
    keep(revision)
    keep(edited(revision, tmp_path / "txcouv_pe_dep_hist.csv", *older))
    held, *_ = keep(YEARS / "2026" / "txcouv_pe_dep.csv")
    assert [held["70", year] for year in range(2021, 2025)] == [11.1, 73.3, 75.8, 75.8]


def test_two_files_of_one_kind_that_agree_are_both_kept(keep, tmp_path):
    one = YEARS / "2025" / "txcouv_pe_dep.csv"
    held, notes, _ = keep(one, edited(one, tmp_path / "suite.csv", ("2022;", "2021;")))
    assert "suite.csv : 2 lignes répètent txcouv_pe_dep.csv" in notes
    assert [year for code, year in held if code == "63"] == [2021, 2022, 2023]


def test_a_ruined_file_is_refused_and_the_good_one_stays(office, load):
    good = RUINED / "1" / "txcouv_pe_epci.csv"
    load(good)
    before, base = held(office), office.base.read_bytes()
    status, out, err = load(RUINED / "2" / "txcouv_pe_epci.csv")
    assert (status, out) == (2, "")
    assert "lignes 2, 3, colonne numepci : « 2,00E+08 » : un tableur a changé ce code en nombre" in err
    assert held(office) == before == {"txcouv_pe_epci.csv": good.read_bytes()}
    assert office.base.read_bytes() == base


@pytest.mark.parametrize("name", ["", "xlsx"])
def test_what_is_not_a_file_of_the_cnaf_leaves_the_archive_as_it_was(office, load, name):
    place = office.archive / "cnaf" / "txcouv_pe_dep.csv"
    place.parent.mkdir(parents=True)
    shutil.copy(YEARS / "2025" / "txcouv_pe_dep.csv", place)
    before = held(office)
    if name:
        given = Path(shutil.copy(CASES / "02-campagne-apres-la-fin-du-schema" / "bilan.xlsx", office.desk))
    else:
        given = office.desk
    status, _, err = load(given)
    assert status == 2
    assert ("prenez l’export CSV" if name else "c’est un dossier") in err
    assert held(office) == before


def test_a_build_that_fails_leaves_the_archive_as_it_was(office, load):
    place = office.archive / "cnaf" / "txcouv_pe_dep.csv"
    place.parent.mkdir(parents=True)
    shutil.copy(YEARS / "2025" / "txcouv_pe_dep.csv", place)
    before = held(office)
    data = shutil.copytree(office.data, office.desk / "data")
    (data / "sources" / "03-2023" / "plan.csv").unlink()
    object.__setattr__(office, "data", data)
    status, _, err = load(YEARS / "2026" / "txcouv_pe_dep.csv")
    assert status == 2
    assert "plan.csv : le fichier manque" in err
    assert held(office) == before
