"""What stands beside the cells of a sheet: notes, threads, text boxes, pictures, embedded documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import fromstring

from dashboard.suivi.characters import brief
from dashboard.suivi.model import SEVERITIES, Problem

# A note of ours, in a commented copy, says nothing of the pilote.
OURS = tuple(f"[{severity}]" for severity in SEVERITIES)
EMBEDDED = {
    "oleObject": "document incorporé", "package": "document incorporé", "control": "case à cocher ou bouton",
    "ctrlProp": "case à cocher ou bouton", "image": "image de fond", "diagramData": "schéma dessiné",
}  # fmt: skip
ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


@dataclass(frozen=True)
class Stray:
    """Something that no cell holds: the sheet and the cell where it stands, what it is, its words."""

    sheet: str
    cell: str
    what: str
    words: str

    def problem(self) -> Problem:
        """Return what to tell of it: it is not read, and must go before an import."""
        why = f"{self.what}, non lu : écrivez ce qu’il dit dans une cellule à remplir, puis supprimez-le"
        return Problem("bloquant", self.sheet, self.cell, "", brief(self.words), why, at_import=True)


def strays_of(sheet: str, beside: Sequence[tuple[str, bytes]]) -> list[Stray]:
    """Return what the parts tied to a sheet hold; a thread is told once, though it leaves a note for old readers."""
    found: list[Stray] = []
    for kind, data in sorted(beside, key=lambda part: part[0] != "threadedComment"):
        if kind == "threadedComment":
            found += _notes(sheet, data, "threadedComment", "commentaire")
        elif kind == "comments":
            threads = {stray.cell for stray in found}
            found += [note for note in _notes(sheet, data, "comment", "note") if note.cell not in threads]
        elif kind == "drawing":
            found += _drawn(sheet, data)
        elif kind in EMBEDDED:
            words = _words(fromstring(data)) if kind == "diagramData" else ""
            found.append(Stray(sheet, "", EMBEDDED[kind], words or EMBEDDED[kind]))
    return found


def _notes(sheet: str, data: bytes, tag: str, what: str) -> Iterator[Stray]:
    for note in fromstring(data).iter():
        if _name(note) == tag:
            words = _words(note)
            left = "\n".join(line for line in words.split("\n") if not line.startswith(OURS)).strip()
            if left:
                yield Stray(sheet, note.attrib["ref"], f"{what} de cellule", left)


def _drawn(sheet: str, data: bytes) -> Iterator[Stray]:
    for anchor in fromstring(data).iter():
        if _name(anchor) not in ANCHORS:
            continue
        kinds, words = {_name(element) for element in anchor.iter()}, _words(anchor)
        cell = _corner(anchor)
        if "sp" in kinds or "cxnSp" in kinds:
            yield Stray(sheet, cell, "zone de texte" if words else "dessin", words or "dessin")
        elif "pic" in kinds:
            yield Stray(sheet, cell, "image", "image")


def _corner(anchor: Any) -> str:
    corner = next((element for element in anchor if _name(element) == "from"), None)
    if corner is None:
        return ""
    places = {_name(element): int(element.text) for element in corner}
    return f"{get_column_letter(places['col'] + 1)}{places['row'] + 1}"


def _words(element: Any) -> str:
    """Return the texts of an element, a line for each paragraph."""
    words = ""
    for part in element.iter():
        if _name(part) == "p" and words:
            words += "\n"
        words += (part.text or "") if _name(part) in ("t", "text") else ""
    return words.strip()


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
