"""The reading of a workbook: what is understood of its headers, and what is refused."""

import codecs
import io
import struct
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dashboard.suivi.cells import RawCell, shown
from dashboard.suivi.characters import alike, brief, clean, norm
from dashboard.suivi.package import MAX_BYTES
from dashboard.suivi.parts import LAST_ROW
from dashboard.suivi.refusals import MAX_ROWS, WorkbookRefusedError
from dashboard.suivi.sheets import ACTIONS, DECISIONS, GUIDE, MEASURES, SHEETS
from dashboard.suivi.workbook import read_workbook

SHEET_XML = "xl/worksheets/sheet1.xml"
# One file is written again and again, on machines of any speed.
FREE = settings(deadline=None, suppress_health_check=list(HealthCheck))
HEADERS = ["Code", "Intitulé", "Statut", "Commentaire"]


def content(**sheets):
    """The bytes of a workbook of these rows, by sheet name."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        tab = book.create_sheet(name)
        for row in rows:
            tab.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def patched(data, changes):
    """The archive with parts changed by functions of their bytes (to None: taken away), or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            old = source.read(name)
            change = changes.pop(name, None)
            new = change(old) if change else old
            if new is not None:
                target.writestr(name, new)
        for name, added in changes.items():
            target.writestr(name, added)
    return file.getvalue()


def cfb(*streams):
    """A compound file (OLE) with empty streams of these names: header, allocation table, directory."""
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0,
    )  # fmt: skip
    header += b"\xff\xff\xff\xff" * 108
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    directory = b""
    for kind, name in ((5, "Root Entry"), *((2, name) for name in streams)):
        encoded = name.encode("utf-16-le")
        child = 1 if kind == 5 else 0xFFFFFFFF
        directory += encoded.ljust(64, b"\0") + struct.pack(
            "<HBBIII36xIQ", len(encoded) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, 0xFFFFFFFE, 0
        )
    return header[:512].ljust(512, b"\xff") + table + directory.ljust(512, b"\0")


@pytest.fixture
def put(tmp_path):
    def write(data, name="suivi.xlsx"):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


@pytest.fixture
def read(put):
    def reading(**sheets):
        return read_workbook(put(content(**sheets)))

    return reading


def told(raw):
    return [(p.severity, p.cell, p.value) for p in raw.problems if not p.expected.startswith(("feuille", "colonne"))]


def values(raw):
    return [{key: cell.value for key, cell in row.items() if cell.filled} for row in raw.rows]


def minimal(rows, headers=HEADERS):
    return [headers, *rows]


# Headers.


def test_columns_in_any_order_by_header_synonym_accent_case_and_punctuation(read):
    headers = ["  ÉTAT d'avancement : ", "N°", "TITRE", "meteo", "taux", "Échéance", "Date de début", "observations"]
    (raw,) = read(Actions=[headers, ["En cours", "1.1", "Un", "atteignable", 50, None, None, "Bien"]])
    assert raw.columns == {
        1: "statut", 2: "action", 3: "intitule", 4: "confiance", 5: "taux", 6: "fin_prevue", 7: "debut_reel",
        8: "commentaire",
    }  # fmt: skip
    assert raw.headers["statut"] == "ÉTAT d'avancement :"
    assert values(raw) == [
        {"statut": "En cours", "action": "1.1", "intitule": "Un", "confiance": "atteignable", "taux": 50,
         "commentaire": "Bien"}
    ]  # fmt: skip
    assert raw.rows[0]["action"].ref == "B2"


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=list(SHEETS))
def test_every_header_and_synonym_of_the_specification_is_understood(read, sheet):
    for field in sheet.fields:
        for word in (field.header, *field.synonyms):
            (raw,) = read(**{sheet.name: [[f" {word.upper()} "], ["x"]]})
            shared = [f for f in sheet.fields if norm(word) in (norm(f.header), *map(norm, f.synonyms))]
            assert raw.columns[1] in [f.key for f in shared], word
            # A header is that of its own column, unless an identifying column takes it for want of any other.
            owner = next((f for f in shared if norm(f.header) == norm(word)), shared[0])
            assert raw.columns[1] == owner.key or any(f.required for f in shared)


def test_a_sheet_name_is_forgiven_and_kept_as_written(read):
    (actions, decisions) = read(**{" ACTIONS ": minimal([["1.1"]]), "decisions": [["N°", "Décision", "État"]]})
    assert (actions.sheet, actions.name, decisions.sheet) == (ACTIONS, " ACTIONS ", DECISIONS)


def test_titles_and_blank_rows_before_the_header_and_true_row_numbers(read):
    rows = [["Suivi des actions"], [], [None, "Statut au 30 juin"], HEADERS, [], ["1.1", "Un"], [None], ["1.2", "Deux"]]
    (raw,) = read(Actions=rows)
    assert [row["action"].ref for row in raw.rows] == ["A6", "A8"]
    assert raw.rows[0]["commentaire"] == RawCell(None, "D6")


def test_the_header_is_looked_for_in_the_first_fifteen_rows_only(read):
    (raw,) = read(Actions=[["x"]] * 14 + minimal([["1.1"]]))
    assert len(raw.rows) == 1
    (raw,) = read(Actions=[["x"]] * 15 + minimal([["1.1"]]))
    assert raw.rows == ()
    assert [(p.severity, p.sheet) for p in raw.problems[:1]] == [("bloquant", "Actions")]
    assert "aucun en-tête connu" in raw.problems[0].expected


def test_an_unknown_column_is_named_with_the_nearest(read):
    (raw,) = read(Actions=[["Code", "Statu", "Humeur", "Vide"], ["1.1", "x", "y"]])
    unknown = [p for p in raw.problems if "colonne inconnue" in p.expected]
    assert [(p.severity, p.cell, p.value, p.nearest) for p in unknown] == [
        ("bloquant", "B1", "Statu", ("Statut", "Taux (%)")),
        ("bloquant", "C1", "Humeur", ()),
        ("à vérifier", "D1", "Vide", ()),
    ]


def test_a_missing_identifying_column_is_blocking(read):
    (raw,) = read(Actions=[["Cod", "Statut"], ["1.1", "En cours"]])
    assert [(p.column, p.nearest) for p in raw.problems if p.column == "Code"] == [("Code", ("Cod",))]
    (raw,) = read(Mesures=[["Indicateur", "Valeur"], ["eval-1", 3]])
    assert [p.column for p in raw.problems if p.severity == "bloquant"] == ["Code territoire"]


def test_columns_to_fill_that_are_absent_are_told_together(read):
    (raw,) = read(Actions=minimal([]))
    absent = [p for p in raw.problems if "tenu pour vide" in p.expected]
    assert len(absent) == 1
    assert absent[0].severity == "à vérifier"
    assert absent[0].value.startswith("Taux (%), Confiance, Début réel")


@pytest.mark.parametrize("second", ["Statut", "état"])
def test_a_header_matched_twice_is_blocking(read, second):
    (raw,) = read(Actions=[["Code", "Statut", second], ["1.1", "En cours", "Réalisée"]])
    twice = [p for p in raw.problems if p.severity == "bloquant"]
    assert [(p.cell, p.value) for p in twice] == [("C1", second)]
    assert "déjà en B1" in twice[0].expected
    assert values(raw) == [{"action": "1.1", "statut": "En cours"}]


def test_territoire_is_the_code_where_no_other_column_holds_it(read):
    (raw,) = read(Mesures=[["Indicateur", "Territoire", "Valeur"], ["eval-1", "63", 3]])
    assert raw.columns[2] == "territoire"
    (raw,) = read(Mesures=[["Indicateur", "Territoire", "Code territoire"], ["eval-1", "Puy-de-Dôme", "63"]])
    assert raw.columns == {1: "indicateur", 2: "nom_territoire", 3: "territoire"}


def test_what_is_written_under_no_header_is_told_once_by_column(read):
    (raw,) = read(Actions=minimal([["1.1", "Un", None, None, None, "perdu"], ["1.2", "Deux", None, None, None, "x"]]))
    assert told(raw) == [("bloquant", "F2", "perdu")]


def test_merged_answers_are_told(put):
    book = Workbook()
    tab = book.active
    tab.title = "Actions"
    for row in (["Suivi"], HEADERS, ["1.1", "Un", "En cours"], ["1.2", "Deux"]):
        tab.append(row)
    tab.merge_cells("A1:D1")
    tab.merge_cells("C3:C4")
    path = put(b"")
    book.save(path)
    (raw,) = read_workbook(path)
    assert told(raw) == [("bloquant", "A1", "Suivi"), ("bloquant", "C3", "C3:C4")]


# Sheets.


def test_sheets_come_in_the_order_of_the_file_and_the_guide_is_not_told(read):
    raws = read(**{"Mode d'emploi": [["Lisez"]], "Mesures": [["Indicateur"]], "Actions": minimal([])})
    assert [raw.sheet for raw in raws] == [MEASURES, ACTIONS]
    problems = [p for raw in raws for p in raw.problems if p.expected.startswith("feuille")]
    assert [(p.severity, p.value) for p in problems] == [("à vérifier", "Décisions")]
    assert norm(GUIDE) == norm("Mode d'emploi")


def test_unknown_sheets_and_a_sheet_twice_are_told(read):
    raws = read(**{"Action": [["1"]], "Actions": minimal([]), "Vide": [], "actions ": minimal([["1.1"]])})
    problems = [(p.severity, p.sheet, p.nearest) for p in raws[0].problems if p.expected.startswith("feuille")]
    assert problems[:2] == [("bloquant", "Action", ("Actions",)), ("bloquant", "actions ", ())]
    assert len(raws) == 1
    assert len(raws[0].rows) == 0


def test_a_hidden_unknown_sheet_is_told(put):
    book = Workbook()
    book.active.title = "Actions"
    book.active.append(HEADERS)
    hidden = book.create_sheet("listes")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    path = put(b"")
    book.save(path)
    problems = [(p.severity, p.sheet) for p in read_workbook(path)[0].problems if "masquée" in p.expected]
    assert problems == [("bloquant", "listes")]


def test_a_known_sheet_without_any_cell_is_told(read):
    raw = read(Actions=minimal([]), Décisions=[])[1]
    assert (raw.rows, raw.problems[0].severity, raw.problems[0].expected) == ((), "à vérifier", "feuille vide")


# Cells.


def test_the_format_of_a_number_is_kept(put):
    book = Workbook()
    tab = book.active
    tab.title = "Actions"
    tab.append(["Code", "Taux (%)"])
    tab.append(["1.1", 0.5])
    tab["B2"].number_format = "0%"
    path = put(b"")
    book.save(path)
    assert read_workbook(path)[0].rows[0]["taux"] == RawCell(0.5, "B2", "0%")


@pytest.mark.parametrize(
    ("cell", "value", "fault"),
    [
        (b'<c r="C2"><f>1+2</f><v>3</v></c>', 3, ""),
        (b'<c r="C2" t="str"><f>A2</f><v>En cours</v></c>', "En cours", ""),
        (b'<c r="C2" t="str"><f>A2</f><v></v></c>', None, ""),
        (b'<c r="C2"><f>1+2</f><v></v></c>', None, "formule jamais calculée"),
        (b'<c r="C2"><f>1+2</f></c>', None, "formule jamais calculée"),
        (b'<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!", "erreur du tableur"),
        (b'<c r="C2" t="inlineStr"><is><t>#N/A</t></is></c>', "#N/A", ""),
        (b'<c r="C2"><v>1E999</v></c>', None, "nombre démesuré"),
        (b'<c r="C2" t="b"><v>1</v></c>', True, ""),
        (b'<c r="C2" t="inlineStr"><is><t>a_x000D_b</t></is></c>', "a\rb", ""),
        (b'<c r="C2" t="inlineStr"><is><t>   </t></is></c>', None, ""),
    ],
)
def test_stored_values_and_what_is_wrong_with_them(put, cell, value, fault):
    data = content(Actions=minimal([["1.1", "Un", "repère"]]))

    def change(xml):
        start = xml.index(b'<c r="C2"')
        return xml[:start] + cell + xml[xml.index(b"</c>", start) + 4 :]

    found = read_workbook(put(patched(data, {SHEET_XML: change})))[0].rows[0]["statut"]
    assert (found.value, found.fault, found.ref) == (value, fault, "C2")


def test_a_declared_size_that_is_too_small_hides_no_row(put):
    data = content(Actions=minimal([["1.1"], ["1.2"]]))
    data = patched(data, {SHEET_XML: lambda xml: xml.replace(b'ref="A1:D3"', b'ref="A1:A1"')})
    assert len(read_workbook(put(data))[0].rows) == 2


def test_words_alike():
    assert norm(" Taux (%) ") == norm("TAUX") == "taux"
    assert norm("%") == "%"
    assert norm("Nº") == norm("n°o")
    assert alike(" RÉALISEE") == alike("realisée ") == "realisee"
    assert alike("En\u202fcours") == alike("en\u00a0cours\n")
    assert alike("En cours ?") != alike("En cours")
    assert clean(" a\r\nb\x07\u202e\ufffe ") == "a\nb"
    assert brief("x\n y" * 50).startswith("x yx y")
    assert len(brief("x" * 500)) == 80


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (12, "General", "12"),
        (12.0, "General", "12"),
        (1234.5, "#,##0.00", "1234,5"),
        (0.1 + 0.2, "General", "0,3"),
        (0.29, "0%", "29 %"),
        (50, '0" %"', "50"),
        (1004, "00000", "01004"),
        (-0.5, "General", "-0,5"),
        (1e300, "General", "1" + "0" * 300),
        (10**400, "0%", "1" + "0" * 402 + " %"),
        (True, "General", "VRAI"),
        (datetime(2025, 6, 30), "dd/mm/yyyy", "30/06/2025"),
        (datetime(2025, 6, 30, 14, 5), "dd/mm/yyyy", "30/06/2025 14:05:00"),
        (date(2025, 6, 30), "General", "30/06/2025"),
    ],
)
def test_values_as_a_french_spreadsheet_shows_them(value, number_format, expected):
    assert shown(RawCell(value, "A1", number_format)) == expected


# Text files.


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_in_three_encodings_and_three_separators(put, encoding, delimiter):
    lines = ["Suivi du schéma", "", delimiter.join(("Code", "État", "Commentaire")), ""]
    lines += [delimiter.join(("1.1", "Réalisée", '"L’été ; dit-on, ""vraiment""\nà la ligne"'))]
    raw = read_workbook(put("\r\n".join(lines).encode(encoding), "suivi.CSV"))[0]
    assert (raw.sheet, raw.name) == (ACTIONS, "Actions")
    assert raw.rows[0]["commentaire"].value == 'L’été ; dit-on, "vraiment"\nà la ligne'
    assert (raw.rows[0]["statut"].value, raw.rows[0]["statut"].ref) == ("Réalisée", "B5")


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=list(SHEETS))
def test_the_sheet_of_a_text_is_known_by_its_headers(put, sheet):
    text = ";".join(f.header for f in reversed(sheet.fields))
    assert read_workbook(put(f"{text}\r\n", "x.csv"))[0].sheet is sheet
    text = ";".join([*(sheet.field(key).header for key in sheet.identity), sheet.fields[-1].header])
    assert read_workbook(put(f"sep=;\n{text}\n", "x.csv"))[0].sheet is sheet


def test_a_text_row_with_more_cells_than_headers_is_blocking(put):
    raw = read_workbook(put("Code;Statut;Commentaire\n1.1;En cours;fini ; ou presque\n1.2;;;;;\n", "x.csv"))[0]
    moved = [p for p in raw.problems if p.severity == "bloquant"]
    assert [(p.cell, p.value) for p in moved] == [("D2", "ou presque")]


# Refusals.


def test_a_missing_file_a_folder_and_an_unreadable_file(tmp_path, monkeypatch):
    with pytest.raises(WorkbookRefusedError, match="absent.xlsx : ce fichier n’existe pas"):
        read_workbook(tmp_path / "absent.xlsx")
    with pytest.raises(WorkbookRefusedError, match="n’existe pas"):
        read_workbook(tmp_path / "a\0b.xlsx")
    with pytest.raises(WorkbookRefusedError, match="ne peut pas être lu"):
        read_workbook(tmp_path / ("a" * 5000))
    with pytest.raises(WorkbookRefusedError, match="c’est un dossier"):
        read_workbook(tmp_path)
    with pytest.raises(WorkbookRefusedError, match="fichier ordinaire"):
        read_workbook(Path("/dev/null"))
    path = tmp_path / "suivi.xlsx"
    path.write_bytes(b"x")

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(WorkbookRefusedError, match="ne peut pas être lu : vérifiez vos droits"):
        read_workbook(path)


GOOD = content(Actions=minimal([["1.1", "Un"]]))
DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def with_dtd(xml):
    return DTD + xml.partition(b"?>")[2] if xml.startswith(b"<?xml") else DTD + xml


def in_utf_16(xml):
    return with_dtd(xml).decode().replace("<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='UTF-16'?>").encode(
        "utf-16"
    )  # fmt: skip


def archive(entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in entries.items():
            target.writestr(name, data)
    return file.getvalue()


def locked_archive():
    data = bytearray(GOOD)
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    return bytes(data)


def swapped_rows(xml):
    second, third = xml.index(b'<row r="2"'), xml.index(b"</sheetData>")
    return xml[:second] + xml[second:third].replace(b'r="2"', b'r="1"').replace(b'"A2"', b'"A1"') + xml[third:]


def far_row(row):
    return lambda xml: xml.replace(
        b"</sheetData>", b'<row r="%d"><c r="A%d"><v>1</v></c></row></sheetData>' % (row, row)
    )


RELATIONS = "xl/_rels/workbook.xml.rels"
# Compressed some 130 times: less than what is refused for its ratio.
LONG = b"".join(b"%060d" % n + b"x" * 7_000 for n in range(0, 10**9, 10**7))
ROWS = b"".join(b'<row r="%d"/>' % n for n in range(10, 310_000))


def before_end(more):
    return lambda xml: xml[: xml.rindex(b"</")] + more + xml[xml.rindex(b"</") :]


REFUSED = {
    "empty": ("x.xlsx", b"", "vide"),
    "random bytes": ("x.xlsx", bytes(range(256)) * 9, "ce n’est pas un classeur"),
    "random bytes as text": ("x.csv", bytes(range(256)) * 9, "ce n’est pas un texte en UTF-8"),
    "a picture": ("x.png", b"\x89PNG\r\n\x1a\n", "ce n’est pas un classeur"),
    "a text named as a workbook": ("x.xlsx", b"Code;Statut\n1.1;En cours\n", "ce n’est pas un classeur"),
    "truncated": ("x.xlsx", GOOD[: len(GOOD) // 2], "abîmé ou incomplet"),
    "without its end": ("x.xlsx", GOOD[:-30], "abîmé ou incomplet"),
    "a zip of texts": ("x.xlsx", archive({"a.txt": b"a"}), "une archive, pas un classeur"),
    "an empty zip": ("x.xlsx", archive({}), "ce n’est pas un classeur"),
    "a document": (
        "x.xlsx",
        archive({"[Content_Types].xml": b"<Types>wordprocessingml</Types>"}),
        "une archive, pas un classeur",
    ),
    "types only": ("x.xlsx", archive({"[Content_Types].xml": b"<Types>spreadsheetml</Types>"}), "abîmé ou incomplet"),
    "encrypted": ("x.xlsx", cfb("EncryptionInfo", "EncryptedPackage"), "protégé par un mot de passe"),
    "encrypted zip": ("x.xlsx", locked_archive(), "protégée par un mot de passe"),
    "old .xls": ("x.xls", cfb("Workbook"), r"ancien format \(.xls\) : .*enregistrez-le au format « Classeur Excel"),
    "old .xls named .xlsx": ("x.xlsx", cfb("Book"), "ancien format"),
    "a page named .xls": ("x.xls", b"<html><table>", "ancien format"),
    ".ods": (
        "x.ods",
        archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        r"LibreOffice \(.ods\) : .*enregistrez-le au format « Classeur Excel \(.xlsx\) »",
    ),
    ".ods named .xlsx": (
        "x.xlsx",
        archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        "LibreOffice",
    ),
    "macros by name": ("x.xlsm", GOOD, "à macros"),
    "macros inside": ("x.xlsx", patched(GOOD, {"xl/vbaProject.bin": b"x"}), "à macros"),
    "macros by type": (
        "x.xlsx",
        patched(GOOD, {"[Content_Types].xml": lambda x: x.replace(b"openxmlformats", b"ms-excel.macroEnabled", 1)}),
        "à macros",
    ),
    ".xlsb": ("x.xlsx", patched(GOOD, {"xl/workbook.bin": b"x"}), "binaire"),
    "bomb by ratio": ("x.xlsx", patched(GOOD, {"xl/x.xml": b"<x>" + b" " * 2**24}), "compressé plus de 200 fois"),
    "bomb by size": ("x.xlsx", patched(GOOD, {"xl/x.xml": b" " * 51 * 2**20}), "dépasserait 50 Mo"),
    "bomb by entries": ("x.xlsx", patched(GOOD, {f"x/{n}": b"" for n in range(1001)}), "1 000"),
    "too heavy": ("x.xlsx", b"PK\x03\x04" + b"x" * MAX_BYTES, "plus de 10 Mo"),
    "DTD in a sheet": ("x.xlsx", patched(GOOD, {SHEET_XML: with_dtd}), "DOCTYPE"),
    "DTD in UTF-16": ("x.xlsx", patched(GOOD, {SHEET_XML: in_utf_16}), "DOCTYPE"),
    "DTD in the types": ("x.xlsx", patched(GOOD, {"[Content_Types].xml": with_dtd}), "DOCTYPE"),
    "DTD in a relation": ("x.xlsx", patched(GOOD, {"xl/_rels/workbook.xml.rels": with_dtd}), "DOCTYPE"),
    "not XML": ("x.xlsx", patched(GOOD, {SHEET_XML: lambda _: b"x"}), "abîmé"),
    "cut XML": ("x.xlsx", patched(GOOD, {SHEET_XML: lambda xml: xml[:-40]}), "abîmé"),
    "rows out of order": ("x.xlsx", patched(GOOD, {SHEET_XML: swapped_rows}), "abîmé"),
    "a row beyond the last": ("x.xlsx", patched(GOOD, {SHEET_XML: far_row(10**12)}), "abîmé"),
    "strict": (
        "x.xlsx",
        patched(GOOD, {SHEET_XML: lambda x: x.replace(b"schemas.openxmlformats.org", b"purl.oclc.org/ooxml")}),
        "Strict Open XML",
    ),
    "no known sheet": ("x.xlsx", content(Feuil1=[["Code"]]), r"aucune feuille connue .*trouvées : « Feuil1 »"),
    "no known header": ("x.csv", b"a;b\n1;2\n", "aucune feuille n’est reconnue à ses en-têtes"),
    "one common header": ("x.csv", "Échéance;b\n1;2\n".encode(), "aucune feuille n’est reconnue"),
    "headers of two sheets": ("x.csv", "numéro;libellé\n1;2\n".encode(), "ceux de plusieurs feuilles"),
    "open quotes": ("x.csv", b'Code;Statut\n1.1;"En cours\n', "guillemets mal fermés, .*ligne 2"),
    "a text with too many rows": ("x.csv", b"Code;Statut\n" + b"1.1;x\n" * MAX_ROWS, "plus de 20 000 lignes"),
    "a heavy text": ("x.csv", b"Code;Statut\n" + "é;à\n".encode("cp850") * 1_100_000, "plus de 4 Mo"),
    "a text with too many columns": ("x.csv", b"Code;Statut\n1.1" + b";x" * 200, "plus de 200 colonnes"),
    "too many columns": ("x.xlsx", content(Actions=minimal([["1.1", *[None] * 199, "x"]])), "en colonne GS"),
    "a huge merge": (
        "x.xlsx",
        patched(GOOD, {SHEET_XML: lambda x: x.replace(
            b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>')}),
        "trop de cellules",
    ),
    "one long comment": ("x.xlsx", patched(GOOD, {SHEET_XML: before_end(b"<!--%s-->" % LONG)}), "démesuré"),
    "one long attribute": ("x.xlsx", patched(GOOD, {SHEET_XML: before_end(b'<x y="%s"/>' % LONG)}), "démesuré"),
    "one long name": ("x.xlsx", patched(GOOD, {SHEET_XML: before_end(b"</a%s>" % LONG)}), "démesuré"),
    "a comment left open": ("x.xlsx", patched(GOOD, {"xl/styles.xml": lambda x: b"<!--%s" % LONG}), "démesuré"),
    "elements without end": (
        "x.xlsx", patched(GOOD, {SHEET_XML: before_end(b"<x>" * 5_000 + b"</x>" * 5_000)}), "imbriqués sans fin",
    ),
    "empty rows": (
        "x.xlsx",
        patched(GOOD, {SHEET_XML: lambda x: x.replace(b"</sheetData>", ROWS + b"</sheetData>")}),
        "trop de cellules",
    ),
    "many styles": (
        "x.xlsx",
        patched(GOOD, {"xl/styles.xml": lambda x: x.replace(b"</cellXfs>", b'<xf/>' * 90_000 + b"</cellXfs>")}),
        "de styles",
    ),
    "no sheet inside": ("x.xlsx", patched(GOOD, {SHEET_XML: lambda _: None}), "abîmé"),
    "a sheet of no kind": (
        "x.xlsx", patched(GOOD, {RELATIONS: lambda x: x.replace(b'/worksheet"', b'/feuille"')}), "abîmé",
    ),
    "no list of its parts": ("x.xlsx", patched(GOOD, {"[Content_Types].xml": lambda _: None}), "abîmé"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(put, case):
    name, data, message = REFUSED[case]
    with pytest.raises(WorkbookRefusedError, match=message) as refusal:
        read_workbook(put(data, name))
    assert str(refusal.value).startswith(f"{name} : ")
    assert str(refusal.value).endswith(".")


def test_letters_of_an_older_encoding_take_no_time(put):
    start = time.process_time()
    with pytest.raises(WorkbookRefusedError, match="20 000 lignes"):
        read_workbook(put(b"Code;Statut\n" + "é;à\n".encode("cp850") * 900_000, "x.csv"))
    assert time.process_time() - start < 10


def test_the_bombs_are_small():
    assert all(len(REFUSED[f"bomb by {what}"][1]) < 200_000 for what in ("ratio", "size", "entries"))


def test_a_workbook_with_too_many_rows(put):
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, MAX_ROWS + 3))
    data = patched(GOOD, {SHEET_XML: lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")})
    with pytest.raises(WorkbookRefusedError, match="« Actions » a plus de 20 000 lignes remplies"):
        read_workbook(put(data))


def test_the_last_row_of_a_spreadsheet_is_read_where_it_is(put):
    data = patched(GOOD, {SHEET_XML: far_row(LAST_ROW)})
    assert read_workbook(put(data))[0].rows[-1]["action"].ref == f"A{LAST_ROW}"


def test_a_workbook_is_known_by_its_content_not_by_its_name(put):
    assert read_workbook(put(GOOD, "suivi.csv"))[0].name == "Actions"


# Nonsense.


@given(
    st.binary(max_size=300),
    st.sampled_from(["x.csv", "x.xlsx", "x"]),
    st.sampled_from([b"", b"PK\x03\x04", codecs.BOM_UTF8]),
)
@settings(FREE, max_examples=100)
def test_any_bytes_are_read_or_refused(put, data, name, start):
    read_or_refused(put(start + data, name))


@given(st.data())
@settings(FREE, max_examples=100)
def test_a_damaged_workbook_is_read_or_refused(put, data):
    """Bytes changed in the archive, or in one part before it is packed again."""
    names = zipfile.ZipFile(io.BytesIO(GOOD)).namelist()
    part = data.draw(st.sampled_from([None, *names]))

    def damage(content):
        place = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 30))
        return content[:place] + data.draw(st.binary(max_size=10)) + content[place + length :]

    read_or_refused(put(patched(GOOD, {part: damage}) if part else damage(GOOD)))


@given(st.text(max_size=200), st.sampled_from([";", ",", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
@settings(FREE, max_examples=100)
def test_any_text_under_known_headers_is_read_or_refused(put, text, delimiter, encoding):
    whole = delimiter.join(HEADERS) + "\n" + text
    read_or_refused(put(whole.encode(encoding, "ignore"), "x.csv"))


def read_or_refused(path):
    try:
        raws = read_workbook(path)
    except WorkbookRefusedError as error:
        raws = ()
        message = str(error)
    else:
        message = ""
    assert "\n" not in message
    assert all(set(row) == set(raw.columns.values()) for raw in raws for row in raw.rows)
