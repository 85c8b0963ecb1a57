"""Step 6: a file of many declarations is cut into blocks; one that stands in the last site's file is copied from it.

A block is some hundred neighbours of a list in one format. Its key is the digest of all it is made from, so a block
of the same key in the same file has the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

_CHUNK = 1 << 18


class Block(NamedTuple):
    """A block, made when it is asked for."""

    key: bytes
    """Empty for what is never taken from the last site."""
    rows: int
    make: Callable[[], bytes]


class Stands(NamedTuple):
    """A block in a file. Plain values."""

    key: bytes
    file: str
    """Where the file lies; empty while it is being written."""
    place: int
    """Where the block begins: its first byte, or its first row in a database."""
    length: int
    """How many bytes, or rows."""
    crc: int = 0
    """Where it is deflated, of its content; and the size of that."""
    size: int = 0

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, in pieces. Raises EOFError for a file that was cut short meanwhile."""
        with open(self.file, "rb", buffering=0) as file:  # noqa: PTH123 (half the time of a Path's)
            file.seek(self.place)
            left = self.length
            while left:
                chunk = file.read(min(left, _CHUNK))
                if not chunk:
                    raise EOFError(self.file)
                left -= len(chunk)
                yield chunk

    def read(self) -> bytes:
        """All its bytes."""
        return b"".join(self.chunks())


Standing = Mapping[bytes, Stands]
"""Blocks of a file by their keys."""

Told = dict[str, list[tuple[Any, ...]]]
"""The blocks of files as the list of what was made has them: by file, or by what is inside it (`inside`)."""


def fixed(content: bytes, rows: int = 0) -> Block:
    """What is quickly made, or is no block of many."""
    return Block(b"", rows, lambda: content)


def inside(file: str, part: str) -> str:
    """A part of a file: one of a ZIP, a table of a database."""
    return f"{file}!{part}"


def told(noted: Iterable[tuple[str, Stands]]) -> Told:
    """Blocks for the next build. A file of one block changes with every change, so nothing is told of it."""
    found: Told = {}
    for name, stands in noted:
        if stands.key:
            found.setdefault(name, []).append((stands.key, *stands[2:]))
    return {name: blocks for name, blocks in found.items() if len(blocks) > 1}


@dataclass(frozen=True)
class Before:
    """The blocks of the last site that still stand. Can be sent to another process."""

    site: Path
    told: Told

    def blocks(self, name: str) -> Standing:
        """Those of a file, or of a part of it."""
        file = os.path.join(self.site, name.partition("!")[0])  # noqa: PTH118 (as text)
        return {key: Stands(key, file, *rest) for key, *rest in self.told.get(name, ())}


NOTHING = Before(Path(), {})


def contents(blocks: Iterable[Block], standing: Standing) -> Iterator[tuple[bytes, bytes]]:
    """The key and the content of each block."""
    for block in blocks:
        there = standing.get(block.key)
        yield block.key, there.read() if there else block.make()
