"""The archive of accepted workbooks: a campaign is whole or absent, and the DuckDB file can always be made from it."""

import csv
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import RequestRefusedError
from dashboard.ingest.build import build, fingerprint
from dashboard.suivi.archive import Stored, campaigns, store, withdraw
from tests.suivi.conftest import ALLIER, SEINE_SAINT_DENIS, files_of, views_of, write_answers

DAY, LATER = date(2025, 1, 31), date(2025, 6, 30)
PRINTED = date(2025, 5, 27)
FOLLOW_UP = ("campagnes", "suivi_actions", "suivi_mesures", "decisions")
DECISIONS = 'N°;Décision;Date;Actions liées;État\n1;Dire;31/01/2025;"1.1 ; 1.10";Ouverte\n2;Faire;01/02/2025;;Close\n'
MEASURES = "Indicateur;Code territoire;Date;Valeur;Cible\neval-1;03;31/12/2024;12,5;20\n"


class PowerCutError(Exception):
    """The process stops there."""


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "suivi"


@pytest.fixture
def received(tmp_path):
    """Write workbooks as the pilotes sent them; a campaign is stored without being read."""

    def writing(*contents, suffix=".xlsx"):
        folder = tmp_path / "recus"
        folder.mkdir(exist_ok=True)
        paths = [folder / f"pilote-{rank}{suffix}" for rank, _ in enumerate(contents)]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        return paths

    return writing


def held(archive, scheme=ALLIER):
    return {day: [path.read_bytes() for path in paths] for day, paths in campaigns(archive, scheme)}


def test_an_absent_archive_holds_nothing(archive):
    assert held(archive) == {}


def test_a_new_campaign_is_kept_byte_by_byte(archive, received):
    assert store(archive, ALLIER, DAY, received(b"un")) == Stored(True)
    assert files_of(archive) == {"03-2023/2025-01-31/suivi-1.xlsx": b"un"}
    assert held(archive) == {DAY: [b"un"]}


def test_a_campaign_holds_several_workbooks_in_their_order(archive, received):
    text = received(b"deux", suffix=".CSV")
    assert store(archive, ALLIER, DAY, [*received(b"un"), *text])
    assert files_of(archive) == {
        "03-2023/2025-01-31/suivi-1.xlsx": b"un",
        "03-2023/2025-01-31/suivi-2.csv": b"deux",
    }


def test_campaigns_are_listed_by_date_and_by_schema(archive, received):
    for day, content in ((LATER, b"juin"), (DAY, b"janvier"), (date(2024, 12, 31), b"avant")):
        store(archive, ALLIER, day, received(content))
    store(archive, SEINE_SAINT_DENIS, DAY, received(b"ailleurs"))
    assert list(held(archive).items()) == [(date(2024, 12, 31), [b"avant"]), (DAY, [b"janvier"]), (LATER, [b"juin"])]
    assert held(archive, SEINE_SAINT_DENIS) == {DAY: [b"ailleurs"]}


def test_what_a_spreadsheet_leaves_beside_an_archived_workbook_is_not_read(archive, received):
    store(archive, ALLIER, DAY, received(b"un"))
    (archive / ALLIER / DAY.isoformat() / ".~lock.suivi-1.xlsx#").write_bytes(b"ouvert")
    assert held(archive) == {DAY: [b"un"]}


@pytest.mark.parametrize("replace", [False, True])
def test_the_same_workbooks_again_change_nothing(archive, received, replace):
    store(archive, ALLIER, DAY, received(b"un", b"deux"))
    (archive / ALLIER / DAY.isoformat() / ".~lock.suivi-1.xlsx#").write_bytes(b"ouvert")
    before = files_of(archive)
    for again in ((b"un", b"deux"), (b"deux", b"un")):
        assert store(archive, ALLIER, DAY, received(*again), replace) == Stored(False)
    assert files_of(archive) == before


@pytest.mark.parametrize("again", [(b"un",), (b"deux",)])
def test_a_campaign_whose_replacement_was_cut_still_stands(archive, received, again):
    store(archive, ALLIER, DAY, received(b"un"))
    place = archive / ALLIER / DAY.isoformat()
    place.rename(place.with_name(f"{place.name}.remplacee-1"))
    if again == (b"un",):
        assert store(archive, ALLIER, DAY, received(*again)) == Stored(False)
    else:
        with pytest.raises(RequestRefusedError, match="existe déjà"):
            store(archive, ALLIER, DAY, received(*again))
    assert held(archive) == {DAY: [b"un"]}


def test_a_withdrawn_campaign_gives_its_place_back_to_the_one_it_replaced_only(archive, received):
    store(archive, ALLIER, DAY, received(b"un"))
    store(archive, ALLIER, DAY, received(b"deux"), replace=True)
    aside = archive / ALLIER / f"{DAY.isoformat()}.remplacee-1 (copie)"
    shutil.copytree(archive / ALLIER / f"{DAY.isoformat()}.remplacee-1", aside)
    stored = store(archive, ALLIER, DAY, received(b"trois"), replace=True)
    withdraw(archive, ALLIER, DAY, stored)
    assert held(archive) == {DAY: [b"deux"]}
    shutil.rmtree(archive / ALLIER / DAY.isoformat())
    stored = store(archive, ALLIER, LATER, received(b"quatre"))
    withdraw(archive, ALLIER, LATER, stored)
    assert LATER not in held(archive)


@pytest.mark.parametrize("name", ["2025-13-45", "2025-02-30.remplacee-1"])
def test_a_folder_that_names_no_day_is_told(archive, name):
    (archive / ALLIER / name).mkdir(parents=True)
    with pytest.raises(RequestRefusedError, match="n’est pas une date"):
        held(archive)


def test_an_archive_that_is_a_file_is_told(archive, received):
    archive.write_text("un fichier")
    with pytest.raises(RequestRefusedError, match="n’est pas un dossier"):
        store(archive, ALLIER, DAY, received(b"un"))


def test_a_folder_in_a_campaign_is_not_read(archive, received):
    store(archive, ALLIER, DAY, received(b"un"))
    (archive / ALLIER / DAY.isoformat() / "notes").mkdir()
    assert held(archive) == {DAY: [b"un"]}


@pytest.mark.parametrize("contents", [(b"autre",), (b"un", b"deux"), ()])
def test_another_campaign_of_the_same_date_is_refused(archive, received, contents):
    store(archive, ALLIER, DAY, received(b"un"))
    before = files_of(archive)
    with pytest.raises(RequestRefusedError, match="Une autre campagne du 31/01/2025 existe déjà pour 03-2023"):
        store(archive, ALLIER, DAY, received(*contents))
    assert files_of(archive) == before


def test_a_replaced_campaign_is_kept_beside_and_no_longer_read(archive, received):
    for content in (b"un", b"deux", b"trois"):
        assert store(archive, ALLIER, DAY, received(content), replace=True)
    assert held(archive) == {DAY: [b"trois"]}
    assert files_of(archive) == {
        "03-2023/2025-01-31/suivi-1.xlsx": b"trois",
        "03-2023/2025-01-31.remplacee-1/suivi-1.xlsx": b"un",
        "03-2023/2025-01-31.remplacee-2/suivi-1.xlsx": b"deux",
    }


@pytest.mark.parametrize(
    ("method", "call"),
    [
        pytest.param("mkdir", 1, id="before the folder"),
        pytest.param("write_bytes", 1, id="in the first workbook"),
        pytest.param("write_bytes", 2, id="in the second workbook"),
        pytest.param("rename", 1, id="before the old one is put aside"),
        pytest.param("rename", 2, id="once the old one is put aside"),
    ],
)
def test_a_power_cut_leaves_the_campaign_before_whole(archive, received, monkeypatch, method, call):
    store(archive, ALLIER, LATER, received(b"autre date"))
    store(archive, ALLIER, DAY, received(b"un", b"deux"))
    before = held(archive)
    cut_power(monkeypatch, method, call)
    with pytest.raises(PowerCutError):
        store(archive, ALLIER, DAY, received(b"trois", b"quatre"), replace=True)
    assert held(archive) == before


@pytest.mark.parametrize(("method", "call"), [("mkdir", 1), ("write_bytes", 1), ("write_bytes", 2), ("rename", 1)])
def test_a_power_cut_in_a_first_campaign_leaves_none(archive, received, monkeypatch, method, call):
    cut_power(monkeypatch, method, call)
    with pytest.raises(PowerCutError):
        store(archive, ALLIER, DAY, received(b"un", b"deux"))
    assert held(archive) == {}


@pytest.mark.parametrize(
    ("method", "call"), [("mkdir", 1), ("write_bytes", 1), ("write_bytes", 2), ("rename", 1), ("rename", 2)]
)
def test_after_a_power_cut_the_same_campaign_is_stored_and_nothing_is_lost(
    archive, received, monkeypatch, method, call
):
    store(archive, ALLIER, DAY, received(b"un", b"deux"))
    cut_power(monkeypatch, method, call)
    with pytest.raises(PowerCutError):
        store(archive, ALLIER, DAY, received(b"trois", b"quatre"), replace=True)
    monkeypatch.undo()
    assert store(archive, ALLIER, DAY, received(b"cinq"), replace=True)
    assert held(archive) == {DAY: [b"cinq"]}
    assert files_of(archive) == {
        "03-2023/2025-01-31/suivi-1.xlsx": b"cinq",
        "03-2023/2025-01-31.remplacee-1/suivi-1.xlsx": b"un",
        "03-2023/2025-01-31.remplacee-1/suivi-2.xlsx": b"deux",
    }


def test_without_archive_the_only_follow_up_is_the_one_that_a_document_prints(built_data):
    data, base = built_data
    with duckdb.connect(base, read_only=True) as connection:
        assert connection.execute("from campagnes").fetchall() == [(SEINE_SAINT_DENIS, PRINTED, "document", 5, 0, 0)]
        assert (
            connection.execute("from suivi_mesures").fetchall() == connection.execute("from decisions").fetchall() == []
        )
        said = connection.execute(
            "select action_id, commentaire, columns(* exclude (schema_id, campagne, action_id, commentaire)) "
            f"from suivi_actions where schema_id = '{SEINE_SAINT_DENIS}' and campagne = date '{PRINTED}'"
        ).fetchall()
        assert connection.execute("select count(*) from suivi_actions").fetchone() == (5,)
    with (data / "sources" / SEINE_SAINT_DENIS / "avancements.csv").open(encoding="utf-8", newline="") as file:
        printed = [(row["action"], row["texte"]) for row in csv.DictReader(file, delimiter=";")]
    assert sorted(row[0] for row in said) == ["2.1.1", "2.1.2", "2.2.1", "2.3.1", "2.3.2"]
    assert sorted(row[:2] for row in said) == sorted(printed)
    assert dict(row[:2] for row in said)["2.1.2"] == (
        "Documents partagés par la région qui seront déposés dans l'espace commun au groupe"
    )
    assert {value for row in said for value in row[2:]} == {None}


def test_an_empty_archive_is_as_no_archive(built_data, tmp_path):
    data, base = built_data
    (tmp_path / "suivi").mkdir()
    build(data, tmp_path / "sdsf.duckdb", tmp_path / "suivi")
    assert views_of(tmp_path / "sdsf.duckdb") == views_of(base)


def test_a_workbook_of_the_date_of_a_document_speaks_in_its_place(built_data, tmp_path):
    data, _ = built_data
    write_answers(tmp_path / "suivi", SEINE_SAINT_DENIS, PRINTED, [{"action": "2.1.1", "statut": "En cours"}])
    write_answers(tmp_path / "suivi", SEINE_SAINT_DENIS, DAY, [{"action": "2.1.1", "statut": "À venir"}])
    build(data, tmp_path / "sdsf.duckdb", tmp_path / "suivi")
    with duckdb.connect(tmp_path / "sdsf.duckdb", read_only=True) as connection:
        assert connection.execute("select campagne, origine, actions from campagnes order by 1").fetchall() == [
            (DAY, "classeur", 1),
            (PRINTED, "classeur", 1),
        ]
        assert connection.execute("select statut, commentaire from suivi_actions order by campagne").fetchall() == [
            ("À venir", None),
            ("En cours", None),
        ]
        assert connection.execute("select count(*) from avancements").fetchone() == (5,)


def test_the_file_is_made_again_from_the_archive_view_by_view(built_data, tmp_path):
    data, built = built_data
    archive, first, again = tmp_path / "suivi", tmp_path / "sdsf.duckdb", tmp_path / "encore.duckdb"
    for day in (DAY, LATER):
        rows = [
            {"action": "1.1", "statut": "En cours", "taux": "37,5", "debut_reel": "29/02/2024", "commentaire": "a\nb"},
            {"action": "1.10", "fin_prevue": day.isoformat(), "decision_attendue": "Qui paie ?", "referent": "="},
        ]
        folder = write_answers(archive, ALLIER, day, rows).parent
        (folder / "suivi-2.csv").write_text(MEASURES, encoding="utf-8")
        (folder / "suivi-3.csv").write_text(DECISIONS, encoding="utf-8")
    build(data, first, archive)
    moved = shutil.copytree(archive, tmp_path / "ailleurs" / "suivi")
    left_over(moved)
    build(data, again, moved)
    views = views_of(first)
    assert views_of(again) == views
    assert {name: len(views[name]) for name in FOLLOW_UP} == {
        "campagnes": 3, "suivi_actions": 9, "suivi_mesures": 2, "decisions": 4,
    }  # fmt: skip
    plain = views_of(built)
    assert {name for name in views if views[name] != plain[name]} == {*FOLLOW_UP, "mesures"}
    with duckdb.connect(first, read_only=True) as connection:
        assert connection.execute(f"from decisions where campagne = date '{DAY}' order by numero").fetchall() == [
            (ALLIER, DAY, "1", "Dire", DAY, None, None, ["1.1", "1.10"], "Ouverte"),
            (ALLIER, DAY, "2", "Faire", date(2025, 2, 1), None, None, [], "Close"),
        ]
        asked = "select annee, valeur, source_document from mesures where indicateur_id = 'eval-1'"
        assert connection.execute(asked).fetchall() == [(2024, 12.5, "suivi du 30/06/2025")]


def test_the_version_follows_the_archive(built_data, archive):
    data, _ = built_data
    versions = [fingerprint(data), fingerprint(data, archive)]
    path = write_answers(archive, ALLIER, DAY, [{"action": "1.1", "statut": "En cours"}])
    versions += [fingerprint(data, archive), fingerprint(data, archive)]
    path.write_bytes(path.read_bytes() + b"1.2;;En cours;;;;;;;;;\n")
    versions.append(fingerprint(data, archive))
    assert versions[0] == versions[1]
    assert versions[2] == versions[3]
    assert len(set(versions)) == 3


def left_over(archive):
    """What a replacement and a power cut leave beside a campaign."""
    for name in ("2025-01-31.remplacee-1", ".2025-01-31.nouvelle"):
        folder = archive / ALLIER / name
        folder.mkdir()
        (folder / "suivi-1.xlsx").write_bytes(b"ni lu, ni verifie")


def cut_power(monkeypatch, method, call):
    """Stop at the given call of a method of Path; what is being written is left half-written."""
    real, count = getattr(Path, method), [0]

    def stopping(path, *arguments, **options):
        count[0] += 1
        if count[0] < call:
            return real(path, *arguments, **options)
        if method == "write_bytes":
            real(path, arguments[0][: len(arguments[0]) // 2])
        raise PowerCutError

    monkeypatch.setattr(Path, method, stopping)
