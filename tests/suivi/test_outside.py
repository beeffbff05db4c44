"""An answer written where nobody reads: read, or named with its place, and the import is refused."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from dashboard.suivi.annotation import annotate
from dashboard.suivi.checking import check
from dashboard.suivi.merging import names_of, read_campaign
from dashboard.suivi.model import Campaign, Plan
from dashboard.suivi.refusals import WorkbookRefusedError
from dashboard.suivi.sheets import GUIDE
from dashboard.suivi.texts import decode
from dashboard.suivi.workbook import read_workbook
from dashboard.suivi.writing import write_workbook

AU, LATER = date(2024, 6, 28), date(2025, 6, 27)
PLAN = Plan(
    "03-2023", "Schéma de l’Allier", date(2023, 1, 1), date(2027, 12, 31),
    {"1.1": "Ouvrir des places", "1.2": "Former les équipes", "11 bis": "Accueillir", "O1": "Réunir le comité"},
    {"eval-1": "Nombre de places"}, {"03": "Allier"}, {"1.1": frozenset({"caf"})}, {"caf": "Caf"},
)  # fmt: skip


@pytest.fixture
def sent(tmp_path):
    """Write the workbook that goes out, with answers to one action, and change it."""

    def sending(change=None, name="suivi.xlsx", last=True, pilote=None):
        rows = {"Actions": ({"action": "1.1", "statut": "En cours", "commentaire": "avance"},
                            {"action": "1.2", "statut": "Bloquée"})}  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        write_workbook(path, PLAN, Campaign(PLAN.scheme, AU, rows) if last else None, pilote)
        if change:
            book = load_workbook(path, rich_text=True)
            change(book)
            book.save(path)
        return path

    return sending


def told(path):
    """What forbids the import, by place."""
    return {f"{p.sheet}!{p.cell}": (p.value, p.expected) for p in check(read_workbook(path), PLAN, LATER).blocking}


def set_cells(name="Actions", **cells):
    def change(book):
        for ref, value in cells.items():
            book[name][ref] = value

    return change


def test_the_workbook_that_goes_out_says_nothing_wrong(sent):
    assert check(read_workbook(sent()), PLAN, LATER).problems == ()


def note(book):
    book["Actions"]["C3"].comment = Comment("Terminée en mars", "Une personne")


def note_in_guide(book):
    book[GUIDE]["A1"].comment = Comment("Voir la Caf", "x")


def strike(book):
    book["Actions"]["I2"].font = Font(strike=True)


def strike_a_part(book):
    book["Actions"]["I2"] = CellRichText("avance ", TextBlock(InlineFont(strike=True), "en retard"), " bien")


def strike_a_title(book):
    book["Actions"]["B3"].font = Font(strike=True)


def link(book):
    book["Actions"]["I3"] = "voir le compte rendu"
    book["Actions"]["I3"].hyperlink = "https://exemple.fr/cr-mars"


def add_sheet(book):
    book.create_sheet("Mes réponses").append(["1.2", "terminée"])


def add_hidden_sheet(book):
    add_sheet(book)
    book["Mes réponses"].sheet_state = "veryHidden"


def copy_sheet(book):
    book.copy_worksheet(book["Actions"])


def merge(book):
    book["Actions"].merge_cells("C2:C4")


def merge_across(book):
    book["Actions"].merge_cells("I2:J2")


def second_headers(book):
    book["Actions"].append(["Code", "Intitulé", "Confiance", "Statut"])
    book["Actions"].append(["1.2", None, "compromis", "En cours"])


def second_table(book):
    book["Actions"].append(["N°", "Décision", "État"])
    book["Actions"].append(["1", "Dire", "Close"])


def beside(book):
    for column, text in enumerate(("Code", "Statut"), start=15):
        book["Actions"].cell(1, column, text)
    book["Actions"].cell(2, 15, "1.2")


def insert_above(book):
    book["Actions"].insert_rows(1)
    book["Actions"]["A1"] = "1.2 est terminée"


@pytest.mark.parametrize(
    ("change", "place", "value", "why"),
    [
        (note, "Actions!C3", "Terminée en mars", "note de cellule"),
        (note_in_guide, f"{GUIDE}!A1", "Voir la Caf", "note de cellule"),
        (strike, "Actions!I2", "avance", "barré"),
        (strike_a_part, "Actions!I2", "avance en retard bien", "barré"),
        (strike_a_title, "Actions!B3", "Former les équipes", "barré"),
        (link, "Actions!I3", "https://exemple.fr/cr-mars", "lien dont seul le texte est lu"),
        (add_sheet, "Mes réponses!", "Mes réponses", "feuille inconnue, non lue (« 1.2 » en A1)"),
        (add_hidden_sheet, "Mes réponses!", "Mes réponses", "feuille masquée et inconnue"),
        (copy_sheet, "Actions Copy!", "Actions Copy", "« Actions » est déjà lue"),
        (merge, "Actions!C2", "C2:C4", "fusionnées"),
        (merge_across, "Actions!I2", "I2:J2", "fusionnées"),
        (second_headers, "Actions!A6", "Code Intitulé Confiance Statut", "seconde ligne d’en-têtes"),
        (second_table, "Actions!A6", "N° Décision État", "second tableau"),
        (beside, "Actions!O1", "Code", "colonne en double"),
        (insert_above, "Actions!A1", "1.2 est terminée", "au-dessus des en-têtes"),
        (set_cells(M1="Avis de la Caf", M3="fait"), "Actions!M1", "Avis de la Caf", "colonne inconnue, non lue"),
        (set_cells(N3="fait en mars"), "Actions!N3", "fait en mars", "sous aucun en-tête"),
        (set_cells(B9="1.2 est terminée"), "Actions!B9", "1.2 est terminée", "hors du tableau"),
        (set_cells(B3="Former les équipes – FAIT"), "Actions!B3", "Former les équipes – FAIT", "n’est pas lue"),
        (set_cells(B3="fait !"), "Actions!B3", "fait !", "n’est pas lue"),
        (set_cells(GUIDE, D4="1.2 est terminée"), f"{GUIDE}!D4", "1.2 est terminée", "mode d’emploi"),
        (set_cells(GUIDE, A90="fait"), f"{GUIDE}!A90", "fait", "mode d’emploi"),
        (set_cells(I2="R\ufffdunion"), "Actions!I2", "R⟨caractère perdu (U+FFFD)⟩union", "mal encodé"),
        (set_cells(I2="une r?union"), "Actions!I2", "une r?union", "mal encodé"),
        (set_cells(I2="R‚union tenue"), "Actions!I2", "R⟨U+201A⟩union tenue", "mal encodé"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_named_with_its_place(sent, change, place, value, why):
    found = told(sent(change))
    assert place in found, found
    assert found[place][0].startswith(value)
    assert why in found[place][1]


def test_a_name_of_tab_is_no_matter_where_the_headers_are_those(sent):
    def rename(book):
        book["Actions"].title = "Retour Caf 2025"
        book["Mesures"].title = "Feuil2"

    raws = read_workbook(sent(rename))
    assert [raw.sheet.name for raw in raws] == ["Actions", "Mesures", "Décisions"]
    problems = check(raws, PLAN, LATER).problems
    assert [(p.severity, p.value) for p in problems] == [("à vérifier", "Retour Caf 2025"), ("à vérifier", "Feuil2")]


def test_what_is_hidden_is_read_and_told(sent):
    def hide(book):
        book["Actions"].row_dimensions[3].hidden = True
        book["Actions"].column_dimensions["I"].hidden = True
        book["Décisions"].sheet_state = "hidden"

    found = check(read_workbook(sent(hide)), PLAN, LATER)
    assert {row["action"]: row["commentaire"] for row in found.rows["Actions"]} == {"1.1": "avance", "1.2": None}
    assert [(p.severity, p.value) for p in found.problems] == [
        ("à vérifier", "3"), ("à vérifier", "I"), ("à vérifier", "Décisions")
    ]  # fmt: skip


def test_headers_met_again_in_the_same_columns_are_passed(sent):
    def paste(book):
        book["Actions"].append([cell.value for cell in book["Actions"][1]])
        book["Actions"].append(["O1", None, "En pause"])
        book["Actions"].delete_rows(5)

    found = check(read_workbook(sent(paste)), PLAN, LATER)
    assert not found.blocking
    assert {row["action"]: row["statut"] for row in found.rows["Actions"]}["O1"] == "En pause"


def added(path, parts, relation):
    """The workbook with parts that openpyxl does not write, tied to its first sheet."""
    data = io.BytesIO()
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            if name != rels:
                target.writestr(name, source.read(name))
        for name, text in parts.items():
            target.writestr(name, text)
        kind, part = relation
        target.writestr(
            rels,
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId9" Type="http://x/{kind}" Target="{part}"/></Relationships>',
        )
    path.write_bytes(data.getvalue())
    return path


XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
BOX = (
    f'<x:wsDr xmlns:x="{XDR}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><x:twoCellAnchor>'
    "<x:from><x:col>2</x:col><x:colOff>0</x:colOff><x:row>3</x:row><x:rowOff>0</x:rowOff></x:from>{}"
    "</x:twoCellAnchor></x:wsDr>"
)
SHAPE = "<x:sp><x:txBody><a:p><a:r><a:t>1.2 est </a:t></a:r><a:r><a:t>finie</a:t></a:r></a:p></x:txBody></x:sp>"
THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="C3" id="{1}"><text>Terminée</text></threadedComment></ThreadedComments>'
)


@pytest.mark.parametrize(
    ("kind", "part", "text", "place", "value"),
    [
        ("drawing", "xl/drawings/d.xml", BOX.format(SHAPE), "Actions!C4", "1.2 est finie"),
        ("drawing", "xl/drawings/d.xml", BOX.format("<x:pic/>"), "Actions!C4", "image"),
        ("drawing", "xl/drawings/d.xml", BOX.format("<x:cxnSp/>"), "Actions!C4", "dessin"),
        ("threadedComment", "xl/threadedComments/t.xml", THREAD, "Actions!C3", "Terminée"),
        ("oleObject", "xl/embeddings/o.bin", "x", "Actions!", "document incorporé"),
    ],
)
def test_what_floats_over_the_cells_is_named(sent, kind, part, text, place, value):
    path = added(sent(), {part: text}, (kind, f"/{part}"))
    assert told(path)[place][0] == value


def test_a_commented_copy_comes_back_mended_with_our_notes(sent, tmp_path):
    path = sent(set_cells(C2="En court"))
    annotate(path, check(read_workbook(path), PLAN, LATER).problems, tmp_path / "copie.xlsx")
    book = load_workbook(tmp_path / "copie.xlsx")
    book["Actions"]["C2"] = "En cours"
    book.save(tmp_path / "copie.xlsx")
    assert told(tmp_path / "copie.xlsx") == {}
    book["Actions"]["C2"].comment.text += "\nc’est fait depuis mars"
    book.save(tmp_path / "copie.xlsx")
    assert told(tmp_path / "copie.xlsx")["Actions!C2"][0] == "c’est fait depuis mars"


# Texts.

HEAD = "Code;Intitulé;Statut;Commentaire\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp850", "mac_roman",
                                      "iso8859-15"])  # fmt: skip
def test_a_text_keeps_its_letters_in_every_encoding(tmp_path, encoding):
    path = tmp_path / "suivi.csv"
    path.write_bytes(f"{HEAD}1.1;;Réalisée;Où ? À l'été, ça reste « sûr », dès août, même là-bas\n".encode(encoding))
    (row,) = check(read_workbook(path), PLAN).rows["Actions"]
    assert (row["statut"], row["commentaire"]) == ("Réalisée", "Où ? À l'été, ça reste « sûr », dès août, même là-bas")


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman", "iso8859-15"])
@pytest.mark.parametrize(
    "words", ["été", "réalisée", "là où ça naît", "Où ? À Orléans", "un cœur", "Noël : 3 % d'août"]
)
def test_a_word_is_enough_to_know_an_encoding(encoding, words):
    try:
        data = f"Intitulé;{words}\n".encode(encoding)
    except UnicodeEncodeError:
        return
    assert decode(Path("x.csv"), data)[0] == f"Intitulé;{words}\n"


def test_a_text_of_two_encodings_is_read_and_told(tmp_path):
    path = tmp_path / "suivi.csv"
    path.write_bytes(HEAD.encode() + "1.1;;En cours;réunion en ".encode() + "été\n".encode("cp1252"))
    found = check(read_workbook(path), PLAN)
    assert found.rows["Actions"][0]["commentaire"] == "réunion en été"
    assert any("texte encodé deux fois" in p.expected for p in found.problems)


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
def test_letters_encoded_twice_are_put_right_and_told(tmp_path, encoding):
    path = tmp_path / "suivi.csv"
    path.write_text(f"{HEAD}1.1;;En cours;Réunion à l’été « là »\n".encode().decode(encoding), encoding="utf-8")
    found = check(read_workbook(path), PLAN)
    assert found.rows["Actions"][0]["commentaire"] == "Réunion à l’été « là »"
    assert "texte encodé deux fois, lu « Intitulé », et 1 autre cellule" in [p.expected for p in found.problems]


def test_a_text_that_no_encoding_explains_is_refused(tmp_path):
    (tmp_path / "x.csv").write_bytes(HEAD.encode("cp037"))
    with pytest.raises(WorkbookRefusedError):
        read_workbook(tmp_path / "x.csv")


# Characters.


@pytest.mark.parametrize(
    "typed",
    ["11\u00a0bis", "11\u202fbis", "11\nbis", "11\tbis", " 11  bis ", "１１ bis", "11\u200b bis", "\ufeff11 bis",
     "11 b\u00adis", "\u200f11 bis\u200e", "11\u3000bis", "11 bis\u2800", "11\u2028bis"],
)  # fmt: skip
def test_a_code_is_known_whatever_does_not_show_in_it(sent, typed):
    found = check(read_workbook(sent(set_cells(A4=typed, C4="En cours"))), PLAN, LATER)
    assert not found.blocking
    assert "11 bis" in [row["action"] for row in found.rows["Actions"]]


@pytest.mark.parametrize(
    ("typed", "shown", "near"),
    [
        ("О1", "⟨U+041E⟩1", "code inconnu"),
        ("01", "01", "« 0 » (chiffre U+0030) au lieu de « O » (lettre U+004F)"),
        ("l.1", "l.1", "« l » (lettre U+006C) au lieu de « 1 » (chiffre U+0031)"),
        ("1.1́", "1.1⟨U+0301⟩", "1.1"),
        ("1․1x", "1⟨U+2024⟩1x", "code inconnu"),
    ],
)
def test_two_strings_that_look_the_same_are_told_apart(sent, typed, shown, near):
    result = check(read_workbook(sent(set_cells(A4=typed, C4="En cours"))), PLAN, LATER)
    (problem,) = [p for p in result.blocking if p.cell == "A4"]
    assert f"« {shown} »" in str(problem)
    assert near in str(problem)


# Several workbooks.


def merged(*paths):
    rows = {"Actions": ({"action": "1.1", "statut": "En cours", "commentaire": "avance"},
                        {"action": "1.2", "statut": "Bloquée"})}  # fmt: skip
    return read_campaign(paths, PLAN, LATER, Campaign(PLAN.scheme, AU, rows))


def test_two_workbooks_that_disagree_are_named_with_their_cells_and_answers(sent):
    caf = sent(set_cells(C2="Réalisée", H2=date(2025, 1, 15)), "caf.xlsx")
    cd = sent(set_cells(C2="Abandonnée"), "cd.xlsx")
    (problem,) = merged(caf, cd).blocking
    assert (problem.sheet, problem.value) == ("Actions", "1.1")
    assert "Statut : « Réalisée » (caf.xlsx, Actions!C2), « Abandonnée » (cd.xlsx, Actions!C2)" in problem.expected
    assert "Fin réelle : « 15/01/2025 » (caf.xlsx, Actions!H2), « vide » (cd.xlsx, Actions!H2)" in problem.expected


def test_long_answers_that_disagree_at_their_end_show_where(sent):
    long = "Le comité s’est réuni plusieurs fois et a examiné chaque proposition avant de rendre son avis, "
    caf = sent(set_cells(I2=f"{long}favorable"), "caf.xlsx")
    cd = sent(set_cells(I2=f"{long}défavorable"), "cd.xlsx")
    (problem,) = merged(caf, cd).blocking
    assert "favorable » (caf.xlsx" in problem.expected
    assert "défavorable » (cd.xlsx" in problem.expected


def test_answers_that_differ_by_their_spaces_only_do_not_disagree(sent):
    caf = sent(set_cells(I2="fait : oui"), "caf.xlsx")
    cd = sent(set_cells(I2="fait\u00a0: oui "), "cd.xlsx")
    assert merged(caf, cd).blocking == ()


def test_one_empties_what_the_other_changes(sent):
    caf = sent(set_cells(C2=None, I2=None), "caf.xlsx")
    cd = sent(set_cells(C2="Réalisée", H2=date(2025, 1, 15)), "cd.xlsx")
    (problem,) = merged(caf, cd).blocking
    assert "Statut : « vide » (caf.xlsx, Actions!C2), « Réalisée » (cd.xlsx, Actions!C2)" in problem.expected


def test_a_workbook_sent_empty_takes_nothing_back(sent):
    left = sent(None, "caf.xlsx")
    empty = sent(set_cells(C4="En cours"), "cd.xlsx", last=False)
    result = merged(left, empty)
    assert {row["action"] for row in result.rows["Actions"]} == {"1.1", "1.2", "11 bis"}
    assert [(r.file, r.renewed, r.kept, r.taken) for r in result.received] == [
        ("caf.xlsx", (), ("1.1", "1.2"), ()),
        ("cd.xlsx", ("11 bis",), (), ()),
    ]


def test_a_workbook_says_the_pilote_that_it_was_made_for(sent):
    (received,) = merged(sent(None, "caf.xlsx", pilote="caf")).received
    assert (received.pilote, received.actions) == ("Caf", ("1.1",))


def test_a_workbook_filled_before_the_last_campaign_is_told(sent):
    newer = Campaign(PLAN.scheme, date(2025, 1, 31), {"Actions": ({"action": "1.1", "statut": "En pause"},)})
    found = read_campaign([sent()], PLAN, LATER, newer).problems
    assert [p.value for p in found if "plus ancienne" in p.expected] == ["28/06/2024"]


def test_a_link_that_shows_its_address_is_read(sent):
    def link(book):
        for ref, text, address in (
            ("I2", "x@exemple.fr", "mailto:x@exemple.fr"),
            ("I3", "exemple.fr", "https://exemple.fr/"),
        ):
            book["Actions"][ref] = text
            book["Actions"][ref].hyperlink = address
            book["Actions"][ref].value = text

    assert told(sent(link)) == {}


def test_a_decision_that_one_workbook_drops_and_another_keeps_waits_for_a_word(tmp_path):
    rows = {"Décisions": ({"numero": "1", "decision": "Dire", "date": AU, "etat": "Ouverte"},)}
    before, paths = Campaign(PLAN.scheme, AU, rows), [tmp_path / "caf.xlsx", tmp_path / "cd.xlsx"]
    for path in paths:
        write_workbook(path, PLAN, before)
    book = load_workbook(paths[0])
    for cell in book["Décisions"][2]:
        cell.value = None
    book.save(paths[0])
    (problem,) = read_campaign(paths, PLAN, LATER, before).blocking
    assert problem.expected.startswith("décision retirée de caf.xlsx, que cd.xlsx porte encore")
    assert read_campaign(paths[:1], PLAN, LATER, before).rows["Décisions"] == ()


def test_names_that_look_the_same_are_told_apart(tmp_path):
    assert names_of([tmp_path / "caf.xlsx", tmp_path / "caf\u200b.xlsx"])[1].startswith("caf⟨espace de largeur nulle")


def test_two_files_of_one_name_are_told_apart(sent, tmp_path):
    said = {"a": "À venir", "b": "En pause"}
    paths = [sent(set_cells(C2=status), f"{folder}/retour.xlsx") for folder, status in said.items()]
    assert names_of(paths) == ["a/retour.xlsx", "b/retour.xlsx"]
    (problem,) = merged(*paths).blocking
    assert "« À venir » (a/retour.xlsx, Actions!C2), « En pause » (b/retour.xlsx, Actions!C2)" in problem.expected


def test_a_link_that_leads_to_itself_has_a_name(tmp_path):
    loop = tmp_path / "boucle.csv"
    loop.symlink_to(loop)
    assert names_of([loop]) == ["boucle.csv"]
    with pytest.raises(WorkbookRefusedError, match=r"boucle.csv : ce fichier n’existe pas"):
        read_campaign([loop], PLAN, LATER, None)
