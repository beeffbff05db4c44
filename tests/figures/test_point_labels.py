"""The values written on a trend: where two curves meet, the table and the pointer give them."""

import pandas as pd
import pytest

from dashboard.figures.trend import _point_labels


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([[10.0, 20.0]], [["10", "20"]]),
        ([[10.0, 20.0], [40.0, 21.0]], [["10", ""], ["40", ""]]),
        ([[10.0, 20.0], [10.0, 40.0]], [["", "20"], ["", "40"]]),
    ],
)
def test_values_that_would_cover_each_other_are_not_written(values, labels):
    without_target = dict.fromkeys(("cible", "echeance_cible", "cible_intermediaire", "echeance_intermediaire"), pd.NaT)
    lines = [pd.DataFrame({"annee": [2020, 2021], "valeur": v} | without_target) for v in values]
    assert _point_labels(lines) == labels
