"""The wheel, installed outside the repository: its command builds, serves and opens a page, and writes elsewhere."""

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from dashboard.settings import ROOT
from tests.browser.conftest import opened

READ = (
    "queries/**/*.sql",
    "assets/*",
    "data/*.sql",
    "data/*.md",
    "data/plotly/*",
    "data/sources/**/*.csv",
    "data/territoires/*.[cg]*",
)


class Office:
    """A machine of a secretary: an environment of its own, a home, and nothing of the repository."""

    def __init__(self, folder):
        self.folder, self.home = folder, folder / "chez-elle"
        self.home.mkdir()
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        (self.wheel,) = folder.glob("*.whl")
        env = folder / "env"
        venv.create(env)
        subprocess.run(
            [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", "--python", env, "install", "--no-deps",
             "--no-index", self.wheel], check=True,
        )  # fmt: skip
        paths = sysconfig.get_paths("venv", {"base": str(env), "platbase": str(env)})
        self.package, self.command = Path(paths["purelib"], "dashboard"), Path(paths["scripts"], "sdsf")
        # The libraries are those of the tests: no registry is asked.
        self.package.with_name("bibliotheques.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("SDSF_", "PYTHON", "XDG_"))}
        self.environment = kept | {"HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}

    def start(self, *words):
        return subprocess.Popen(
            [self.command, *words], cwd=self.home, env=self.environment, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, *words):
        with self.start(*words) as process:
            told = process.communicate(timeout=120)[0]
        assert process.returncode == 0, told
        return told

    def packed(self):
        return {path: path.stat().st_mtime_ns for path in self.package.rglob("*")}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("poste"))


@pytest.fixture(scope="module")
def served(office):
    """The address of what the command serves at its first start, to a schéma of her own among the others."""
    before = office.packed()
    office.run("nouveau-schema", "--departement", "42", "--periode", "2024-2029", "--niveaux", "axe,objectif")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with office.start("servir", "--port", port) as process:
        told = [process.stdout.readline() for _ in range(2)]
        assert "Tableau de bord ouvert" in told[1], "".join([*told, process.stdout.read()])
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=60)[0]
    assert process.returncode == 0, told
    assert office.packed() == before


def test_the_wheel_holds_what_is_read_and_nothing_that_was_written(office):
    held = {name for name in zipfile.ZipFile(office.wheel).namelist() if name.startswith("dashboard/fichiers/")}
    read = {path.relative_to(ROOT).as_posix() for pattern in READ for path in ROOT.glob(pattern) if path.is_file()}
    assert held == {f"dashboard/fichiers/{name}" for name in read}


def test_a_page_opens_with_its_figure(context, served):
    for reader in opened(context, served):
        reader.open("/?au=2024-06-01")
        assert reader.page.title() == "Séance · Tableau de bord SDSF"
        assert "114 actions sur 114" in reader.page.locator("body").inner_text()
        assert reader.page.locator(".js-plotly-plot").count() > 0


def test_everything_is_written_in_the_folder_of_the_user(context, served, office):
    folder = office.home / ".local" / "share" / "sdsf"
    assert (folder / "sources" / "42-2024" / "schema.csv").exists()
    assert {path.parent for path in office.folder.rglob("*.duckdb")} == {folder}
    schemes = context.request.get(f"{served}/telecharger/vues/schemas.csv").text()
    assert [line.partition(";")[0] for line in schemes.splitlines()[1:]] == [
        "42-2024", "63-2022", "70-2021", "87-2017", "93-2024",
    ]  # fmt: skip
