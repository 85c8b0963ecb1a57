"""Step 6: a table as CSV (RFC 4180), in UTF-8 with a byte order mark so that Excel reads Chinese.

55 published values begin with `=`, and a spreadsheet would run them. A text that a spreadsheet could take for a
formula has an apostrophe in front, as has a text that begins with one: to read texts, drop one leading apostrophe.
Numbers are never guarded. (The danger: OWASP, "CSV Injection".)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from generator.export.tables import BOTH, Cell, Kind, Row

MARK = "\ufeff".encode()
GUARD = "'"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", GUARD)
_SPECIAL = re.compile('[,"\r\n]')


def guarded(text: str) -> str:
    """The text as no spreadsheet runs it."""
    return GUARD + text if text.lstrip(" \u00a0\u3000").startswith(_DANGEROUS) else text


def unguarded(text: str) -> str:
    """The way back."""
    return text.removeprefix(GUARD)


def head(kind: Kind, lang: str = BOTH) -> bytes:
    """The mark and the line of column names."""
    return MARK + written([[column.name for column in kind.columns(lang)]])


def plain(row: Row) -> tuple[str, ...]:
    """A row as its cells stand in a line: the dangerous ones guarded, in quotes where they must be."""
    return tuple(map(_plain, row))


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _text(cell)
    return str(cell) if isinstance(cell, int) else f"{cell:f}"


@lru_cache(1 << 14)  # most texts stand in many rows
def _text(text: str) -> str:
    safe = guarded(text)
    return f'"{safe.replace(chr(34), chr(34) * 2)}"' if _SPECIAL.search(safe) else safe


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """Plain rows of two cells or more as lines that end with CR LF; what is not given is empty."""
    return "".join([",".join(row) + "\r\n" for row in rows]).encode()
