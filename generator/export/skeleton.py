"""Step 6: workbooks by the thousand. XlsxWriter makes one of each kind, with a row to show how; we repeat the row.

What a workbook is made of (styles, widths, print setup, the parts of the ZIP) is the library's work. A row is its
cells as the library writes them, `<c r="A2" s="1" t="inlineStr">…`, with another number and another text.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from generator.export.archive import archive
from generator.export.tables import Cell
from generator.export.xlsx import UNHELD, exact

NUMBER = "\0"
"""Stands for a row's number until the row has its place. No text holds it."""

TITLE, SAMPLE = "\ue000", "\ue001"
"""In a workbook that serves many: where its title goes, and what the cells of a sample row say. Characters of private
use, which no published text has.
"""

LAST = 1_000_000
"""`LAST + n` stands for the number of the last row of sheet `n`, wherever a range ends with it."""

BOOK = "xl/workbook.xml"

EPOCH = dt.date(1899, 12, 30)
FIRST_DAY = dt.date(1900, 3, 1)
"""Days are counted from the first; spreadsheets disagree about those before the second."""

_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_ROWS = re.compile(r"(?s)<sheetData>(.*)</sheetData>")
_ROW = re.compile(r"(?s)<row .*?</row>")
_CELL = re.compile(r'<c r="([A-Z]+)\d+"( s="\d+")?')
_DIMENSION = re.compile(r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+"')

_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
"""The beginning of what programs take for an escaped character: `_x000D_` (ECMA-376, 22.9.2.19)."""

Pattern = tuple[tuple[str, str], ...]
"""Column letters and style of each cell of a row."""


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
        self._parts = parts

    def _cut(self, name: str, xml: str) -> _Sheet:
        found = _ROWS.search(xml)
        rows = _ROW.findall(found[1]) if found else []
        samples = [row for row in rows if SAMPLE in row]
        if found is None or not samples:
            raise ValueError(f"{name} has no sample row")
        self.patterns.append([tuple(_CELL.findall(sample)) for sample in samples])
        heads = rows[: len(rows) - len(samples)]
        return _Sheet(name, xml[: found.start(1)], "".join(heads), len(heads) + 1, xml[found.end(1) :])

    def filled(self, title: str, sheets: Sequence[Sequence[str]]) -> bytes:
        """The workbook with rows (from `row`), a list for each sheet."""
        name_of_title = _plain(title)
        parts = {name: part.replace(TITLE, name_of_title) for name, part in self._parts.items()}
        for number, (sheet, rows) in enumerate(zip(self._sheets, sheets, strict=True), 1):
            last = str(sheet.first + len(rows) - 1)
            numbered = [row.replace(NUMBER, str(place)) for place, row in enumerate(rows, sheet.first)]
            before = _DIMENSION.sub(rf'\g<1>{last}"', sheet.before)
            heads, after = (
                sheet.heads.replace(TITLE, name_of_title),
                sheet.after.replace(str(LAST + number), last),
            )
            parts[sheet.name] = "".join([before, heads, *numbered, after])
            parts[BOOK] = parts[BOOK].replace(str(LAST + number), last)
        return archive({name: part.encode() for name, part in parts.items()})


def row(pattern: Pattern, cells: Sequence[Cell | dt.date], high: int = 0) -> str:
    """A row of a sheet, without its number, so many points high; what is not given is no cell at all."""
    made = [
        f'<c r="{letters}{NUMBER}"{style}{_content(cell)}</c>'
        for (letters, style), cell in zip(pattern, cells, strict=False)
        if cell is not None
    ]
    height = f' ht="{high}" customHeight="1"' if high else ""
    return f'<row r="{NUMBER}"{height}>{"".join(made)}</row>'


def _content(cell: str | int | Decimal | dt.date) -> str:
    if isinstance(cell, str):
        return f' t="inlineStr"><is><t xml:space="preserve">{_plain(cell)}</t></is>'
    if isinstance(cell, dt.date):
        return f"><v>{(cell - EPOCH).days}</v>"
    text = f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return f"><v>{text}</v>" if exact(cell) else _content(text)


def _plain(text: str) -> str:
    if not text.isprintable():
        text = UNHELD.sub("\ufffd", text)
    return escape(_ESCAPED.sub("_x005F_", text), quote=False).replace("\r", "_x000D_")
