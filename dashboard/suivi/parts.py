"""Go through one XML part of a workbook with expat, the parser behind openpyxl."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.xml.functions import fromstring

from dashboard.suivi.refusals import SAVE_AS, refusal

MAIN_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # those of Excel
OFF = ("0", "false", "off")
MAX_DEPTH = 100
MAX_BETWEEN = 400_000  # bytes between the starts of two elements: a cell has 32,767 characters at most
PIECE = 65_536
# What openpyxl goes through cell by cell; of any other element it makes an object, that weighs as much as many cells.
LIGHT = frozenset(("row", "c", "v", "f", "is", "t"))
HEAVY = 5


@dataclass
class Part:
    """What the XML of a sheet says that openpyxl does not.

    Refs of formulas never computed and of cells struck out, what is hidden, merged ranges, the relation of each link by
    its cell, and how many cells merged ranges and links cover.
    """

    uncomputed: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    spread: int = 0


def check_part(path: Path, part: IO[bytes], left: int) -> int:
    """Return what the elements of a part weigh, in cells; refuse one that would fill the memory or hold the machine.

    A DTD, more than what is left, elements deeper than any workbook has, or so much between two of them (comment,
    attribute, text) that a parser fed piece by piece, as openpyxl's is, would begin again at each piece.
    """
    check, fed = _Check(path, left), 0
    with suppress(expat.ExpatError):  # a picture, or a damaged part: openpyxl stops at the same place
        while piece := part.read(PIECE):
            check.parser.Parse(piece)
            fed += len(piece)
            if fed - check.last > MAX_BETWEEN:
                raise refusal(path, "le classeur contient un commentaire, un attribut ou un texte démesuré")
        check.parser.Parse(b"", True)
    while part.read(PIECE):  # to its end, where its checksum is
        pass
    return check.count


class _Check:
    """Weighs the elements of a part, how deep they are, and where the last one begins."""

    def __init__(self, path: Path, left: int) -> None:
        self._path, self._left = path, left
        self.count = self.depth = self.last = 0
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.parser.EntityDeclHandler = self._declared
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._begun, self._ended

    def _begun(self, name: str, _: Any) -> None:
        self.count += 1 if name.rpartition(":")[2] in LIGHT else HEAVY
        self.depth, self.last = self.depth + 1, self.parser.CurrentByteIndex
        if self.count > self._left:
            raise refusal(
                self._path,
                "le classeur a trop de cellules, de styles ou de noms : supprimez les lignes et les colonnes vides"
                " mises en forme",
            )
        if self.depth > MAX_DEPTH:
            raise refusal(self._path, "le classeur est abîmé : ses éléments sont imbriqués sans fin")

    def _ended(self, *_: Any) -> None:
        self.depth -= 1

    def _declared(self, *_: Any) -> None:
        raise refusal(self._path, "le classeur contient une déclaration DOCTYPE ou ENTITY, étrangère à un classeur")


def struck_styles(data: bytes) -> frozenset[int]:
    """Return the cell formats whose font is struck out."""
    root = fromstring(data)
    space = {"m": MAIN_SPACE}
    fonts = [_on(font.find("m:strike", space)) for font in root.findall("m:fonts/m:font", space)]
    formats = root.findall("m:cellXfs/m:xf", space)
    return frozenset(n for n, form in enumerate(formats) if fonts[int(form.attrib.get("fontId", 0))])


def struck_strings(data: bytes) -> frozenset[int]:
    """Return the shared texts of which a part is struck out."""
    root = fromstring(data)
    strikes = f"{{{MAIN_SPACE}}}strike"
    return frozenset(n for n, text in enumerate(root) if any(_on(mark) for mark in text.iter(strikes)))


def _on(mark: Any) -> bool:
    return mark is not None and mark.attrib.get("val") not in OFF


def scan_sheet(path: Path, data: bytes, strings: frozenset[int], styles: frozenset[int]) -> Part:
    """Return what a sheet holds beside its values; raises ValueError where openpyxl would leave cells out."""
    return _Scan(path, strings, styles).part(data)


class _Scan:
    def __init__(self, path: Path, strings: frozenset[int], styles: frozenset[int]) -> None:
        self._path, self._strings, self._styles, self._found = path, strings, styles, Part()
        self._row = self._column = 0
        self._ref, self._kind, self._formula, self._strike, self._value = "", "n", False, False, ""
        self._in_value = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row, "c": self._start_cell, "f": self._start_formula, "v": self._start_value,
            "strike": self._start_strike, "col": self._start_column, "mergeCell": self._merge, "hyperlink": self._link,
        }  # fmt: skip

    def part(self, data: bytes) -> Part:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._root
        self._parser = parser
        with suppress(expat.ExpatError):
            parser.Parse(data, True)
        return self._found

    def _root(self, name: str, *_: Any) -> None:
        space, local = name.rpartition(" ")[::2]
        if local == "worksheet" and space != MAIN_SPACE:
            raise refusal(self._path, f"le classeur est au format « Strict Open XML » : {SAVE_AS}")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        start = self._starts.get(name.rpartition(" ")[2])
        if start:
            start(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self._row + 1))
        if not self._row < row <= LAST_ROW:
            raise ValueError("rows out of order: openpyxl would leave some out")
        self._row, self._column = row, 0
        if attributes.get("hidden", "0") not in OFF or float(attributes.get("ht", 1)) == 0:
            self._found.hidden_rows.add(row)

    def _start_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden", "0") not in OFF or float(attributes.get("width", 1)) == 0:
            last = min(int(attributes["max"]), LAST_COLUMN)
            self._found.hidden_columns.update(range(int(attributes["min"]), last + 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        column, row = self._column + 1, self._row
        if "r" in attributes:
            letters = attributes["r"].rstrip("0123456789")
            column, row = column_index_from_string(letters), int(attributes["r"][len(letters) :])
        if row != self._row or not self._column < column <= LAST_COLUMN:
            raise ValueError("cells out of order: openpyxl would leave some out")
        self._column = column
        self._ref, self._kind = f"{get_column_letter(column)}{row}", attributes.get("t", "n")
        self._formula, self._value = False, ""
        self._strike = int(attributes.get("s", 0)) in self._styles

    def _start_formula(self, _: dict[str, str]) -> None:
        self._formula = True

    def _start_value(self, _: dict[str, str]) -> None:
        self._in_value = True

    def _start_strike(self, attributes: dict[str, str]) -> None:
        self._strike = self._strike or attributes.get("val") not in OFF

    def _merge(self, attributes: dict[str, str]) -> None:
        self._cover(attributes)
        self._found.merged.append(attributes["ref"])

    def _link(self, attributes: dict[str, str]) -> None:
        self._cover(attributes)
        tie = next((value for name, value in attributes.items() if name.endswith(" id")), None)
        if tie:
            self._found.links[attributes["ref"].partition(":")[0]] = tie

    def _cover(self, attributes: dict[str, str]) -> None:
        left, top, right, bottom = range_boundaries(attributes["ref"])
        self._found.spread += (right - left + 1) * (bottom - top + 1)

    def _text(self, text: str) -> None:
        if self._in_value:
            self._value += text.strip()

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == "v":
            self._in_value = False
        elif local == "c":
            # A formula whose result is an empty text is computed: t="str" without value.
            if self._formula and not self._value and self._kind != "str":
                self._found.uncomputed.add(self._ref)
            if self._strike or (self._kind == "s" and self._value.isdecimal() and int(self._value) in self._strings):
                self._found.struck.add(self._ref)
