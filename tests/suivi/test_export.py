"""The follow-up workbook: what goes out to the pilotes, as Excel and LibreOffice read it."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel

from dashboard.errors import DashboardError, RequestRefusedError
from dashboard.settings import ROOT
from dashboard.suivi.guide import MEANINGS
from dashboard.suivi.model import Campaign, Plan
from dashboard.suivi.sheets import (
    CHOICE,
    CODE,
    CODES,
    DATE,
    GUIDE,
    MAX_TEXT,
    NUMBER,
    PERCENT,
    SHEETS,
    TEXT,
)
from dashboard.suivi.targets import WorkbookUnwritableError
from dashboard.suivi.writing import FORMAT_PROPERTY, SCHEME_PROPERTY, write_workbook

PLAN = Plan(
    scheme="63-2022",
    title="Schéma du Puy-de-Dôme & voisins",
    start=date(2022, 1, 1),
    end=date(2026, 12, 31),
    actions={"1.2": "Deuxième d’abord", "1.1": "Première ensuite", "1.10": "Dixième " * 30},
    indicators={"eval-2": "Nombre de places", "eval-1": "Taux de couverture"},
    territories={"63": "Puy-de-Dôme", "246300701": "Clermont Auvergne Métropole"},
    pilots={"1.2": frozenset({"caf", "msa"}), "1.1": frozenset({"caf"})},
)
LAST = Campaign(
    scheme="63-2022",
    date=date(2025, 6, 30),
    rows={
        "Actions": (
            {
                "action": "1.1",
                "intitule": "Intitulé d’avant",
                "statut": "En cours",
                "taux": 45.5,
                "confiance": "appui nécessaire",
                "debut_reel": date(2022, 3, 1),
                "fin_prevue": datetime(2026, 6, 30),
                "fin_reelle": None,
                "commentaire": "Sur deux\r\nlignes",
                "referent": "Service enfance",
            },
            {"action": "9.9", "statut": "Réalisée"},
        ),
        "Mesures": (
            {
                "indicateur": "eval-1",
                "territoire": "246300701",
                "date": date(2025, 1, 1),
                "valeur": Decimal("58.25"),
                "cible": 60,
                "echeance_cible": date(2026, 12, 31),
                "cible_intermediaire": 59,
                "echeance_intermediaire": date(2025, 12, 31),
                "source": "Caf",
            },
            {"indicateur": "eval-2", "territoire": "63", "valeur": float("nan"), "cible": 0},
        ),
        "Décisions": (
            {"numero": "1.10", "decision": "Créer un groupe", "actions": ("1.2", "1.10"), "etat": "Ouverte"},
            {"numero": "2", "decision": "Écrire aux maires", "echeance": date(2025, 9, 1), "etat": "Close"},
        ),
    },
)
EMPTY = Plan("87-2017", "Schéma vide", date(2017, 1, 1), date(2021, 12, 31), {}, {}, {}, {})


def written(folder, plan=PLAN, last=LAST, pilote=None):
    """Return the workbook as openpyxl reads it."""
    path = folder / "suivi.xlsx"
    write_workbook(path, plan, last, pilote)
    return load_workbook(path)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return written(tmp_path_factory.mktemp("classeur"))


def values(tab):
    """The rows below the header, by header, without the empty cells."""
    headers = [cell.value for cell in tab[1]]
    rows = [dict(zip(headers, row, strict=True)) for row in tab.iter_rows(min_row=2, values_only=True)]
    return [{key: value for key, value in row.items() if value is not None} for row in rows]


def rules(tab):
    """The validation of each column, and the last row that it covers."""
    found = {}
    for rule in tab.data_validations.dataValidation:
        column, first, last_column, last = range_boundaries(str(rule.sqref))
        assert (first, last_column) == (2, column)
        assert column not in found
        found[column] = (rule, last)
    return found


def test_the_sheets_and_headers_are_those_of_the_specification(book):
    assert book.sheetnames == [*SHEETS, GUIDE] == ["Actions", "Mesures", "Décisions", "Mode d’emploi"]
    for name, sheet in SHEETS.items():
        tab = book[name]
        assert [cell.value for cell in tab[1]] == [field.header for field in sheet.fields]
        assert all(cell.font.b and cell.alignment.wrap_text and cell.protection.locked for cell in tab[1])
        widths = [tab.column_dimensions[get_column_letter(n)].width for n in range(1, len(sheet.fields) + 1)]
        assert widths == [field.width for field in sheet.fields]


def test_actions_keep_the_order_of_the_plan_and_the_known_values(book):
    first, second, third = values(book["Actions"])
    assert first == {"Code": "1.2", "Intitulé": "Deuxième d’abord"}
    assert second == {
        "Code": "1.1",
        "Intitulé": "Première ensuite",
        "Statut": "En cours",
        "Taux (%)": 45.5,
        "Confiance": "appui nécessaire",
        "Début réel": datetime(2022, 3, 1),
        "Fin prévue": datetime(2026, 6, 30),
        "Commentaire": "Sur deux\nlignes",
        "Référent": "Service enfance",
    }
    assert third["Code"] == "1.10"


def test_measures_are_every_indicator_on_every_territory(book):
    rows = values(book["Mesures"])
    assert [(row["Indicateur"], row["Code territoire"]) for row in rows] == [
        ("eval-2", "63"),
        ("eval-2", "246300701"),
        ("eval-1", "63"),
        ("eval-1", "246300701"),
    ]
    assert rows[0] == {
        "Indicateur": "eval-2",
        "Libellé": "Nombre de places",
        "Code territoire": "63",
        "Territoire": "Puy-de-Dôme",
        "Cible": 0,
    }
    assert rows[3] == {
        "Indicateur": "eval-1",
        "Libellé": "Taux de couverture",
        "Code territoire": "246300701",
        "Territoire": "Clermont Auvergne Métropole",
        "Date": datetime(2025, 1, 1),
        "Valeur": 58.25,
        "Cible": 60,
        "Échéance de la cible": datetime(2026, 12, 31),
        "Cible intermédiaire": 59,
        "Échéance intermédiaire": datetime(2025, 12, 31),
        "Source": "Caf",
    }


def test_decisions_are_the_known_ones_then_thirty_empty_rows_to_fill(book):
    tab = book["Décisions"]
    rows = values(tab)
    assert rows[:2] == [
        {"N°": "1.10", "Décision": "Créer un groupe", "Actions liées": "1.2 ; 1.10", "État": "Ouverte"},
        {"N°": "2", "Décision": "Écrire aux maires", "Échéance": datetime(2025, 9, 1), "État": "Close"},
    ]
    assert rows[2:] == [{}] * 30
    assert not any(cell.protection.locked for row in tab.iter_rows(min_row=2) for cell in row)


def test_locked_columns_are_protected_and_grey_and_the_others_free(book):
    for name, sheet in SHEETS.items():
        tab = book[name]
        for row in tab.iter_rows(min_row=2):
            for cell, field in zip(row, sheet.fields, strict=True):
                assert cell.protection.locked is field.locked
                assert (cell.fill.fill_type == "solid") is field.locked
    for tab in book:
        assert tab.protection.sheet
        assert tab.protection.password is None
        # False: allowed on a protected sheet.
        assert (tab.protection.sort, tab.protection.autoFilter) == (False, False)


def test_cells_have_the_format_of_their_kind(book):
    formats = {
        TEXT: "@",
        CODE: "@",
        CODES: "@",
        CHOICE: "@",
        DATE: "DD/MM/YYYY",
        NUMBER: "General",
        PERCENT: "General",
    }
    for name, sheet in SHEETS.items():
        for row in book[name].iter_rows(min_row=2):
            for cell, field in zip(row, sheet.fields, strict=True):
                assert cell.number_format == formats[field.kind]
                assert cell.alignment.wrap_text


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_each_column_to_fill_has_its_rule_beyond_the_last_row(book, sheet):
    known = {"Actions": 3, "Mesures": 4, "Décisions": 2}[sheet.name]
    found = rules(book[sheet.name])
    assert list(found) == [n for n, field in enumerate(sheet.fields, start=1) if not field.locked]
    for column, (rule, last) in found.items():
        field = sheet.fields[column - 1]
        assert last == 1 + known + 30
        assert rule.showErrorMessage
        assert rule.errorStyle == "stop"
        assert rule.allowBlank
        assert field.header in rule.error
        # What Excel refuses to open.
        assert len(rule.error) <= 255
        assert len(rule.errorTitle) <= 32
        assert len(rule.prompt or "") <= 255
        assert len(rule.promptTitle or "") <= 32
        assert len(rule.formula1) <= 255
        bounds = (rule.type, rule.operator, rule.formula1, rule.formula2)
        if field.kind == CHOICE:
            assert rule.type == "list"
            assert not rule.showDropDown  # True hides the arrow
            assert tuple(rule.formula1.strip('"').split(",")) == field.choices
            assert all(choice in rule.error for choice in field.choices)
        elif field.kind == DATE:
            first, last = PLAN.bounds(field.key)
            assert bounds == ("date", "between", f"{to_excel(first):.0f}", f"{to_excel(last):.0f}")
        elif field.kind == PERCENT:
            assert bounds == ("decimal", "between", "0", "100")
        elif field.kind == NUMBER:
            assert bounds[:2] == ("decimal", "between")
        else:
            assert bounds[:3] == ("textLength", "lessThanOrEqual", str(MAX_TEXT))


def test_a_choice_has_nothing_that_a_list_cannot_hold():
    for sheet in SHEETS.values():
        for field in sheet.fields:
            assert not [choice for choice in field.choices if "," in choice or '"' in choice]


def test_headers_stay_in_sight_filter_and_print(book):
    assert [book[name].freeze_panes for name in SHEETS] == ["C2", "C2", "A2"]
    assert [book[name].auto_filter.ref for name in SHEETS] == ["A1:L4", "A1:K5", "A1:G33"]
    for name in SHEETS:
        assert book[name].print_title_rows == "$1:$1"
    for tab in book:
        assert tab.page_setup.orientation == "landscape"
        assert tab.page_setup.paperSize == 9  # A4
        assert tab.sheet_properties.pageSetUpPr.fitToPage
        assert (tab.page_setup.fitToWidth, tab.page_setup.fitToHeight) == (1, 0)
        assert "Schéma du Puy-de-Dôme && voisins" in tab.oddFooter.left.text


def test_a_row_is_as_high_as_its_text_and_still_grows(book, tmp_path):
    tab = book["Actions"]
    assert [tab.row_dimensions[line].height for line in (2, 3, 4)] == [None, 30, 60]
    write_workbook(tmp_path / "suivi.xlsx", PLAN, LAST)
    with zipfile.ZipFile(tmp_path / "suivi.xlsx") as archive:
        rows = re.findall(rb"<row [^>]*>", archive.read("xl/worksheets/sheet1.xml"))
    assert len(rows) == 4
    assert not [row for row in rows if b"customHeight" in row]


def test_a_very_long_text_does_not_make_a_row_that_excel_refuses(tmp_path):
    last = Campaign("63-2022", LAST.date, {"Actions": ({"action": "1.1", "commentaire": "mot\n" * 500},)})
    assert written(tmp_path, last=last)["Actions"].row_dimensions[3].height == 409


def test_codes_are_not_marked_as_mistakes(tmp_path):
    write_workbook(tmp_path / "suivi.xlsx", PLAN)
    with zipfile.ZipFile(tmp_path / "suivi.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    mark = b'<ignoredErrors><ignoredError sqref="A1:L4" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    assert sheet.endswith(mark)


def test_the_workbook_says_what_it_is_and_names_nobody(book):
    assert {prop.name: prop.value for prop in book.custom_doc_props.props} == {
        "sdsf_schema": "63-2022",
        "sdsf_format": 1,
    }
    assert (SCHEME_PROPERTY, FORMAT_PROPERTY) == ("sdsf_schema", "sdsf_format")
    assert book.properties.title == "Suivi – Schéma du Puy-de-Dôme & voisins"
    assert book.properties.creator == "Tableau de bord SDSF"
    assert book.properties.lastModifiedBy is None
    assert book.properties.language == "fr-FR"
    assert book.properties.created == book.properties.modified == datetime(2000, 1, 1)
    assert book.active.title == "Actions"


def told(tab):
    """All the text of a sheet, with plain spaces."""
    words = " | ".join(str(value) for row in tab.iter_rows(values_only=True) for value in row if value is not None)
    return re.sub(r"\s", " ", words)


def test_the_guide_tells_every_column_every_value_and_the_campaign(book):
    text = told(book[GUIDE])
    for sheet in SHEETS.values():
        assert f"Feuille « {sheet.name} »" in text
        for field in sheet.fields:
            assert f"{field.header} | {field.meaning} | " in text
            for choice in field.choices:
                assert f"{choice} | {MEANINGS[field.key, choice]} | Feuille « {sheet.name} »" in text
    assert "Celles de la campagne du 30/06/2025." in text
    assert "3 actions ; 2 indicateurs sur 2 territoires." in text
    assert "63-2022, du 01/01/2022 au 31/12/2026." in text
    assert "Pilote |" not in text
    assert all(cell.protection.locked for row in book[GUIDE].iter_rows() for cell in row)


def test_every_value_of_a_list_has_a_meaning_and_no_other():
    choices = [(field.key, choice) for sheet in SHEETS.values() for field in sheet.fields for choice in field.choices]
    assert list(MEANINGS) == choices


def test_a_first_campaign_has_nothing_filled_in(tmp_path):
    book = written(tmp_path, last=None)
    assert [set(row) for row in values(book["Actions"])] == [{"Code", "Intitulé"}] * 3
    assert {frozenset(row) for row in values(book["Mesures"])} == {
        frozenset({"Indicateur", "Libellé", "Code territoire", "Territoire"})
    }
    assert values(book["Décisions"]) == [{}] * 30
    assert "Aucune : c’est la première campagne." in told(book[GUIDE])


@pytest.mark.parametrize(
    ("pilote", "codes"),
    [(None, ["1.2", "1.1", "1.10"]), ("caf", ["1.2", "1.1"]), ("msa", ["1.2"]), ("udaf", [])],
)
def test_a_pilote_receives_its_actions_and_all_the_measures(tmp_path, pilote, codes):
    path = tmp_path / "suivi.xlsx"
    assert write_workbook(path, PLAN, LAST, pilote) == len(codes)
    book = load_workbook(path)
    assert [row["Code"] for row in values(book["Actions"])] == codes
    assert len(values(book["Mesures"])) == 4
    assert len(values(book["Décisions"])) == 32
    assert (f"Pilote | Ce classeur ne porte que les actions de « {pilote} »." in told(book[GUIDE])) is bool(pilote)


def test_an_empty_plan_makes_a_workbook_that_opens(tmp_path):
    path = tmp_path / "suivi.xlsx"
    assert write_workbook(path, EMPTY) == 0
    book = load_workbook(path)
    assert [book[name].max_row for name in SHEETS] == [1, 1, 31]
    assert {last for name in SHEETS for _, last in rules(book[name]).values()} == {31}


def test_many_measures(tmp_path):
    plan = Plan(
        "63-2022",
        "Grand schéma",
        PLAN.start,
        PLAN.end,
        {},
        {f"eval-{n}": f"Indicateur {n}" for n in range(101)},
        {f"2463{n:05}": f"EPCI {n}" for n in range(15)},
        {},
    )
    assert written(tmp_path, plan, None)["Mesures"].max_row == 1 + 1515


FORMULA_LIKE = ("=1+1", "+33 4 73", "- relancer", "@caf", '=HYPERLINK("x")')


@pytest.mark.parametrize("text", [*FORMULA_LIKE, "#N/A", "12", "01/02/2025"])
def test_a_text_never_becomes_a_formula_or_a_number(tmp_path, text):
    last = Campaign("63-2022", LAST.date, {"Actions": ({"action": "1.1", "commentaire": text, "referent": text},)})
    plan = Plan("63-2022", text, PLAN.start, PLAN.end, {"1.1": text}, {}, {}, {})
    tab = written(tmp_path, plan, last)["Actions"]
    for cell in (tab["B2"], tab["I2"], tab["L2"]):
        assert (cell.value, cell.data_type) == (text, "s")
        assert bool(cell.quotePrefix) is (text in FORMULA_LIKE)
    assert not tab["A2"].quotePrefix
    with zipfile.ZipFile(tmp_path / "suivi.xlsx") as archive:
        assert not [
            name for name in archive.namelist() if name.startswith("xl/worksheets/") and b"<f>" in archive.read(name)
        ]


def test_what_xml_forbids_is_left_out(tmp_path):
    last = Campaign("63-2022", LAST.date, {"Actions": ({"action": "1.1", "commentaire": "a\x00b\x1fc\ud800d"},)})
    assert written(tmp_path, last=last)["Actions"]["I3"].value == "abcd"


def test_text_that_looks_like_the_inside_of_the_file_is_kept(tmp_path):
    text = '</worksheet><row r="9" customHeight="1">'
    last = Campaign("63-2022", LAST.date, {"Actions": ({"action": "1.1", "commentaire": text},)})
    assert written(tmp_path, last=last)["Actions"]["I3"].value == text


def test_a_campaign_of_another_scheme_is_refused(tmp_path):
    with pytest.raises(RequestRefusedError, match="70-2021"):
        write_workbook(tmp_path / "suivi.xlsx", PLAN, Campaign("70-2021", LAST.date, LAST.rows))
    assert not list(tmp_path.iterdir())


def test_the_same_input_makes_the_same_bytes(tmp_path):
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from test_export import LAST, PLAN; from dashboard.suivi.writing import write_workbook;"
        "write_workbook(Path(sys.argv[1]), PLAN, LAST, 'caf')"
    )
    hashes = set()
    # Another process, another order of sets, another time zone.
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        path = tmp_path / f"{seed}.xlsx"
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", script, str(path), str(Path(__file__).parent)]
        subprocess.run(command, check=True, env=environment)
        hashes.add(hashlib.sha256(path.read_bytes()).hexdigest())
    write_workbook(tmp_path / "3.xlsx", PLAN, LAST, "caf")
    hashes.add(hashlib.sha256((tmp_path / "3.xlsx").read_bytes()).hexdigest())
    assert len(hashes) == 1
    with zipfile.ZipFile(tmp_path / "3.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_another_value_makes_other_bytes(tmp_path):
    contents = []
    for last in (LAST, None):
        write_workbook(tmp_path / "suivi.xlsx", PLAN, last)
        contents.append((tmp_path / "suivi.xlsx").read_bytes())
    assert contents[0] != contents[1]


def test_a_folder_that_does_not_exist_is_told(tmp_path):
    with pytest.raises(WorkbookUnwritableError, match=r"Le dossier .*absent n’existe pas"):
        write_workbook(tmp_path / "absent" / "suivi.xlsx", PLAN)
    (tmp_path / "fichier").write_text("")
    with pytest.raises(WorkbookUnwritableError, match="n’existe pas"):
        write_workbook(tmp_path / "fichier" / "suivi.xlsx", PLAN)
    assert issubclass(WorkbookUnwritableError, DashboardError)


def test_a_path_that_is_a_folder_is_told(tmp_path):
    (tmp_path / "suivi.xlsx").mkdir()
    with pytest.raises(WorkbookUnwritableError, match="ne peut pas être écrit"):
        write_workbook(tmp_path / "suivi.xlsx", PLAN)
    assert [path.name for path in tmp_path.iterdir()] == ["suivi.xlsx"]


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_failure_leaves_the_old_workbook_and_nothing_beside(tmp_path, monkeypatch, step):
    path = tmp_path / "suivi.xlsx"
    path.write_text("l’ancien", encoding="utf-8")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, step, refuse)
    with pytest.raises(WorkbookUnwritableError, match="un autre programme le tient ouvert") as caught:
        write_workbook(path, PLAN)
    assert "Permission denied" not in str(caught.value)
    assert path.read_text(encoding="utf-8") == "l’ancien"
    assert list(tmp_path.iterdir()) == [path]


# In a process of its own, which gives up the rights of root: root writes everywhere. What Python loads late, it loads
# for a first workbook.
WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from tests.suivi.test_export import PLAN, WorkbookUnwritableError, write_workbook
os.chdir(sys.argv[1])
write_workbook(Path(sys.argv[2]), PLAN)
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
try:
    write_workbook(Path("suivi.xlsx"), PLAN)
except WorkbookUnwritableError as told:
    print(told)
"""


@pytest.mark.needs("posix")
def test_a_folder_without_the_right_to_write_is_told(tmp_path):
    closed = tmp_path / "clos"
    closed.mkdir(mode=0o555)
    command = [sys.executable, "-c", WITHOUT_RIGHTS, closed, tmp_path / "premier.xlsx"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", cwd=ROOT)
    assert "suivi.xlsx ne peut pas être écrit" in done.stdout
    assert list(closed.iterdir()) == []


def test_an_old_workbook_is_replaced(tmp_path):
    path = tmp_path / "suivi.xlsx"
    path.write_text("l’ancien", encoding="utf-8")
    assert write_workbook(path, PLAN) == 3
    assert load_workbook(path).sheetnames[0] == "Actions"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.needs("libreoffice")
def test_libreoffice_opens_it_and_keeps_what_matters(tmp_path):
    measures = ({"indicateur": "eval-1", "territoire": "63", "source": "=1+1"},)
    last = Campaign("63-2022", LAST.date, {**LAST.rows, "Mesures": measures})
    write_workbook(tmp_path / "suivi.xlsx", PLAN, last)
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "retour"), str(tmp_path / "suivi.xlsx")],
        check=True,
        timeout=240,
        capture_output=True,
    )
    before, after = load_workbook(tmp_path / "suivi.xlsx"), load_workbook(tmp_path / "retour" / "suivi.xlsx")
    assert after.sheetnames == before.sheetnames
    marks = {prop.name: prop.value for prop in after.custom_doc_props.props}
    assert (marks["sdsf_schema"], marks["sdsf_format"]) == ("63-2022", 1)
    for name in SHEETS:
        old, new = before[name], after[name]
        assert values(new) == values(old)
        assert new.protection.sheet
        assert new.auto_filter.ref == old.auto_filter.ref
        assert new.page_setup.orientation == "landscape"
        for new_row, old_row in zip(new.iter_rows(), old.iter_rows(), strict=True):
            for found, expected in zip(new_row, old_row, strict=True):
                assert found.protection.locked == expected.protection.locked
                assert found.data_type == expected.data_type
                assert found.number_format.upper() == expected.number_format.upper()
        kept = {column: (rule.type, rule.formula1, rule.error, last) for column, (rule, last) in rules(new).items()}
        assert kept == {c: (rule.type, rule.formula1, rule.error, last) for c, (rule, last) in rules(old).items()}
