"""The check of a workbook: every fault at once at its cell, and no value changed or dropped in silence."""

import csv
import io
import re
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from dashboard.suivi.characters import alike, clean, hidden_in
from dashboard.suivi.checking import check
from dashboard.suivi.differences import ROW, changes, words
from dashboard.suivi.merging import read_campaign
from dashboard.suivi.model import Campaign, Change, Checked, Plan
from dashboard.suivi.refusals import WorkbookRefusedError
from dashboard.suivi.sheets import (
    ACTIONS,
    CHOICE,
    CODE,
    CODES,
    CONFIDENCES,
    DATE,
    DECISIONS,
    MAX_TEXT,
    MEASURES,
    NUMBER,
    PERCENT,
    SHEETS,
    STATUSES,
    TEXT,
)
from dashboard.suivi.workbook import read_workbook
from dashboard.suivi.writing import write_workbook

PLAN = Plan(
    scheme="63-2022",
    title="Schéma du Puy-de-Dôme",
    start=date(2022, 1, 1),
    end=date(2026, 12, 31),
    actions={
        "1.1": "Informer les professionnels", "1.2": "Promouvoir les relais", "1.3": "Proposer des outils",
        "2.1": "Ouvrir des places", "2.2": "Former les équipes", "12": "Réunir le comité", "3.1": "Accueillir",
        "3.10": "Accompagner",
    },
    indicators={"eval-1-1": "Nombre de places", "eval-1-2": "Taux de couverture"},
    territories={"63": "Puy-de-Dôme", "01": "Ain", "246300701": "Clermont Auvergne Métropole"},
    pilots={},
)  # fmt: skip
# One file is written again and again, on machines of any speed.
FREE = settings(deadline=None, suppress_health_check=list(HealthCheck))
AU = date(2025, 6, 30)
FORMATS = ("General", "@", "0%", "0.00", "00000", "dd/mm/yyyy", "mmm-yy")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "suivi.xlsx"


@pytest.fixture
def checked(path):
    """Check a workbook given by sheet, row number and header; with its value, a cell may have a format."""

    def checking(sheets, plan=PLAN, au=AU):
        book = Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            tab = book.create_sheet(name)
            tab.append([f.header for f in SHEETS[name].fields])
            for number, row in rows.items():
                for header, value in row.items():
                    put(tab.cell(number, [f.header for f in SHEETS[name].fields].index(header) + 1), value)
        book.save(path)
        return check(read_workbook(path), plan, au)

    return checking


def put(cell, value):
    value, number_format = value if isinstance(value, tuple) else (value, None)
    cell.value = value
    if isinstance(value, str) and number_format != "formule":
        cell.data_type = "s"
    elif number_format and number_format != "formule":
        cell.number_format = number_format


def full(rows):
    """The rows, and below them those of the actions that they leave out, so that none is missing."""
    there = {str(row.get("Code")) for row in rows.values()}
    return rows | {
        n: {"Code": c} for n, c in enumerate((c for c in PLAN.actions if c not in there), start=max(rows) + 1)
    }


def found(result):
    """The problems by sheet and cell, without those on absent sheets."""
    return [
        (p.sheet, p.cell, p.severity, p.nearest)
        for p in result.problems
        if not p.expected.startswith(("feuille absente", "actions du schéma"))
    ]


@pytest.fixture
def one(checked):
    """Check one cell of an action, a measure or a decision: its value and its problems."""

    def checking(header, value, sheet=ACTIONS):
        base = {
            "Actions": {"Code": "1.1"},
            "Mesures": {"Indicateur": "eval-1-1", "Code territoire": "63", "Date": "30/06/2025"},
            "Décisions": {"N°": "1", "Décision": "Dire", "Date": "30/06/2025", "État": "Ouverte"},
        }[sheet.name]
        result = checked({sheet.name: {2: base | {header: value}}})
        column = [f.header for f in sheet.fields].index(header)
        problems = [p for p in result.problems if p.cell == f"{chr(ord('A') + column)}2"]
        key = sheet.fields[column].key
        rows = result.rows[sheet.name]
        return rows[0][key] if rows else None, problems

    return checking


def test_thirty_faults_are_all_told_at_once_at_their_cells(checked):
    long = "x" * (MAX_TEXT + 1)
    result = checked(
        {
            "Actions": {
                2: {"Code": "1.1", "Statut": "Realisé", "Taux (%)": 120, "Confiance": "atteignabl"},
                3: {"Code": "1.22", "Statut": "En cours", "Début réel": "juin 2025"},
                4: {"Code": "1.2", "Intitulé": "Proposer des outils", "Fin prévue": "31/02/2025", "Commentaire": long},
                6: {"Code": "1.3", "Début réel": 45000, "Fin réelle": "le 3", "Référent": "a\u202eb"},
                7: {"Code": "2.1", "Début réel": date(2024, 5, 2), "Fin réelle": date(2024, 5, 1)},
                8: {"Code": "2.1", "Statut": "En pause"},
                9: {"Statut": "En cours", "Intitulé": "Réunir le comité"},
                10: {"Code": 3.1, "Statut": "Réalisée"},
                11: {"Code": 12, "Statut": "À venir", "Taux (%)": 0.5, "Début réel": date(1989, 12, 31)},
                12: {"Code": "2.2", "Statut": ("=1+1", "formule"), "Fin prévue": datetime(2025, 6, 30, 14)},
            },
            "Mesures": {
                2: {"Indicateur": "eval-1", "Code territoire": 1, "Valeur": "12 places", "Date": date(2025, 1, 1)},
                3: {"Indicateur": "eval-1-1", "Code territoire": "Clermont", "Valeur": 12},
                4: {"Indicateur": "eval-1-2", "Code territoire": "63", "Cible": (0.5, "0%")},
            },
            "Décisions": {
                2: {"N°": 1, "Décision": "Dire", "Actions liées": "1.1 ; 1.4, 2.9", "État": "clos"},
                3: {"Décision": "Faire", "Date": date(2026, 1, 1)},
            },
        }
    )
    near_14 = ("1.3", "1.2", "1.1")
    assert [p for p in found(result) if p[0] == "Actions"] == [
        ("Actions", "C2", "bloquant", ("Réalisée",)),
        ("Actions", "D2", "bloquant", ()),
        ("Actions", "E2", "bloquant", ("atteignable",)),
        ("Actions", "A3", "bloquant", ("1.2", "12")),
        ("Actions", "F3", "bloquant", ()),
        ("Actions", "B4", "à vérifier", ("1.3",)),
        ("Actions", "G4", "bloquant", ()),
        ("Actions", "I4", "bloquant", ()),
        ("Actions", "F6", "bloquant", ()),
        ("Actions", "H6", "bloquant", ()),
        ("Actions", "L6", "à vérifier", ()),
        ("Actions", "H7", "bloquant", ()),
        ("Actions", "A8", "bloquant", ()),
        ("Actions", "A9", "bloquant", ("12",)),
        ("Actions", "A10", "bloquant", ("3.1", "3.10")),
        ("Actions", "H10", "à vérifier", ()),
        ("Actions", "D11", "à vérifier", ()),
        ("Actions", "D11", "à vérifier", ()),
        ("Actions", "F11", "bloquant", ()),
        ("Actions", "F11", "à vérifier", ()),
        ("Actions", "C12", "bloquant", ()),
        ("Actions", "G12", "à vérifier", ()),
    ]
    assert [p for p in found(result) if p[0] == "Mesures"] == [
        ("Mesures", "A2", "bloquant", ("eval-1-2", "eval-1-1")),
        ("Mesures", "C2", "bloquant", ("01",)),
        ("Mesures", "F2", "bloquant", ()),
        ("Mesures", "C3", "bloquant", ("246300701",)),
        ("Mesures", "E3", "bloquant", ()),
        ("Mesures", "G4", "bloquant", ()),
        ("Mesures", "H4", "à vérifier", ()),
    ]
    assert [p for p in found(result) if p[0] == "Décisions"] == [
        ("Décisions", "C2", "à vérifier", ()),
        ("Décisions", "F2", "bloquant", (*near_14, "2.2", "2.1")),
        ("Décisions", "G2", "bloquant", ("Close",)),
        ("Décisions", "A3", "bloquant", ()),
        ("Décisions", "C3", "à vérifier", ()),
        ("Décisions", "G3", "bloquant", ()),
    ]
    assert len(result.blocking) == sum(p.severity == "bloquant" for p in result.problems) == 25


def test_what_a_problem_says(checked):
    said = [str(p) for p in checked({"Actions": full({2: {"Code": "1.1", "Statut": "Realisé"}})}).problems]
    assert said[0] == (
        "[bloquant] Actions!C2, colonne « Statut » : « Realisé » (accepté : À venir, En cours, Réalisée, En pause, "
        "Bloquée, Abandonnée, À discuter ; le plus proche : Réalisée)."
    )


def test_a_good_workbook_has_no_problem_and_gives_typed_rows(checked):
    result = checked(
        {
            "Actions": full({2: {
                "Code": "1.1", "Intitulé": "informer  les PROFESSIONNELS", "Statut": "realisee", "Taux (%)": 100,
                "Confiance": " Objectif Securise", "Début réel": date(2024, 1, 2), "Fin prévue": "30/06/2025",
                "Fin réelle": datetime(2025, 6, 29), "Commentaire": "  Fait.\r\nBien. ",
            }}),
            "Mesures": {
                2: {"Indicateur": "eval-1-1", "Code territoire": 63, "Date": "2025-06-30", "Valeur": "1 234,5"},
                3: {"Indicateur": "eval-1-1", "Libellé": "Nombre de places", "Code territoire": "01"},
            },
            "Décisions": {
                2: {"N°": 1.0, "Décision": "Dire", "Date": AU, "Actions liées": "1.1; 1.2", "État": "OUVERTE"}
            },
        }
    )  # fmt: skip
    assert result.problems == ()
    assert result.rows == {
        "Actions": (
            {
                "action": "1.1", "statut": "Réalisée", "taux": 100.0, "confiance": "objectif sécurisé",
                "debut_reel": date(2024, 1, 2), "fin_prevue": AU, "fin_reelle": date(2025, 6, 29),
                "commentaire": "Fait.\nBien.", "prochaine_etape": None, "decision_attendue": None, "referent": None,
            },
        ),
        "Mesures": (
            {"indicateur": "eval-1-1", "territoire": "63", "date": AU, "valeur": 1234.5, "cible": None,
             "echeance_cible": None, "cible_intermediaire": None, "echeance_intermediaire": None, "source": None},
        ),
        "Décisions": (
            {"numero": "1", "decision": "Dire", "date": AU, "responsable": None, "echeance": None,
             "actions": ("1.1", "1.2"), "etat": "Ouverte"},
        ),
    }  # fmt: skip
    assert type(result.rows["Actions"][0]["fin_reelle"]) is date


def test_the_workbook_that_goes_out_comes_back_unchanged(tmp_path, checked):
    rows = checked(
        {
            "Actions": {2: {"Code": "1.1", "Statut": "En cours", "Taux (%)": 45.5, "Fin prévue": date(2026, 1, 31),
                            "Commentaire": "- fait\n= peu"}},
            "Mesures": {2: {"Indicateur": "eval-1-1", "Code territoire": "01", "Date": AU, "Valeur": 0.3}},
            "Décisions": {2: {"N°": "D-1", "Décision": "Dire", "Date": AU, "Actions liées": "1.1;3.10",
                              "État": "En cours"}},
        }
    ).rows  # fmt: skip
    last = Campaign(PLAN.scheme, AU, rows)
    write_workbook(tmp_path / "sorti.xlsx", PLAN, last)
    result = check(read_workbook(tmp_path / "sorti.xlsx"), PLAN, AU)
    assert result.problems == ()
    assert result.rows == rows
    assert changes(last, result.rows, PLAN) == ()


def test_a_workbook_of_another_schema_is_blocking(tmp_path):
    other = Plan("87-2017", "Autre", date(2017, 1, 1), date(2021, 12, 31), {"1": "Un"}, {}, {}, {})
    write_workbook(tmp_path / "autre.xlsx", other)
    problems = check(read_workbook(tmp_path / "autre.xlsx"), PLAN).blocking
    assert (problems[0].value, problems[0].cell) == ("87-2017", "")
    assert "autre schéma" in problems[0].expected


# One cell.


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("30/06/2025", AU),
        (" 30-06-2025 ", AU),
        ("30.06.2025", AU),
        ("2025-06-30", AU),
        ("2025-06-30 00:00:00", AU),
        ("2025/06/30", AU),
        ("30/06/25", AU),
        ("30/6/2025", AU),
        ("30 juin 2025", AU),
        ("30\u00a0JUIN 2025", AU),
        ("1er février 2025", date(2025, 2, 1)),
        ("1er FEVRIER 2025", date(2025, 2, 1)),
        ("3 août 2025", date(2025, 8, 3)),
        ("3 aou\u0302t 2025", date(2025, 8, 3)),
        ("3 janv. 2025", date(2025, 1, 3)),
        ("29/02/2024", date(2024, 2, 29)),
        ("３0/06/2025", AU),
        (AU, AU),
        (datetime(2025, 6, 30), AU),
        ((datetime(2025, 6, 30), "d mmm yyyy"), AU),
        ((datetime(2025, 6, 30), '[$-40C]dddd d "de" mmmm yyyy'), AU),
    ],
)
def test_dates_accepted(one, typed, value):
    assert one("Fin prévue", typed) == (value, [])


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("juin 2025", "un jour"),
        ("2025", "un jour"),
        ("06/2025", "un jour"),
        ("30/06", "un jour"),
        ("30 juin 25", "un jour"),
        ("30/06-2025", "un jour"),
        ("3 jui 2025", "mois inconnu"),
        ("3 brumaire 2025", "mois inconnu"),
        ("06/30/2025", "n’existe pas"),
        ("29/02/2025", "n’existe pas"),
        ("30/06/95", "quatre chiffres"),
        ("31/12/2011", "un jour de 2012 à 2036"),
        ("01/01/2037", "un jour de 2012 à 2036"),
        ("30/06/0205", "un jour de 2012 à 2036"),
        (datetime(1900, 1, 1), "un jour de 2012 à 2036"),
        ("2025-06-30 14:00", "un jour"),
        (45838, "ce nombre n’est pas une date"),
        (2025, "ce nombre n’est pas une date"),
        (True, "un jour"),
        (time(8, 30), "un jour"),
        ((2025, "dd/mm/yyyy"), "un jour de 2012 à 2036"),
        # « juin 2025 », as Excel stores it when it makes a date of it.
        ((datetime(2025, 6, 1), "mmm-yy"), "ne montre pas de jour"),
        ((datetime(2025, 6, 1), "[$-40C]mmmm yyyy"), "ne montre pas de jour"),
    ],
)
def test_dates_refused(one, typed, why):
    value, problems = one("Fin prévue", typed)
    assert (value is None) != problems[0].at_import
    assert [p.severity for p in problems] == ["bloquant"]
    assert why in problems[0].expected


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (12, 12.0),
        (0.1, 0.1),
        (-3.5, -3.5),
        (0, 0.0),
        ("1 234,5", 1234.5),
        ("1\u202f234\u00a0567,25", 1234567.25),
        ("1\u2009234", 1234.0),
        ("1234.5", 1234.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("−12", -12.0),
        ("+7", 7.0),
        ((1234.5, "#,##0.00 €"), 1234.5),
    ],
)
def test_numbers_accepted(one, typed, value):
    assert one("Valeur", typed, MEASURES) == (value, [])


@pytest.mark.parametrize(
    "typed",
    ["12 %", "12 places", "1 23,4", "1,234.5", "1.234,5", "1e5", "n.c.", "1,2,3", "- 3", "٣", "10000000000000000", ",5",
     (0.5, "0%"), True, AU, 1e16],
)  # fmt: skip
def test_numbers_refused(one, typed):
    value, problems = one("Valeur", typed, MEASURES)
    assert value is None
    assert [p.severity for p in problems] == ["bloquant"]


@pytest.mark.parametrize(
    ("typed", "value", "why"),
    [
        ("1.234", 1.234, "point lu comme une virgule : 1,234"),
        ("0,12345678901234567", 0.123456789012346, "quinze chiffres"),
    ],
)
def test_numbers_told(one, typed, value, why):
    read, problems = one("Valeur", typed, MEASURES)
    assert read == pytest.approx(value, rel=1e-14)
    assert [p.severity for p in problems] == ["à vérifier"]
    assert why in problems[0].expected


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (50, 50.0), ("50", 50.0), ("50 %", 50.0), ("50%", 50.0), ("12,5\u00a0%", 12.5), ("0,5 %", 0.5),
        ((0.5, "0%"), 50.0), ((0.29, "0.0 %"), 29.0), ((50, '0" %"'), 50.0), ((50, r"0\ \%"), 50.0), (0, 0.0),
        ((1, "0%"), 100.0), (100, 100.0),
    ],
)  # fmt: skip
def test_rates_accepted(one, typed, value):
    assert one("Taux (%)", typed) == (value, [])


@pytest.mark.parametrize(("typed", "value"), [(0.5, 0.5), ("0,5", 0.5), (1, 1.0)])
def test_a_bare_fraction_is_told(one, typed, value):
    read, problems = one("Taux (%)", typed)
    assert read == value
    assert [p.severity for p in problems] == ["à vérifier"]
    assert f"et non {value * 100:.0f} %" in problems[0].expected


@pytest.mark.parametrize("typed", [101, -1, "150 %", (1.5, "0%"), "%", "50 pour cent", "moitié", True, AU])
def test_rates_refused(one, typed):
    value, problems = one("Taux (%)", typed)
    assert value is None
    assert [p.severity for p in problems] == ["bloquant"]


@pytest.mark.parametrize("choice", STATUSES)
def test_choices_forgive_accents_case_and_spaces(one, choice):
    for typed in (choice, choice.upper(), f" {alike(choice)}\u00a0", choice.replace(" ", "\u202f")):
        value, problems = one("Statut", typed)
        assert value == choice
        assert [p for p in problems if "accepté" in p.expected] == []


@pytest.mark.parametrize(
    ("typed", "near"),
    [("Terminée", ("Réalisée",)), ("néant", ()),
     ("En cours ?", ("En cours",)), ("bloqué", ("Bloquée",)), ("Abandon", ("Abandonnée",)), (1, ()),
     (True, ()), ("Ⓡéalisée", ("Réalisée",))],
)  # fmt: skip
def test_other_choices_are_refused_with_the_nearest(one, typed, near):
    value, problems = one("Statut", typed)
    assert value is None
    assert [(p.severity, p.nearest) for p in problems] == [("bloquant", near)]
    assert all(status in problems[0].expected for status in STATUSES)


@pytest.mark.parametrize(
    ("typed", "value", "severities"),
    [
        ("  l’été  ", "l’été", []),
        ("a\tb\r\nc\rd", "a\tb\nc\nd", []),
        ("=1+1", "=1+1", []),
        (12, "12", []),
        ((0.5, "0%"), "50 %", []),
        (3.5, "3,5", []),
        (True, "VRAI", []),
        (AU, "30/06/2025", ["à vérifier"]),
        ("a\u202eb\ufeff", "ab", ["à vérifier"]),
        ("\u200b", None, []),
        ("x" * MAX_TEXT, "x" * MAX_TEXT, []),
        ("x" * (MAX_TEXT + 1), None, ["bloquant"]),
    ],
)
def test_texts(one, typed, value, severities):
    read, problems = one("Commentaire", typed)
    assert read == value
    assert [p.severity for p in problems] == severities


def test_invisible_characters_are_told_in_every_kind(one):
    for header, typed, value, unseen in (
        ("Statut", "En\u200b cours", "En cours", "espace de largeur nulle (U+200B)"),
        ("Fin prévue", "\ufeff30/06/2025", AU, "marque d’ordre des octets (U+FEFF)"),
        ("Statut", "En\u00adcours", "En cours", "trait d’union conditionnel (U+00AD)"),
        ("Commentaire", "fa\u200cit", "fait", "antiliant sans chasse (U+200C)"),
    ):
        read, problems = one(header, typed)
        assert read == value
        assert [p.expected for p in problems] == [f"caractères invisibles enlevés : {unseen}"]


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("1.9", ("1.3", "1.2", "1.1")),
        ("1,2", ("1.2",)),
        ("promouvoir les relai", ("1.2",)),
        ("12.0", ("12",)),
        (13, ("1.3",)),
        (3.1, ("3.1", "3.10")),
        ((3.1, "0.00"), ("3.1", "3.10")),
        (datetime(2025, 2, 1), ("1.2", "2.1")),
        (True, ()),
    ],
)
def test_unknown_and_ambiguous_codes_are_refused_with_the_nearest(checked, typed, nearest):
    result = checked({"Actions": {2: {"Code": typed, "Statut": "En pause"}}})
    assert [p.severity for p in result.problems if p.cell == "A2"] == ["bloquant"]
    assert result.problems[0].nearest[: len(nearest)] == nearest
    assert result.rows["Actions"][0]["action"] is None


@pytest.mark.parametrize("typed", ["12", " 12 ", 12, 12.0, (12, "0"), (12, "@")])
def test_a_whole_number_is_a_code(checked, typed):
    assert checked({"Actions": {2: {"Code": typed, "Statut": "En pause"}}}).rows["Actions"][0]["action"] == "12"


def test_a_number_shown_with_zeros_is_the_code_that_is_seen(checked):
    row = {"Indicateur": "eval-1-1", "Date": AU, "Valeur": 1}
    result = checked({"Mesures": {2: row | {"Code territoire": (1, "00")}, 3: row | {"Code territoire": 1}}})
    assert result.rows["Mesures"][0]["territoire"] == "01"
    assert found(result) == [("Mesures", "C3", "bloquant", ("01",))]


def test_an_unknown_code_in_a_row_without_answer_is_told_too(checked):
    result = checked({"Actions": {2: {"Code": "9.9"}}})
    assert found(result) == [("Actions", "A2", "bloquant", ())]
    assert result.rows["Actions"] == ()


@pytest.mark.parametrize(
    ("typed", "value", "severities"),
    [
        ("1.1", ("1.1",), []),
        ("1.1 ; 3.10,12;", ("1.1", "3.10", "12"), []),
        (12, ("12",), []),
        (1.1, ("1.1",), []),
        ("1.1;1.1", ("1.1",), ["à vérifier"]),
        ("1.1 et 1.2", (), ["bloquant"]),
        ("1.1;1.4", (), ["bloquant"]),
        (3.1, (), ["bloquant"]),
        (datetime(2025, 1, 1), (), ["bloquant"]),
        (None, (), []),
    ],
)
def test_linked_actions(one, typed, value, severities):
    read, problems = one("Actions liées", typed, DECISIONS)
    assert read == value
    assert [p.severity for p in problems] == severities


def test_a_number_may_be_two_codes_that_the_spreadsheet_took_for_a_decimal(checked):
    plan = Plan("x", "x", AU, AU, {"1": "Un", "2": "Deux", "1.2": "Un deux"}, {}, {}, {})
    row = {"N°": "1", "Décision": "Dire", "Date": AU, "État": "Close", "Actions liées": 1.2}
    assert found(checked({"Décisions": {2: row}}, plan)) == [("Décisions", "F2", "bloquant", ("1.2",))]


# Rows.


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"Statut": "Réalisée"}, [("H2", "à vérifier")]),
        ({"Statut": "Réalisée", "Fin réelle": "hier"}, [("H2", "bloquant")]),
        ({"Statut": "Réalisée", "Fin réelle": AU, "Taux (%)": 90}, [("D2", "à vérifier")]),
        ({"Statut": "En cours", "Fin réelle": AU}, [("H2", "à vérifier")]),
        ({"Statut": "Abandonnée", "Fin réelle": AU}, []),
        ({"Statut": "À venir", "Début réel": AU}, [("F2", "à vérifier")]),
        ({"Statut": "À venir", "Taux (%)": 20}, [("D2", "à vérifier")]),
        ({"Statut": "À venir", "Taux (%)": 0}, []),
        ({"Statut": "En cours", "Taux (%)": 100}, [("D2", "à vérifier")]),
        ({"Début réel": date(2025, 7, 1)}, [("F2", "bloquant")]),
        ({"Fin réelle": date(2025, 7, 1)}, [("H2", "bloquant")]),
        ({"Fin prévue": date(2025, 7, 1)}, []),
        ({"Début réel": AU, "Fin réelle": date(2025, 6, 29)}, [("H2", "bloquant")]),
        ({"Début réel": AU, "Fin réelle": AU}, []),
        ({"Intitulé": "Ouvrir des places"}, [("B2", "à vérifier")]),
    ],
)
def test_contradictions_of_an_action(checked, row, expected):
    result = checked({"Actions": full({2: {"Code": "1.1"} | row})})
    assert [(p[1], p[2]) for p in found(result)] == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"Valeur": 1}, [("E2", "bloquant")]),
        ({"Valeur": 1, "Date": AU}, []),
        ({"Valeur": 1, "Date": date(2025, 7, 1)}, [("E2", "bloquant")]),
        ({"Cible": 1}, [("H2", "à vérifier")]),
        ({"Cible": 1, "Échéance de la cible": date(2026, 1, 1)}, []),
        ({"Cible intermédiaire": 1}, [("J2", "à vérifier")]),
        ({"Cible intermédiaire": 1, "Échéance intermédiaire": date(2026, 1, 1)}, []),
        (
            {
                "Cible": 2,
                "Échéance de la cible": date(2026, 1, 1),
                "Cible intermédiaire": 1,
                "Échéance intermédiaire": date(2026, 1, 1),
            },
            [("J2", "à vérifier")],
        ),
        ({"Libellé": "Taux de couverture", "Territoire": "Ain"}, [("B2", "à vérifier"), ("D2", "à vérifier")]),
    ],
)
def test_contradictions_of_a_measure(checked, row, expected):
    result = checked({"Mesures": {2: {"Indicateur": "eval-1-1", "Code territoire": "63"} | row}})
    assert [(p[1], p[2]) for p in found(result)] == expected


def test_without_a_campaign_date_nothing_is_in_the_future(checked):
    row = {"Code": "1.1", "Statut": "À venir", "Début réel": date(2026, 12, 31)}
    assert [p[1] for p in found(checked({"Actions": full({2: row})}, au=None))] == ["F2"]
    assert [p[1] for p in found(checked({"Actions": full({2: row | {"Statut": "En cours"}})}, au=None))] == []


def test_an_absence_is_told_on_what_calls_for_it_when_its_column_is_absent(tmp_path):
    for name, text, cell in (
        ("a.csv", "Code;Statut\n1.1;Réalisée\n", "B2"),
        ("m.csv", "Indicateur;Code territoire;Cible;Valeur\neval-1-1;63;4;3\n", "D2"),
        ("i.csv", "Indicateur;Code territoire;Cible intermédiaire\neval-1-1;63;4\n", "C2"),
        ("d.csv", "N°;Décision;État\n1;Dire;Close\n", "B2"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert cell in [p.cell for p in check(read_workbook(tmp_path / name), PLAN).problems], name


def test_rows_where_only_locked_columns_are_filled_are_no_answers(checked):
    result = checked({"Actions": full({2: {"Code": "1.1", "Intitulé": "Informer les professionnels"}})})
    assert (result.rows["Actions"], found(result)) == ((), [])


@pytest.mark.parametrize(
    ("first", "second", "severity", "kept"),
    [
        ({"Statut": "En cours"}, {"Statut": "EN COURS"}, "à vérifier", 1),
        ({"Statut": "En cours", "Taux (%)": 0}, {"Statut": "En cours", "Taux (%)": "0 %"}, "à vérifier", 1),
        ({"Statut": "En cours"}, {"Statut": "En pause"}, "bloquant", 2),
        ({"Statut": "En cours"}, {"Commentaire": "x"}, "bloquant", 2),
        ({"Statut": "En cours"}, {}, "à vérifier", 1),
        ({}, {"Statut": "En cours"}, "à vérifier", 1),
        ({}, {}, "à vérifier", 0),
    ],
)
def test_rows_that_name_the_same(checked, first, second, severity, kept):
    result = checked({"Actions": full({2: {"Code": "1.1"} | first, 5: {"Code": "1.1"} | second})})
    assert found(result) == [("Actions", "A5", severity, ())]
    assert "A2" in result.problems[0].expected
    assert len(result.rows["Actions"]) == kept


def test_a_decision_number_is_unique_and_a_measure_is_of_a_territory(checked):
    decision = {"N°": 1, "Décision": "Dire", "Date": AU, "État": "Close"}
    measure = {"Indicateur": "eval-1-1", "Code territoire": "63", "Date": AU, "Valeur": 1}
    result = checked(
        {
            "Mesures": {2: measure, 3: measure | {"Code territoire": "01"}, 4: measure | {"Valeur": 2}},
            "Décisions": {2: decision, 3: decision | {"N°": "1", "Décision": "Faire"}},
        }
    )
    assert [p[:3] for p in found(result)] == [("Mesures", "A4", "bloquant"), ("Décisions", "A3", "bloquant")]
    assert [p.value for p in result.blocking] == ["eval-1-1 / 63", "1"]


def written(folder, *contents):
    """Workbooks of the actions, as text: the header, then the rows."""
    paths = [folder / f"pilote-{rank}.csv" for rank, _ in enumerate(contents, start=1)]
    for path, rows in zip(paths, contents, strict=True):
        path.write_text("\n".join(["Code;Statut;Taux", *rows]), encoding="utf-8")
    return paths


def test_actions_that_no_workbook_names_are_counted_and_named_once(tmp_path):
    result = read_campaign(written(tmp_path, ["1.1;;", "3.1;;"], ["1.1;;", "1.2;;"]), PLAN, AU)
    missing = [p for p in result.problems if p.expected.startswith("actions du schéma")]
    assert [(p.severity, p.value) for p in missing] == [("à vérifier", "5 actions absentes")]
    assert missing[0].expected == "actions du schéma sans ligne : 1.3, 2.1, 2.2, 12, 3.10"
    whole = read_campaign(written(tmp_path, [f"{code};;" for code in PLAN.actions]), PLAN, AU)
    assert not [p for p in whole.problems if p.expected.startswith("actions du schéma")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_answer_left_as_the_last_campaign_said_gives_way_to_one_that_changed(tmp_path, order):
    told = {"1.1": "En pause", "1.2": "En cours"}
    said = read_campaign(written(tmp_path, [f"{code};{status};" for code, status in told.items()]), PLAN, AU)
    before = Campaign(PLAN.scheme, AU, said.rows)
    books = written(tmp_path, ["1.1;En pause;", "1.2;Réalisée;"], ["1.1;En cours;40", "1.2;En cours;"])
    result = read_campaign([books[i] for i in order], PLAN, date(2025, 12, 31), before)
    assert {row["action"]: row["statut"] for row in result.rows["Actions"]} == {"1.1": "En cours", "1.2": "Réalisée"}
    assert not result.blocking
    third = written(tmp_path, ["1.1;Bloquée;", "1.2;;"], ["1.1;En cours;40", "1.2;;"])
    assert [p.value for p in read_campaign(third, PLAN, date(2025, 12, 31), before).blocking] == ["1.1"]


def test_a_missing_identifying_column_still_lets_the_other_cells_be_checked(tmp_path):
    (tmp_path / "x.csv").write_text("Statut;Taux\nEn cour;200\n", encoding="utf-8")
    problems = check(read_workbook(tmp_path / "x.csv"), PLAN).blocking
    assert [(p.column, p.cell) for p in problems] == [("Code", ""), ("Statut", "A2"), ("Taux", "B2")]


def test_hundreds_of_unknown_codes_do_not_take_forever(tmp_path):
    plan = Plan("x", "x", AU, AU, {}, {}, {str(63000 + n): f"Commune {n} du département" for n in range(500)}, {})
    lines = ["Indicateur;Code territoire;Valeur"] + [f"eval-{n};commune {n};1" for n in range(5000)]
    (tmp_path / "x.csv").write_text("\n".join(lines), encoding="utf-8")
    assert len(check(read_workbook(tmp_path / "x.csv"), plan).blocking) == 15_000


# Changes.


def test_changes_in_words_row_by_row():
    before = Campaign("63-2022", date(2024, 6, 30), {
        "Actions": (
            {"action": "1.1", "statut": "À venir", "taux": 50, "fin_prevue": date(2025, 6, 30), "referent": ""},
            {"action": "1.2", "statut": "En cours"},
        ),
        "Mesures": ({"indicateur": "eval-1-1", "territoire": "63", "valeur": 1234.5},),
        "Décisions": ({"numero": "1", "decision": "Dire", "actions": ["1.1", "1.2"], "etat": "Close"},),
    })  # fmt: skip
    after = {
        "Actions": (
            {"action": "1.1", "statut": "En cours", "taux": 50.0, "fin_prevue": date(2026, 1, 31), "referent": None},
            {"action": "2.1", "taux": 12.5},
            {"action": None, "statut": "En cours"},
        ),
        "Décisions": ({"numero": "1", "decision": "Dire", "actions": ("1.1",), "etat": "Close"},),
    }
    assert changes(before, after, PLAN) == (
        Change("Actions", "1.1", "Informer les professionnels", "Statut", "À venir", "En cours"),
        Change("Actions", "1.1", "Informer les professionnels", "Fin prévue", "30/06/2025", "31/01/2026"),
        Change("Actions", "2.1", "Ouvrir des places", ROW, "absente", "présente"),
        Change("Actions", "2.1", "Ouvrir des places", "Taux (%)", "vide", "12,5 %"),
        Change("Actions", "1.2", "Promouvoir les relais", ROW, "présente", "absente"),
        Change("Actions", "1.2", "Promouvoir les relais", "Statut", "En cours", "vide"),
        Change("Décisions", "1", "Dire", "Actions liées", "1.1 ; 1.2", "1.1"),
    )
    measures = changes(before, {"Mesures": ()}, PLAN)
    assert [(c.code, c.label, c.field, c.before, c.after) for c in measures] == [
        ("eval-1-1 / 63", "Nombre de places – Puy-de-Dôme", ROW, "présente", "absente"),
        ("eval-1-1 / 63", "Nombre de places – Puy-de-Dôme", "Valeur", "1234,5", "vide"),
    ]


def test_the_first_campaign_is_all_new():
    found = changes(None, {"Actions": ({"action": "1.1", "statut": "En cours"},)}, PLAN)
    assert [(c.field, c.before, c.after) for c in found] == [
        (ROW, "absente", "présente"),
        ("Statut", "vide", "En cours"),
    ]


def test_numbers_that_differ_are_written_differently():
    valeur = MEASURES.field("valeur")
    assert words(3.141, valeur) != words(3.142, valeur)
    assert (words(float("nan"), valeur), words(Decimal("1.50"), valeur)) == ("vide", "1,5")


# Nonsense: what is typed is in the rows, or locked, or told.

TEXTS = st.one_of(
    st.sampled_from([
        "1.1", "1.10", "12", "63", "eval-1-1", "En cours", "réalisee", "EN  PAUSE", "atteignable", "30/06/2025",
        "1er mars 2024", "mars 2024", "1 234,5", "1,5", "12 %", "0,5", "1.1;12", "=A1", "#N/A", "VRAI", "\u200b",
        *STATUSES, *CONFIDENCES,
    ]),
    st.text(max_size=30),
)  # fmt: skip
TYPED = st.one_of(
    TEXTS,
    st.integers(-(10**6), 2 * 10**15),
    st.integers(-(10**9), 10**9).map(lambda n: n / 1000),
    st.sampled_from([0.5, 1.1, 3.1, 12.0, 1.0]),
    st.datetimes(datetime(1901, 1, 1), datetime(2200, 1, 1)).map(lambda d: d.replace(microsecond=0)),
    st.dates(date(1901, 1, 1), date(2200, 1, 1)),
    st.booleans(),
)  # fmt: skip


@st.composite
def sheets(draw, typed=TYPED, rows=1):
    """A sheet, columns of it in any order under any of their headers, and rows of values with their formats."""
    sheet = draw(st.sampled_from(list(SHEETS.values())))
    fields = draw(st.lists(st.sampled_from(sheet.fields), min_size=2, unique=True))
    # The headers of identifying columns, so that no column is taken for another.
    headers = [f.header if f.required else draw(st.sampled_from([f.header, f.header.upper()])) for f in fields]
    cell = st.tuples(st.none() | typed, st.sampled_from(FORMATS))
    return (
        sheet.name,
        [f.key for f in fields],
        headers,
        draw(st.lists(st.tuples(*[cell] * len(fields)), min_size=rows, max_size=rows)),
    )


def same(kind, value, typed, number_format):
    """Tell, without the code that is tested, whether a value is what was typed."""
    if isinstance(typed, bool):
        return value == ("VRAI" if typed else "FAUX")
    if kind == DATE:
        if isinstance(typed, date):
            return value == (typed.date() if isinstance(typed, datetime) else typed)
        return str(value.year)[2:] in typed and str(value.day) in typed
    if isinstance(typed, str):
        if kind == TEXT:
            return value == typed.replace("\r\n", "\n").replace("\r", "\n").strip()
        if kind == CHOICE:
            return alike(value) == alike(typed)
        if kind in (NUMBER, PERCENT):
            plain = re.sub(r"\s", "", typed).removesuffix("%").replace(",", ".").replace("−", "-")
            return Decimal(str(value)) == Decimal(plain)
        plain = " ".join("".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in typed).split())
        return value == plain if kind == CODE else ";".join(value) == re.sub("[;, \t\n]+", ";", typed).strip(";")
    if isinstance(typed, date):
        return value == typed.strftime("%d/%m/%Y")
    times = 100 if "%" in number_format and kind in (TEXT, PERCENT) else 1
    expected = Decimal(f"{typed:.15g}" if isinstance(typed, float) else typed) * times
    if kind == CODES:
        value = value[0]
    return Decimal(str(value).replace(",", ".").removesuffix(" %")) == expected


@given(sheets())
@settings(FREE, max_examples=80)
def test_every_cell_of_a_workbook_is_in_the_rows_or_locked_or_told(path, drawn):
    name, keys, headers, rows = drawn
    assume(not any(isinstance(v, str) and ILLEGAL_CHARACTERS_RE.search(v) for row in rows for v, _ in row))
    book = Workbook()
    tab = book.active
    tab.title = name
    tab.append(headers)
    for number, row in enumerate(rows, start=2):
        for column, (value, number_format) in enumerate(row, start=1):
            cell = tab.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            elif number_format != "@" and isinstance(value, (int, float)) and "y" not in number_format:
                cell.number_format = number_format
    book.save(path)
    assert_told(path, name, keys, rows)


@given(sheets(TEXTS),
       st.sampled_from([";", ",", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))  # fmt: skip
@settings(FREE, max_examples=80)
def test_every_cell_of_a_text_is_in_the_rows_or_locked_or_told(tmp_path, drawn, delimiter, encoding):
    name, keys, headers, rows = drawn
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([headers, *([v for v, _ in row] for row in rows)])
    try:
        data = file.getvalue().encode(encoding)
        # What is written in Windows-1252 may be read as UTF-8: nothing in the file says which it is.
        assume(encoding != "cp1252" or file.getvalue().isascii() or not decodes(data))
    except UnicodeEncodeError:
        assume(False)
    path = tmp_path / "suivi.csv"
    path.write_bytes(data)
    assert_told(path, name, keys, rows)


def decodes(data):
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def assert_told(path, name, keys, rows):
    sheet = SHEETS[name]
    fields = [sheet.field(key) for key in keys]
    try:
        raws = read_workbook(path)
    except WorkbookRefusedError:
        return
    result = check(raws, PLAN, AU)
    assert isinstance(result, Checked)
    if raws[0].sheet is not sheet:
        return
    if any(p.value == "encodage" for p in result.problems):
        return  # another reading of the same bytes was kept, and told
    if any(typed in raws[0].headers.values() for typed, _ in rows[0]):
        assert result.blocking  # a row of our own headers is taken for them
        return
    read = result.rows[sheet.name]
    faulty = {p.cell for p in result.problems}
    for column, (field, (typed, number_format)) in enumerate(zip(fields, rows[0], strict=True)):
        kept = clean(typed) if isinstance(typed, str) else typed
        ref = f"{chr(ord('A') + column)}2"
        if typed is None or kept == "" or ref in faulty:
            continue
        if isinstance(typed, str) and hidden_in(typed):
            assert field.locked
            continue
        # What is locked is not an answer, unless others make its row one.
        if field.key in sheet.identity if read else not field.locked:
            assert read, (field.key, typed)
        if field.locked and field.key not in sheet.identity:
            continue
        if read:
            assert same(field.kind, read[0][field.key], kept, number_format), (field.key, typed, read[0])


@given(sheets(rows=4))
@settings(FREE, max_examples=40)
def test_several_rows_of_nonsense_are_checked_in_order(path, drawn):
    name, _, headers, rows = drawn
    book = Workbook()
    tab = book.active
    tab.title = name
    tab.append(headers)
    for row in rows:
        tab.append([None if isinstance(v, str) and ILLEGAL_CHARACTERS_RE.search(v) else v for v, _ in row])
    book.save(path)
    try:
        raws = read_workbook(path)
    except WorkbookRefusedError:
        return
    result = check(raws, PLAN)
    numbers = [int(re.sub("[A-Z]+", "", p.cell) or 0) for p in result.problems if p.sheet == name]
    assert numbers == sorted(numbers)
    assert changes(None, result.rows, PLAN) == changes(Campaign("x", AU, {}), result.rows, PLAN)
    assert changes(Campaign("x", AU, result.rows), result.rows, PLAN) == ()
