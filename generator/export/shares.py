"""Step 6: what tables of many take over from each declaration, kept on disk until all are there."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """What one declaration gives to tables of many; or the fixed words of the site. Small enough to be kept."""

    rows: Mapping[str, int]
    """How many in each table."""
    parts: Mapping[str, bytes]
    """Finished lines: `indicators.zh.csv`, `indicators.en.xlsx`, `indicators.json`, `index.json`."""


class Shares:
    """Shares by the path of their declaration. Their parts are in a temporary file, which goes with the object."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the last that knows it)
        self._end = 0
        self._rows: dict[str, Mapping[str, int]] = {}
        self._names: dict[str, int] = {}
        self._ends: dict[str, array[int]] = {}
        """Where the first part begins, and where each ends."""

    def add(self, path: str, share: Share) -> None:
        """Keep one. All have parts of the same names."""
        self._names = self._names or {name: place for place, name in enumerate(share.parts)}
        ends = array("Q", [self._end])
        for name in self._names:
            ends.append(ends[-1] + len(share.parts[name]))
        self._file.write(b"".join([share.parts[name] for name in self._names]))
        self._end = ends[-1]
        self._ends[path] = ends
        self._rows[path] = share.rows

    def rows(self, path: str, table: str) -> int:
        """How many rows of a table are of this declaration."""
        return self._rows[path][table]

    def part(self, path: str, name: str) -> bytes:
        """One part. Raises KeyError for one that was not added."""
        ends, place = self._ends[path], self._names[name]
        self._file.seek(ends[place])
        return self._file.read(ends[place + 1] - ends[place])
