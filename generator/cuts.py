"""A long list cut into runs of neighbours, so that what is made of a run can be used again after others change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar
from zlib import crc32


class HasPath(Protocol):
    """Anything with an address of its own."""

    @property
    def path(self) -> str:
        """The address."""


T = TypeVar("T", bound=HasPath)


def cut(listed: Sequence[T], least: int, most: int) -> Iterator[Sequence[T]]:
    """Runs of `least` to `most` things; the last may be shorter, and a list of up to `most` is one.

    A run begins at the thing in reach whose path has the smallest checksum. So a new thing moves the cut next to it
    at most; places counted from the start would move with all that comes later.
    """
    marks = [crc32(each.path.encode()) for each in listed] if len(listed) > most else []
    start = 0
    while len(listed) - start > most:
        end = min(range(start + least, start + most), key=marks.__getitem__)
        yield listed[start:end]
        start = end
    if start < len(listed):
        yield listed[start:]
