"""What it costs to check each file of `tests/hostile/corpus.py`: `python tests/bench/hostile.py [WORD]`.

Each is checked by a fresh process, as `disclosure check` does it. Prints time (without the start of Python) and peak
memory, the dearest first, and fails where one goes past the limits or is not refused. WORD: only names that hold it.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "hostile"))

import corpus  # noqa: E402 (in a folder of tests)

SECONDS, MEGABYTES = 1.0, 200


def one(folder: Path) -> str:
    """Check a content folder: its cost, and how many errors it has."""
    from generator import pipeline, tell
    from generator.i18n import read_words
    from generator.problem import Severity

    words = read_words("zh")
    start = time.perf_counter()
    problems = pipeline.read(folder).problems
    said = "\n".join(tell.told(each, words) for each in problems)
    took = time.perf_counter() - start
    errors = sum(each.severity is Severity.ERROR for each in problems)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{took} {peak} {errors} {len(said)}"


def main(word: str = "") -> int:
    """Measure all. Exit code: 1 where a limit does not hold."""
    rows: list[tuple[float, int, int, int, str]] = []
    taken = {name: text for name, text in corpus.DEAR.items() if word in name}
    made: dict[str, Callable[[Path], object]] = {
        name: partial(Path.write_text, data=text, encoding="utf-8") for name, text in taken.items()
    }
    made |= {case.name: case.make for case in corpus.CASES if word in case.name}
    for name, make in made.items():
        with tempfile.TemporaryDirectory() as folder:
            content = Path(shutil.copytree(corpus.BASE, Path(folder) / "content"))
            make(content / corpus.DECLARATION)
            command = [sys.executable, __file__, "--one", str(content)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
            took, peak, errors, said = done.stdout.split()
            rows.append((float(took), int(peak), int(errors), int(said), name))
    bad = [row for row in rows if row[0] > SECONDS or row[1] > MEGABYTES or not (row[2] or row[4] in taken)]
    print(f"{'s':>6} {'MB':>5} {'errors':>6} {'told':>9}  what")
    for took, peak, errors, said, name in sorted(rows, reverse=True)[:25]:
        print(f"{took:6.2f} {peak:5} {errors:6} {said:9,}  {name}")
    most, peak = max(row[0] for row in rows), max(row[1] for row in rows)
    refused = sum(bool(row[2]) for row in rows)
    print(
        f"{len(rows)} files: at most {most:.2f} s and {peak} MB; refused {refused} of {len(rows) - len(taken)};"
    )
    print(f"past {SECONDS} s or {MEGABYTES} MB, or wrongly taken: {len(bad)}")
    return 1 if bad else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(one(Path(sys.argv[2])))
    else:
        sys.exit(main(*sys.argv[1:2]))
