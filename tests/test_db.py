import hashlib
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from dashboard.db import FILE_FORMAT, KEPT, Database, VersionGoneError
from dashboard.errors import DatabaseUnusableError, QueryError
from dashboard.queries import Query, load_queries, refuse_unknown

META = "-- One row.\nSELECT version FROM meta\n"


def write_base(path, version="v1", format_=FILE_FORMAT):
    beside = path.with_name("beside.duckdb")
    with duckdb.connect(beside) as connection:
        connection.execute(
            "CREATE TABLE meta AS SELECT ?::INTEGER AS format, ? AS version, false AS demonstration", [format_, version]
        )
    beside.replace(path)


def query(sql, *parameters):
    return Query("q", "One row.", sql, frozenset(parameters))


@pytest.fixture
def path(tmp_path):
    write_base(tmp_path / "sdsf.duckdb")
    return tmp_path / "sdsf.duckdb"


@pytest.fixture
def opened(path):
    """Opens the file with the given queries, closes it after the test."""
    bases = []

    def make(**queries):
        bases.append(Database(path, queries))
        return bases[-1]

    yield make
    for base in bases:
        base.close()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "queries" / "meta").mkdir(parents=True)
    return tmp_path / "queries"


@pytest.mark.parametrize(("given", "absent"), [(None, "a, b"), ({}, "a, b"), ({"a": 1, "c": 2}, "b")])
def test_a_missing_parameter_is_refused(opened, given, absent):
    with pytest.raises(QueryError, match=f"q : paramètre absent : {absent}\\.$"):
        opened(q=query("SELECT $a AS a, $b AS b", "a", "b")).frame("q", given)


@pytest.mark.parametrize("value", [1, None, "'; DROP TABLE meta; --"])
def test_excess_parameters_are_ignored_and_values_are_only_values(opened, value):
    frame = opened(q=query("SELECT 1 AS n WHERE $a IS NOT DISTINCT FROM $a", "a")).frame("q", {"a": value, "b": "x"})
    assert list(frame["n"]) == [1]


def test_eight_threads_ask_at_once(opened):
    db = opened(q=query("SELECT $n AS n FROM range(100)", "n"))
    with ThreadPoolExecutor(8) as pool:
        frames = list(pool.map(lambda n: db.frame("q", {"n": n}), range(200)))
    assert [set(frame["n"]) for frame in frames] == [{n} for n in range(200)]
    assert {len(frame) for frame in frames} == {100}


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO meta VALUES (1, 'x', false)",
        "UPDATE meta SET version = 'x'",
        "DELETE FROM meta",
        "DROP TABLE meta",
        "CREATE TABLE t (a INTEGER)",
    ],
)
def test_the_file_is_read_only(path, opened, sql):
    before = hashlib.sha256(path.read_bytes()).digest()
    db = opened(q=query(sql))
    with pytest.raises(QueryError, match="^q : .*read-only"):
        db.frame("q")
    assert db.version() == "v1"
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_a_driver_error_is_told_as_ours(opened):
    with pytest.raises(QueryError, match="^q : .*absente"):
        opened(q=query("FROM absente")).frame("q")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "n’existe pas"),
        (b"", "n’est pas une base lisible"),
        (b"junk" * 5000, "n’est pas une base lisible"),
        (FILE_FORMAT + 1, "d’un autre format"),
        ("CREATE TABLE autre (a INTEGER)", "n’est pas une base lisible"),
        ("CREATE TABLE meta (format INTEGER)", "d’un autre format"),
        (f"CREATE TABLE meta AS SELECT {FILE_FORMAT} AS format", "n’est pas une base lisible"),
    ],
)
def test_an_unusable_file_is_told_with_the_way_out(tmp_path, content, told):
    path = tmp_path / "autre.duckdb"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, int):
        write_base(path, format_=content)
    elif content:
        with duckdb.connect(path) as connection:
            connection.execute(content)
    with pytest.raises(DatabaseUnusableError, match=told) as caught:
        Database(path, {})
    assert str(path) in str(caught.value)
    assert "python -m dashboard construire" in str(caught.value)


def test_a_file_whose_rows_are_damaged_is_told_as_such(path):
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE large AS SELECT hash(range) AS a FROM range(300_000)")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 200_000] = bytes(200_000)
    path.write_bytes(data)
    db = Database(path, {"q": query("SELECT sum(a) AS n FROM large")})
    with pytest.raises(DatabaseUnusableError, match="abîmé ou incomplet.*construire"):
        db.frame("q")
    db.close()


def test_a_file_removed_while_open_is_told(path, opened):
    db = opened()
    path.unlink()
    with pytest.raises(DatabaseUnusableError, match="n’existe pas"):
        db.version()


def test_a_query_is_named_by_its_path_and_knows_its_parameters(folder):
    (folder / "meta" / "une.sql").write_text(META, encoding="utf-8")
    (folder / "meta" / "deux.sql").write_text("--  Du texte. \nFROM meta WHERE format = $f AND version = $v;\n")
    (folder / "meta" / "notes.txt").write_text("not a query")
    queries = load_queries(folder)
    assert queries["meta/une"] == Query("meta/une", "One row.", META, frozenset())
    assert (queries["meta/deux"].meaning, queries["meta/deux"].parameters) == ("Du texte.", {"f", "v"})
    assert len(queries) == 2


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("-- Two.\nSELECT 1; SELECT 2", "un seul SELECT"),
        ("-- Two.\nSELECT 1; DROP TABLE meta", "un seul SELECT"),
        ("-- None.\n", "un seul SELECT"),
        ("-- Not one.\nDELETE FROM meta", "un seul SELECT"),
        ("-- Not one.\nCREATE TABLE t AS SELECT 1", "un seul SELECT"),
        ("-- Not one.\nCOPY meta TO 'fuite.csv'", "un seul SELECT"),
        ("-- Not one.\nATTACH 'autre.duckdb'", "un seul SELECT"),
        ("-- Wrong.\nSELECT FROM WHERE", "Parser Error"),
        ("SELECT 1", "la première ligne doit dire"),
        ("\n-- Late.\nSELECT 1", "la première ligne doit dire"),
        ("--\nSELECT 1", "la première ligne doit dire"),
        ("", "la première ligne doit dire"),
    ],
)
def test_a_file_that_is_not_one_commented_select_is_refused(folder, sql, told):
    (folder / "meta" / "une.sql").write_text(META, encoding="utf-8")
    (folder / "meta" / "wrong.sql").write_text(sql, encoding="utf-8")
    with pytest.raises(QueryError, match=told) as caught:
        load_queries(folder)
    assert str(folder / "meta" / "wrong.sql") in str(caught.value)


@pytest.mark.parametrize("name", ["queries", "queries/meta", "absent"])
def test_a_folder_without_query_is_refused(tmp_path, folder, name):
    with pytest.raises(QueryError, match="Aucune requête dans"):
        load_queries(tmp_path / name)


def test_a_file_replaced_atomically_is_seen(path, opened):
    db = opened()
    assert db.version() == "v1"
    for version in ("v2", "v3"):
        write_base(path, version)
        assert db.version() == version


def test_questions_asked_while_the_file_is_replaced_are_answered(path, opened):
    db = opened()
    with ThreadPoolExecutor(8) as readers:
        answers = [readers.submit(db.version) for _ in range(200)]
        for i in range(10):
            write_base(path, f"v{i}")
            answers += [readers.submit(db.version) for _ in range(50)]
        versions = {answer.result() for answer in answers}
    assert versions <= {f"v{i}" for i in range(10)}
    assert db.version() == "v9"


def test_a_question_asked_again_is_not_asked_of_the_file(opened, path):
    base = opened(q=query("SELECT random() AS n, $a AS a, $b AS b", "a", "b"))
    first = base.frame("q", {"a": 1, "b": [1, 2]})
    first["n"] = 0.0
    again = base.frame("q", {"a": 1, "b": [1, 2], "c": 3})
    assert again["n"].item() not in (0.0, base.frame("q", {"a": 2, "b": [1, 2]})["n"].item())
    assert base.frame("q", {"a": 1, "b": [1, 2]}).equals(again)
    write_base(path, "v2")
    assert not base.frame("q", {"a": 1, "b": [1, 2]}).equals(again)


def test_what_is_asked_of_a_version_is_answered_by_it_after_another_is_published(path, opened):
    db = opened(q=query("SELECT version FROM meta"))
    with db.at(None):
        write_base(path, "v2")
        assert (db.version(), db.newest(), db.frame("q")["version"].item()) == ("v1", "v2", "v1")
    with db.at("v1"):
        assert db.frame("q")["version"].item() == "v1"
    assert db.frame("q")["version"].item() == "v2"


def test_a_version_that_is_no_longer_open_is_told(path, opened):
    db = opened()
    for version in range(KEPT):
        write_base(path, f"w{version}")
        db.newest()
    with pytest.raises(VersionGoneError, match="rechargez"), db.at("v1"):
        pass
    with db.at("w0"):
        assert db.version() == "w0"


def test_a_view_of_a_file_made_by_others_reads_no_other_file(tmp_path):
    secret, path = tmp_path / "secret.txt", tmp_path / "autre.duckdb"
    secret.write_text("secret", encoding="utf-8")
    write_base(path)
    with duckdb.connect(path) as connection:
        connection.execute(f"CREATE VIEW fuite AS SELECT content FROM read_text('{secret}')")
    db = Database(path, {"q": query("FROM fuite")})
    with pytest.raises(QueryError, match="disabled"):
        db.frame("q")
    db.close()


def test_a_file_truncated_while_open_is_told(tmp_path):
    path = tmp_path / "grosse.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(
            f"CREATE TABLE meta AS SELECT {FILE_FORMAT} AS format, 'v' AS version, false AS demonstration"
        )
        connection.execute("CREATE TABLE t AS SELECT range AS a, md5(range::VARCHAR) AS b FROM range(200000)")
    db = Database(path, {"q": query("SELECT sum(a), max(b) FROM t")})
    with path.open("r+b") as file:
        file.truncate(20_000)
    with pytest.raises((QueryError, DatabaseUnusableError)):
        db.frame("q")
    db.close()


def test_a_parameter_that_no_filter_gives_and_a_question_without_file_are_told_at_once():
    queries = {"q": query("SELECT $shema, $au", "shema", "au")}
    with pytest.raises(QueryError) as told:
        refuse_unknown(queries, {"schema", "au"}, {"q", "seance/absente"})
    assert str(told.value).splitlines() == [
        "q : paramètre inconnu : $shema (connus : $au, $schema).",
        "seance/absente : aucun fichier de ce nom dans queries.",
    ]
    refuse_unknown(queries, {"shema", "au"}, {"q"})


def test_equal_parameters_are_asked_once_and_others_are_not_mistaken_for_them(opened):
    db = opened(q=query("SELECT len(($filtres).choisis) AS n", "filtres"))
    for choices in ([], [{"filtre": "etat", "valeur": "échue"}], []):
        assert db.frame("q", {"filtres": {"choisis": choices}})["n"].item() == len(choices)
