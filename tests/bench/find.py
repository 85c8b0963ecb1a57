"""What search costs: `python tests/bench/find.py [1000 5000]`.

Indexes synthetic declarations and asks for some of their names in a real Chromium. Prints the time and peak memory
of indexing, what a reader downloads before and for the first query (scripts and JSON as a server with gzip sends
them; the index itself is packed already), and the median and largest further query, each in a fresh browser.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import random
import resource
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from generator import index, pipeline, search

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

import synthetic  # noqa: E402 (beside this file)

QUERIES = 20
ASK = """async ([query]) => {
  const { engine } = await import('/assets/js/search/engine.js');
  window.asking ||= engine(location.origin + '/');
  const found = await window.asking.search(query);
  await window.asking.openFirst(found);
  return found.total;
}"""


class Counting(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and adds up what a packing server would send."""

    sent = 0

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_file():
            data = path.read_bytes()
            packed = path.suffix in (".js", ".json", ".html")
            Counting.sent += len(gzip.compress(data)) if packed else len(data)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


def asked(browser: Browser, address: str, queries: list[str]) -> list[tuple[int, float, int]]:
    """Bytes, seconds and hits of each query, one after the other in one page."""
    page = browser.new_page()
    page.goto(address)
    found = []
    for query in queries:
        Counting.sent, start = 0, time.monotonic()
        total = page.evaluate(ASK, [query])
        found.append((Counting.sent, time.monotonic() - start, total))
    page.context.close()
    return found


def measure(count: int, folder: Path, browser: Browser) -> str:
    """One line of the table."""
    synthetic.make(ROOT / "content", folder / "content", count)
    site = pipeline.site(pipeline.read(folder / "content"))
    served = folder / "site"
    shutil.copytree(ROOT / "theme_overrides/assets/js", served / "assets/js")
    (served / "index.html").write_text('<!doctype html><html lang="zh-CN"><title>x</title>', encoding="utf-8")
    start = time.monotonic()
    index.build(search.documents(site), served)
    took = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    names = [indicator.name.zh for each in site.declared for indicator in each.declaration.indicators]
    chance = random.Random(count)  # noqa: S311 (a benchmark, no secret)
    queries = [_part(chance, chance.choice(names)) for _ in range(QUERIES)]
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Counting, directory=str(served))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    first = [asked(browser, address, [query])[0] for query in queries[:5]]
    later = asked(browser, address, queries)[1:]
    server.shutdown()
    size = sum(file.stat().st_size for file in served.glob("pagefind-*/**/*") if file.is_file()) / 1e6
    return (
        f"{count:12,} {took:8.1f} {peak:8.0f} {size:9.1f} {statistics.median(b for b, _, _ in first) / 1000:9.0f} "
        f"{statistics.median(b for b, _, _ in later) / 1000:10.0f} {max(b for b, _, _ in later) / 1000:8.0f} "
        f"{statistics.median(s for _, s, _ in later) * 1000:9.0f} {max(s for _, s, _ in later) * 1000:8.0f}"
    )


def _part(chance: random.Random, name: str) -> str:
    start = chance.randrange(max(1, len(name) - 2))
    return name[start : start + chance.randint(2, 6)]


def main() -> None:
    """Measure each size, smallest first."""
    print("declarations  index s  peak MB  index MB  first KB  median KB   max KB median ms   max ms")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for count in sorted(map(int, sys.argv[1:])) or [1000, 5000]:
            with tempfile.TemporaryDirectory() as folder:
                print(measure(count, Path(folder), browser), flush=True)


if __name__ == "__main__":
    main()
