"""Step 6: a table as CSV (RFC 4180), in UTF-8 with a byte order mark so that Excel reads Chinese.

55 published values begin with `=`, and a spreadsheet would run them. A text that a spreadsheet could take for a
formula has an apostrophe in front, as has a text that begins with one: to read texts, drop one leading apostrophe.
Numbers are never guarded. (The danger: OWASP, "CSV Injection".)
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from generator.export.tables import BOTH, Cell, Kind, Row

MARK = "\ufeff".encode()
GUARD = "'"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", GUARD)


def guarded(text: str) -> str:
    """The text as no spreadsheet runs it."""
    return GUARD + text if text.lstrip(" \u00a0\u3000").startswith(_DANGEROUS) else text


def unguarded(text: str) -> str:
    """The way back."""
    return text.removeprefix(GUARD)


def head(kind: Kind, lang: str = BOTH) -> bytes:
    """The mark and the line of column names."""
    return MARK + lines([tuple(column.name for column in kind.columns(lang))])


def lines(rows: Iterable[Row]) -> bytes:
    """Rows as lines that end with CR LF; what is not given is empty."""
    return written(map(plain, rows))


def plain(row: Row) -> tuple[str, ...]:
    """A row as the texts of its cells, the dangerous ones guarded."""
    return tuple(
        guarded(cell)
        if isinstance(cell, str)
        else ""
        if cell is None
        else str(cell)
        if isinstance(cell, int)
        else f"{cell:f}"
        for cell in row
    )


def written(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Plain rows as lines."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
