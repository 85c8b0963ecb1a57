"""Step 6: what is common to our workbooks: the same bytes every time, and texts that stay texts."""

from __future__ import annotations

import datetime as dt
import io
import re
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

UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold; our reader refuses all of it."""


class Book:
    """A workbook that shows how others are made; `look` is that of every cell.

    Written `by_row`, from top to bottom, each cell has its text in it; else equal texts stand once in the file.
    """

    def __init__(self, title: str, look: Look | None = None, *, by_row: bool = False) -> None:
        self._content = io.BytesIO()
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

    def bytes(self) -> bytes:
        """The finished file."""
        self._file.close()
        return self._content.getvalue()


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
