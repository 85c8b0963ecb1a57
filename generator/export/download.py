"""Step 6: a data file, and what pages say of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Write = Callable[[str, Iterable[bytes]], None]
"""Takes the address of a file from the site's root, and its content in pieces."""


@dataclass(frozen=True, slots=True)
class Download:
    """What is known of a data file once it is written."""

    page: str
    """The page it stands beside, without language: `2024/x`, `indicators`; `data` and `api` for the whole."""
    lang: str | None
    """The language of its texts; None for both."""
    path: str
    """Address from the site's root: `en/2024/x/indicators.csv`."""
    table: str
    """What is in it: `indicators`, `funding`, `declarations`, `declaration`, `form`, `all` …"""
    size: int
    """In bytes."""
    rows: int | None
    """Without the line of names; None for what is no single table."""
    sha256: str

    @property
    def mark(self) -> bytes:
        """What tells it from others."""
        known = self.path, self.page, self.lang, self.table, self.size, self.rows, self.sha256
        return "\0".join(map(str, known)).encode()

    @property
    def format(self) -> str:
        """`csv`, `xlsx`, `json`, `sqlite`, `zip`, `jsonld`: how its name ends."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file, before it is written."""

    page: str
    lang: str | None
    path: str
    table: str
    rows: int | None
    content: bytes | Iterable[bytes]
    """What is large comes in pieces, once."""
    sha256: str = ""
    """Where it is known already."""

    def written(self, write: Write) -> Download:
        """Write it, and tell what pages may say of it."""
        if isinstance(self.content, bytes):
            write(self.path, (self.content,))
            return self._told(len(self.content), self.sha256 or digest(self.content))
        size, hashed = 0, hashlib.sha256()

        def passing(chunks: Iterable[bytes]) -> Iterator[bytes]:
            nonlocal size
            for chunk in chunks:
                size += len(chunk)
                hashed.update(chunk)
                yield chunk

        write(self.path, passing(self.content))
        return self._told(size, hashed.hexdigest())

    def _told(self, size: int, sha256: str) -> Download:
        return Download(self.page, self.lang, self.path, self.table, size, self.rows, sha256)


def digest(content: bytes) -> str:
    """The SHA-256 of a content, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
