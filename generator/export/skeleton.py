"""Step 6: workbooks by the thousand. XlsxWriter makes one of each kind, with a row to show how; we repeat the row.

What a workbook is made of (styles, widths, print setup, the parts of the ZIP) is the library's work. A row is its
cells as the library writes them, `<c r="A2" s="1" t="inlineStr">…`, with another number and another text. Parts that
never change are deflated once.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from html import escape

from generator.digest import digest
from generator.export.archive import Entry, Member, Note, member, zipped
from generator.export.blocks import Block, fixed
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
    """Rows of a sheet, in blocks: each row of a block ends with `END`, or is the last."""

    count: int
    blocks: Sequence[Block]
    name: str = ""
    """Tells the same rows in several workbooks, which are then deflated once."""


def few(count: int, piece: bytes) -> Rows:
    """Few rows."""
    return Rows(count, (fixed(piece, count),))


Known = dict[tuple[str, str, str], Member]
"""Sheets with a name, by what stands before, in and after their rows."""


@dataclass(frozen=True, slots=True)
class Large:
    """What workbooks of many rows are made with."""

    entry: Callable[[str], Entry]
    """By the name of a part of the workbook."""
    note: Note
    known: Known
    """What is in it is not made again."""


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

    def filled(self, title: str, sheets: Sequence[Rows], large: Large | None = None) -> Iterator[bytes]:
        """The workbook with rows (from `row`) for each sheet, in pieces; in memory where it is not `large`."""
        xml_title, book, made = plain(title), self._book, []
        known = large.known if large else {}
        for number, (sheet, rows) in enumerate(zip(self._sheets, sheets, strict=True), 1):
            marker, last = str(LAST + number), str(sheet.first + rows.count - 1)
            book = book.replace(marker, last)
            before = _DIMENSION.sub(rf'\g<1>{last}"', sheet.before) + sheet.heads.replace(TITLE, xml_title)
            key = before, rows.name, sheet.after.replace(marker, last)
            if key not in known:
                made.append(
                    _packed(sheet.name, rows.count, _sheet(*key[::2], sheet.first, rows.blocks), large)
                )
                if rows.name:
                    known[key] = made[-1]
            else:
                made.append(replace(known[key], name=sheet.name))
        titled = [
            member(name, part.replace(TITLE, xml_title).encode()) for name, part in self._titled.items()
        ]
        members = [*self._fixed, _small(BOOK, book.encode()), *titled, *made]
        return zipped(sorted(members, key=lambda each: each.name), note=large.note if large else None)


def _packed(name: str, count: int, xml: Iterable[Block], large: Large | None) -> Member:
    """A sheet as a part of the ZIP: what is small in one go."""
    if count < SMALL or not large:
        return member(name, b"".join([block.make() for block in xml]))
    entry = large.entry(name)
    for block in xml:
        entry.add(block)
    return entry.member()


SMALL = 200
"""So many rows are put together in memory."""


def _sheet(before: str, after: str, first: int, blocks: Iterable[Block]) -> Iterator[Block]:
    yield fixed(before.encode())
    for block in blocks:
        key = digest(block.key, first) if block.key else b""
        yield Block(key, block.rows, partial(_numbered, block, first))
        first += block.rows
    yield fixed(after.encode())


def _numbered(block: Block, first: int) -> bytes:
    """Rows with their numbers."""
    content = block.make()
    rows = content.split(END) if content else []
    return b"".join([row.replace(NUMBER, b"%d" % number) for number, row in enumerate(rows, first)])


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
