"""A page printed by Chromium on A4 paper, without « background graphics », and read back from the PDF."""

import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Word:
    sheet: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass
class Printed:
    path: Path

    @cached_property
    def sheets(self):
        """The texts of the sheets without spaces, in the order of the drawing: a cell's lines stay together."""
        return ["".join(text.split()) for text in self._run("pdftotext", "-raw", str(self.path), "-").split("\f")[:-1]]

    @cached_property
    def words(self):
        """The words with their boxes, in points from the top left of their sheet."""
        sides = ("xMin", "yMin", "xMax", "yMax")
        return [
            Word(sheet, word.text, *(float(word.get(side)) for side in sides))
            for sheet, page in enumerate(self._pages)
            for word in page.iter(f"{XHTML}word")
        ]

    @property
    def size(self):
        """The width and the height of a sheet, in points."""
        page = self._pages[0]
        return float(page.get("width")), float(page.get("height"))

    def inked(self, sheet, colour, top, left):
        """The first line of a sheet below a point, and where it holds a colour right of another."""
        command = ["pdftoppm", "-r", "72", "-f", str(sheet + 1), "-l", str(sheet + 1), str(self.path)]
        header, _, points = subprocess.run(command, capture_output=True, check=True).stdout.partition(b"\n255\n")
        width, height = map(int, header.split()[1:])
        for y in range(round(top), height):
            line = points[3 * width * y : 3 * width * (y + 1)]
            if found := [x for x in range(round(left), width) if line[3 * x : 3 * x + 3] == bytes(colour)]:
                return y, found
        return height, []

    @cached_property
    def _pages(self):
        tree = ElementTree.fromstring(self._run("pdftotext", "-bbox", str(self.path), "-"))
        return list(tree.iter(f"{XHTML}page"))

    def _run(self, *command):
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def printed(page, folder, landscape):
    path = folder / "page.pdf"
    page.pdf(path=str(path), format="A4", landscape=landscape)
    return Printed(path)
