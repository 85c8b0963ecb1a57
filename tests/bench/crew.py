"""What more processes are worth: `python tests/bench/crew.py [3000] [--rounds 3]`.

Builds the same synthetic declarations in turn by one process, by two of this machine, and by two workers of a Dask
cluster on it. Prints every wall time, the medians, and how many times as fast as one process each is. All must give
the same bytes. Keep the machine quiet, and `TMPDIR` in memory, or the disk is measured.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

import synthetic  # noqa: E402 (beside this file)
from distributed import LocalCluster  # noqa: E402 (the same)

from generator.export import sums  # noqa: E402 (the same)


@contextmanager
def own(count: int) -> Iterator[tuple[str, ...]]:
    """Processes of the build itself."""
    yield "--workers", str(count)


@contextmanager
def cluster() -> Iterator[tuple[str, ...]]:
    """A Dask cluster of two, started for one build."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as running:
        yield "--scheduler", running.scheduler_address


WAYS: dict[str, Callable[[], AbstractContextManager[tuple[str, ...]]]] = {
    "one process": lambda: own(1),
    "two": lambda: own(2),
    "Dask": cluster,
}


def _timed(folder: Path, arguments: Sequence[str]) -> float:
    """Seconds of a build. Nobody looks at its memory meanwhile: with several processes that takes a twentieth."""
    start = time.monotonic()
    command = [sys.executable, "-m", "generator.cli", "build", *arguments]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - start


def main() -> None:
    """Measure, in turn. Raises CalledProcessError for a build that fails, SystemExit for other bytes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    walls: dict[str, list[float]] = {name: [] for name in WAYS}
    made = set()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        synthetic.make(ROOT / "content", folder / "content", given.count)
        synthetic.configure(folder)
        for _ in range(given.rounds):
            for way, start in WAYS.items():
                for left in ("site", ".cache"):
                    shutil.rmtree(folder / left, ignore_errors=True)
                with start() as arguments:
                    walls[way].append(_timed(folder, arguments))
                made.add((folder / "site" / sums.NAME).read_bytes())
                print(f"{way}: {walls[way][-1]:.1f} s", flush=True)
    alone = median(walls["one process"])
    for way, found in walls.items():
        print(f"{way:12} {median(found):6.1f} s  {alone / median(found):.2f}x")
    if len(made) > 1:
        raise SystemExit("the sites differ")


if __name__ == "__main__":
    main()
