"""Work that is begun beside the rest of a build, by whoever has nothing else to do."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, wait
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from generator import clock
from generator.sent import pickled

T = TypeVar("T")


class Aside(ABC):
    """Work that is done beside the rest until it is told to end."""

    @abstractmethod
    def end(self) -> None:
        """Have what is begun finished, and nothing more begun. What was made stays. To end it twice is harmless."""


class Queued(Aside):
    """A list in the queue of processes elsewhere. They can be told nothing: each looks whether a file is there."""

    def __init__(
        self, executor: Executor, work: Callable[[T], object], items: Sequence[T], folder: Path | None
    ) -> None:
        self._executor = executor
        self._folder = TemporaryDirectory(dir=folder)
        parts = (pickled((work, item)) for item in items)
        arguments = clock.current(), self._folder.name
        self._waiting = [executor.submit(_run_queued, *arguments, part) for part in parts]

    def end(self) -> None:
        """As promised."""
        self._folder.cleanup()
        wait(self._waiting)
        for each in self._waiting:
            if not each.exception():  # else it is done by who needs it
                clock.add(each.result())
        self._waiting = []
        self._executor.shutdown()


def _run_queued(phase: str, folder: str, part: bytes) -> dict[str, clock.Spent]:
    clock.start(phase)
    if Path(folder).exists():
        work, item = pickle.loads(part)  # noqa: S301 (from the process that asks)
        work(item)
    return clock.spent()


class Forked(Aside):
    """A process that works through a list."""

    def __init__(self, work: Callable[[T], object], items: Sequence[T]) -> None:
        context = multiprocessing.get_context("fork")
        self._over = context.Event()
        self._spent, told = context.Pipe(duplex=False)
        arguments = clock.current(), work, items, self._over, told
        self._process = context.Process(target=_work_aside, args=arguments, daemon=True)
        self._process.start()
        told.close()

    def end(self) -> None:
        """As promised."""
        if self._spent.closed:
            return
        self._over.set()
        with suppress(EOFError):  # it died: its work is done by who needs it
            clock.add(self._spent.recv())
        self._spent.close()
        self._process.join()


def _work_aside(
    phase: str, work: Callable[[T], object], items: Sequence[T], over: Event, told: Connection
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts a build is answered once, by the build
    end_with_parent()
    os.nice(19)  # it takes what others leave
    clock.start(phase)
    with suppress(Exception):  # whoever does the work in earnest meets it again, and says so
        for item in items:
            if over.is_set():
                break
            work(item)
    told.send(clock.spent())


def end_with_parent() -> None:
    """Have this process end when the one it works for does, however that ends: what a killed build had begun must not
    be written into what the next one makes.
    """
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)
