"""Step 6: tables as one workbook (XLSX): a cover that says what it is, then a sheet for each table.

Texts are text: `=100(%)` is no formula. Numbers and days are real ones, to sort, filter and add up. A number of
more digits than a spreadsheet keeps, and a day before its calendar begins, stand as text, so that nothing is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from generator.export import columns, skeleton, tables
from generator.export.skeleton import LAST, SAMPLE, TITLE, Skeleton
from generator.export.tables import Cell, Column, Kind, Row
from generator.export.xlsx import HIGHEST, LINE, Book, Look, cut, lines
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

Rows = Sequence[str]
"""Rows of a sheet, from `Workbooks.rows`."""


class Workbooks:
    """Makes the workbooks of a site in one language.

    `held` says for each kind of table which columns any row of the site fills (`tables.held`): the others are
    left out, in every file alike, so that files can be put together.
    """

    def __init__(self, show: Show, held: Mapping[str, Sequence[int]]) -> None:
        self.show, self.held = show, held
        self._skeletons: dict[tuple[str, ...], Skeleton] = {}

    def rows(self, kind: Kind, whole: Sequence[Row]) -> list[str]:
        """Rows of both languages as those of a sheet, for any workbook of these."""
        ((pattern,),) = self._skeleton((kind,)).patterns[1:]
        places, held = self.held[kind.name], self._columns(kind)
        wide = [WIDE[column.form] for column in held]
        days = [place for place, column in enumerate(held) if column.form == "date"]
        made = []
        for cells in tables.in_language(kind, whole, self.show.lang):
            shown: list[Cell | dt.date] = [cells[place] for place in places]
            high = self._fit(shown, wide)
            for place in days:
                shown[place] = _day(shown[place])
            made.append(skeleton.row(pattern, shown, high))
        return made

    def workbook(
        self, title: str, about: Sequence[tuple[str, str]], given: Sequence[tuple[Kind, Rows]]
    ) -> bytes:
        """The file: `about` are the lines (label, value) of the cover."""
        made = self._skeleton(tuple(kind for kind, _ in given))
        cover = []
        for line, style in self._cover(about, given):
            cells: list[Cell | dt.date] = [*line]
            cover.append(skeleton.row(made.patterns[0][style], cells, self._fit(cells, COVER)))
        return made.filled(cut(title, ""), [cover, *(rows for _, rows in given)])

    def _fit(self, cells: list[Cell | dt.date], wide: Sequence[int]) -> int:
        """Cut what no cell holds; how high the row must be in points for its longest text, 0 for one line."""
        most = 1
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and len(cell) * 2 >= wide[place]:
                cells[place] = cell = cut(cell, self.show.words("workbook.cut"))
                most = max(most, lines(cell, wide[place]))
        return min(most * LINE, HIGHEST) if most > 1 else 0

    def _skeleton(self, kinds: tuple[Kind, ...]) -> Skeleton:
        names = tuple(kind.name for kind in kinds)
        if names not in self._skeletons:
            book = Book(TITLE, "", by_row=True)
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
        book.text(sheet, 0, 0, TITLE, book.look(bold=1, font_size=16))
        for row, look in enumerate(LOOKS, 1):
            for place in range(len(COVER)):
                book.text(sheet, row, place, SAMPLE, book.look(**look))

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
            book.text(sheet, 0, place, title, book.look(**HEAD))
        for place, column in enumerate(held):
            book.text(sheet, 1, place, SAMPLE, book.look(**_look(column)))
        sheet.autofilter(0, 0, LAST + number - 1, len(held) - 1)

    def _cover(
        self, about: Sequence[tuple[str, str]], given: Sequence[tuple[Kind, Rows]]
    ) -> Iterator[tuple[tuple[str | int, ...], int]]:
        """The lines of the cover under its title, each with the pattern of its row."""
        words = self.show.words
        yield (), PLAIN
        for line in about:
            yield line, PLAIN
        yield (), PLAIN
        yield (words("workbook.sheet"), words("workbook.rows")), HEADING
        for kind, rows in given:
            yield (self._name(kind), len(rows)), PLAIN
        yield (), PLAIN
        yield tuple(words(f"workbook.{name}") for name in ("sheet", "column", "name", "meaning")), HEADING
        for kind, _ in given:
            yield from ((line, PLAIN) for line in self._meanings[kind.name])
        yield (), PLAIN
        yield (words("workbook.left_out"),), PLAIN

    @cached_property
    def _meanings(self) -> dict[str, list[tuple[str, str, str, str]]]:
        """What the cover says of each column: its sheet, title, name and meaning."""
        return {
            kind.name: [
                (
                    self._name(kind),
                    columns.title(column, self.show, kind.name),
                    column.name,
                    columns.meaning(column, self.show, kind.name),
                )
                for column in self._columns(kind)
            ]
            for kind in tables.KINDS.values()
            if kind.name in self.held
        }

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


def _day(cell: Cell | dt.date) -> Cell | dt.date:
    day = dt.date.fromisoformat(cell) if isinstance(cell, str) else None
    return day if day and day >= skeleton.FIRST_DAY else cell
