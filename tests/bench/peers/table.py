"""The table: one row per build and size, ratios to the pages of ours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from measure import Cost

HEAD = (
    "declarations", "build", "starts from", "pages", "HTML MB", "wall s", "CPU s", "pages/s", "CPU ms/page",
    "CPU ms/MB", "peak MB", "growth", "wall ÷ ours", "CPU ÷ ours",
)  # fmt: skip
NOTE = """
pages/s: by wall time. CPU: user and system, of the process and those it started. Peak: of all processes at once.
Growth: exponent of CPU per page count since the size before; 1 is linear. ÷ ours: to "ours, pages only", which is
our build without data files and search index. All use every core.
Our Markdown: making it is not counted. Limits: the step alone in one plain loop, without start-up.
Not installed: Astro (asks for Node 22), Jekyll and Zola (not found on PyPI or npm), VitePress.
"""


@dataclass(frozen=True)
class Row:
    """One build at one size; without a cost, what kept it from having one."""

    size: int
    name: str
    starts: str
    pages: int = 0
    megabytes: float = 0.0
    cost: Cost | None = None
    fault: str = ""


def table(rows: Sequence[Row]) -> str:
    """All rows as Markdown."""
    lines = [HEAD, ("--:", "---", "---", *["--:"] * (len(HEAD) - 3)), *(_cells(row, rows) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n" + NOTE


def _cells(row: Row, rows: Sequence[Row]) -> tuple[str, ...]:
    if row.cost is None:
        fault = " ".join(row.fault.split()).replace("|", "\\|")
        return (f"{row.size:,}", row.name, row.starts, fault, *[""] * (len(HEAD) - 4))
    cost, pages = row.cost, row.pages
    ours = next(each.cost for each in rows if each.size == row.size and each.name == "ours, pages only")
    if ours is None:
        raise ValueError("ours has no cost")
    return (
        f"{row.size:,}", row.name, row.starts, f"{pages:,}", f"{row.megabytes:.1f}", f"{cost.wall:.2f}",
        f"{cost.cpu:.2f}", f"{pages / cost.wall:,.0f}", f"{cost.cpu / pages * 1000:.2f}",
        f"{cost.cpu / row.megabytes * 1000:.0f}", f"{cost.peak:,.0f}", _growth(row, cost, rows),
        f"{cost.wall / ours.wall:.2f}", f"{cost.cpu / ours.cpu:.2f}",
    )  # fmt: skip


def _growth(row: Row, cost: Cost, rows: Sequence[Row]) -> str:
    before = [
        each for each in rows if (each.name, each.starts) == (row.name, row.starts) and each.size < row.size
    ]
    if not before or not (last := before[-1]).cost:
        return ""
    return f"{math.log(cost.cpu / last.cost.cpu) / math.log(row.pages / last.pages):.2f}"
