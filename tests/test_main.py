"""The command line as a secretary meets it: its status, French sentences, never a traceback."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dashboard.__main__ import main
from dashboard.settings import ROOT, Settings

ANY_PORT = ("--port", "0")
COMMANDS = ("ouvrir le tableau de bord", "construire le fichier DuckDB", "écrire le dossier de tables d’un schéma")


def start(*arguments, **environment):
    """Run a command in a process of its own."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("SDSF_")}
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *map(str, arguments)],
        cwd=ROOT,
        env=inherited | {"PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command in this process, where a server that would listen is a fault."""

    def listening(*_):
        raise AssertionError("it listens")

    def running(*arguments, **environment):
        for key in [key for key in os.environ if key.startswith("SDSF_")]:
            monkeypatch.delenv(key)
        for key, value in environment.items():
            monkeypatch.setenv(key, value)
        monkeypatch.setattr(sys, "argv", ["dashboard", *map(str, arguments)])
        try:
            status = main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        return subprocess.CompletedProcess(arguments, status, *capsys.readouterr())

    monkeypatch.setattr("dashboard.serving.server", listening)
    return running


def assert_refused(done, *told):
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert [t for t in told if t not in done.stderr] == [], done.stderr


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ((), ("Tableau de bord du schéma départemental", *COMMANDS)),
        (("servir",), ("port d’écoute (8050)", "adresse d’écoute", "fichier DuckDB à lire")),
        (("construire",), ("fichier DuckDB à écrire", "dossier des tables (défaut : data)")),
        (("nouveau-schema",), ("code du département, ex. 42 ou 2A", "ex. 2024-2029", "ex. axe,objectif")),
    ],
)
def test_help_is_in_french(run, command, told):
    done = run(*command, "--help", COLUMNS="200")
    assert (done.returncode, done.stderr) == (0, "")
    assert [t for t in told if t not in done.stdout] == []


def test_construire_writes_the_file_and_counts_its_rows(tmp_path):
    base = tmp_path / "neuve.duckdb"
    done = start("construire", "--base", base)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[-1] == f"Fichier construit : {base}"
    with duckdb.connect(base, read_only=True) as connection:
        views = connection.sql("select view_name from duckdb_views() where not internal order by 1").fetchall()
        assert lines[:-1] == [f"{view} : {connection.table(view).shape[0]} lignes" for (view,) in views]
        counts = connection.sql("select schema_id, count(*) from actions group by all order by all").fetchall()
    assert counts == [("63-2022", 114), ("70-2021", 29), ("87-2017", 20), ("93-2024", 11)]


def test_construire_refuses_tables_with_faults(run, tmp_path):
    data, base = tmp_path / "data", tmp_path / "sdsf.duckdb"
    shutil.copytree(ROOT / "data" / "sources", data / "sources")
    for path in (ROOT / "data" / "territoires", *(ROOT / "data").glob("*.sql")):
        (data / path.name).symlink_to(path)
    scheme = data / "sources" / "63-2022"
    niveaux = scheme / "niveaux.csv"
    niveaux.write_text(niveaux.read_text(encoding="utf-8").replace("2;engagement", "deux;engagement"), encoding="utf-8")
    (scheme / "comites.csv").write_text("organisme;membre\nCaf;Cafe\n", encoding="utf-8")
    base.touch()
    assert_refused(
        run("construire", "--base", base, "--donnees", data),
        "Tables refusées : 2 problèmes dans les tables, rien n’a été écrit :",
        "- 63-2022/niveaux.csv, ligne 3, colonne rang : « deux » n’est pas valable (attendu : un nombre entier).",
        "- 63-2022/comites.csv, ligne 2, colonne membre : « Cafe » est inconnu",
    )
    assert base.read_bytes() == b""
    assert {p.name for p in tmp_path.iterdir()} == {"data", "sdsf.duckdb", ".sdsf.duckdb.verrou"}


@pytest.mark.parametrize("kind", ["text", "foreign", "folder", "device"])
def test_construire_replaces_no_file_that_is_not_ours(run, tmp_path, kind):
    base = tmp_path / "autre"
    if kind == "text":
        base.write_text("notes", encoding="utf-8")
    elif kind == "foreign":
        with duckdb.connect(base) as connection:
            connection.execute("CREATE TABLE clients (nom VARCHAR)")
    elif kind == "folder":
        base.mkdir()
    else:
        base = Path(os.devnull)
    before = base.read_bytes() if base.is_file() else None
    assert_refused(run("construire", "--base", base), f"{base} n’est pas un fichier")
    assert (base.read_bytes() if base.is_file() else None) == before
    assert [p for p in tmp_path.iterdir() if p != base] == []


def test_words_that_the_output_cannot_write_end_no_command(tmp_path):
    done = start("construire", "--base", tmp_path / "é→.duckdb", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("setting", ["SDSF_BASE", "SDSF_HOTE", "SDSF_PORT", "SDSF_COMITE"])
def test_an_empty_setting_is_as_if_absent(setting):
    assert Settings.from_environment({setting: "  "}) == Settings()


def test_an_ipv6_address_is_written_between_brackets():
    settings = Settings.from_environment({"SDSF_HOTE": "::1"})
    assert settings.address == "http://[::1]:8050"
    assert settings.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert Settings.from_environment({"SDSF_NOMS": "sdsf.caf.fr, fe80::1"}).hosts[3:] == ("sdsf.caf.fr", "[fe80::1]")


def test_nouveau_schema_writes_a_folder_and_says_what_comes_next(run, tmp_path):
    data = empty_data(tmp_path)
    done = run("nouveau-schema", "--departement", "42", "--periode", "2024-2029", "--niveaux", "axe, objectif",
               "--donnees", data)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    folder = data / "sources" / "42-2024"
    assert done.stdout.splitlines()[0] == f"Dossier écrit : {folder}"
    assert "python -m dashboard construire" in done.stdout
    niveaux = (folder / "niveaux.csv").read_text(encoding="utf-8-sig").splitlines()
    assert niveaux[1:] == ["1;axe;Axe;axes", "2;objectif;Objectif;objectifs"]


def test_nouveau_schema_refuses_what_is_wrong_and_writes_nothing(run, tmp_path):
    data = empty_data(tmp_path)
    done = run("nouveau-schema", "--departement", "999", "--periode", "2024", "--niveaux", "pilote", "--donnees", data)
    assert_refused(done, "Demande refusée : --departement « 999 »", "--periode « 2024 »", "« pilote » est réservé")
    assert list((data / "sources").iterdir()) == []


def empty_data(tmp_path):
    (tmp_path / "data" / "sources").mkdir(parents=True)
    (tmp_path / "data" / "territoires").symlink_to(ROOT / "data" / "territoires")
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "n’existe pas"),
        (b"\x8f\x03junk" * 3000, "n’est pas une base lisible"),
        (999, "d’un autre format"),
    ],
    ids=["missing", "corrupt", "other-format"],
)
def test_servir_refuses_an_unusable_file(run, tmp_path, content, told):
    base = tmp_path / "missing.duckdb"
    if isinstance(content, bytes):
        base.write_bytes(content)
    elif content:
        with duckdb.connect(base) as connection:
            connection.execute("CREATE TABLE meta AS SELECT ?::INTEGER AS format, 'x' AS version", [content])
    done = run("servir", "--base", base, *ANY_PORT)
    assert_refused(done, f"Base de données indisponible : Le fichier {base}", told, "python -m dashboard construire")


def test_without_command_the_dashboard_opens(tmp_path):
    base = tmp_path / "missing.duckdb"
    assert_refused(start(*ANY_PORT, SDSF_BASE=str(base)), f"Base de données indisponible : Le fichier {base}")


def test_servir_refuses_a_port_in_use(run):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        told = f"Écoute impossible : Impossible d’écouter sur 127.0.0.1:{port}"
        assert_refused(run("servir", "--port", port), told, "Choisissez-en un autre avec --port.")
        assert_refused(run("servir", SDSF_PORT=str(port)), told)


@pytest.mark.parametrize("port", [65536, 99999999999999999999, -1])
def test_servir_refuses_a_port_out_of_range(port):
    assert_refused(start("servir", f"--port={port}"), f"127.0.0.1:{port}", "Choisissez-en un autre avec --port.")


@pytest.mark.parametrize(
    "environment",
    [{"SDSF_AUJOURDHUI": "demain"}, {"SDSF_AUJOURDHUI": "01/06/2024"}, {"SDSF_PORT": "http"}],
    ids=lambda e: "=".join(*e.items()),
)
@pytest.mark.parametrize("command", ["servir", "construire"])
def test_an_unreadable_setting_is_told(run, command, environment):
    assert_refused(run(command, **environment), "Réglage illisible : ", *environment.values())


@pytest.mark.parametrize(
    "arguments",
    [
        ("fermer",),
        ("servir", "--port", "http"),
        ("construire", "--couleur", "rouge"),
        ("nouveau-schema", "--niveaux", "axe"),
    ],
)
def test_an_unknown_argument_ends_with_status_2(run, arguments):
    assert_refused(run(*arguments), arguments[-1])
