"""What another machine may do otherwise: folders are listed in another order, and files are for their owner alone.

Python imports this before anything else where it lies on PYTHONPATH.
"""

from __future__ import annotations

import os
from typing import Any

_listdir, _scandir = os.listdir, os.scandir


class _Entries:
    """What `os.scandir` gives."""

    def __init__(self, entries: list[Any]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> _Entries:
        return self

    def __next__(self) -> Any:
        return next(self._entries)

    def __enter__(self) -> _Entries:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open any more."""

    close = __exit__


def _listed(path: Any = ".") -> list[Any]:
    return sorted(_listdir(path), reverse=True)


def _scanned(path: Any = ".") -> _Entries:
    with _scandir(path) as entries:
        return _Entries(sorted(entries, key=lambda entry: entry.name, reverse=True))


os.listdir, os.scandir = _listed, _scanned
os.umask(0o077)
