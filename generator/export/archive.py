"""Step 6: many files as one ZIP, the same bytes for the same files, none of them in memory as a whole.

The layout is the oldest one (APPNOTE.TXT 6.3.10, 4.3.6), as Python's `zipfile` writes it: no file of 4 GB or more.
A large file is deflated block by block, each without looking back at others (zlib's manual, `Z_FULL_FLUSH`), so that
blocks can be copied from ZIP to ZIP.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from generator.export.blocks import Block, Standing, Stands
from generator.export.checksum import joined

LEVEL = 6
"""How hard zlib tries, of 9."""

DAY = (1 << 5) + 1
"""1 January 1980, the first day that a ZIP can tell: nothing depends on when it was made."""

STORED, DEFLATED = 0, 8
_VERSION, _UNIX = 20, 3

READABLE, OWN = 0o644, 0o600
"""Who may read a file that was unpacked: everybody, or whoever unpacked it."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")

_LOOKS_BACK, _LOOKS_AHEAD = 15, 262
"""zlib looks for repetitions in the last 32 KB, less what it looks ahead."""

_END_OF_DEFLATED = b"\3\0"
"""An empty block that is the last (RFC 1951, 3.2.3)."""

Note = Callable[[str, Stands], None]
"""Takes a member's name and one of its blocks, where it stands in the ZIP."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a ZIP, as it stands there."""

    name: str
    """ASCII."""
    crc: int
    size: int
    packed: int
    """Its size in the ZIP."""
    content: Sequence[bytes | Stands]
    """What is large stands in other files."""
    method: int = DEFLATED


def member(name: str, content: bytes) -> Member:
    """A small file, deflated in memory.

    A window as large as the file gives the same bytes as the usual one of 32 KB, and costs less to set up.
    """
    window = max(9, min(_LOOKS_BACK, (len(content) + _LOOKS_AHEAD).bit_length()))
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -window)
    packed = deflate.compress(content) + deflate.flush()
    return Member(name, zlib.crc32(content), len(content), len(packed), (packed,))


class Entry:
    """A file of any size on its way into a ZIP, block by block."""

    def __init__(self, name: str, standing: Standing, folder: Path, method: int = DEFLATED) -> None:
        """Blocks that stand packed in another file are taken from there; others wait in a file in `folder`."""
        self._name, self._standing, self._folder, self._method = name, standing, folder, method
        self._blocks: list[Stands] = []
        self._file: BinaryIO | None = None
        self._path = ""

    def add(self, block: Block) -> None:
        """The next block. It is made only where it does not stand."""
        self._blocks.append(self._standing.get(block.key) or self._packed(block))

    def _packed(self, block: Block) -> Stands:
        content = packed = block.make()
        if self._method == DEFLATED:
            deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -_LOOKS_BACK)
            packed = deflate.compress(content) + deflate.flush(zlib.Z_FULL_FLUSH)
        if not self._file:
            number, self._path = tempfile.mkstemp(dir=self._folder)
            self._file = open(number, "wb")  # noqa: PTH123, SIM115 (closed after the last block)
        place = self._file.tell()
        self._file.write(packed)
        return Stands(block.key, self._path, place, len(packed), zlib.crc32(content), len(content))

    def member(self) -> Member:
        """The file, once it has all its blocks."""
        if self._file:
            self._file.close()
        crc = 0
        for each in self._blocks:
            crc = joined(crc, each.crc, each.size)
        end = (_END_OF_DEFLATED,) if self._method == DEFLATED else ()
        packed = sum(each.length for each in self._blocks) + sum(map(len, end))
        size = sum(each.size for each in self._blocks)
        return Member(self._name, crc, size, packed, (*self._blocks, *end), self._method)


def zipped(members: Iterable[Member], mode: int = READABLE, note: Note | None = None) -> Iterator[bytes]:
    """The pieces of a ZIP. Raises ValueError for 4 GB and more."""
    listed, place = [], 0
    try:
        for each in members:
            name = each.name.encode("ascii")
            facts = (0, each.method, 0, DAY, each.crc, each.packed, each.size, len(name), 0)
            before = _LOCAL.pack(b"PK\3\4", _VERSION, *facts) + name
            about = (_VERSION, _UNIX, _VERSION, 0, *facts, 0, 0, 0, mode << 16, place)
            listed.append(_CENTRAL.pack(b"PK\1\2", *about) + name)
            yield before
            place += len(before)
            for piece in each.content:
                if isinstance(piece, bytes):
                    yield piece
                    place += len(piece)
                    continue
                if note:
                    note(each.name, piece._replace(file="", place=place))
                yield from piece.chunks()
                place += piece.length
        listing = b"".join(listed)
        end = _END.pack(b"PK\5\6", 0, 0, len(listed), len(listed), len(listing), place, 0)
    except struct.error:
        raise ValueError("a ZIP of this layout holds less than 4 GB") from None
    yield listing + end
