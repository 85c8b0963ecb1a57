"""Step 6: tables as one workbook (XLSX): a cover that says what it is, then a sheet for each table.

Texts are text: `=100(%)` is no formula. Numbers and days are real ones, to sort, filter and add up. A number of
more digits than a spreadsheet keeps, and a day before its calendar begins, stand as text, so that nothing is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter

from generator.export import cells, columns, skeleton
from generator.export.blocks import fixed
from generator.export.cells import KEPT, Row
from generator.export.published import Form
from generator.export.skeleton import LAST, SAMPLE, TITLE, Large, Pattern, Rows, Skeleton
from generator.export.tables import NUMBERS, Column, Kind
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

Line = tuple[str, ...]
"""A line of the cover."""

TEXTS: Sequence[Form] = ["string"] * len(COVER)
COUNT_OF: Sequence[Form] = ("string", "integer")
"""What stands in a line."""


class Workbooks:
    """Makes the workbooks of a site in one language.

    `held` says for each kind of table which columns any row of the site fills (`held.held`): the others are left
    out, in every file alike, so that files can be put together.
    """

    def __init__(self, show: Show, held: Mapping[str, Sequence[int]]) -> None:
        self.show, self.held = show, held
        self._skeletons: dict[tuple[str, ...], Skeleton] = {}
        self._cells: dict[str, list[_Cells]] = {}
        self._meanings: dict[tuple[str, ...], Rows] = {}
        self._rest = show.words("workbook.cut")

    def rows(self, kind: Kind, whole: Sequence[Row]) -> bytes:
        """Rows of both languages as those of a sheet, for any workbook of these: a piece of `skeleton.Rows`."""
        columns = self._shown(kind)
        rows = map(itemgetter(*self.held[kind.name]), cells.in_language(kind, whole, self.show.lang))
        return _piece(_row([each[cell] for each, cell in zip(columns, row, strict=True)]) for row in rows)

    def _shown(self, kind: Kind) -> list[_Cells]:
        if kind.name not in self._cells:
            ((pattern,),) = self._skeleton((kind,)).patterns[1:]
            columns = zip(pattern, self._columns(kind), strict=True)
            self._cells[kind.name] = [_Cells(begin, column.form, self._rest) for begin, column in columns]
        return self._cells[kind.name]

    def workbook(
        self, title: str, about: Sequence[tuple[str, str]], given: Sequence[tuple[Kind, Rows]],
        large: Large | None = None,
    ) -> Iterator[bytes]:  # fmt: skip
        """The pieces of the file: `about` are the lines (label, value) of the cover."""
        made = self._skeleton(tuple(kind for kind, _ in given))
        cover = self._cover(made.patterns[0], about, given)
        return made.filled(cut(title, ""), [cover, *(rows for _, rows in given)], large)

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
        head = (words("workbook.sheet"), words("workbook.rows"))
        counts = [(self._name(kind), str(rows.count)) for kind, rows in given]
        above: list[Line] = [(), *about, ()]
        made = _piece(
            [
                *(self._line(patterns[PLAIN], line) for line in above),
                self._line(patterns[HEADING], head),
                *(self._line(patterns[PLAIN], line, COUNT_OF) for line in counts),
                self._line(patterns[PLAIN], ()),
            ]
        )
        kinds = tuple(kind.name for kind, _ in given)
        if kinds not in self._meanings:
            first, *told = self._told([kind for kind, _ in given])
            rows = [
                self._line(patterns[HEADING], first),
                *(self._line(patterns[PLAIN], line) for line in told),
            ]
            self._meanings[kinds] = skeleton.few(len(rows), _piece(rows))
        meanings = self._meanings[kinds]
        count = len(above) + len(counts) + 2
        return Rows(count + meanings.count, (fixed(made, count), *meanings.blocks))

    def _line(self, pattern: Pattern, line: Line, forms: Sequence[Form] = TEXTS) -> str:
        """A row of the cover."""
        cells = zip(pattern, line, forms, COVER, strict=False)
        return _row([_cell(begin, text, form, wide, self._rest) for begin, text, form, wide in cells])

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


Shown = tuple[str, int]
"""A cell of a sheet, and how many lines it takes."""


class _Cells(dict[str | None, Shown]):
    """The cells of a column. Most texts stand in many rows, so some are kept."""

    def __init__(self, begin: str, form: Form, rest: str) -> None:
        super().__init__({None: NOTHING})
        self._begin, self._form, self._rest = begin, form, rest

    def __missing__(self, text: str) -> Shown:
        made = _cell(self._begin, text, self._form, WIDE[self._form], self._rest)
        if len(text) <= LONGEST_KEPT:
            if len(self) > KEPT:
                self.clear()
                self[None] = NOTHING
            self[text] = made
        return made


NOTHING = ("", 1)
LONGEST_KEPT = 100


def _cell(begin: str, text: str, form: Form, wide: int, rest: str) -> Shown:
    """A cell; a text that none holds is cut."""
    if form in NUMBERS and exact(Decimal(text)):
        return begin + skeleton.number(text), 1
    if form == "date" and (day := dt.date.fromisoformat(text)) >= FIRST_DAY:
        return begin + skeleton.number(str((day - EPOCH).days)), 1
    held = cut(text, rest)
    return begin + skeleton.text(held), 1 if form in NUMBERS else lines(held, wide)


def _row(cells: Sequence[Shown]) -> str:
    """A row without its number, as high as its longest text."""
    if not cells:
        return skeleton.row(())
    texts, highs = zip(*cells, strict=True)
    most = max(highs)
    return skeleton.row(texts, min(most * LINE, HIGHEST) if most > 1 else 0)


def _piece(rows: Iterable[str]) -> bytes:
    return skeleton.END.join([row.encode() for row in rows])
