"""Step 6: many files as one ZIP, the same bytes for the same files, none of them in memory as a whole.

The layout is the oldest one (APPNOTE.TXT 6.3.10, 4.3.6), as Python's `zipfile` writes it: no file of 4 GB or more.
"""

from __future__ import annotations

import io
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

LEVEL = 6
"""How hard zlib tries, of 9."""

DAY = (1 << 5) + 1
"""1 January 1980, the first day that a ZIP can tell: nothing depends on when it was made."""

_VERSION, _DEFLATED, _UNIX = 20, 8, 3

READABLE, OWN = 0o644, 0o600
"""Who may read a file that was unpacked: everybody, or whoever unpacked it."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")

_LOOKS_BACK, _LOOKS_AHEAD = 15, 262
"""zlib looks for repetitions in the last 32 KB, less what it looks ahead."""

_CHUNK = 1 << 18
_SMALL = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a ZIP, already deflated."""

    name: str
    """ASCII."""
    crc: int
    size: int
    packed: int
    """Its size in the ZIP."""
    content: bytes | IO[bytes]
    """Deflated; what is large stands in a temporary file."""

    def chunks(self) -> Iterator[bytes]:
        """The deflated content, in pieces."""
        if isinstance(self.content, bytes):
            yield self.content
        else:
            yield from read(self.content)


def member(name: str, content: bytes) -> Member:
    """A small file, deflated in memory.

    A window as large as the file gives the same bytes as the usual one of 32 KB, and costs less to set up.
    """
    window = max(9, min(_LOOKS_BACK, (len(content) + _LOOKS_AHEAD).bit_length()))
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -window)
    packed = deflate.compress(content) + deflate.flush()
    return Member(name, zlib.crc32(content), len(content), len(packed), packed)


class Deflated:
    """A file of any size on its way into a ZIP: it is deflated while its pieces pass through."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -_LOOKS_BACK)
        self._crc = self._size = 0
        self._packed = temporary()

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces."""
        for chunk in chunks:
            self._crc = zlib.crc32(chunk, self._crc)
            self._size += len(chunk)
            self._packed.write(self._deflate.compress(chunk))
            yield chunk

    def member(self) -> Member:
        """The file, once all has passed."""
        self._packed.write(self._deflate.flush())
        return Member(self._name, self._crc, self._size, self._packed.tell(), self._packed)


def streamed(name: str, chunks: Iterable[bytes]) -> Member:
    """A file of any size."""
    deflated = Deflated(name)
    for _ in deflated.passing(chunks):
        pass
    return deflated.member()


def zipped(members: Iterable[Member], mode: int = READABLE) -> Iterator[bytes]:
    """The pieces of a ZIP. Raises ValueError for 4 GB and more."""
    listed, place = [], 0
    try:
        for each in members:
            name = each.name.encode("ascii")
            facts = (0, _DEFLATED, 0, DAY, each.crc, each.packed, each.size, len(name), 0)
            before = _LOCAL.pack(b"PK\3\4", _VERSION, *facts) + name
            about = (_VERSION, _UNIX, _VERSION, 0, *facts, 0, 0, 0, mode << 16, place)
            listed.append(_CENTRAL.pack(b"PK\1\2", *about) + name)
            yield before
            yield from each.chunks()
            place += len(before) + each.packed
        listing = b"".join(listed)
        end = _END.pack(b"PK\5\6", 0, 0, len(listed), len(listed), len(listing), place, 0)
    except struct.error:
        raise ValueError("a ZIP of this layout holds less than 4 GB") from None
    yield listing + end


def temporary() -> IO[bytes]:
    """A file that is gone with its last reader, in memory while it is small."""
    return tempfile.SpooledTemporaryFile(_SMALL)


def read(file: IO[bytes]) -> Iterator[bytes]:
    """The pieces of a file, from its beginning."""
    file.seek(io.SEEK_SET)
    while chunk := file.read(_CHUNK):
        yield chunk
