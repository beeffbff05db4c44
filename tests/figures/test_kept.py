"""Each renderer draws what it drew: whole figures against those kept in `kept/`, read by a person when they change.

`SDSF_GARDER=oui pytest tests/figures/test_kept.py` keeps what is drawn now; the difference is then read in the commit.
"""

import json
import os
from pathlib import Path

import pytest

from dashboard.figures import render
from dashboard.figures.key import keyed, sample
from dashboard.figures.medium import SCREEN, SLIDE
from tests.figures.values import VALUES

KEPT = Path(__file__).parent / "kept"


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize(("where", "medium"), [("page", SCREEN), ("diapositive", SLIDE)])
def test_a_figure_is_the_one_that_is_kept(name, where, medium):
    chart = VALUES[name]
    figure = keyed(render(chart, medium), chart.key, medium) if medium is SLIDE else render(chart, medium)
    drawn = {"figure": figure, "legende": [sample(mark) for mark in chart.key]}
    text = json.dumps(drawn, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    kept = KEPT / f"{name}-{where}.json"
    if os.environ.get("SDSF_GARDER"):
        kept.write_text(text, encoding="utf-8")
    assert json.loads(text) == json.loads(kept.read_text(encoding="utf-8"))
