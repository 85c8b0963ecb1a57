"""Step 6: what tables of many take over from each declaration, kept on disk until they are put together, and longer.

Some declarations' shares stand in one file, which never changes: any process can write one, and the next build can
use it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

ENDING = ".shares"

OPEN = 64
"""How many files are held open: neighbours in a list mostly stand in one."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one declaration gives to tables of many; or the fixed words of the site. Small enough to be kept."""

    rows: Mapping[str, int]
    """How many in each table."""
    parts: Mapping[str, bytes]
    """Finished lines: `indicators.zh.csv`, `indicators.en.xlsx`, `indicators.json`, `index.json`."""


class Kept(NamedTuple):
    """Where a share stands. Plain values, so that a list of what was made can hold it."""

    file: str
    rows: dict[str, int]
    names: tuple[str, ...]
    """Of its parts."""
    places: tuple[int, ...]
    """Where the first part begins, and where each ends."""


class Shares:
    """Shares by the path of their declaration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[str, Kept] = {}
        self._open = lru_cache(OPEN)(self._opened)

    def __reduce__(self) -> tuple[Any, ...]:
        return _shares, (self.folder, self._kept)

    def keep(self, name: str, shares: Sequence[Share]) -> list[Kept]:
        """Write some into a file of this name, and tell where they stand."""
        file, start, found = f"{name}{ENDING}", 0, []
        alike: dict[tuple[str, ...], tuple[str, ...]] = {}
        for share in shares:
            places = tuple(accumulate(map(len, share.parts.values()), initial=start))
            names = tuple(share.parts)
            found.append(Kept(file, dict(share.rows), alike.setdefault(names, names), places))
            start = places[-1]
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / file).open("wb") as opened:
            opened.writelines(part for share in shares for part in share.parts.values())
        return found

    def add(self, path: str, kept: Kept) -> None:
        """Take over the share of a declaration."""
        self._kept[path] = kept

    def files(self) -> dict[str, int]:
        """The files that are there, with their sizes."""
        return {file.name: file.stat().st_size for file in self.folder.glob(f"*{ENDING}")}

    def forget(self, but: Iterable[Kept]) -> None:
        """Drop the files that none of these stands in."""
        for name in self.files().keys() - {kept.file for kept in but}:
            (self.folder / name).unlink()

    def rows(self, path: str, table: str) -> int:
        """How many rows of a table are of this declaration."""
        return self._kept[path].rows[table]

    def joined(self, paths: Iterable[str], name: str, between: bytes = b"") -> bytes:
        """One part of some declarations, with something between those that are not empty. Raises KeyError for a
        declaration that was not added.
        """
        return between.join(filter(None, [self._part(self._kept[path], name) for path in paths]))

    def _part(self, kept: Kept, name: str) -> bytes:
        place = kept.names.index(name)
        opened = self._open(kept.file)
        opened.seek(kept.places[place])
        return opened.read(kept.places[place + 1] - kept.places[place])

    def _opened(self, file: str) -> BinaryIO:
        return (self.folder / file).open("rb")


def _shares(folder: Path, kept: dict[str, Kept]) -> Shares:
    made = Shares(folder)
    made._kept = kept
    return made
