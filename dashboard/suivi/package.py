"""The archive that an .xlsx is: known to be safe before it is opened, and what stands in it beside the cells."""

import io
import posixpath
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.xml.functions import fromstring

from dashboard.suivi.beside import Stray, strays_of
from dashboard.suivi.parts import Part, check_part, scan_sheet, struck_strings, struck_styles
from dashboard.suivi.refusals import SAVE_AS, refusal, refusing

MAX_BYTES = 10 * 1024**2
MAX_TEXT = 4 * 1024**2  # 1,000 actions weigh less than 1 MB
MAX_UNPACKED = 50 * 1024**2
MAX_RATIO = 200
MAX_ENTRIES = 1000
MAX_ELEMENTS = 300_000  # 1,000 actions in 24 columns weigh 50,000: what is beyond would only hold the machine
MAX_SPREAD = 200_000  # cells covered by merged ranges and links: openpyxl makes each of them when it annotates
DAMAGED = "le fichier est abîmé ou incomplet"
WITHOUT_CELLS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")
TEXT_FILES = (".csv", ".tsv", ".txt")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Package:
    """What the parts of a workbook say that openpyxl does not: of each sheet by its name, and beside the cells."""

    sheets: dict[str, Part]
    strays: tuple[Stray, ...]


def contents(path: Path) -> bytes:
    """Return the bytes of a file that may be a workbook (zip) or a text; raises WorkbookRefusedError for any other."""
    try:
        if path.is_dir():
            raise refusal(path, "c’est un dossier, pas un classeur")
        if not path.exists():
            raise refusal(path, "ce fichier n’existe pas")
        if not path.is_file():
            raise refusal(path, "ce n’est pas un fichier ordinaire")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise refusal(
            path, "le fichier ne peut pas être lu : vérifiez vos droits et qu’il n’est pas ouvert ailleurs"
        ) from error
    suffix = path.suffix.lower()
    if len(data) > MAX_BYTES:
        raise refusal(path, "le fichier pèse plus de 10 Mo")
    if not data:
        raise refusal(path, "le fichier est vide")
    if data.startswith(OLE) and ENCRYPTED in data:
        raise refusal(path, "le classeur est protégé par un mot de passe : enlevez-le, puis enregistrez de nouveau")
    if data.startswith(OLE) or suffix == ".xls":
        raise refusal(path, f"c’est un document Office d’ancien format (.xls) : {SAVE_AS}")
    if suffix in (".ods", ".fods"):
        raise refusal(path, f"c’est un classeur LibreOffice (.ods) : {SAVE_AS}")
    if suffix in (".xlsm", ".xltm"):
        raise refusal(path, f"c’est un classeur à macros : {SAVE_AS}, sans macro")
    if not data.startswith(ZIP) and suffix not in TEXT_FILES:
        raise refusal(path, "ce n’est pas un classeur : un fichier .xlsx ou .csv est attendu")
    if not data.startswith(ZIP) and len(data) > MAX_TEXT:
        raise refusal(path, "le fichier pèse plus de 4 Mo, ce qu’aucune feuille enregistrée en texte n’atteint")
    return data


def inspect(path: Path, data: bytes) -> Package:
    """Return what the parts of a workbook hold beside its cells, once they are known to be safe.

    Raises WorkbookRefusedError for what is no workbook, is damaged, encrypted, has macros or a DTD, or would fill
    the memory. Every part is parsed by the parser that openpyxl uses, so that no encoding hides a DTD from it.
    """
    with refusing(path, DAMAGED), zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        _check_directory(path, entries, len(data))
        _check_kind(path, archive)
        elements = 0
        for entry in entries:
            with archive.open(entry) as part:
                elements += check_part(path, part, MAX_ELEMENTS - elements)
        package = _package(path, archive)
        if sum(part.spread for part in package.sheets.values()) > MAX_SPREAD:
            raise refusal(path, "des cellules fusionnées ou des liens couvrent trop de cellules")
    return package


def _check_directory(path: Path, entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse an archive on what its directory declares; zipfile never unpacks more than that."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, min(size, sum(entry.compress_size for entry in entries)))
    if len(entries) > MAX_ENTRIES:
        raise refusal(path, f"l’archive a {len(entries)} fichiers, un classeur en a moins de 1 000")
    if unpacked > MAX_UNPACKED:
        raise refusal(path, "une fois décompressé, le classeur dépasserait 50 Mo")
    if unpacked > MAX_RATIO * packed:
        raise refusal(path, "le classeur est compressé plus de 200 fois, ce qu’aucun tableur ne fait")
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusal(path, "l’archive est protégée par un mot de passe")


def _check_kind(path: Path, archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype"):
        raise refusal(path, f"c’est un classeur LibreOffice (.ods) : {SAVE_AS}")
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
        raise refusal(path, f"c’est un classeur à macros : {SAVE_AS}, sans macro")
    if "xl/workbook.bin" in names:
        raise refusal(path, f"c’est un classeur binaire (.xlsb) : {SAVE_AS}")
    if b"spreadsheetml" not in types:
        if "xl/workbook.xml" in names:
            raise refusal(path, DAMAGED)
        raise refusal(path, "c’est une archive, pas un classeur : un fichier .xlsx est attendu")


def _package(path: Path, archive: zipfile.ZipFile) -> Package:
    """Follow the relations from the workbook to its sheets, and from each sheet to what stands beside its cells."""
    book = next(target for kind, target in _relations(archive, "").values() if kind == "officeDocument")
    relations = _relations(archive, book)
    tied = dict(relations.values())
    strings = struck_strings(archive.read(tied["sharedStrings"])) if "sharedStrings" in tied else frozenset()
    styles = struck_styles(archive.read(tied["styles"])) if "styles" in tied else frozenset()
    sheets: dict[str, Part] = {}
    strays: list[Stray] = []
    for tab in _local(fromstring(archive.read(book)), "sheet"):
        kind, target = relations[next(v for k, v in tab.attrib.items() if k.endswith("}id"))]
        name, ties = tab.attrib["name"], _relations(archive, target)
        if kind == "worksheet":
            sheets[name] = scan_sheet(path, archive.read(target), strings, styles)
            sheets[name].links = {ref: ties[tie][1] for ref, tie in sheets[name].links.items() if tie in ties}
        elif kind not in WITHOUT_CELLS:
            raise refusal(path, DAMAGED)
        beside = list(ties.values())
        for drawing in [part for kind, part in beside if kind == "drawing"]:
            beside += [tie for tie in _relations(archive, drawing).values() if tie[0] == "diagramData"]
        strays += strays_of(name, [(kind, archive.read(part)) for kind, part in beside if _held(archive, part)])
    return Package(sheets, tuple(strays))


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return the relations of a part by their identifier: the last word of their type, the part or the address."""
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    if not _held(archive, place):
        return {}
    return {
        relation.attrib["Id"]: (
            relation.attrib["Type"].rpartition("/")[2],
            relation.attrib["Target"]
            if relation.attrib.get("TargetMode") == "External"
            else posixpath.normpath(posixpath.join("/", folder, relation.attrib["Target"])).lstrip("/"),
        )
        for relation in _local(fromstring(archive.read(place)), "Relationship")
    }


def _held(archive: zipfile.ZipFile, part: str) -> bool:
    try:
        archive.getinfo(part)
    except KeyError:
        return False
    return True


def _local(root: Any, name: str) -> list[Any]:
    return [element for element in root.iter() if str(element.tag).rpartition("}")[2] == name]
