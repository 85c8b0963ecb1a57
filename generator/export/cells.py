"""Step 6: records as the cells of flat tables: made once, for every format and language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from operator import itemgetter
from typing import TypeVar

from generator.export.published import Field, Values
from generator.export.tables import BOTH, Kind

T = TypeVar("T", str, str | None)

Row = tuple[str | None, ...]
"""Cells as texts, numbers as decimal text; the forms of the columns tell which is which."""

LISTED = " | "
"""Between several values in one cell."""

KEPT = 1 << 12
"""So many texts are kept as they stand in some format: most stand in many rows."""


def whole(kind: Kind, records: Iterable[Values]) -> list[Row]:
    """The cells of records, in both languages."""
    rows = []
    for record in records:
        cells: list[str | None] = []
        _put(cells, kind.fields, record)
        rows.append(tuple(cells))
    return rows


def _put(cells: list[str | None], fields: Iterable[Field], given: Values | None) -> None:
    """Append the cells of a record, in the order of `_columns`."""
    for field in fields:
        value = given[field.name] if given else None
        form = field.form
        if form == "group":
            _put(cells, field.fields, value)
        elif form in ("text", "term"):
            cells += (value.zh, value.en) if value else (None, None)
        elif form == "address":
            cells += (value["zh"], value["en"]) if value else (None, None)
        elif form == "strings":
            cells.append(LISTED.join(value or ()) or None)
        elif form == "decimal":
            cells.append(None if value is None else f"{value:f}")
        elif form != "list":  # a word, a number, a day
            cells.append(None if value is None else str(value))


def in_language(kind: Kind, rows: Iterable[tuple[T, ...]], lang: str) -> Iterable[tuple[T, ...]]:
    """Rows of both languages in one. A text without English stands in Chinese beside an English page, as on it."""
    if lang == BOTH:
        return rows
    own, chinese = (itemgetter(*places) for places in _places(kind, lang))
    if lang == "zh":
        return map(own, rows)
    return (
        tuple([cell or other for cell, other in zip(own(row), chinese(row), strict=True)]) for row in rows
    )


@cache
def _places(kind: Kind, lang: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each column in a language its place among those of both, and that of the Chinese."""
    both = {(column.path, column.lang): place for place, column in enumerate(kind.columns(BOTH))}
    chinese = tuple(both.get((column.path, "zh"), 0) for column in kind.columns(lang))
    columns = zip(kind.columns(lang), chinese, strict=True)
    return tuple(both.get((column.path, lang), other) for column, other in columns), chinese


def rows(kind: Kind, records: Iterable[Values], lang: str) -> Iterable[Row]:
    """The cells of records in a language, or in `BOTH`."""
    return in_language(kind, whole(kind, records), lang)
