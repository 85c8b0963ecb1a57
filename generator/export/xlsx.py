"""Step 6: what is common to our workbooks: the same bytes every time, and texts that stay texts."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 (a fixed day in place of a clock)

MOST = 32_767
"""So many UTF-16 units a cell holds (Excel specifications and limits)."""

EXACT = 15
"""So many digits a spreadsheet keeps of a number."""

LARGEST = 300
"""So large a power of ten every spreadsheet holds."""

A4 = 9

LINE, PADDING, HIGHEST = 15, 5, 400
"""Heights in points: of a line of 10.5 or 11, of what is above and below it, of the highest row."""

Sheet = Any
Format = Any
Look = dict[str, str | int | Decimal]

Cell = tuple[int, int, str, Look]
"""First and last column, text, looks."""

UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold; our reader refuses all of it."""

_ESCAPE = re.compile("(?<=_)(?=x[0-9a-fA-F]{4}_)")
"""Inside of what programs take for an escaped character: `_x000D_`."""

_OVERLAPPING = re.compile("_x[0-9a-fA-F]{4}_x[0-9a-fA-F]{4}_")
"""Two of these that share a character."""


class Book:
    """A workbook. `rest` says where the whole of a text stands that no cell holds; `look` is that of every cell.

    Written `by_row`, from top to bottom, each cell has its text in it; else equal texts stand once in the file.
    """

    def __init__(self, title: str, rest: str, look: Look | None = None, *, by_row: bool = False) -> None:
        self._rest = rest
        self._content = io.BytesIO()
        # In memory: a tenth to a fifth faster than XlsxWriter's other ways with few rows, as fast with many.
        self._file = xlsxwriter.Workbook(
            self._content,
            {
                "in_memory": not by_row,
                "constant_memory": by_row,
                "default_format_properties": dict(look or {}),
            },
        )
        self._file.set_properties({"title": title, "created": CREATED})
        self._formats: dict[frozenset[tuple[str, str | int | Decimal]], Format] = {}

    def sheet(self, name: str) -> Sheet:
        """A further sheet, to be printed on A4."""
        sheet = self._file.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)  # as wide as one page, as long as it needs
        return sheet

    def look(self, **look: str | int | Decimal) -> Format:
        """A format of cells, shared by all that look so."""
        key = frozenset(look.items())
        if key not in self._formats:
            self._formats[key] = self._file.add_format(look)
        return self._formats[key]

    def text(self, sheet: Sheet, row: int, column: int, text: str, look: Format) -> None:
        """A text as text, whatever it looks like."""
        held = self._held(text)
        if _marked(held):
            runs = [part for each in _ESCAPE.split(held[1:]) for part in (self.look(), each)]
            sheet.write_rich_string(row, column, held[0], *runs, look)
        else:
            sheet.write_string(row, column, held, look)

    def _held(self, text: str) -> str:
        return cut(text if text.isprintable() else UNHELD.sub("\ufffd", text), self._rest)

    def bytes(self) -> bytes:
        """The finished file."""
        self._file.close()
        return self._content.getvalue()


def _marked(text: str) -> bool:
    """Whether XlsxWriter would take a text for its own markup, or not escape all that looks escaped."""
    if "_x" in text and _OVERLAPPING.search(text):
        return True
    return text.startswith("<r>") and text.endswith("</r>")


def exact(number: Decimal | int) -> bool:
    """Whether a spreadsheet keeps every digit of a number."""
    given = Decimal(number)
    digits = given.as_tuple().digits
    if len(digits) > EXACT and any(digits[EXACT:]):  # zeros at the end do not count
        return False
    return abs(given.adjusted()) < LARGEST


def cut(text: str, rest: str) -> str:
    """A text that fits into a cell; a longer one ends with `rest`, which says where the whole stands."""
    if len(text) <= MOST // 2 or _units(text) <= MOST:
        return text
    return text.encode("utf-16-le")[: (MOST - _units(rest)) * 2].decode("utf-16-le", "ignore") + rest


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def width(text: str) -> int:
    """How many digits wide the longest line of a text is: one for a Latin letter, two for a Chinese character,
    which are one and three bytes of UTF-8.
    """
    if "\n" in text:
        return max(map(width, text.split("\n")))
    return (len(text) + len(text.encode("utf-8", "replace"))) // 2


def lines(text: str, wide: int) -> int:
    """How many lines a text takes in a column so many digits wide; the edges of the cell take one of them."""
    return sum(max(1, -(-width(line) // (wide - 1))) for line in text.split("\n"))


class Grid:
    """A sheet filled from top to bottom with cells over several columns and rows.

    Programs do not fit a row to such cells, so how many lines a text takes is counted here.
    """

    def __init__(self, book: Book, sheet: Sheet, widths: Sequence[int]) -> None:
        self.book, self.sheet, self.widths = book, sheet, widths
        self.at = 0
        """The next row."""
        for place, wide in enumerate(widths):
            sheet.set_column(place, place, wide)

    def row(self, cells: Sequence[Cell], least: int = 0) -> None:
        """One row, as high as its texts need and at least so many points."""
        self.sheet.set_row(self.at, min(max(self.tall(cells), least), HIGHEST))
        for cell in cells:
            self.put(cell)
        self.at += 1

    def put(self, cell: Cell, rows: int = 1, row: int | None = None) -> None:
        """One cell, from the next row or another one."""
        first, last, text, looks = cell
        row = self.at if row is None else row
        look = self.book.look(**looks)
        if rows > 1 or last > first:
            self.sheet.merge_range(row, first, row + rows - 1, last, "", look)
        if text:
            self.book.text(self.sheet, row, first, text, look)
        elif last == first and rows == 1:
            self.sheet.write_blank(row, first, None, look)

    def tall(self, cells: Sequence[Cell]) -> int:
        """How many points high a row must be."""
        return max(self._lines(*cell) for cell in cells) * LINE + PADDING

    def _lines(self, first: int, last: int, text: str, look: Look) -> int:
        return lines(text, sum(self.widths[first : last + 1]) - (2 if "indent" in look else 0))
