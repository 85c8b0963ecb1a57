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


def killed(at: int, work: Callable[[], object], only: set[str] | None = None) -> bool:
    """Do the work in a process of its own, which is killed before its change number `at`, counted from 0, of all
    kinds or of some `only`. Whether it was: the work may have been done before.
    """
    child = os.fork()
    if child == 0:
        try:
            sys.addaudithook(_Killer(at, only))
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
    def __init__(self, at: int, only: set[str] | None) -> None:
        self.left, self.only, self.process = at, only, os.getpid()

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
        if not (writes or event in CHANGES) or (self.only and event not in self.only):
            return
        if os.getpid() == self.process:  # those that it forks are not counted
            if self.left == 0:
                os.kill(self.process, signal.SIGKILL)
            self.left -= 1
