"""Where the time of a build goes. Like a log it is one for the whole process; `mkdocs build --verbose` prints it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PHASES = (
    "reading",
    "checking",
    "deriving",
    "exports",
    "comparing",
    "rendering",
    "template",
    "writing",
    "index",
    "packing",
)
"""In the order of the line. What remains of a build is MkDocs itself."""

OTHER = "mkdocs"


@dataclass(slots=True)
class Spent:
    """Seconds."""

    wall: float = 0
    cpu: float = 0
    """Of this process, its workers, and other programs that a phase waits for."""


_spent: dict[str, Spent] = {}
_open: list[str] = [OTHER]
_since: tuple[float, float] = (0, 0)


def start(base: str = OTHER) -> None:
    """Begin a build, or a worker's share of one: nothing is spent yet; what belongs to no phase is `base`."""
    global _since
    _spent.clear()
    _open[:] = [base]
    _since = _now()


def current() -> str:
    """The phase that is open."""
    return _open[-1]


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Count what is done within to a phase; the time of a phase within a phase is the inner one's alone."""
    _count()
    _open.append(name)
    try:
        yield
    finally:
        _count()
        _open.pop()


@contextmanager
def waiting(name: str) -> Iterator[None]:
    """The same for a phase in which another program works, and is waited for."""
    before = _children()
    try:
        with phase(name):
            yield
    finally:  # whoever has heard enough of the other program leaves at once
        _spent[name].cpu += _children() - before


def add(spent: dict[str, Spent]) -> None:
    """Count what a worker process has spent."""
    for name, each in spent.items():
        own = _spent.setdefault(name, Spent())
        own.wall += each.wall
        own.cpu += each.cpu


def spent() -> dict[str, Spent]:
    """By phase, in order; `mkdocs` is what belongs to no other."""
    _count()
    return {name: _spent[name] for name in (*PHASES, OTHER) if name in _spent}


def tell(say: Callable[[str], None]) -> None:
    """Say where the time went, a line for each phase."""
    for name, each in spent().items():
        say(f"{name}: {each.cpu:.2f} CPU s, {each.wall:.2f} s")


def _count() -> None:
    global _since
    now = _now()
    own = _spent.setdefault(_open[-1], Spent())
    own.wall += now[0] - _since[0]
    own.cpu += now[1] - _since[1]
    _since = now


def _now() -> tuple[float, float]:
    return time.monotonic(), time.process_time()


def _children() -> float:
    used = os.times()
    return used.children_user + used.children_system
