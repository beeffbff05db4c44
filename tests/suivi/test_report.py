"""The report in words, and the copy of the workbook with its cells to mend."""

import io
import os
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from dashboard.suivi.annotation import COLOURS, annotate
from dashboard.suivi.checking import check
from dashboard.suivi.differences import changes
from dashboard.suivi.model import Campaign, Checked, Plan, Problem
from dashboard.suivi.refusals import WorkbookRefusedError
from dashboard.suivi.report import text
from dashboard.suivi.targets import WorkbookUnwritableError
from dashboard.suivi.workbook import read_workbook
from dashboard.suivi.writing import CREATOR, write_workbook

PLAN = Plan(
    scheme="63-2022",
    title="Schéma du Puy-de-Dôme",
    start=date(2022, 1, 1),
    end=date(2026, 12, 31),
    actions={"1.1": "Informer les professionnels", "1.2": "Promouvoir les relais"},
    indicators={"eval-1-1": "Nombre de places"},
    territories={"63": "Puy-de-Dôme"},
    pilots={},
)
AU = date(2025, 6, 30)
STATUS = Problem("bloquant", "Actions", "C2", "Statut", "Realisé", "accepté : Réalisée", ("Réalisée",))
RATE = Problem("à vérifier", "Actions", "D2", "Taux (%)", "0,5", "lu 0,5 % et non 50 %")
MISSING = Problem("à vérifier", "Actions", "", "", "1 action absente", "actions du schéma sans ligne : 1.2")
ABSENT = Problem("à vérifier", "Décisions", "", "", "Décisions", "feuille absente")


@pytest.fixture
def source(tmp_path):
    """The workbook that goes out, filled with two faults, with a note, a rich text and a formula of its reader."""
    path = tmp_path / "suivi.xlsx"
    write_workbook(path, PLAN)
    book = load_workbook(path)
    tab = book["Actions"]
    tab["C2"], tab["D2"], tab["I2"] = "Realisé", 0.5, "=1+2"
    tab["C2"].comment = Comment("Voir avec la Caf", "Moi")
    tab["J2"] = CellRichText("Relancer ", TextBlock(InlineFont(b=True), "vite"))
    tab["K2"] = "x"
    tab["K2"].comment = Comment("Autre note", "Moi")
    book.save(path)
    return path


def marks(path, sheet="Actions"):
    cells = [cell for row in load_workbook(path)[sheet].iter_rows() for cell in row if cell.comment]
    return {cell.coordinate: (cell.comment.text, cell.fill.start_color.rgb) for cell in cells}


# In words.


def test_problems_are_counted_by_severity_and_changes_told_by_row():
    before = Campaign("63-2022", date(2024, 6, 30), {"Actions": ({"action": "1.2", "statut": "En cours"},)})
    rows = {"Actions": ({"action": "1.1", "taux": 50.0, "fin_prevue": AU, "commentaire": "a\n\x1b[31mb"},)}
    assert text(Checked(rows, (STATUS, RATE, MISSING)), changes(before, rows, PLAN)) == (
        "1 problème bloquant : rien ne sera importé.\n"
        "- Actions!C2, colonne « Statut » : « Realisé » (accepté : Réalisée ; le plus proche : Réalisée).\n"
        "\n"
        "2 points à vérifier : l’import reste possible.\n"
        "- Actions!D2, colonne « Taux (%) » : « 0,5 » (lu 0,5 % et non 50 %).\n"
        "- Actions : « 1 action absente » (actions du schéma sans ligne : 1.2).\n"
        "\n"
        "Lu – Actions : 1 ligne remplie.\n"
        "\n"
        "Si ce classeur est importé : 4 valeurs changent sur 2 lignes.\n"
        "- Actions, 1.1 « Informer les professionnels » (nouvelle ligne)\n"
        "    Taux (%) : vide → 50 %\n"
        "    Fin prévue : vide → 30/06/2025\n"
        "    Commentaire : vide → a [31mb\n"
        "- Actions, 1.2 « Promouvoir les relais » (ligne retirée)\n"
        "    Statut : En cours → vide"
    )


def test_nothing_wrong_and_nothing_new():
    assert text(Checked({"Actions": (), "Mesures": ()}, ()), ()) == (
        "Aucun problème.\n\nLu – Actions : 0 ligne remplie ; Mesures : 0 ligne remplie.\n\n"
        "Aucun changement par rapport à la campagne précédente."
    )
    assert "Rien n’a été lu." in text(Checked({}, ()), ())


# In the workbook.


def test_faulty_cells_are_commented_and_coloured_and_the_rest_is_kept(source, tmp_path):
    target = tmp_path / "annoté.xlsx"
    before = source.read_bytes()
    annotate(source, (STATUS, RATE, MISSING), target)
    assert source.read_bytes() == before
    found = marks(target)
    assert found.pop("K2")[0] == "Autre note"
    assert found == {
        "A1": ("[à vérifier] Actions : « 1 action absente » (actions du schéma sans ligne : 1.2).", "FFFFD98A"),
        "C2": (
            "[bloquant] « Realisé » (accepté : Réalisée ; le plus proche : Réalisée).\n\nVoir avec la Caf",
            "FFF8B4B0",
        ),
        "D2": ("[à vérifier] « 0,5 » (lu 0,5 % et non 50 %).", "FFFFD98A"),
    }
    old, new = load_workbook(source, rich_text=True), load_workbook(target, rich_text=True)
    assert new["Actions"]["C2"].comment.author == CREATOR
    assert old.sheetnames == new.sheetnames
    for tab in old.worksheets:
        other = new[tab.title]
        assert [[c.value for c in row] for row in tab.iter_rows()] == [
            [c.value for c in row] for row in other.iter_rows()
        ]
        assert validations(tab) == validations(other)
        assert (tab.protection.sheet, tab.freeze_panes) == (other.protection.sheet, other.freeze_panes)
        assert {k: d.width for k, d in tab.column_dimensions.items()} == {
            k: d.width for k, d in other.column_dimensions.items()
        }
    assert new["Actions"]["C2"].protection.locked is False
    assert new["Actions"]["I2"].value == "=1+2"
    assert isinstance(new["Actions"]["J2"].value, CellRichText)
    assert new["Actions"]["A2"].fill.start_color.rgb not in COLOURS.values()


def validations(tab):
    return sorted((v.type, str(v.sqref), v.formula1, v.error) for v in tab.data_validations.dataValidation)


def test_the_copy_is_read_as_its_source(source, tmp_path):
    problems = check(read_workbook(source), PLAN, AU).problems
    annotate(source, problems, tmp_path / "annoté.xlsx")
    assert check(read_workbook(tmp_path / "annoté.xlsx"), PLAN, AU).problems == problems
    annotate(tmp_path / "annoté.xlsx", problems, tmp_path / "annoté.xlsx")
    assert "C2" in marks(tmp_path / "annoté.xlsx")


def test_a_text_becomes_a_workbook_of_texts(tmp_path):
    path = tmp_path / "suivi.csv"
    path.write_bytes(
        'Suivi\n\nCode;Statut;Commentaire\n1.10;Realisé;"=HYPERLINK(""http://x"")"\n1.1;;+33\x07\n'.encode("cp1252")
    )
    checked = check(read_workbook(path), PLAN)
    annotate(path, checked.problems, tmp_path / "annoté.xlsx")
    tab = load_workbook(tmp_path / "annoté.xlsx")["Actions"]
    assert [[cell.value for cell in row] for row in tab.iter_rows(min_row=3)] == [
        ["Code", "Statut", "Commentaire"],
        ["1.10", "Realisé", '=HYPERLINK("http://x")'],
        ["1.1", None, "+33"],
    ]
    assert {cell.data_type for row in tab.iter_rows(min_row=4) for cell in row if cell.value} == {"s"}
    assert set(marks(tmp_path / "annoté.xlsx")) == {"A1", "A4", "B4", "C5"}
    again = check(read_workbook(tmp_path / "annoté.xlsx"), PLAN)
    assert again.blocking == checked.blocking


def test_a_problem_inside_a_merged_range_or_on_an_absent_sheet_has_a_place(tmp_path):
    book = Workbook()
    tab = book.active
    tab.title = "Actions"
    tab["B2"] = "fusion"
    tab.merge_cells("B2:D3")
    path = tmp_path / "x.xlsx"
    book.save(path)
    annotate(path, (Problem("bloquant", "Actions", "C3", "x", "y", "z"), ABSENT), tmp_path / "y.xlsx")
    assert {ref: said for ref, (said, _) in marks(tmp_path / "y.xlsx").items()} == {
        "A1": "[à vérifier] Décisions : « Décisions » (feuille absente).",
        "B2": "[bloquant] « y » (z).",
    }


def test_several_problems_of_a_cell_are_one_comment_of_the_worst_colour(source, tmp_path):
    annotate(source, (Problem("à vérifier", "Actions", "C2", "Statut", "a\x00b", "c"), STATUS), tmp_path / "x.xlsx")
    said, colour = marks(tmp_path / "x.xlsx")["C2"]
    assert said.startswith("[à vérifier] « ab » (c).\n[bloquant] « Realisé »")
    assert colour == COLOURS["bloquant"]


def test_what_cannot_be_written_or_opened_is_told_and_leaves_the_target(source, tmp_path, monkeypatch):
    target = tmp_path / "annoté.xlsx"
    target.write_bytes(b"avant")
    (tmp_path / "x.xlsx").write_bytes(source.read_bytes()[:-100])
    with pytest.raises(WorkbookRefusedError, match="abîmé"):
        annotate(tmp_path / "x.xlsx", (), target)
    with pytest.raises(WorkbookUnwritableError, match="n’existe pas"):
        annotate(source, (), tmp_path / "absent" / "x.xlsx")

    def refuse(*_):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(WorkbookUnwritableError):
            annotate(source, (), target)
    assert target.read_bytes() == b"avant"
    assert [path.name for path in tmp_path.iterdir() if "nouveau" in path.name] == []
    # Read without its drawings, a workbook may be one that cannot be copied with them.
    file = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<x/>" if name.startswith("xl/comments") else old.read(name))
    (tmp_path / "x.xlsx").write_bytes(file.getvalue())
    assert read_workbook(tmp_path / "x.xlsx")
    with pytest.raises(WorkbookRefusedError, match="ne peut pas être recopié"):
        annotate(tmp_path / "x.xlsx", (), target)


@pytest.mark.needs("libreoffice")
def test_libreoffice_opens_the_copy_with_its_comments(source, tmp_path):
    annotate(source, (STATUS, RATE, MISSING), tmp_path / "annote.xlsx")
    command = [
        "soffice", f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "lu"), str(tmp_path / "annote.xlsx"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=240, env=os.environ | {"HOME": str(tmp_path)})
    found = marks(tmp_path / "lu" / "annote.xlsx")
    assert found.keys() == {"A1", "C2", "D2", "K2"}
    assert found["C2"][0].startswith("[bloquant] « Realisé »")
    assert (found["C2"][1], found["D2"][1]) == (COLOURS["bloquant"], COLOURS["à vérifier"])
    # LibreOffice computes the formula: what was told of it is no more.
    assert "I2" not in [p.cell for p in check(read_workbook(tmp_path / "lu" / "annote.xlsx"), PLAN, AU).blocking]
