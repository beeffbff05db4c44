"""The names that the README gives to who carries on: its files are there, its names are those of the code."""

import re

import pytest

from dashboard.settings import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
# The chapters that tell where things are, and how to add one.
TOLD = "".join(
    re.findall(r"^## (?:How data flows|Architecture|How to add)\n.*?(?=^## )", README, re.MULTILINE | re.DOTALL)
)
FOLDERS = (ROOT, ROOT / "dashboard", ROOT / "data", ROOT / "data" / "sources" / "63-2022")
SOURCES = [
    *ROOT.glob("dashboard/**/*.py"),
    *ROOT.glob("data/*.sql"),
    *ROOT.glob("assets/*.js"),
    ROOT / "pyproject.toml",
]
CODE = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
QUOTED = set(re.findall(r"`([^`\n]+)`", TOLD))
PATHS = sorted(q for q in QUOTED if re.fullmatch(r"[\w./-]+(/|\.(py|sql|md|csv|js|toml))", q))
NAMES = sorted(q for q in QUOTED if re.fullmatch(r"(\w+\.)?\w+(\(.*\))?", q) and q not in {*PATHS, "oui", "non"})
PLACED = re.findall(r"`(\w+)`,? (?:\(|in )`([\w/]+\.(?:py|sql))`", TOLD)


@pytest.mark.parametrize("path", PATHS)
def test_a_file_that_the_readme_names_is_there(path):
    # `suivi/` is the archive of who runs it, made by the first import.
    assert path == "suivi/" or any((folder / path).exists() for folder in FOLDERS)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_the_readme_is_one_of_the_code(name):
    for part in re.sub(r"\(.*", "", name).split("."):
        assert re.search(rf"\b{part}\b", CODE), part


@pytest.mark.parametrize(("name", "path"), PLACED)
def test_a_name_is_defined_in_the_file_that_the_readme_says(name, path):
    text = next((folder / path).read_text(encoding="utf-8") for folder in FOLDERS if (folder / path).exists())
    defined = rf"^\s*(?:def|class) {name}\b|^{name}\b.* = |\bAS {name}\b|CREATE \w+ (?:base\.)?{name}\b"
    assert re.search(defined, text, re.MULTILINE)
