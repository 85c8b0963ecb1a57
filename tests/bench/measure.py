"""What a command costs, whichever language it is written in: shared by the benchmarks beside this file."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.2
"""Seconds between two looks at a family of processes."""


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system, of the process and of all below it that it waited for."""
    peak: float
    """Memory in MB: of the largest process, or of all that ran at once where that was seen to be more."""
    said: str
    """What it printed."""


def run(command: Sequence[str | Path], folder: Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run a command in `folder`. Raises CalledProcessError, with all that it printed, when it fails."""
    told = [str(part) for part in command]
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        process = subprocess.Popen(
            told, cwd=folder, stdout=output, stderr=output, env={**os.environ, **(env or {})}
        )
        family = _Family(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace")
    if status:
        raise subprocess.CalledProcessError(process.returncode, told, output=said, stderr=said)
    peak = max(usage.ru_maxrss / 1024, family.stop())
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak, said)


def median(costs: Iterable[Cost]) -> Cost:
    """The median of each figure by itself, and what was printed last."""
    wall, cpu, peak, said = zip(*((each.wall, each.cpu, each.peak, each.said) for each in costs), strict=True)
    return Cost(statistics.median(wall), statistics.median(cpu), statistics.median(peak), said[-1])


class _Family:
    """Watches a process that starts others: `ru_maxrss` is of one process alone. Memory that several share is
    counted once (Pss). While there is only one, nothing is looked at, so that nothing is held up.
    """

    def __init__(self, process: int) -> None:
        self._process, self._most, self._over = process, 0.0, threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def stop(self) -> float:
        """The most that was seen, in MB; 0 where there was one process."""
        self._over.set()
        self._watch.join()
        return self._most

    def _look(self) -> None:
        while not self._over.wait(INTERVAL):
            family = [self._process, *_below(self._process)]
            if len(family) > 1:
                self._most = max(self._most, sum(map(_memory, family)))


def _below(process: int) -> list[int]:
    found: list[int] = []
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(each) for each in listed.read_text().split()]
        except OSError:  # it has ended
            continue
        found += [each for child in children for each in (child, *_below(child))]
    return found


def _memory(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
