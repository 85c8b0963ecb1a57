"""Step 6: workbooks by the thousand. XlsxWriter makes one of each kind, with a row to show how; we repeat the row.

What a workbook is made of (styles, widths, print setup, the parts of the ZIP) is the library's work. A row is its
cells as the library writes them, `<c r="A2" s="1" t="inlineStr">…`, with another number and another text. Parts that
never change are deflated once.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape

from generator.export.archive import Member, member, streamed, zipped
from generator.export.xlsx import UNHELD

NUMBER, END = b"\0", b"\1"
"""Stand for a row's number until the row has its place, and between rows. No text holds them."""

TITLE, SAMPLE = "\ue000", "\ue001"
"""In a workbook that serves many: where its title goes, and what the cells of a sample row say. Characters of private
use, which no published text has.
"""

LAST = 1_000_000
"""`LAST + n` stands for the number of the last row of sheet `n`, wherever a range ends with it. No sheet of ours has
more rows: programs hold 1,048,576 (Excel specifications and limits).
"""

BOOK = "xl/workbook.xml"

_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_ROWS = re.compile(r"(?s)<sheetData>(.*)</sheetData>")
_ROW = re.compile(r"(?s)<row .*?</row>")
_CELL = re.compile(r'<c r="([A-Z]+)\d+"( s="\d+")?')
_DIMENSION = re.compile(r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+"')

_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
"""The beginning of what programs take for an escaped character: `_x000D_` (ECMA-376, 22.9.2.19)."""

Pattern = tuple[str, ...]
"""How each cell of a row begins: `<c r="A␀" s="1"`."""

_small = lru_cache(512)(member)
"""Parts that many workbooks share."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a sheet, in pieces of any size: each row ends with `END`, or is the last of its piece."""

    count: int
    pieces: Iterable[bytes]
    name: str = ""
    """Tells the same rows in several workbooks, which are then deflated once."""


Known = dict[tuple[str, str, str], Member]
"""Sheets with a name, by what stands before, in and after their rows."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    before: str
    heads: str
    first: int
    """The number of the first row under the head."""
    after: str


class Skeleton:
    """A workbook of one kind, cut where its rows go."""

    def __init__(self, made: bytes) -> None:
        """`made` has sample rows at the end of each sheet: one for each pattern that rows of the sheet follow.

        Raises ValueError for a sheet without.
        """
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            parts = {name: packed.read(name).decode() for name in packed.namelist()}
        names = sorted(filter(_SHEET.fullmatch, parts), key=lambda name: (len(name), name))
        self.patterns: list[list[Pattern]] = []
        """For each sheet those of its rows."""
        self._sheets = [self._cut(name, parts.pop(name)) for name in names]
        self._book = parts.pop(BOOK)
        self._titled = {name: part for name, part in parts.items() if TITLE in part}
        self._fixed = [member(name, part.encode()) for name, part in parts.items() if TITLE not in part]

    def _cut(self, name: str, xml: str) -> _Sheet:
        found = _ROWS.search(xml)
        rows = _ROW.findall(found[1]) if found else []
        samples = [row for row in rows if SAMPLE in row]
        if found is None or not samples:
            raise ValueError(f"{name} has no sample row")
        cells = (_CELL.findall(sample) for sample in samples)
        self.patterns.append([tuple(f'<c r="{place}\0"{style}' for place, style in each) for each in cells])
        heads = rows[: len(rows) - len(samples)]
        return _Sheet(name, xml[: found.start(1)], "".join(heads), len(heads) + 1, xml[found.end(1) :])

    def filled(self, title: str, sheets: Sequence[Rows], known: Known | None = None) -> Iterator[bytes]:
        """The workbook with rows (from `row`) for each sheet, in pieces; what is `known` is not made again."""
        xml_title, book, made = plain(title), self._book, []
        known = {} if known is None else known
        for number, (sheet, rows) in enumerate(zip(self._sheets, sheets, strict=True), 1):
            marker, last = str(LAST + number), str(sheet.first + rows.count - 1)
            book = book.replace(marker, last)
            before = _DIMENSION.sub(rf'\g<1>{last}"', sheet.before) + sheet.heads.replace(TITLE, xml_title)
            key = before, rows.name, sheet.after.replace(marker, last)
            if key not in known:
                xml = _sheet(before, sheet.first, rows.pieces, key[2])
                made.append(_packed(sheet.name, rows.count, xml))
                if rows.name:
                    known[key] = made[-1]
            else:
                made.append(replace(known[key], name=sheet.name))
        titled = [
            member(name, part.replace(TITLE, xml_title).encode()) for name, part in self._titled.items()
        ]
        members = [*self._fixed, _small(BOOK, book.encode()), *titled, *made]
        return zipped(sorted(members, key=lambda each: each.name))


def _packed(name: str, count: int, xml: Iterator[bytes]) -> Member:
    """A sheet as a part of the ZIP: what is small in one go."""
    return member(name, b"".join(xml)) if count < SMALL else streamed(name, xml)


SMALL = 200
"""So many rows are put together in memory."""


def _sheet(before: str, first: int, pieces: Iterable[bytes], after: str) -> Iterator[bytes]:
    yield before.encode()
    place = first
    for piece in pieces:
        rows = piece.split(END) if piece else []
        yield b"".join([row.replace(NUMBER, b"%d" % number) for number, row in enumerate(rows, place)])
        place += len(rows)
    yield after.encode()


def row(cells: Iterable[str], high: int = 0) -> str:
    """A row of a sheet, without its number, so many points high; what is not given is no cell at all."""
    height = f' ht="{high}" customHeight="1"' if high else ""
    return f'<row r="\0"{height}>{"".join(cells)}</row>'


def text(value: str) -> str:
    """The rest of a cell that holds a text."""
    return f' t="inlineStr"><is><t xml:space="preserve">{plain(value)}</t></is></c>'


def number(digits: str) -> str:
    """The rest of a cell that holds a number."""
    return f"><v>{digits}</v></c>"


@lru_cache(1 << 12)  # most texts stand in many workbooks
def plain(value: str) -> str:
    """A text as XML holds it."""
    if not value.isprintable():
        value = UNHELD.sub("\ufffd", value)
    return escape(_ESCAPED.sub("_x005F_", value), quote=False).replace("\r", "_x000D_")
