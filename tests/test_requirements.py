"""The locks: every dependency of pyproject.toml within its range, every file by its hash, no address."""

import importlib.util
import re
import tomllib
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from dashboard.settings import ROOT

FOLDER = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
RUN = [*PROJECT["project"]["dependencies"], *GROUPS["build"]]
ASKED = {
    "run": RUN,
    "dev": [*RUN, *PROJECT["project"]["optional-dependencies"]["dev"]],
    "territoires": GROUPS["territoires"],
    "mutation": GROUPS["mutation"],
    "audit": GROUPS["audit"],
    "duckdb-1-2": GROUPS["duckdb-1-2"],
    "duckdb-1-5": GROUPS["duckdb-1-5"],
}
RELEASE = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9a-z.]+)(?P<where> ; [^\\]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
)


def locked(name):
    """Return the version and the condition of each release of a lock, all of whose text is releases and hashes."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert RELEASE.sub("", text) == ""
    return {found["name"]: (Version(found["version"]), found["where"]) for found in RELEASE.finditer(text)}


@pytest.mark.parametrize("name", ASKED)
def test_a_lock_holds_what_the_project_asks_within_its_range_on_every_system(name):
    releases = locked(name)
    for line in ASKED[name]:
        wanted = Requirement(line)
        version, where = releases[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(version), line
        assert where is None


def test_tests_run_on_the_releases_that_are_served():
    run, dev = locked("run"), locked("dev")
    assert {name: dev.get(name) for name in run} == run


def test_what_builds_the_package_is_locked_too():
    assert PROJECT["build-system"]["requires"] == GROUPS["build"]


def test_nothing_is_installed_without_its_hash():
    for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines():
        if "$(PIP)" in line or "pip install" in line.partition(":=")[0]:
            assert "--require-hashes" in line or "--no-deps --no-build-isolation -e ." in line


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", FOLDER / "audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SKIPPED = {"name": "dash", "skip_reason": "not found"}
SOUND = {"name": "duckdb", "version": "2.0.0", "vulns": []}
FAULTY = {"name": "flask", "version": "3.1.3", "vulns": [{"id": "CVE-1", "fix_versions": ["3.1.4"]}]}


@pytest.mark.parametrize(
    ("releases", "status", "words"),
    [
        ([], 0, "No advisory can be reached from here: nothing was audited."),
        ([SKIPPED], 0, "No advisory can be reached from here: nothing was audited."),
        ([SOUND, SOUND], 0, "Locked releases audited: 1; known advisories: 0."),
        ([SOUND, SKIPPED], 0, "Locked releases audited: 1; known advisories: 0.\nNot audited: dash."),
        ([FAULTY], 1, "Locked releases audited: 1; known advisories: 1.\nflask 3.1.3: CVE-1, mended in 3.1.4"),
    ],
)
def test_an_audit_that_reached_nothing_does_not_say_that_all_is_well(audit, releases, status, words):
    assert audit.verdict(releases) == (status, words)


def test_an_audit_that_failed_is_not_taken_for_one_that_reached_nothing(audit, monkeypatch):
    told = iter(["Could not connect to the service", "duplicate requirements"])
    monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: SimpleNamespace(stdout="", stderr=next(told)))
    assert audit.asked("run.txt") == []
    with pytest.raises(SystemExit, match="duplicate"):
        audit.asked("run.txt")
