"""What search costs: `python tests/bench/find.py [1000 5000]`, in declarations.

Indexes synthetic declarations and asks for some of what they say in a real Chromium. Prints for each language the
time and peak memory of indexing and the size of the index, and then what readers download: for a first query, and
for a second one right after it, each pair in a fresh browser; by kind of file, median and worst of all queries, and
of the dearest query of each way what it is. Scripts and JSON count as a server with gzip sends them; the index itself
is packed already.
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
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Browser, sync_playwright

from generator import index, pipeline, search
from generator.derive import Site

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

import synthetic  # noqa: E402 (beside this file)

QUERIES = 20
"""Of each way to ask."""

KINDS = {
    ".js": "scripts",
    ".pagefind": "program",
    ".pf_meta": "pages",
    ".pf_index": "words",
    ".pf_fragment": "results",
    ".pf_filter": "filters",
    ".json": "others",
}
"""What a query loads, by the ends of names: the list of pages with `.pf_meta`, spelling help with `.json`."""

ASK = """async ([query]) => {
  const { engine } = await import('/assets/js/search/engine.js');
  window.asking ||= engine(location.origin + '/');
  const found = await window.asking.search(query);
  await window.asking.openFirst(found);
  return found.total;
}"""


class Counting(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and adds up what a packing server would send, by kind of file."""

    sent: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.suffix in KINDS and path.is_file():
            data = path.read_bytes()
            packed = path.suffix in (".js", ".json")
            Counting.sent[KINDS[path.suffix]] += len(gzip.compress(data)) if packed else len(data)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


def asked(browser: Browser, address: str, queries: Iterable[str]) -> list[tuple[Counter[str], float, int]]:
    """Bytes by kind, seconds and hits of each query, one after the other in one page."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        found = []
        for query in queries:
            Counting.sent, start = Counter(), time.monotonic()
            total = page.evaluate(ASK, [query])
            found.append((Counting.sent, time.monotonic() - start, total))
    return found


def make(count: int, folder: Path) -> Site:
    """Synthetic declarations, indexed in `folder/site`, with the scripts that ask the index."""
    synthetic.make(ROOT / "content", folder / "content", count)
    site = pipeline.site(pipeline.read(folder / "content"))
    served = folder / "site"
    start = time.monotonic()
    index.build(search.documents(site), served)
    took = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{count:,} declarations: indexed in {took:.1f} s, Pagefind's peak {peak:.0f} MB")
    for bundle in index.BUNDLES.values():
        files = [file.stat().st_size for file in (served / bundle).rglob("*") if file.is_file()]
        print(f"{bundle}: {sum(files) / 1e6:.1f} MB in {len(files):,} files")
    return site


def queries(site: Site, lang: str) -> dict[str, list[str]]:
    """What is asked, by the way it is asked. English has parts of its own: words."""
    chance = random.Random(len(site.declared))  # noqa: S311 (a benchmark, no secret)
    names = [
        indicator.name.zh if lang == "zh" else indicator.name.en or ""
        for each in site.declared
        for indicator in each.declaration.indicators
    ]
    totals = [each.annual.total for each in site.declared if each.annual]
    chosen = [chance.choice(names) for _ in range(QUERIES)]
    return {
        "part of a name": [_part(chance, name, lang) for name in chosen],
        "whole name": chosen,
        "two words": [
            f"{_part(chance, name, lang)} {_part(chance, chance.choice(names), lang)}" for name in chosen
        ],
        "amount": [f"{chance.choice(totals):f}" for _ in chosen],
        "begun amount": [f"{chance.choice(totals):f}"[: chance.randint(2, 4)] for _ in chosen],
        "misspelt": [_misspelt(chance, name, lang) for name in chosen],
    }


def _part(chance: random.Random, name: str, lang: str) -> str:
    if lang == "en":
        return chance.choice(name.split())
    start = chance.randrange(max(1, len(name) - 2))
    return name[start : start + chance.randint(2, 6)]


def _misspelt(chance: random.Random, name: str, lang: str) -> str:
    if lang == "en":
        name = max(name.split(), key=len)
    at = chance.randrange(1, max(2, len(name) - 1))
    return name[:at] + ("们" if lang == "zh" else "q") + name[at + 1 :]


def report(browser: Browser, address: str, lang: str, ways: dict[str, list[str]]) -> None:
    """A table for one language: two lines for each way to ask, and the dearest query below each."""
    listed = list(dict.fromkeys(KINDS.values()))
    print(
        f"\n{lang}: KB, median / worst".ljust(32),
        "all".rjust(11),
        *(f"{kind:>11}" for kind in listed),
        "ms".rjust(12),
    )
    for way, texts in ways.items():
        seconds = texts[1:] + texts[:1]
        pairs = [asked(browser, address, pair) for pair in zip(texts, seconds, strict=True)]
        for name, listed_texts, at in (("first", texts, 0), ("second", seconds, 1)):
            found = [pair[at] for pair in pairs]
            cells = [_cell(sent.total() / 1000 for sent, _, _ in found)]
            cells += [_cell(sent[kind] / 1000 for sent, _, _ in found) for kind in listed]
            cells.append(_cell(took * 1000 for _, took, _ in found))
            print(f"{way}, {name}".ljust(31), *(f"{cell:>11}" for cell in cells), flush=True)
            text, (sent, _, total) = max(
                zip(listed_texts, found, strict=True), key=lambda one: one[1][0].total()
            )
            parts = ", ".join(f"{kind} {sent[kind] / 1000:.0f}" for kind in listed if sent[kind])
            print(f"    {sent.total() / 1000:.0f} for {text!r}, {total:,} hits: {parts}")


def _cell(values: Iterable[float]) -> str:
    listed = list(values)
    return f"{statistics.median(listed):.0f} / {max(listed):.0f}"


def measure(site: Site, served: Path, browser: Browser) -> None:
    """Ask in both languages."""
    shutil.copytree(ROOT / "theme_overrides/assets/js", served / "assets/js", dirs_exist_ok=True)
    handler = functools.partial(Counting, directory=str(served))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for lang in index.BUNDLES:
        page = f'<!doctype html><html lang="{lang}"><title>x</title><link rel="icon" href="data:,">'
        (served / "index.html").write_text(page, encoding="utf-8")
        report(browser, f"http://127.0.0.1:{server.server_port}/", lang, queries(site, lang))
    server.shutdown()


def main() -> None:
    """Measure each size, smallest first."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for count in sorted(map(int, sys.argv[1:])) or [1000, 5000]:
            with tempfile.TemporaryDirectory() as folder:
                measure(make(count, Path(folder)), Path(folder, "site"), browser)


if __name__ == "__main__":
    main()
