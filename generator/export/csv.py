"""Step 6: a table as CSV (RFC 4180), in UTF-8 with a byte order mark so that Excel reads Chinese.

55 published values begin with `=`, and a spreadsheet would run them. A text that a spreadsheet could take for a
formula has an apostrophe in front, as has a text that begins with one: to read texts, drop one leading apostrophe.
Numbers are never guarded. (The danger: OWASP, "CSV Injection".)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from generator.export.cells import KEPT, Row
from generator.export.tables import BOTH, NUMBERS, Kind

MARK = "\ufeff".encode()
GUARD = "'"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", GUARD)
_SPECIAL = re.compile('[,"\r\n]')


def guarded(text: str) -> str:
    """The text as no spreadsheet runs it."""
    begins = (
        text.lstrip(" \u00a0\u3000"),
        text.lstrip(),
    )  # other blanks are dangerous, and may stand before danger
    return GUARD + text if any(each.startswith(_DANGEROUS) for each in begins) else text


def unguarded(text: str) -> str:
    """The way back."""
    return text.removeprefix(GUARD)


def head(kind: Kind, lang: str = BOTH) -> bytes:
    """The mark and the line of column names."""
    return MARK + written([[column.name for column in kind.columns(lang)]])


def plain(kind: Kind, rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """Rows of both languages as they stand in lines: dangerous texts guarded, and in quotes where they must be."""
    ways = _ways(kind)
    return [tuple([way[cell] for way, cell in zip(ways, row, strict=True)]) for row in rows]


@cache
def _ways(kind: Kind) -> list[_Texts]:
    return [_NUMBERS if column.form in NUMBERS else _TEXTS for column in kind.columns(BOTH)]


class _Texts(dict[str | None, str]):
    """What stands in a line for a cell. Most texts stand in many rows, so some are kept."""

    def __init__(self, guard: Callable[[str], str]) -> None:
        super().__init__({None: ""})
        self._guard = guard

    def __missing__(self, cell: str) -> str:
        safe = self._guard(cell)
        if _SPECIAL.search(safe):
            safe = '"' + safe.replace('"', '""') + '"'
        if len(self) > KEPT:
            self.clear()
            self[None] = ""
        self[cell] = safe
        return safe


_TEXTS, _NUMBERS = _Texts(guarded), _Texts(str)


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """Plain rows of two cells or more as lines that end with CR LF; what is not given is empty."""
    return "".join([",".join(row) + "\r\n" for row in rows]).encode()
