"""Builds and publications of the real site, killed at random moments: `python tests/bench/kill.py [20 [1]]`.

So many of each kind, by SIGKILL; the second number begins the chance. After each kill it looks at what is served,
byte by byte, then lets the next build and publication run and compares with a site that was built from nothing. Ends
with 1 if anything was ever served but one whole site.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "site"))

from building import build, copy_project, environment, replace  # noqa: E402 (beside this folder)

from generator.export import sums  # noqa: E402 (the same)
from generator.place import STAGE  # noqa: E402 (the same)

DECLARATION = Path("content/declarations/2024/commissioned-examinations.yml")
BUILD = (sys.executable, "-m", "mkdocs", "build", "--quiet")
PUBLISH = (sys.executable, "-m", "generator.cli", "publish", "site", "www")


class Project:
    """A project whose site is built and published, and a change that is not built yet."""

    def __init__(self, folder: Path) -> None:
        self.prepared = copy_project(folder / "prepared")
        build(self.prepared, self.prepared / "site")
        self.run(PUBLISH, self.prepared)
        self.old = _list(self.prepared / "site")
        replace(self.prepared / DECLARATION, "委托", "委 托")
        self.new = _list(build(self.prepared, folder / "new").folder)
        shutil.rmtree(folder / "new")
        self._folder = folder

    def copy(self) -> Path:
        """The project once more, at the same place each time: what a build remembers of a site still holds."""
        target = self._folder / "try"
        shutil.rmtree(target, ignore_errors=True)
        return Path(shutil.copytree(self.prepared, target, symlinks=True))

    def run(self, command: tuple[str, ...], folder: Path) -> float:
        """Run a command to its end: the seconds it took. Raises CalledProcessError."""
        start = time.monotonic()
        subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, check=True)
        return time.monotonic() - start

    def told(self, folder: Path) -> str:
        """Which site stands in a folder: `old`, `new`, or what is wrong with it."""
        try:
            if not sums.verify(folder).sound:
                return "HALF"
            return {self.old: "old", self.new: "new"}.get(_list(folder), "OTHER")
        except (OSError, sums.ListError):
            return "NOTHING"


def _environment() -> dict[str, str]:
    return environment(PYTHONPATH=str(ROOT))


def _list(folder: Path) -> bytes:
    return (folder / sums.NAME).read_bytes()


def _forget(folder: Path) -> None:
    shutil.rmtree(folder / ".cache")


def kill(
    project: Project, kind: str, command: tuple[str, ...], before: Callable[[Path], object], after: float
) -> str:
    """Kill a command so many seconds after its start, look, and go on: one line of what was seen."""
    folder = project.copy()
    before(folder)
    process = subprocess.Popen(
        command, cwd=folder, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    code = process.wait()
    ended = "killed" if code == -signal.SIGKILL else f"ended, {code}"
    served = project.told(folder / "www")
    waits = (folder / "site" / STAGE / sums.NAME).exists()
    stands = "waits" if waits else project.told(folder / "site")
    project.run(BUILD, folder)
    project.run(PUBLISH, folder)
    then = project.told(folder / "www")
    left = [*(folder / "www.releases").glob(".*"), *(folder / "site").glob(".*")]
    good = served in ("old", "new") and stands in ("old", "new", "waits") and then == "new" and not left
    told = f"{kind:18} {after:6.2f} s  {ended:9}  served: {served:7}  site: {stands:7}  next: {then}"
    return f"{'good' if good else 'BAD':4}  {told}"


def main() -> int:
    """Kill so many of each kind."""
    numbers = [int(each) for each in sys.argv[1:]]
    count, seed = (*numbers, *(20, 1)[len(numbers) :])
    chance = random.Random(seed)  # noqa: S311 (moments, no secret)
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as there:
        project = Project(Path(there))
        kinds = {
            "build": (BUILD, lambda _: None),
            "build from nothing": (BUILD, _forget),
            "publish": (PUBLISH, partial(project.run, BUILD)),
        }
        for kind, (command, before) in kinds.items():
            folder = project.copy()
            before(folder)
            whole = project.run(command, folder)
            print(f"      {kind:18} {whole:6.2f} s  whole")
            for _ in range(count):
                line = kill(project, kind, command, before, chance.uniform(0, whole))
                seen[line[:4].strip()] += 1
                print(line, flush=True)
    print(f"{seen['good']} good, {seen['BAD']} bad")
    return 1 if seen["BAD"] else 0


if __name__ == "__main__":
    sys.exit(main())
