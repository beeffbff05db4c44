"""Workbooks that no spreadsheet writes, made from a seed: parts of a good one spoiled, its archive, or another file."""

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

SHEET, BOOK, TYPES = "xl/worksheets/sheet2.xml", "xl/workbook.xml", "[Content_Types].xml"
STRINGS, STYLES, RELATIONS = "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
MILLION = 1_000_000
Parts = dict[str, bytes]


def unzipped(data: bytes) -> Parts:
    """Return the parts of a workbook by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a workbook made of parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


class Maker:
    """Makes hostile files of every kind, the same ones for the same seed and good workbook."""

    def __init__(self, seed: str, good: bytes) -> None:
        self.random = random.Random(seed)
        self.good, self.parts = good, unzipped(good)
        self.kinds: tuple[Callable[[], tuple[str, bytes]], ...] = (
            self.long_token, self.many, self.bomb, self.without, self.damaged, self.flipped, self.rewritten,
            self.declared, self.archive, self.text, self.other, self.nested,
        )  # fmt: skip

    def make(self, rank: int) -> tuple[str, str, bytes]:
        """Return the kind, the ending and the bytes of one file."""
        kind = self.kinds[rank % len(self.kinds)]
        return kind.__name__, *kind()

    def _noise(self, size: int) -> bytes:
        """Return text that is compressed some 130 times: less than what is refused for its ratio."""
        return b"".join(self.random.randbytes(30).hex().encode() + b"x" * 9_940 for _ in range(size // 10_000))

    def _with(self, **changes: bytes) -> Parts:
        names = {"sheet": SHEET, "book": BOOK, "types": TYPES, "strings": STRINGS, "styles": STYLES}
        return self.parts | {names[key]: value for key, value in changes.items()}

    def long_token(self) -> tuple[str, bytes]:
        """One comment, instruction, attribute, name or text of many megabytes in one part, closed or not."""
        size = self.random.choice((MILLION, 8 * MILLION, 43 * MILLION))
        noise = self._noise(size)
        token = self.random.choice((
            b"<!--%s-->", b"<!--%s", b"<?x %s?>", b"<?x %s", b'<x y="%s"/>',
            b'<x y="%s', b"<%s/>", b"<x%s", b"<![CDATA[%s]]>",
            b"<![CDATA[%s", b"%s", b"</%s>", b'<c r="A9" t="inlineStr"><is><t>%s</t></is></c>',
            b'<c r="A9"><v>%s</v></c>',
        ))  # fmt: skip
        name = self.random.choice([SHEET, SHEET, BOOK, TYPES, STYLES, RELATIONS, "_rels/.rels", "docProps/custom.xml"])
        text = self.parts[name]
        at = self.random.choice((text.index(b">") + 1, len(text), text.rindex(b"</")))
        return "xlsx", zipped(self.parts | {name: text[:at] + token.replace(b"%s", noise) + text[at:]})

    def many(self) -> tuple[str, bytes]:
        """A sheet, styles or strings of very many small elements."""
        count = self.random.choice((20_000, 200_000, 1_048_576))
        rows = b"".join(b'<row r="%d"/>' % n for n in range(2_000, count + 1))
        cells = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(2_000, count // 3))
        blank = b"".join(b'<row r="%d">%s</row>' % (n, b"<c/>" * 200) for n in range(2_000, 2_000 + count // 200))
        ranges = b"".join(b'<mergeCell ref="A%d:XFD%d"/>' % (n, n) for n in range(300, 300 + count // 20))
        after = {
            "rules": b"".join(b'<conditionalFormatting sqref="A%d"/>' % n for n in range(1, count // 4)),
            "links": b'<hyperlinks>%s</hyperlinks>'
            % b"".join(b'<hyperlink ref="A%d:Z%d"/>' % (n, n) for n in range(1, count // 20)),
            "merges": b"<mergeCells>%s</mergeCells>" % ranges,
        }  # fmt: skip
        sheet = self.parts[SHEET]
        what = self.random.choice(("rows", "cells", "blank", "strings", "styles", "names", *after))
        if what == "strings":
            text = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
            texts = b"".join(b"<si><t>%d</t></si>" % n for n in range(count))
            relation = (
                b'<Relationship Id="x" Target="sharedStrings.xml" Type="http://x/sharedStrings"/></Relationships>'
            )
            relations = self.parts[RELATIONS].replace(b"</Relationships>", relation)
            types = self.parts[TYPES].replace(
                b"</Types>",
                b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
                b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
            )
            return "xlsx", zipped(self._with(strings=text % texts, types=types) | {RELATIONS: relations})
        if what == "styles":
            formats = b"".join(b'<xf fontId="%d"/>' % (n % 2) for n in range(count))
            return "xlsx", zipped(self._with(styles=self.parts[STYLES].replace(b"</cellXfs>", formats + b"</cellXfs>")))
        if what == "names":
            names = b"".join(b'<definedName name="n%d">A1</definedName>' % n for n in range(count // 2))
            book = self.parts[BOOK].replace(b"<calcPr", b"<definedNames>%s</definedNames><calcPr" % names)
            return "xlsx", zipped(self._with(book=book))
        if what in after:
            at = sheet.index(b"</sheetData>") + len(b"</sheetData>")
            return "xlsx", zipped(self._with(sheet=sheet[:at] + after[what] + sheet[at:]))
        more = {"rows": rows, "cells": cells, "blank": blank}[what]
        return "xlsx", zipped(self._with(sheet=sheet.replace(b"</sheetData>", more + b"</sheetData>")))

    def bomb(self) -> tuple[str, bytes]:
        """An archive that unpacks to far more than it weighs, in one part or many, with sizes that lie or not."""
        pick, parts = self.random.choice, dict(self.parts)
        count = pick((1, 3, 40, 900, 5_000))
        for n in range(count):
            parts[f"xl/media/{n}.bin"] = pick((b"\0", b" ", b"<a>")) * (pick((1, 20, 60, 300)) * MILLION // count)
        data = zipped(parts)
        return "xlsx", data.replace((60 * MILLION).to_bytes(4, "little"), (9).to_bytes(4, "little"))

    def without(self) -> tuple[str, bytes]:
        """A workbook of which some parts are missing, or empty."""
        gone = self.random.sample(sorted(self.parts), self.random.randint(1, 4))
        kept = {name: content for name, content in self.parts.items() if name not in gone}
        return "xlsx", zipped(kept if self.random.random() < 0.6 else self.parts | dict.fromkeys(gone, b""))

    def damaged(self) -> tuple[str, bytes]:
        """An archive cut, or with bytes changed."""
        data = bytearray(self.good)
        if self.random.random() < 0.4:
            return "xlsx", bytes(data[: self.random.randrange(len(data))])
        for _ in range(self.random.choice((1, 5, 50, 500))):
            data[self.random.randrange(len(data))] = self.random.randrange(256)
        return "xlsx", bytes(data)

    def flipped(self) -> tuple[str, bytes]:
        """A part whose XML has bytes changed, inside a whole archive."""
        name = self.random.choice(sorted(self.parts))
        text = bytearray(self.parts[name])
        for _ in range(self.random.choice((1, 1, 3, 30))):
            text[self.random.randrange(len(text))] = self.random.choice(b"<>\"'&/= 0A\xff\x00")
        return "xlsx", zipped(self.parts | {name: bytes(text)})

    def rewritten(self) -> tuple[str, bytes]:
        """A part whose attributes hold nonsense."""
        name = self.random.choice((SHEET, SHEET, BOOK, STYLES, RELATIONS, TYPES))
        pieces = self.parts[name].split(b'"')
        for _ in range(self.random.choice((1, 2, 10))):
            at = self.random.randrange(1, len(pieces), 2)
            pieces[at] = self.random.choice(
                (b"", b"-1", b"99999999999", b"XFD1048577", b"A0", b"1e400", b"NaN", b"../../../x", b"http://x/",
                b"\xc3\xa9", b"A1:A9")
            )  # fmt: skip
        return "xlsx", zipped(self.parts | {name: b'"'.join(pieces)})

    def declared(self) -> tuple[str, bytes]:
        """A part with a DTD: entities that grow, that read a file, that ask the network; in several encodings."""
        name = self.random.choice((SHEET, BOOK, TYPES, STYLES, "docProps/custom.xml"))
        grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
        dtd = self.random.choice((
            f'<!DOCTYPE x [<!ENTITY e0 "x">{grown}]>', '<!DOCTYPE x [<!ENTITY e11 SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
            '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]>',
        ))  # fmt: skip
        text = self.parts[name].decode().partition("?>")[2] or self.parts[name].decode()
        encoding = self.random.choice(("utf-8", "utf-16", "utf-16-le", "utf-7", "latin-1"))
        whole = f'<?xml version="1.0" encoding="{encoding}"?>{dtd}{text.replace("</", "&e11;</", 1)}'
        return "xlsx", zipped(self.parts | {name: whole.encode(encoding, "replace")})

    def archive(self) -> tuple[str, bytes]:
        """An archive of another make: method, names, twice the same part, thousands of parts, a note, in another."""
        pick, parts = self.random.choice, dict(self.parts)
        what = pick(("method", "names", "many", "twice", "inside", "lock", "front", "deep"))
        if what == "method":
            return "xlsx", zipped(parts, pick((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED)))
        if what == "names":
            return "xlsx", zipped({pick(("../", "/", "C:\\", "", "XL/")) + name: text for name, text in parts.items()})
        if what == "many":
            return "xlsx", zipped(parts | {f"x/{n}": b"" for n in range(pick((900, 3_000, 65_000)))})
        if what == "inside":
            return "xlsx", zipped(parts | {"xl/embeddings/a.xlsx": self.good, "xl/x.zip": zipped({"y.zip": self.good})})
        if what == "front":
            return pick(("xlsx", "csv")), pick((b"#!/bin/sh\n", b"\xef\xbb\xbf", b"PK\x03\x04")) + self.good
        if what == "deep":
            return "xlsx", zipped({"/".join(["a"] * 500) + name: text for name, text in parts.items()})
        if what == "lock":
            return "xlsx", self.good.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
        file = io.BytesIO(self.good)
        with zipfile.ZipFile(file, "a") as archive:
            archive.fp.write(b"") if archive.fp else None
            info = zipfile.ZipInfo(SHEET + "x")
            archive.writestr(info, b"<x/>" * 10)
        return "xlsx", file.getvalue().replace(f"{SHEET}x".encode(), f"{SHEET}".encode() + b" ")

    def text(self) -> tuple[str, bytes]:
        """A text of many megabytes, of one line, of one cell, of quotes, of NULs, of no encoding."""
        pick, head = self.random.choice, b"Code;Statut;Confiance;Commentaire\n"
        size = pick((1_000, MILLION, 9 * MILLION))
        return pick(("csv", "tsv", "txt", "xlsx", "xls", "")), pick((
            head + b"1;;;\n" * (size // 5), head + b'1;"' + self._noise(size), head + b'""' * (size // 2), b";" * size,
            head + b";" * size, b"\0" * size, self.random.randbytes(size), b"\xff\xfe" + b"a\0" * (size // 2),
            head * (size // 33),
            b"\n" * size, head + b"1;\x1b[2J;\xe2\x80\xae;=cmd|x\n" * (size // 25), b"\xe9" * size,
            head + b'"\n' * (size // 2),
        ))  # fmt: skip

    def other(self) -> tuple[str, bytes]:
        """A file of another kind under a name of ours."""
        pick, ole = self.random.choice, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        macros = self._with(types=self.parts[TYPES].replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml"))
        return pick(("xlsx", "xls", "xlsm", "xlsb", "ods", "csv", "XLSX")), pick((
            ole + bytes(5_000), ole + "EncryptedPackage".encode("utf-16-le"), b"%PDF-1.7", b"", b"<html></html>", b"{}",
            zipped(macros), zipped(self.parts | {"xl/vbaProject.bin": b"x"}),
            zipped(self.parts | {"xl/workbook.bin": b"x"}),
            zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), zipped({"a.txt": b"x"}),
            b"PK\x05\x06" + bytes(18),
            os.fsencode(Path(__file__).name) * 99,
        ))  # fmt: skip

    def nested(self) -> tuple[str, bytes]:
        """Elements within elements, thousands deep, in one part."""
        depth = self.random.choice((1_000, 50_000, 900_000))
        name = self.random.choice((SHEET, BOOK, STYLES, TYPES, RELATIONS))
        text = self.parts[name]
        at = text.rindex(b"</")
        return "xlsx", zipped(self.parts | {name: text[:at] + b"<x>" * depth + b"</x>" * depth + text[at:]})
