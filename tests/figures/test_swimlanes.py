"""The calendars of the schémas on one axis, which holds every bar."""

import pandas as pd

from dashboard.figures.swimlanes import calendars

DAY = pd.Timestamp


def test_the_axis_holds_the_actions_that_run_beyond_their_schema(filters_of):
    row = {"schema": "Allier", "premier_jour": DAY("2023-01-01"), "dernier_jour": DAY("2027-12-31"), "code": "a1",
           "intitule": "Ouvrir", "debut": DAY("2022-09-01"), "debut_precision": "mois", "fin": DAY("2029-06-30"),
           "fin_precision": "mois"}  # fmt: skip
    undated = row | {"code": "a2", "debut": pd.NaT, "fin": pd.NaT}
    filters = filters_of("/comparer")
    assert calendars(pd.DataFrame([row, undated]), filters)["layout"]["xaxis"]["range"] == ["2022-01-01", "2030-01-01"]
    assert calendars(pd.DataFrame([undated]), filters)["layout"]["xaxis"]["range"] == ["2023-01-01", "2028-01-01"]
