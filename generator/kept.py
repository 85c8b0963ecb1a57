"""Readings of declarations, kept from one build to the next in one file.

A reading is used again where the file's bytes and name, the fixed words and this software are the same. A file of
readings that is missing, cut short, spoilt or of another version is as good as none; nothing here raises.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.files import read_data
from generator.fingerprint import SIZE
from generator.reading import Given, Mapped, Read, Source, digest, read, unpacked
from generator.write import write_file

_HEAD = struct.Struct(f"<{SIZE}sI")
"""Before each reading: its key, and how many bytes it has."""

Kept = dict[bytes, bytes | memoryview]
"""Readings as `Read.packed` makes them, by their keys."""


def readings(file: Path, given: Given, sources: Sequence[Source], mapped: Mapped = map) -> list[Read]:
    """What `read` gives for each source, in order; the file then holds these and no others."""
    kept = load(file)
    found = [_kept(kept, given, source) for source in sources]
    missing = [source for source, each in zip(sources, found, strict=True) if not each]
    fresh = iter(mapped(partial(read, given), missing))
    if not missing and len(kept) <= len(found):
        return [each for each in found if each]
    body, whole = bytearray(), []
    for each in (each or next(fresh) for each in found):
        if each.data:
            key = _key(given, each.name, each.data)
            packed = kept.get(key) or each.packed()
            body += _HEAD.pack(key, len(packed)) + packed
        whole.append(replace(each, came=b""))  # thousands of these would leave their holes in memory
    with suppress(OSError):  # without the file the next build takes longer
        write_file(file, [body, digest(body)])
    return whole


def _key(given: Given, name: str, data: bytes) -> bytes:
    """Stands for a reading: for the digest of the bytes, the name of their file, and all they are read with."""
    return digest(b"\0".join((given.digest, data, name.encode())))


def _kept(kept: Kept, given: Given, source: Source) -> Read | None:
    """The reading that is kept of a file, if there is one."""
    data, _ = read_data(source.path, source.name) if kept else (None, [])
    if data is None:
        return None
    seen = digest(data)
    key = _key(given, source.name, seen)
    with suppress(ValueError, TypeError, LookupError, ArithmeticError, AttributeError):
        return unpacked(bytes(kept[key]), seen)
    kept.pop(key, None)
    return None


def load(file: Path) -> Kept:
    """The readings that a file holds; none if it is not whole."""
    try:
        data = file.read_bytes()
    except OSError:
        return {}
    body = memoryview(data)[:-SIZE]
    if digest(body) != data[-SIZE:]:
        return {}
    kept: Kept = {}
    at = 0
    with suppress(struct.error):  # whole, but of another kind
        while at < len(body):
            key, size = _HEAD.unpack_from(body, at)
            at += _HEAD.size + size
            kept[key] = body[at - size : at]
    return kept
