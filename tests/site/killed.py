"""Work that is killed with SIGKILL at a chosen moment: just before it would change the file system once more."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink"}
"""What Python reports before it is done (audit events); `open` too, where it is for writing."""

Given = tuple[Any, ...]
"""What is reported with it: paths first."""


def change(event: str, given: Given) -> bool:
    """Whether an event changes the file system."""
    writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
    return bool(writes) or event in CHANGES


def killed(at: int, work: Callable[[], object], counts: Callable[[str, Given], bool] = change) -> bool:
    """Do the work in a process of its own, which is killed before its event number `at`, from 0, of those that count.
    Whether it was: the work may have been done before.
    """
    child = os.fork()
    if child == 0:
        try:
            sys.addaudithook(_Killer(at, counts))
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -signal.SIGKILL), code
    return code != 0


class _Killer:
    def __init__(self, at: int, counts: Callable[[str, Given], bool]) -> None:
        self.left, self.counts, self.process = at, counts, os.getpid()

    def __call__(self, event: str, given: Given) -> None:
        known = event in CHANGES or event == "open"
        if (
            known and os.getpid() == self.process and self.counts(event, given)
        ):  # those that it forks do not count
            if self.left == 0:
                os.kill(self.process, signal.SIGKILL)
            self.left -= 1
