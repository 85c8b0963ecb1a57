"""Our build beside the generators a user would pick: `python tests/bench/peers.py [300 1000 3000]`.

First once `python tests/bench/peers.py --install DIR` (pip and npm), then `… --peers DIR`; nothing is fetched later.
Builds the same synthetic declarations with each in turn, several times round, every build a first one, and prints a
Markdown table of medians. Compare within one table only: machines are noisy.

What "the same work" is. Every site has the same pages, and in their tables the same rows and cells in both languages:
that is checked, and a site that differs gets no row. Peers with templates (Hugo, Eleventy) read one data file per
declaration, as the clerk wrote it with its targets taken apart, and render declarations, lists, unit
pages, summaries and lists of 500 indicators by templates of their own in the frame of our pages: header, menu, foot,
search dialog. Glossary, data description and the like, a dozen pages at any size, they get as our Markdown. In their
favour: which pages there are, order, cuts and sums of lists, and formatted figures of targets are given to them;
nothing is checked; links are absolute; left out are JSON-LD, links to downloads, and the narrower choices of filters.
Zensical and MkDocs have no templates for data: they get our finished pages (`disclosure pages`), the making of which
is not counted, and put their own frame around them. "Ours" reads and checks the clerk's YAML; "everything" also
makes every data file, the search index and the checksums, which no peer has (Zensical has its own search index).
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
ELSEWHERE = ("publish", "search")
"""Steps of our build that no peer takes."""


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
        if each.name == "ours" or re.search(options.only, f"{each.name}, {each.starts}")
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
    projects = {folder / f"project-{number}": each for number, each in enumerate(listed)}
    for project, each in projects.items():
        if each.installed:
            each.lay(made, project)
    shutil.rmtree(made)
    ours = next(iter(projects))
    costs: dict[Path, list[Cost]] = {project: [] for project in projects}
    steps: dict[str, list[Cost]] = {step: [] for step in ("write", "render", *ELSEWHERE)}
    faults: dict[Path, str] = {}
    for turn in range(rounds):
        for project, each in projects.items():
            if not each.installed or project in faults or (each.smallest and turn):
                continue
            print(f"{size}, round {turn + 1}: {each.name}, {each.starts}", file=sys.stderr, flush=True)
            try:
                costs[project].append(_build(each, project))
            except subprocess.CalledProcessError as error:
                faults[project] = f"failed: {str(error.output).strip()[-300:]}"
                continue
            if not turn and project != ours and (found := same.difference(ours / "site", project / "site")):
                faults[project] = f"the work is not the same: {found}"
        for step, found in steps.items():
            found.append(_step(step, ours, folder))
    rows = []
    for project, each in projects.items():
        if not each.installed or project in faults:
            rows.append(Row(size, each.name, each.starts, fault=faults.get(project, "not installed")))
        else:
            rows.append(Row(size, each.name, each.starts, *_made(project / "site"), median(costs[project])))
    return _with_limits(rows, {step: median(found) for step, found in steps.items()})


def _build(each: Generator, project: Path) -> Cost:
    for name in each.leftovers:
        if (project / name).is_dir():
            shutil.rmtree(project / name)
        else:
            (project / name).unlink(missing_ok=True)
    return run(each.command, project, each.env)


def _step(step: str, ours: Path, folder: Path) -> Cost:
    command = [sys.executable, HERE / "peers/limits.py", step, ours, folder]
    cost = run(command, folder, generators.OURS)
    return replace(cost, **json.loads(cost.said.splitlines()[-1]))


def _made(site: Path) -> tuple[int, float]:
    """Pages, and their size in MB."""
    pages = list(site.rglob("*.html"))
    return len(pages), sum(page.stat().st_size for page in pages) / 1e6


def _with_limits(rows: list[Row], steps: dict[str, Cost]) -> list[Row]:
    """Ours twice, everything and the pages alone, and the two limits after it."""
    ours = rows[0]
    if ours.cost is None:
        raise SystemExit(f"our own build: {ours.fault}")
    # "Pages only" is the whole build less the steps measured by themselves. Where `mkdocs build --verbose` prints
    # the seconds of its phases, take those of exports and index from there instead: this is the place.
    less = [steps[step] for step in ELSEWHERE]
    wall, cpu = (
        getattr(ours.cost, name) - sum(getattr(each, name) for each in less) for name in ("wall", "cpu")
    )
    alone = replace(ours, name="ours, pages only", cost=replace(ours.cost, wall=wall, cpu=cpu))
    limits = [
        replace(ours, name="limit: write", starts="the bytes, in memory", cost=steps["write"]),
        replace(ours, name="limit: read, render, write", starts=ours.starts, cost=steps["render"]),
    ]
    return [replace(ours, name="ours, everything"), alone, *limits, *rows[1:]]


if __name__ == "__main__":
    main()
