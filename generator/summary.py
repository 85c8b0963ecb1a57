"""Step 4, third part: a unit's declarations of a year as one document, 项目绩效目标汇总表."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from generator.derive import PARTS, Declared, Money

COLUMNS = ("total", *PARTS)
"""The amounts of the table at its head."""


def by_year(declared: Iterable[Declared]) -> dict[int, tuple[Declared, ...]]:
    """Declarations in the site's order, cut by year: newest first."""
    years = groupby(declared, key=lambda each: each.declaration.fiscal_year)
    return {year: tuple(below) for year, below in years}


def paths(unit: str, declared: Iterable[Declared]) -> dict[int, str]:
    """The address of the document of each year, without language."""
    return {year: f"units/{unit}/{year}" for year in by_year(declared)}


def amounts(money: Money | None) -> dict[str, Decimal | None]:
    """A row of the table in yuan by column; None is not given. `further` is what stands in no other column."""
    if money is None:
        return dict.fromkeys((*COLUMNS, "further"))
    given = {part.key: part.yuan for part in money.parts if part.key in PARTS}
    further = money.total - sum(given.values(), Decimal(0))
    return {"total": money.total, **{key: given.get(key) for key in PARTS}, "further": further or None}


def columns(whole: dict[str, Decimal | None]) -> tuple[str, ...]:
    """The columns of the table by its last row: `further` only where there is such money."""
    return (*COLUMNS, "further") if whole["further"] else COLUMNS
