"""Step 6: a sheet of cells over several columns and rows, filled from top to bottom, and the workbook around it.

XlsxWriter makes one workbook for each set of widths and looks; the cells are ours, written as it writes them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase

from generator.export.archive import OWN, member, zipped
from generator.export.skeleton import LAST, TITLE, plain
from generator.export.xlsx import HIGHEST, LINE, PADDING, Look, cut, lines

Cell = tuple[int, int, str, str]
"""First and last column, text, name of its looks."""

_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_ROWS = re.compile(r'(?s)(.*<dimension ref=")[^"]*(".*)<sheetData>.*</sheetData>(.*)')
_LIST = re.compile(r"(?s)(.*<sst [^>]*?) count=.*")

_lines = lru_cache(1 << 14)(lines)


class Grid:
    """The cells. Programs do not fit a row to cells over several columns, so lines of texts are counted here."""

    def __init__(self, widths: Sequence[int], looks: Mapping[str, Look], rest: str) -> None:
        """Widths in digits; `rest` says where the whole of a text stands that no cell holds."""
        self.widths, self.looks, self._rest = widths, looks, rest
        self.at = 0
        """The next row."""
        self._heights: dict[int, int] = {}
        self._cells: dict[int, dict[int, tuple[str, int | None]]] = {}
        """By row and column: the name of its looks, and which text."""
        self._merged: list[str] = []
        self._texts: dict[str, int] = {}
        self._count = 0

    def row(self, cells: Sequence[Cell], least: int = 0) -> None:
        """One row, as high as its texts need and at least so many points."""
        self.high(self.at, min(max(self.tall(cells), least), HIGHEST))
        for cell in cells:
            self.put(cell)
        self.at += 1

    def high(self, row: int, points: int) -> None:
        """Say how high a row is."""
        self._heights[row] = points

    def put(self, cell: Cell, rows: int = 1, row: int | None = None) -> None:
        """One cell, from the next row or another one."""
        first, last, text, look = cell
        row = self.at if row is None else row
        blank = look, None
        for below in range(row, row + rows):
            cells = self._cells.setdefault(below, {})
            for column in range(first, last + 1):
                cells[column] = blank
        if rows > 1 or last > first:
            self._merged.append(f"{ascii_uppercase[first]}{row + 1}:{ascii_uppercase[last]}{row + rows}")
        if text:
            held = cut(text, self._rest)
            self._cells[row][first] = look, self._texts.setdefault(held, len(self._texts))
            self._count += 1

    def tall(self, cells: Sequence[Cell]) -> int:
        """How many points high a row must be."""
        return max(self._lines(*cell) for cell in cells) * LINE + PADDING

    def _lines(self, first: int, last: int, text: str, look: str) -> int:
        return _lines(text, sum(self.widths[first : last + 1]) - (2 if "indent" in self.looks[look] else 0))

    def sheet(self) -> Sheet:
        """The finished sheet."""
        numbers: dict[str, int] = {}
        made = []
        for row, high in sorted(self._heights.items()):
            made.append(
                f'<row r="{row + 1}" spans="1:{len(self.widths)}" ht="{_height(high)}" customHeight="1">'
            )
            cells = self._cells[row]
            for column in sorted(cells):
                look, text = cells[column]
                style = numbers.get(look) or numbers.setdefault(look, len(numbers) + 1)
                end = "/>" if text is None else f' t="s"><v>{text}</v></c>'
                made.append(f'<c r="{ascii_uppercase[column]}{row + 1}" s="{style}"{end}')
            made.append("</row>")
        areas = "".join([f'<mergeCell ref="{area}"/>' for area in self._merged])
        merged = f'<mergeCells count="{len(self._merged)}">{areas}</mergeCells>'
        items = "".join(map(_item, self._texts))
        return Sheet(
            tuple(numbers),
            f"A1:{ascii_uppercase[len(self.widths) - 1]}{self.at}",
            f"<sheetData>{''.join(made)}</sheetData>{merged}",
            f' count="{self._count}" uniqueCount="{len(self._texts)}">{items}</sst>',
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished sheet: XML by its parts."""

    looks: tuple[str, ...]
    """Names of its looks, in the order of their numbers."""
    area: str
    """All cells: `A1:H33`."""
    cells: str
    texts: str
    """The list that the cells point at."""


class Blank:
    """A workbook of one sheet without its cells."""

    def __init__(self, made: bytes) -> None:
        """`made` has the title `TITLE`, repeats row `LAST + 1` if any, and uses every look once, in their order.

        Raises ValueError for one that is laid out in another way.
        """
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            parts = {name: packed.read(name).decode() for name in packed.namelist()}
        self._order = list(parts)
        sheet, strings = _ROWS.fullmatch(parts.pop(_SHEET)), _LIST.fullmatch(parts.pop(_STRINGS))
        if not sheet or not strings:
            raise ValueError("a workbook of another layout")
        self._before, self._head, self._after = sheet.groups()
        self._strings = strings[1]
        self._open = {name: part for name, part in parts.items() if TITLE in part or str(LAST + 1) in part}
        self._fixed = {
            name: member(name, part.encode()) for name, part in parts.items() if name not in self._open
        }

    def filled(self, title: str, sheet: Sheet, repeated: int) -> bytes:
        """The workbook with cells; `repeated` is the number of the row that stands on each further page."""
        parts = {
            name: part.replace(TITLE, plain(title)).replace(str(LAST + 1), str(repeated))
            for name, part in self._open.items()
        }
        parts[_SHEET] = f"{self._before}{sheet.area}{self._head}{sheet.cells}{self._after}"
        parts[_STRINGS] = self._strings + sheet.texts
        made = self._fixed | {name: member(name, part.encode()) for name, part in parts.items()}
        return b"".join(zipped([made[name] for name in self._order], OWN))


@lru_cache(1 << 14)  # most texts stand in many forms
def _item(text: str) -> str:
    kept = ' xml:space="preserve"' if text.strip() != text else ""
    return f"<si><t{kept}>{plain(text)}</t></si>"


def _height(points: int) -> str:
    """Points as XlsxWriter writes them, in whole pixels of 0.75: `27.75`."""
    quarters = (points * 8 + 3) // 6 * 3
    return f"{quarters // 4}{('', '.25', '.5', '.75')[quarters % 4]}"
