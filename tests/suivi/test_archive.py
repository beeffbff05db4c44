"""The archive of accepted workbooks: a campaign is whole or absent, and the DuckDB file can always be made from it."""

import csv
import shutil
from datetime import date

import duckdb
import pytest

from dashboard import moves
from dashboard.errors import RequestRefusedError
from dashboard.ingest.build import build, fingerprint
from dashboard.moves import make, settle, state
from dashboard.suivi.archive import campaigns, erasing, put_aside, returning, storing, withdrawing
from tests.suivi.conftest import ALLIER, SEINE_SAINT_DENIS, files_of, views_of, write_answers

DAY, LATER = date(2025, 1, 31), date(2025, 6, 30)
AT = DAY.isoformat()
PRINTED = date(2025, 5, 27)
SUIVI = ("campagnes", "suivi_actions", "suivi_mesures", "decisions")
DECISIONS = 'N°;Décision;Date;Actions liées;État\n1;Dire;31/01/2025;"1.1 ; 1.10";Ouverte\n2;Faire;01/02/2025;;Close\n'
MEASURES = "Indicateur;Code territoire;Date;Valeur;Cible\neval-1;03;31/12/2024;12,5;20\n"


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


@pytest.fixture
def shown(monkeypatch, archive):
    """What the file shows of the archive: publishing, without building."""
    states = [""]
    monkeypatch.setattr(moves, "_published", lambda base: states[-1])
    return states


@pytest.fixture
def store(archive, shown):
    """Make moves, or those that store a campaign, and publish what they leave; tell whether something changed."""

    def run(scheme, day, workbooks, replace=False):
        return done(storing(archive, scheme, day, workbooks, replace))

    def done(planned):
        if planned:
            make(archive, archive.with_name("sdsf.duckdb"), "Essai", planned)
        shown.append(state(archive))
        settle(archive)
        return bool(planned)

    run.done = done
    return run


def held(archive, scheme=ALLIER):
    return {day: [path.read_bytes() for path in paths] for day, paths in campaigns(archive, scheme)}


def test_an_absent_archive_holds_nothing(archive):
    assert held(archive) == {}


def test_a_new_campaign_is_kept_byte_by_byte(archive, received, store):
    assert store(ALLIER, DAY, received(b"un"))
    assert files_of(archive) == {"03-2023/2025-01-31/suivi-1.xlsx": b"un"}
    assert held(archive) == {DAY: [b"un"]}


def test_a_campaign_holds_several_workbooks_in_their_order(archive, received, store):
    text = received(b"deux", suffix=".CSV")
    assert store(ALLIER, DAY, [*received(b"un"), *text])
    assert files_of(archive) == {
        "03-2023/2025-01-31/suivi-1.xlsx": b"un",
        "03-2023/2025-01-31/suivi-2.csv": b"deux",
    }


def test_campaigns_are_listed_by_date_and_by_schema(archive, received, store):
    for day, content in ((LATER, b"juin"), (DAY, b"janvier"), (date(2024, 12, 31), b"avant")):
        store(ALLIER, day, received(content))
    store(SEINE_SAINT_DENIS, DAY, received(b"ailleurs"))
    assert list(held(archive).items()) == [(date(2024, 12, 31), [b"avant"]), (DAY, [b"janvier"]), (LATER, [b"juin"])]
    assert held(archive, SEINE_SAINT_DENIS) == {DAY: [b"ailleurs"]}


def test_what_a_spreadsheet_leaves_beside_an_archived_workbook_is_not_read(archive, received, store):
    store(ALLIER, DAY, received(b"un"))
    (archive / ALLIER / AT / ".~lock.suivi-1.xlsx#").write_bytes(b"ouvert")
    assert held(archive) == {DAY: [b"un"]}


@pytest.mark.parametrize("replace", [False, True])
def test_the_same_workbooks_again_change_nothing(archive, received, store, replace):
    store(ALLIER, DAY, received(b"un", b"deux"))
    (archive / ALLIER / AT / ".~lock.suivi-1.xlsx#").write_bytes(b"ouvert")
    before = files_of(archive)
    for again in ((b"un", b"deux"), (b"deux", b"un")):
        assert not store(ALLIER, DAY, received(*again), replace)
    assert files_of(archive) == before


@pytest.mark.parametrize("left", ["nouvelle", "refusee"])
def test_what_a_stop_left_before_moves_were_written_down_is_put_back(archive, received, store, left):
    store(ALLIER, DAY, received(b"un"))
    for rank in (1, 10):
        shutil.copytree(archive / ALLIER / AT, archive / ALLIER / f"{AT}.remplacee-{rank}")
    (archive / ALLIER / AT).rename(archive / ALLIER / f".{AT}.{left}")
    (archive / ALLIER / f"{AT}.remplacee-10" / "suivi-1.xlsx").write_bytes(b"dix")
    settle(archive)
    assert held(archive) == {DAY: [b"dix"]}
    assert sorted(path.name for path in (archive / ALLIER).iterdir()) == [AT, f"{AT}.remplacee-1"]


def test_a_replaced_campaign_does_not_come_back_when_the_other_is_taken_out(archive, received, store):
    store(ALLIER, DAY, received(b"un"))
    store(ALLIER, DAY, received(b"deux"), replace=True)
    shutil.rmtree(archive / ALLIER / AT)
    settle(archive)
    assert held(archive) == {}
    assert store(ALLIER, DAY, received(b"trois"))
    assert held(archive) == {DAY: [b"trois"]}
    assert len(put_aside(archive, ALLIER, DAY)) == 1


def test_a_withdrawn_campaign_is_put_back_as_it_was(archive, received, store):
    store(ALLIER, DAY, received(b"un"))
    before = files_of(archive)
    store.done(withdrawing(archive, ALLIER, DAY))
    assert held(archive) == {}
    with pytest.raises(RequestRefusedError, match="Aucune campagne du 31/01/2025 pour 03-2023"):
        withdrawing(archive, ALLIER, DAY)
    store.done(returning(archive, ALLIER, DAY))
    assert files_of(archive) == before
    with pytest.raises(RequestRefusedError, match="Aucune campagne retirée"):
        returning(archive, ALLIER, DAY)


def test_the_last_withdrawn_is_the_one_put_back_and_takes_no_place(archive, received, store):
    for content in (b"un", b"deux"):
        store(ALLIER, DAY, received(content))
        store.done(withdrawing(archive, ALLIER, DAY))
    store(ALLIER, DAY, received(b"trois"))
    with pytest.raises(RequestRefusedError, match="a pris la place"):
        returning(archive, ALLIER, DAY)
    store.done(withdrawing(archive, ALLIER, DAY))
    store.done(returning(archive, ALLIER, DAY))
    assert held(archive) == {DAY: [b"trois"]}


@pytest.mark.parametrize(
    ("day", "only_aside", "left"),
    [
        (DAY, False, {LATER: 3}),
        (DAY, True, {DAY: 1, LATER: 3}),
        (LATER, True, {DAY: 2, LATER: 1}),
        (None, True, {DAY: 1, LATER: 1}),
    ],
)
def test_what_is_erased_is_nowhere_in_the_archive(archive, received, store, day, only_aside, left):
    for at in (DAY, LATER):
        for content in (b"un", b"deux"):
            store(ALLIER, at, received(content), replace=True)
    store.done(withdrawing(archive, ALLIER, LATER))
    store(ALLIER, LATER, received(b"trois"))
    store.done(erasing(archive, ALLIER, day, only_aside))
    names = [path.name[: len(AT)] for path in (archive / ALLIER).iterdir()]
    assert {date.fromisoformat(name): names.count(name) for name in names} == left
    assert len(files_of(archive)) == sum(left.values())
    with pytest.raises(RequestRefusedError, match="rien à effacer"):
        erasing(archive, ALLIER, day, only_aside)


def test_a_folder_that_names_no_day_is_told(archive):
    (archive / ALLIER / "2025-13-45").mkdir(parents=True)
    with pytest.raises(RequestRefusedError, match="n’est pas une date"):
        held(archive)


def test_an_archive_that_is_a_file_is_told(archive, received, store):
    archive.write_text("un fichier")
    with pytest.raises(RequestRefusedError, match="n’est pas un dossier"):
        store(ALLIER, DAY, received(b"un"))


def test_a_folder_in_a_campaign_is_not_read(archive, received, store):
    store(ALLIER, DAY, received(b"un"))
    (archive / ALLIER / AT / "notes").mkdir()
    assert held(archive) == {DAY: [b"un"]}


@pytest.mark.parametrize("contents", [(b"autre",), (b"un", b"deux"), ()])
def test_another_campaign_of_the_same_date_is_refused(archive, received, store, contents):
    store(ALLIER, DAY, received(b"un"))
    before = files_of(archive)
    with pytest.raises(RequestRefusedError, match="Une autre campagne du 31/01/2025 existe déjà pour 03-2023"):
        store(ALLIER, DAY, received(*contents))
    assert files_of(archive) == before


def test_a_replaced_campaign_is_kept_beside_and_no_longer_read(archive, received, store):
    for content in (b"un", b"deux", b"trois"):
        assert store(ALLIER, DAY, received(content), replace=True)
    assert held(archive) == {DAY: [b"trois"]}
    assert files_of(archive) == {
        "03-2023/2025-01-31/suivi-1.xlsx": b"trois",
        "03-2023/2025-01-31.remplacee-1/suivi-1.xlsx": b"un",
        "03-2023/2025-01-31.remplacee-2/suivi-1.xlsx": b"deux",
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
    assert {name: len(views[name]) for name in SUIVI} == {
        "campagnes": 3, "suivi_actions": 9, "suivi_mesures": 2, "decisions": 4,
    }  # fmt: skip
    plain = views_of(built)
    assert {name for name in views if views[name] != plain[name]} == {*SUIVI, "mesures"}
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
