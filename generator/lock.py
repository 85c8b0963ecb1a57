"""One process at a time at work in a folder. The system keeps the lock: one that died holds nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def held(folder: Path, waits: Callable[[], object]) -> Iterator[None]:
    """Hold a folder against all others who would. While another holds it this waits, and says so once by `waits`.

    The processes that the holder forks hold it too: it is free when the last of them has ended, however they ended.
    Where folders cannot be held (Windows, some network drives) nothing is, and people must see to it.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waits()
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:
            pass
        yield
    finally:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)  # to close it would not do while others share it
        os.close(handle)
