"""What some tests need that a machine may lack: those tests are left out as a named group, counted in the last line."""

import os
import shutil
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from dashboard.settings import ROOT

# The transcribed documents, which name persons: they stand beside the project, not in it.
DOCUMENTS = ROOT.parent / "shared" / "sources"
LEFT_OUT = pytest.StashKey[Counter[str]]()


@cache
def chromium() -> str | None:
    """Return the Chromium that the tests drive: the one of this machine, else Playwright's own, if it was installed."""
    if own := shutil.which("chromium"):
        return own
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def older_duckdb(release: str) -> Path:
    """Return the folder where a release of DuckDB older than ours was installed, if it could be had."""
    return Path(sys.prefix, f"duckdb-{release}")


NEEDS = {
    "chromium": chromium,
    "libreoffice": lambda: shutil.which("soffice"),
    "poppler": lambda: shutil.which("pdftotext"),
    "documents": DOCUMENTS.exists,
    "posix": lambda: os.name == "posix",
    # Releases that people's tools are made of, installed by the Makefile each in a folder of its own.
    "duckdb-1-2": lambda: older_duckdb("1-2").exists(),
    "duckdb-1-5": lambda: older_duckdb("1-5").exists(),
}


def lacking(item):
    """Return the first thing that a test needs and that is not here: told by its marks, or by the browser it asks."""
    named = [mark.args[0] for mark in item.iter_markers("needs")]
    asked = ["chromium"] if "chromium" in item.fixturenames else []
    return next((name for name in (*named, *asked) if not NEEDS[name]()), None)


def pytest_configure(config):
    config.addinivalue_line("markers", "needs(name): what the test needs beside Python, a key of NEEDS")
    config.stash[LEFT_OUT] = Counter()


def pytest_collection_modifyitems(config, items):
    groups = {item: lacking(item) for item in items}
    items[:] = [item for item, group in groups.items() if group is None]
    config.stash[LEFT_OUT].update(group for group in groups.values() if group)


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(session.config.stash[LEFT_OUT])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    # Each worker collects all the tests: they say the same.
    node.config.stash[LEFT_OUT] |= Counter(getattr(node, "workeroutput", {}).get("left_out", {}))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter, config):
    for group, count in config.stash[LEFT_OUT].items():
        terminalreporter.stats[f"left out without {group}"] = [None] * count
