"""Step 6: the paper that the official form stands on as a workbook: A4, and how its cells look."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from generator.export.grid import Blank
from generator.export.skeleton import LAST, SAMPLE, TITLE
from generator.export.xlsx import Book, Look

UPRIGHT = 130
"""What is wider than this is printed on A4 lying on its side, for its letters would be too small."""

FONT: Look = {"font_name": "宋体", "font_size": Decimal("10.5")}
MARGIN = Decimal("0.55")
"""14 mm in inches."""

_CENTRED: Look = {"align": "center", "valign": "vcenter"}
_BOX: Look = {**_CENTRED, "border": 1, "text_wrap": 1, "num_format": "@"}
_LEFT: Look = {**_BOX, "align": "left", "indent": 1}
_LONG: Look = {**_LEFT, "num_format": "General", "quote_prefix": 1}
HEAD, YEAR, MIDDLE, CELL, RIGHT, LONG, GOAL, END = (
    "head", "year", "middle", "cell", "right", "long", "goal", "end",
)  # fmt: skip
LOOKS: dict[str, Look] = {
    HEAD: {**_CENTRED, "bold": 1, "font_size": 16},
    YEAR: _CENTRED,
    MIDDLE: _BOX,
    CELL: _LEFT,
    RIGHT: {**_LEFT, "align": "right"},
    LONG: _LONG,
    GOAL: {**_LONG, "valign": "top"},
    END: {"text_wrap": 1, "valign": "top"},
}


@lru_cache(64)
def blank(name: str, widths: Sequence[int], looks: Sequence[str], repeats: bool) -> Blank:
    """A form without its cells, whose first page repeats a row or not."""
    book = Book(TITLE, FONT)
    sheet = book.sheet(name)
    if sum(widths) > UPRIGHT:
        sheet.set_landscape()
    sheet.set_margins(MARGIN, MARGIN, MARGIN, MARGIN)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    sheet.set_footer("&C&P / &N")
    if repeats:
        sheet.repeat_rows(LAST)
    for place, wide in enumerate(widths):
        sheet.set_column(place, place, wide)
    for place, look in enumerate(looks):
        sheet.write_string(0, place, SAMPLE, book.look(**LOOKS[look]))
    return Blank(book.bytes())
