"""The import contracts: every module is of one wing, reading or writing, or of what both need."""

import re
import tomllib

from dashboard.settings import ROOT

LAYERS, WINGS, *_ = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
COMMANDS = {"__main__", "commands"}
BOTH = {"moves", "db", "vocabulary", "queries", "publication", "settings", "colours", "errors", "french"}


def test_each_module_is_of_one_wing_or_of_what_both_need():
    modules = [name for layer in LAYERS["layers"] for name in re.split(r" \| ", layer)]
    wings = [name.removeprefix("dashboard.") for name in WINGS["source_modules"] + WINGS["forbidden_modules"]]
    assert sorted(modules) == sorted([*wings, *BOTH, *COMMANDS])


def test_a_module_that_no_layer_names_fails_the_check():
    assert LAYERS["exhaustive"]
    assert LAYERS["containers"] == ["dashboard"]
