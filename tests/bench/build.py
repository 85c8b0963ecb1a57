"""How the cost of a build grows: `python tests/bench/build.py [100 300 1000]`.

Builds synthetic sites with `mkdocs build --strict`, each in a process of its own, and prints time per page, peak
memory and the growth from one size to the next. Compare the ratios of one run: machines are noisy.
"""

from __future__ import annotations

import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

import synthetic  # noqa: E402 (beside this file)


@dataclass(frozen=True)
class Measured:
    """One build."""

    declarations: int
    pages: int
    megabytes: float
    wall: float
    cpu: float
    peak: float
    """Of the process, in MB."""


def measure(count: int, folder: Path) -> Measured:
    """Build `count` synthetic declarations in `folder`. Raises CalledProcessError when the build fails."""
    synthetic.make(ROOT / "content", folder / "content", count)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("custom_dir: theme_overrides", f"custom_dir: {ROOT / 'theme_overrides'}")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    start = time.monotonic()
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    process = subprocess.Popen(
        command, cwd=folder, stderr=subprocess.PIPE, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise subprocess.CalledProcessError(status, command, stderr=said.decode())
    return _measured(count, folder / "site", time.monotonic() - start, usage)


def _measured(count: int, site: Path, wall: float, usage: resource.struct_rusage) -> Measured:
    pages = list(site.rglob("*.html"))
    size = sum(page.stat().st_size for page in pages) / 1e6
    return Measured(count, len(pages), size, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main() -> None:
    """Measure each size once, smallest first."""
    sizes = sorted(map(int, sys.argv[1:])) or [100, 300, 1000]
    print(
        "declarations  pages  HTML MB  wall s  CPU s  CPU ms/page  peak MB  growth exponent (CPU per page count)"
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
            f"{now.cpu / now.pages * 1000:12.2f} {now.peak:8.0f}  {growth}"
        )
        before = now


if __name__ == "__main__":
    main()
