"""Our build beside the generators a user would pick: `python tests/bench/peers.py [300 1000 3000]`.

First once `python tests/bench/peers.py --install DIR` (pip and npm), then `… --peers DIR`; nothing is fetched later.
Builds the same synthetic declarations with each in turn, several times round, every build a first one, and prints a
Markdown table of medians. Compare within one table only: machines are noisy.

What "the same work" is. Every site has the same pages, and in their tables the same rows and cells in both
languages: that is checked, and a site that differs gets no row. Peers with templates (Hugo, Eleventy) read one data
file per declaration, as the clerk wrote it with its targets taken apart (as JSON they took as long), and render
declarations, lists, unit pages, summaries and lists of 500 indicators by templates of their own in the frame of our
pages: header, menu, foot, search dialog. Glossary, data description and the like, a dozen pages at any size, they
get as our Markdown. In their favour: which pages there are, order, cuts and sums of lists, and formatted figures of
targets are given to them; nothing is checked; links are absolute; left out are JSON-LD, links to downloads, some
choices of filters, and checksums. Zensical and MkDocs have no templates for data: they get our finished pages
(`disclosure pages`), the making of which is not counted, and put their own frame around them; Zensical always makes
its search index. "Ours" reads and checks the clerk's YAML; "everything" also makes every data file and the search
index, which no other peer has; "pages only" is the same command with these two steps taken out.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "peers"), str(HERE), str(HERE.parents[1])]

import generators  # noqa: E402 (below this file)
import inputs  # noqa: E402 (the same)
import same  # noqa: E402 (the same)
import synthetic  # noqa: E402 (beside this file)
from generators import Generator  # noqa: E402 (below this file)
from measure import Cost, median, run  # noqa: E402 (beside this file)
from table import Row, table  # noqa: E402 (below this file)

PEERS = Path.home() / ".cache/disclosure-peers"


def main() -> None:
    """Measure each size, smallest first, and print the table so far after each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "sizes", nargs="*", type=int, default=[300, 1000, 3000], help="declarations (300 1000 3000)"
    )
    parser.add_argument(
        "--peers", type=Path, default=PEERS, metavar="DIR", help="where the peers are installed"
    )
    parser.add_argument("--install", type=Path, metavar="DIR", help="install the peers there, and end")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="peers whose name or start matches this, besides ours")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the table there too")
    options = parser.parse_args()
    if options.install:
        generators.install(options.install)
        return
    chosen = [
        each
        for each in generators.all_of(options.peers)
        if each.name.startswith("ours") or re.search(options.only, f"{each.name}, {each.starts}")
    ]
    rows: list[Row] = []
    for size in sorted(options.sizes):
        listed = [each for each in chosen if not each.smallest or size == min(options.sizes)]
        with tempfile.TemporaryDirectory() as folder:
            rows += measure(size, listed, Path(folder), options.rounds)
        told = table(rows)
        print(told, flush=True)
        if options.out:
            options.out.write_text(told, encoding="utf-8")


def measure(size: int, listed: list[Generator], folder: Path, rounds: int) -> list[Row]:
    """Lay out every project, build them in turn, and compare what was built with ours."""
    made = folder / "made"
    synthetic.make(synthetic.ROOT / "content", made / "content", size)
    inputs.make(made / "content", made)
    projects = [Project(each, folder / f"project-{number}") for number, each in enumerate(listed)]
    for project in projects:
        project.lay(made)
    shutil.rmtree(made)
    ours = projects[0]
    limits: dict[str, list[Cost]] = {"write": [], "render": []}
    for turn in range(rounds):
        for project in projects:
            print(f"{size}, round {turn + 1}: {project.build.name}", file=sys.stderr, flush=True)
            project.take_turn(turn, ours)
        for step, costs in limits.items():
            costs.append(_step(step, ours.folder, folder))
    if faults := [each.fault for each in projects[:2] if each.fault]:
        raise SystemExit(f"our own build {faults[0]}")
    rows = [each.row(size) for each in projects]
    rows[2:2] = [
        replace(rows[0], name="limit: write", starts="the bytes, in memory", cost=median(limits["write"])),
        replace(rows[0], name="limit: read, render, write", cost=median(limits["render"])),
    ]
    return rows


class Project:
    """One build and what its turns have cost."""

    def __init__(self, build: Generator, folder: Path) -> None:
        self.build, self.folder = build, folder
        self.site = folder / "site"
        self.costs: list[Cost] = []
        self.fault = "" if build.installed else "not installed"
        self._laid: set[Path] = set()

    def lay(self, made: Path) -> None:
        """Write its project."""
        if not self.fault:
            self.build.lay(made, self.folder)
            self._laid = set(self.folder.iterdir())

    def take_turn(self, turn: int, ours: Project) -> None:
        """Build once, from nothing. The first time, see whether it is the same work as ours."""
        if self.fault or (self.build.smallest and turn):
            return
        for left in set(self.folder.iterdir()) - self._laid:  # the site, caches
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        try:
            self.costs.append(run(self.build.command, self.folder, self.build.env))
        except subprocess.CalledProcessError as error:
            self.fault = f"failed: {str(error.output).strip()[-300:]}"
            return
        if not turn and self is not ours and (found := same.difference(ours.site, self.site)):
            self.fault = f"the work is not the same: {found}"

    def row(self, size: int) -> Row:
        """The medians of its turns."""
        if self.fault:
            return Row(size, self.build.name, self.build.starts, fault=self.fault)
        pages = list(self.site.rglob("*.html"))
        megabytes = sum(page.stat().st_size for page in pages) / 1e6
        return Row(size, self.build.name, self.build.starts, len(pages), megabytes, median(self.costs))


def _step(step: str, ours: Path, folder: Path) -> Cost:
    command = [sys.executable, HERE / "peers/limits.py", step, ours, folder]
    cost = run(command, folder, generators.OUR_ENV)
    return replace(cost, **json.loads(cost.said.splitlines()[-1]))


if __name__ == "__main__":
    main()
