"""What a file is before it means anything: text, lists and mappings, each with its place.

Named tuples, because a file has hundreds of them and nothing is made faster.
"""

from __future__ import annotations

from typing import NamedTuple

MAX_DEPTH = 12
MAX_NODES = 50_000
MAX_TEXT = 20_000
MAX_ITEMS = 500
MAX_PROBLEMS = 200
"""More than this is no file of ours: lists in lists, texts in a file, characters in a text, entries of a list of a
declaration, problems of a file. Reading on would only cost time.
"""


class Scalar(NamedTuple):
    """A piece of text as typed (NFC)."""

    text: str
    line: int
    column: int


class Sequence(NamedTuple):
    """A list."""

    items: list[Node]
    line: int
    column: int


class Mapping(NamedTuple):
    """Keys with values, in the order typed; `keys` holds the line and column of each key."""

    entries: dict[str, Node]
    keys: dict[str, tuple[int, int]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping
