"""How fast a page is on a phone: `python tests/bench/page.py [runs, 5]`.

Builds the real site, serves it packed as a host does, and has Lighthouse load the page of 46 indicators and the home
page in both languages, network and processor of a phone simulated. Prints the median of the runs, its range where
machines are noisy, and what the first view weighs.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "site")]

from building import PREFIX, ROOT, build  # noqa: E402 (beside the tests)
from lighthouse import Judged, judged  # noqa: E402
from packed import Packed, serve_packed  # noqa: E402
from visits import KINDS  # noqa: E402

MEASURES = {
    "first paint ms": "first-contentful-paint",
    "largest paint ms": "largest-contentful-paint",
    "blocked ms": "total-blocking-time",
    "speed index ms": "speed-index",
}


def measure(packed: Packed, path: str, home: Path, runs: int) -> str:
    """One line of the table."""
    packed.sent.clear()
    pages = [judged(packed.address + path, home, ("performance",)) for _ in range(runs)]
    files = dict(packed.sent)
    scores = [page.score("performance") for page in pages]
    score = f"{statistics.median(scores):.0f} ({min(scores)}-{max(scores)})"
    shift = statistics.median(page.measured("cumulative-layout-shift") for page in pages)
    times = "".join(f"{_median(pages, audit):{len(name) + 2}.0f}" for name, audit in MEASURES.items())
    return f"/{path:46} {score:>13}{times} {shift:7.3f} {sum(files.values()) / 1000:6.1f} {len(files):9}"


def _median(pages: list[Judged], audit: str) -> float:
    return statistics.median(page.measured(audit) for page in pages)


def main() -> None:
    """Measure each page so many times."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"{'page':47} {'performance':>13}  {'  '.join(MEASURES)}   shift     KB  requests")
    with tempfile.TemporaryDirectory() as folder:
        built = build(ROOT, Path(folder) / "site")
        with serve_packed(built.folder) as packed:
            for prefix in PREFIX.values():
                for kind in ("declaration", "home"):
                    print(measure(packed, prefix + KINDS[kind], Path(folder), runs), flush=True)


if __name__ == "__main__":
    main()
