"""The cells of a table: their typography is that of the sentences."""

import pandas as pd

from dashboard.components.markup import to_html
from dashboard.components.table import Column, table


def test_a_double_sign_in_a_cell_stays_with_its_word(filters_of):
    rows = pd.DataFrame({"a": ["Caf ; CD : « oui »"], "b": ["même « lien »"]})
    columns = {"a": "A", "b": Column("B", lambda row, _: "/b")}
    text = to_html(table(rows, columns, filters_of("/", ""), "Titre"))
    assert "Caf\N{NO-BREAK SPACE}; CD\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}oui\N{NO-BREAK SPACE}»" in text
    assert ">même «\N{NO-BREAK SPACE}lien\N{NO-BREAK SPACE}»</a>" in text
