"""Work spread over processes. What it is written against is `concurrent.futures.Executor`; by default the processes
are this machine's own and no server is started.

Work is a module's function `work(shared, items)`; what all of it shares reaches each process once, and what several
works share (`keep`) once for all of them.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, TypeVar

from generator import clock
from generator.aside import Aside, Forked, Queued, end_with_parent
from generator.progress import Progress
from generator.reading import without_collecting
from generator.sent import Named, pickled

T = TypeVar("T")
R = TypeVar("R")

TRIES = 3
"""How many processes may die over the same work before that is called a failure."""

FILES = 50
"""How many files a process is given to read at once: some 50 ms of work, 100 KB to send."""

BEHIND = -1
"""The priority of work that may wait for all other."""

FARTHER = 4
"""How many times as much a process elsewhere is given at once: Dask takes some 6 ms of CPU over every part."""

FORKS = "fork" in multiprocessing.get_all_start_methods()

SHARED = "shared"
"""The name of a file with what processes share."""

_shared: dict[str, Any] = {}
"""What a forked process has from the one it comes from."""


class Crew:
    """So many processes; one is this process itself."""

    folder: Path | None = None
    """One that all processes see; what they share lies in it for a while."""
    progress: Progress | None = None

    def __init__(
        self, count: int = 1, executor: Callable[[int], Executor] | None = None, shards: int | None = None
    ) -> None:
        """`executor` gives processes elsewhere by the priority of their work (0, or BEHIND); `shards` is into how
        many parts any work is cut.
        """
        self.count, self._executor, self._shards = count, executor, shards
        self._sends = executor is not None or not FORKS
        self._kept: Named | None = None

    def keep(self, value: Any) -> None:
        """Have what most of a build's work shares sent once, not again with each work that names it. It lies in the
        folder until that goes.
        """
        if self._sends and not self.alone:
            place = _written(Path(mkdtemp(dir=self.folder)), pickled(value))
            self._kept = Named(value, _read_kept, place)

    @property
    def alone(self) -> bool:
        """Whether this process does all work: where it has threads it must not fork, a lock might be held forever."""
        return self._executor is None and (self.count < 2 or threading.active_count() > 1)

    def each(
        self, what: str, work: Callable[[Any, Sequence[T]], R], shared: Any, items: Sequence[T], size: int
    ) -> Iterator[R]:
        """What `work` gives for items, `size` at a time, in their order; `what` is said of it. Whatever it raises is
        raised here.

        The work of a process that dies is done again by another, so it must be harmless to do twice. Raises
        BrokenExecutor when that happens to the same work again and again.
        """
        if self._executor:
            size = max(size, min(size * FARTHER, -(-len(items) // self.count)))
        size = max(1, -(-len(items) // self._shards) if self._shards else size)
        parts = [items[start : start + size] for start in range(0, len(items), size)]
        made = self._each(work, shared, parts)
        return self.progress.over(what, made, len(items), size) if self.progress else made

    def map(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """What the built-in `map` gives."""
        for part in self.each("files", _map, work, list(items), FILES):
            yield from part

    def aside(self, work: Callable[[T], object], items: Sequence[T]) -> Aside | None:
        """Have work begun that will be asked for later, while this process does what it does alone: by one process
        more, or by those elsewhere when they have nothing else to do. Nothing comes back of it but the time it
        took: the work leaves files, and whoever needs one that is not there makes it. Gives None where nothing is
        begun: for one process, or where none can be forked.
        """
        if items and self._executor:
            return Queued(self._executor(BEHIND), work, items, self.folder)
        if not items or self.alone or not FORKS:
            return None
        return Forked(work, items)

    def _each(
        self, work: Callable[[Any, Sequence[T]], R], shared: Any, parts: Sequence[Sequence[T]]
    ) -> Iterator[R]:
        if self.alone or (self._executor is None and len(parts) < 2):
            for part in parts:
                yield work(shared, part)
            return
        try:
            with TemporaryDirectory(dir=self.folder) as there:
                yield from self._spread(work, self._place(shared, Path(there)), parts)
        finally:
            _shared.clear()

    def _place(self, shared: Any, folder: Path) -> str:
        if self._sends:
            return _written(folder, pickled(shared, self._kept))
        _shared[str(folder / SHARED)] = shared
        return str(folder / SHARED)

    def _spread(
        self, work: Callable[[Any, Sequence[T]], R], place: str, parts: Sequence[Sequence[T]]
    ) -> Iterator[R]:
        done, died = 0, 0
        while done < len(parts):
            executor = self._new()
            waiting: deque[Future[tuple[R, dict[str, clock.Spent]]]] = deque()
            try:
                phase = clock.current()
                waiting.extend(
                    executor.submit(_run, phase, work, place, self._packed(part)) for part in parts[done:]
                )
                while waiting:
                    result, spent = waiting.popleft().result()  # or it would keep what it gave
                    clock.add(spent)
                    done, died = done + 1, 0
                    yield result
            except BrokenExecutor:
                died += 1
                if died == TRIES:
                    raise
            except (
                BaseException
            ):  # an executor elsewhere goes on: what is begun ends first, the rest finds nothing
                Path(place).unlink(missing_ok=True)
                if self._executor:
                    wait(waiting)
                raise
            finally:
                executor.shutdown(wait=True, cancel_futures=True)

    def _packed(self, part: Sequence[T]) -> Sequence[T] | bytes:
        """Dask would look into each value of what it sends."""
        return pickled(part) if self._executor else part

    def _new(self) -> Executor:
        if self._executor:
            return self._executor(0)
        context = multiprocessing.get_context("fork" if FORKS else "spawn")
        return ProcessPoolExecutor(self.count, mp_context=context, initializer=end_with_parent)


chosen: Crew | None = None
"""Whom the command `disclosure build` wants to build; without it mkdocs.yml says how many."""


def forget() -> None:
    """Let go of what the last build in this process has left: it is frozen, so nobody has looked through it."""
    gc.unfreeze()
    gc.collect()


def cores() -> int:
    """How many processes this one may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _map(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    return [work(item) for item in items]


def _run(
    phase: str, work: Callable[[Any, Sequence[T]], R], place: str, part: Sequence[T] | bytes
) -> tuple[R, dict[str, clock.Spent]]:
    clock.start(phase)
    with without_collecting():  # a process that is not ours would look through what is shared again and again
        shared = _shared[place] if place in _shared else _read(place, Path(place).stat().st_mtime_ns)
        items = pickle.loads(part) if isinstance(part, bytes) else part  # noqa: S301 (from the process that asks)
        made = work(shared, items)
        gc.freeze()  # nor when the work is done
        return made, clock.spent()


def _written(folder: Path, content: bytes) -> str:
    place = folder / SHARED
    place.write_bytes(content)
    return str(place)


@lru_cache(maxsize=1)
def _read(place: str, _: int) -> Any:
    return pickle.loads(Path(place).read_bytes())  # noqa: S301 (written by the process that asks)


@lru_cache(maxsize=1)
def _read_kept(place: str) -> Any:
    forget()  # once a build
    return pickle.loads(Path(place).read_bytes())  # noqa: S301 (the same)
