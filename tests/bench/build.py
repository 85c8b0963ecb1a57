"""How the cost of a build grows: `python tests/bench/build.py [100 300 1000]`.

Builds synthetic sites with `mkdocs build --strict`, each in a process of its own, and prints time per page, peak
memory, the growth from one size to the next, and which share of the work the data files are (made once more, alone).
Compare the ratios of one run: machines are noisy.
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

import synthetic  # noqa: E402 (beside this file)
from measure import run  # noqa: E402 (the same)

from generator import pipeline  # noqa: E402 (the same)
from generator.export.publish import publish  # noqa: E402 (the same)
from generator.model import Text  # noqa: E402 (the same)
from generator.render import Settings  # noqa: E402 (the same)
from generator.write import write_file  # noqa: E402 (the same)


@dataclass(frozen=True)
class Measured:
    """One build."""

    declarations: int
    pages: int
    megabytes: float
    wall: float
    cpu: float
    peak: float
    """In MB."""
    data: float
    """CPU seconds of the data files."""


def measure(count: int, folder: Path) -> Measured:
    """Build `count` synthetic declarations in `folder`. Raises CalledProcessError when the build fails."""
    synthetic.make(ROOT / "content", folder / "content", count)
    synthetic.configure(folder)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    cost = run(command, folder, {"NO_MKDOCS_2_WARNING": "1"})
    pages = list((folder / "site").rglob("*.html"))
    size = sum(page.stat().st_size for page in pages) / 1e6
    return Measured(count, len(pages), size, cost.wall, cost.cpu, cost.peak, _data(folder))


def _data(folder: Path) -> float:
    """CPU seconds of writing every data file."""
    site = pipeline.site(pipeline.read(folder / "content"))

    def write(path: str, content: bytes) -> None:
        write_file(folder / "data" / path, content)

    start = time.process_time()
    publish(site, pipeline.facts(site), Settings(Text("站", "Site")), write)
    return time.process_time() - start


def main() -> None:
    """Measure each size once, smallest first."""
    sizes = sorted(map(int, sys.argv[1:])) or [100, 300, 1000]
    print(
        "declarations  pages  HTML MB  wall s  CPU s  CPU ms/page  peak MB  data CPU s  share  "
        "growth exponent (CPU per page count)"
    )
    before: Measured | None = None
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            now = measure(count, Path(folder))
        growth = ""
        if before:
            growth = f"{math.log(now.cpu / before.cpu) / math.log(now.pages / before.pages):.2f}"
        print(
            f"{now.declarations:12,} {now.pages:6,} {now.megabytes:8.1f} {now.wall:7.2f} {now.cpu:6.2f} "
            f"{now.cpu / now.pages * 1000:12.2f} {now.peak:8.0f} {now.data:11.2f} {now.data / now.cpu:6.1%}  {growth}"
        )
        before = now


if __name__ == "__main__":
    main()
