"""Step 6: a data file, and what pages say of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


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
    content: bytes

    def told(self) -> Download:
        """What pages may say of it."""
        digest = hashlib.sha256(self.content).hexdigest()
        return Download(self.page, self.lang, self.path, self.table, len(self.content), self.rows, digest)
