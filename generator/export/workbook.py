"""Step 6: tables as one workbook (XLSX): a cover that says what it is, then a sheet for each table.

Texts are text: `=100(%)` is no formula. Numbers and days are real ones, to sort, filter and add up. A number of
more digits than a spreadsheet keeps, and a day before its calendar begins, stand as text, so that nothing is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from generator.export import columns, skeleton, tables
from generator.export.skeleton import LAST, SAMPLE, TITLE, Pattern, Rows, Skeleton
from generator.export.tables import Cell, Column, Kind, Row
from generator.export.xlsx import HIGHEST, LINE, Book, Look, cut, exact, lines
from generator.show import Show

WIDE = {
    "integer": 9, "decimal": 19, "date": 13, "key": 15, "string": 25, "strings": 29, "term": 29, "text": 37,
}  # fmt: skip
"""Widths of columns in digits, by what stands in them; what is longer is wrapped."""

COVER = (24, 44, 34, 80)
"""Widths of the cover's columns."""

TITLE_HIGH = 24
"""Height of the title in points."""

TOP: Look = {"valign": "top"}
LONG: Look = {**TOP, "text_wrap": 1, "quote_prefix": 1}
"""Old programs show no long text in cells of the format "text"; the mark keeps it a text when it is edited."""
HEAD: Look = {**LONG, "bold": 1, "bg_color": "#E8EEF4", "bottom": 1}
COUNT: Look = {**TOP, "align": "left"}
NUMBER: Look = {**TOP, "align": "right", "indent": 1}
SHARE: Look = {**NUMBER, "num_format": "0.00"}
MONEY: Look = {**NUMBER, "num_format": "#,##0.00####"}
DAY: Look = {**TOP, "num_format": "yyyy-mm-dd", "align": "left"}

LOOKS = (LONG, HEAD, COUNT, NUMBER, SHARE, MONEY, DAY)
"""Of all cells: each workbook knows them in this order, so that a row fits all workbooks."""

PLAIN, HEADING = range(2)
"""Of these, how the cover's rows look."""

EPOCH = dt.date(1899, 12, 30)
FIRST_DAY = dt.date(1900, 3, 1)
"""Days are counted from the first; spreadsheets disagree about those before the second."""

Line = tuple[str | int, ...]
"""A line of the cover."""

Begins = list[tuple[str, int]]
"""How each cell of a row begins, and how wide its column is; 0 for a column of days."""


class Workbooks:
    """Makes the workbooks of a site in one language.

    `held` says for each kind of table which columns any row of the site fills (`held.held`): the others are left
    out, in every file alike, so that files can be put together.
    """

    def __init__(self, show: Show, held: Mapping[str, Sequence[int]]) -> None:
        self.show, self.held = show, held
        self._skeletons: dict[tuple[str, ...], Skeleton] = {}
        self._begins: dict[str, Begins] = {}
        self._meanings: dict[tuple[str, ...], Rows] = {}
        self._rest = show.words("workbook.cut")

    def rows(self, kind: Kind, whole: Sequence[Row]) -> bytes:
        """Rows of both languages as those of a sheet, for any workbook of these: a piece of `skeleton.Rows`."""
        if kind.name not in self._begins:
            ((pattern,),) = self._skeleton((kind,)).patterns[1:]
            wide = (0 if column.form == "date" else WIDE[column.form] for column in self._columns(kind))
            self._begins[kind.name] = list(zip(pattern, wide, strict=True))
        begins, places = self._begins[kind.name], self.held[kind.name]
        rows = tables.in_language(kind, whole, self.show.lang)
        return _piece([self._row(begins, map(row.__getitem__, places)) for row in rows])

    def workbook(
        self, title: str, about: Sequence[tuple[str, str]], given: Sequence[tuple[Kind, Rows]]
    ) -> Iterator[bytes]:
        """The pieces of the file: `about` are the lines (label, value) of the cover."""
        made = self._skeleton(tuple(kind for kind, _ in given))
        cover = self._cover(made.patterns[0], about, given)
        return made.filled(cut(title, ""), [cover, *(rows for _, rows in given)])

    def _row(self, begins: Begins, cells: Iterable[Cell]) -> str:
        """A row without its number, as high as its longest text; what no cell holds is cut."""
        made = []
        most = 1
        for (begin, wide), cell in zip(begins, cells, strict=False):
            if cell is None:
                continue
            if not isinstance(cell, str):
                made.append(begin + _number(f"{cell:f}" if isinstance(cell, Decimal) else str(cell)))
            elif wide:
                text, high = _text(cell, wide, self._rest)
                made.append(begin + text)
                most = max(most, high)
            else:
                made.append(begin + _day(cell))
        return skeleton.row(made, min(most * LINE, HIGHEST) if most > 1 else 0)

    def _skeleton(self, kinds: tuple[Kind, ...]) -> Skeleton:
        names = tuple(kind.name for kind in kinds)
        if names not in self._skeletons:
            book = Book(TITLE, by_row=True)
            self._cover_sheet(book)
            for number, kind in enumerate(kinds, 2):
                self._table_sheet(book, kind, number)
            self._skeletons[names] = Skeleton(book.bytes())
        return self._skeletons[names]

    def _cover_sheet(self, book: Book) -> None:
        sheet = book.sheet(self.show.words("workbook.cover"))
        sheet.set_landscape()
        for place, wide in enumerate(COVER):
            sheet.set_column(place, place, wide)
        sheet.set_row(0, TITLE_HIGH)
        sheet.write_string(0, 0, TITLE, book.look(bold=1, font_size=16))
        for row, look in enumerate(LOOKS, 1):
            for place in range(len(COVER)):
                sheet.write_string(row, place, SAMPLE, book.look(**look))

    def _table_sheet(self, book: Book, kind: Kind, number: int) -> None:
        sheet = book.sheet(self._name(kind))
        sheet.set_landscape()
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&C&P / &N")
        held = self._columns(kind)
        titles = [columns.title(column, self.show, kind.name) for column in held]
        high = max(lines(title, WIDE[column.form]) for title, column in zip(titles, held, strict=True))
        sheet.set_row(0, high * LINE)
        for place, (title, column) in enumerate(zip(titles, held, strict=True)):
            sheet.set_column(place, place, WIDE[column.form])
            sheet.write_string(0, place, title, book.look(**HEAD))
        for place, column in enumerate(held):
            sheet.write_string(1, place, SAMPLE, book.look(**_look(column)))
        sheet.autofilter(0, 0, LAST + number - 1, len(held) - 1)

    def _cover(
        self, patterns: Sequence[Pattern], about: Sequence[Line], given: Sequence[tuple[Kind, Rows]]
    ) -> Rows:
        """The lines of the cover under its title."""
        words = self.show.words
        counts = [(self._name(kind), rows.count) for kind, rows in given]
        head = (words("workbook.sheet"), words("workbook.rows"))
        lines = [(), *about, (), head, *counts, ()]
        begins = [list(zip(pattern, COVER, strict=True)) for pattern in patterns]
        made = [self._row(begins[HEADING if line is head else PLAIN], line) for line in lines]
        kinds = tuple(kind.name for kind, _ in given)
        if kinds not in self._meanings:
            told = list(self._told([kind for kind, _ in given]))
            rows = [self._row(begins[PLAIN if place else HEADING], line) for place, line in enumerate(told)]
            self._meanings[kinds] = Rows(len(rows), [_piece(rows)])
        meanings = self._meanings[kinds]
        return Rows(len(made) + meanings.count, [_piece(made), *meanings.pieces])

    def _told(self, kinds: Iterable[Kind]) -> Iterator[Line]:
        """What the cover says of each column: its sheet, title, name and meaning; and of those that are not there."""
        words = self.show.words
        yield tuple(words(f"workbook.{name}") for name in ("sheet", "column", "name", "meaning"))
        for kind in kinds:
            for column in self._columns(kind):
                title = columns.title(column, self.show, kind.name)
                meaning = columns.meaning(column, self.show, kind.name)
                yield self._name(kind), title, column.name, meaning
        yield ()
        yield (words("workbook.left_out"),)

    def _columns(self, kind: Kind) -> list[Column]:
        every = kind.columns(self.show.lang)
        return [every[place] for place in self.held[kind.name]]

    def _name(self, kind: Kind) -> str:
        return self.show.words(f"table_kind.{kind.name}")


def _look(column: Column) -> Look:
    if column.form == "decimal":
        if column.path[0] == "funding" or column.name == "amount":
            return MONEY
        return SHARE if column.name == "share" else NUMBER
    return {"date": DAY, "integer": COUNT}.get(column.form, LONG)


def _piece(rows: Iterable[str]) -> bytes:
    return skeleton.END.join(map(str.encode, rows))


@lru_cache(1 << 14)  # most texts stand in many rows
def _text(text: str, wide: int, rest: str) -> tuple[str, int]:
    """A text as the rest of its cell, and how many lines it takes in a column so wide."""
    if len(text) * 2 < wide:
        return skeleton.text(text), 1
    held = cut(text, rest)
    return skeleton.text(held), lines(held, wide)


@lru_cache(1 << 12)
def _number(digits: str) -> str:
    return skeleton.number(digits) if exact(Decimal(digits)) else skeleton.text(digits)


@lru_cache(1 << 12)
def _day(text: str) -> str:
    day = dt.date.fromisoformat(text)
    return skeleton.number(str((day - EPOCH).days)) if day >= FIRST_DAY else skeleton.text(text)
