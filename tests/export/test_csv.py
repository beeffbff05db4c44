import duckdb
import numpy as np
import pandas as pd
import pytest

from dashboard.export.csv import to_csv


def cell(value):
    """The cell that a spreadsheet reads for one value."""
    frame = pd.DataFrame({"a": pd.Series([value], dtype=object), "z": ["fin"]})
    return to_csv(frame).decode("utf-8-sig").removeprefix("a;z\r\n").removesuffix(";fin\r\n")


def test_a_spreadsheet_opens_the_file_at_once():
    content = to_csv(pd.DataFrame({"Intitulé": ["été ; « 1 »", 'dit "oui"', "deux\nlignes"], "n": [1, 2, 3]}))
    assert content.startswith(b"\xef\xbb\xbf" + "Intitulé;n\r\n".encode())
    text = content.decode("utf-8-sig")
    assert text == 'Intitulé;n\r\n"été ; « 1 »";1\r\n"dit ""oui""";2\r\n"deux\nlignes";3\r\n'


def test_a_frame_without_row_keeps_its_header():
    assert to_csv(pd.DataFrame({"a": [], "b": []})).decode("utf-8-sig") == "a;b\r\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        (pd.NA, ""),
        ("", ""),
        (True, "oui"),
        (False, "non"),
        (np.bool_(True), "oui"),
        (np.bool_(False), "non"),
        (pd.Timestamp(2024, 3, 1), "01/03/2024"),
        (pd.Timestamp(2022, 12, 31, 23, 59), "31/12/2022"),
        (0, "0"),
        (656643, "656643"),
        (-3, "-3"),
        (3.85, "3,85"),
        (-2.5, "-2,5"),
        (-4.0, "-4"),
        (np.float64(-0.25), "-0,25"),
        (2019.0, "2019"),
        ("Caf", "Caf"),
        ("3.85", "3.85"),
        (["Caf", "MSA"], "Caf, MSA"),
        (("a",), "a"),
        ([], ""),
        (np.array(["Caf", "MSA"], dtype=object), "Caf, MSA"),
        ([1.5, None, True], "1,5, , oui"),
    ],
)
def test_a_value_is_written_the_french_way(value, text):
    assert cell(value) == text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_text_runs_as_a_formula(start):
    for text in (f"{start}1+1", f"{start}cmd|' /C calc'!A0", start):
        assert cell(text) == f"'{text}"
        assert cell([text, "b"]).startswith("'")


@pytest.mark.parametrize("text", ["a=b", "1-2", "12 rue @", " = ", "’=", "é-"])
def test_a_harmless_text_is_left_as_it_is(text):
    assert cell(text) == text


@pytest.mark.parametrize("sql", ["-7::INTEGER", "-7::BIGINT", "-7::DOUBLE", "sum(-7)"])
def test_a_negative_number_of_the_database_stays_a_number(sql):
    assert to_csv(duckdb.sql(f"SELECT {sql} AS n").df()).decode("utf-8-sig") == "n\r\n-7\r\n"


def test_a_frame_from_the_database_keeps_its_types():
    frame = duckdb.sql(
        """SELECT * FROM (VALUES
            (DATE '2022-01-01', 1.5::DOUBLE, 7::INTEGER, true, ['a', 'b'], '-x'),
            (NULL, NULL, NULL, NULL, NULL, NULL)) t(d, f, i, b, l, s)"""
    ).df()
    assert to_csv(frame).decode("utf-8-sig").splitlines() == [
        "d;f;i;b;l;s",
        "01/01/2022;1,5;7;oui;a, b;'-x",
        ";;;;;",
    ]
