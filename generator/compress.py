"""After all else: packed copies beside the files that gain by it, for hosts that send what lies there.

A copy depends on its file, and on the versions of the two libraries, alone: it is made again only with these.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator import clock, past
from generator.crew import Crew
from generator.digest import digest
from generator.hosting.kinds import PACKED, kind_of
from generator.past import Made
from generator.place import Place

LEAST = 1024
"""Bytes of a file that is worth it: less travels in one packet in any case."""

QUALITY = 8
"""Of Brotli: 0.135 of a page's size at 59 MB/s. The best, 11, gives 0.121 and is sixty times as slow: over an hour of
a processor for ten thousand declarations instead of some eighty seconds.
"""

LEVEL = 9
"""Of gzip, 0.154 at 67 MB/s. It serves who asks without HTTPS: browsers take Brotli only with it."""

FILES = 50
"""How many a process is given at once."""


def missing() -> bool:
    """Whether the package is missing that this needs."""
    try:
        return not version("brotli")
    except PackageNotFoundError:
        return True


def make(files: Collection[Made], place: Place, crew: Crew) -> list[Made]:
    """The packed copies of these files of the site; those of files that stand stay. Nothing for files that gain
    nothing, nor where another file has the name.
    """
    made_with = digest(version("brotli"), zlib.ZLIB_RUNTIME_VERSION, QUALITY, LEVEL, LEAST)
    taken = {file.path for file in files}
    keys, pieces = {}, []
    for file in files:
        if file.size >= LEAST and kind_of(file.path).packs and taken.isdisjoint(_copies(file.path)):
            key = digest(made_with, file.sha256)
            if piece := place.keep(_name(file.path), key):
                pieces.append(piece)
            else:
                keys[file.path] = key
    with clock.phase("packing"):
        for part in crew.each("packed", _pack_all, (place.ours, place.site), list(keys), FILES):
            pieces += [place.made(_name(path), keys[path], copies) for path, copies in part]
    return [file for piece in pieces for file in piece.files]


def _name(path: str) -> str:
    return f"packed:{path}"


def _copies(path: str) -> list[str]:
    return [f"{path}.{ending}" for ending in PACKED]


def _pack_all(folders: tuple[Path, Path], paths: Sequence[str]) -> list[tuple[str, list[Made]]]:
    """The copies of files that wait in the first folder, or stand in the second."""
    waits, stands = folders
    made = []
    for path in paths:
        content = (waits / path if (waits / path).exists() else stands / path).read_bytes()
        packed = zip(_copies(path), (brotli(content), gzip(content)), strict=True)
        made.append(
            (path, [past.write(waits, copy, data) for copy, data in packed if len(data) < len(content)])
        )
    return made


def brotli(content: bytes) -> bytes:
    """Packed by Brotli (RFC 7932), the same every time."""
    import brotli as library  # type: ignore[import-untyped]  # an extra: most builds do without

    return bytes(library.compress(content, quality=QUALITY))


def gzip(content: bytes) -> bytes:
    """Packed by gzip (RFC 1952), the same every time: no name, no date."""
    return zlib.compress(content, LEVEL, wbits=16 + zlib.MAX_WBITS)
