"""How far a long step of a build has come: a bar on a terminal, lines in a log. Short steps say nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

T = TypeVar("T")

PATIENCE = 2
"""Seconds of a step before anything is said of it."""

EVERY = 10
"""Seconds between two lines of a log."""

WIDTH = 30


class Progress:
    """Tells people of long steps."""

    def __init__(
        self,
        say: Callable[[str], None],
        stream: TextIO | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`say` writes a line of a log; `stream` is where a terminal may be (standard error)."""
        self._say, self._stream, self._now = say, stream or sys.stderr, now

    def over(self, what: str, parts: Iterable[T], total: int, size: int) -> Iterator[T]:
        """Pass on parts of `size` things each, of so many in `total`."""
        begun = self._now()
        said, done, drawn = begun + PATIENCE - EVERY, 0, False
        for part in parts:
            done = min(total, done + size)
            if self._stream.isatty():
                if self._now() - begun > PATIENCE:
                    self._draw(what, done, total)
                    drawn = True
            elif self._now() - said > EVERY:
                self._say(f"{what}: {done:,} / {total:,}")
                said = self._now()
            yield part
        if drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _draw(self, what: str, done: int, total: int) -> None:
        full = WIDTH * done // total
        self._stream.write(f"\r{what} [{'#' * full}{'.' * (WIDTH - full)}] {done:,} / {total:,}")
        self._stream.flush()
