"""Step 4, second part: what declarations add up to, all together and cut by organisation, nature, category, year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import TypeVar

from generator.derive import PARTS, Declared, Money, Part, asked, shares
from generator.model import Text
from generator.vocabulary import LEVELS_1, GlossaryTerm


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over some declarations. Annual money only: whole-project amounts are another quantity."""

    declarations: int
    indicators: int
    zero_tolerance: int
    qualitative: int
    levels: tuple[tuple[str, int], ...]
    """Indicators by level 1 (key, count), without empty levels."""
    annual: Money
    by_year: Mapping[int, Decimal]
    """The annual money of each year: with more than one year, `annual` is no year's amount."""


def totals(declared: Sequence[Declared]) -> Totals:
    """Sums over declarations; what a form does not break down stands as `remainder`."""
    annual = [each.annual for each in declared if each.annual]
    total = sum((each.total for each in annual), Decimal("0.00"))
    sums: dict[tuple[str, GlossaryTerm | None], Decimal] = {(key, None): Decimal("0.00") for key in PARTS}
    for part in (part for each in annual for part in each.parts if part.depth == 1):
        sums[part.key, part.term] = sums.get((part.key, part.term), Decimal("0.00")) + part.yuan
    if remainder := total - sum(sums.values(), Decimal(0)):
        sums["remainder", None] = remainder
    parts = tuple(
        Part(key, value, percent, term=term)
        for ((key, term), value), percent in zip(sums.items(), shares([*sums.values()]), strict=True)
    )
    counts: Counter[str] = Counter()
    for each in declared:
        for level, count in each.counts.levels:
            counts[level] += count
    return Totals(
        declarations=len(declared),
        indicators=counts.total(),
        zero_tolerance=sum(each.counts.zero_tolerance for each in declared),
        qualitative=sum(each.counts.qualitative for each in declared),
        levels=tuple((level, counts[level]) for level in (*LEVELS_1, "other") if counts[level]),
        annual=Money(total, parts),
        by_year={int(each.path): each.yuan for each in _slices(declared, BY["fiscal_year"])},
    )


@dataclass(frozen=True, slots=True)
class Slice:
    """What the declarations of one organisation, nature, category or year add up to."""

    name: Text | str
    """Of an organisation or a year; a nature or category as filed."""
    path: str
    """Where its own page stands; empty for what has none."""
    declarations: int
    indicators: int
    yuan: Decimal
    share: Decimal
    """Percent of the annual money of all of them; the shares add up to exactly 100.00 (or are all 0)."""


def level_bar(totals: Totals) -> list[tuple[str, Decimal, Decimal]]:
    """A bar 100 units wide: level, start and width of each level's share of the indicators."""
    widths = shares([Decimal(count) for _, count in totals.levels])
    starts = accumulate(widths, initial=Decimal(0))
    return [
        (key, start, width) for (key, _), start, width in zip(totals.levels, starts, widths, strict=False)
    ]


BY: dict[str, Callable[[Declared], tuple[Text | str, str]]] = {
    "fiscal_year": lambda each: (str(each.declaration.fiscal_year), str(each.declaration.fiscal_year)),
    "department": lambda each: (each.department.name, f"departments/{each.department.key}"),
    "unit": lambda each: (each.unit.name, f"units/{each.unit.key}"),
    "nature": lambda each: (each.declaration.nature or "", ""),
    "category": lambda each: (each.declaration.category or "", ""),
}
"""Ways to cut a list of declarations: name and page of the slice that a declaration belongs to."""


def slices(declared: Sequence[Declared]) -> dict[str, tuple[Slice, ...]]:
    """The declarations cut in each way, years newest first, else the largest amount first."""
    return {by: _slices(declared, cut) for by, cut in BY.items()}


Sum = TypeVar("Sum")


class Sums:
    """What lists of declarations of one site add up to, each worked out once: pages of both languages say it, and
    pages of several kinds.
    """

    def __init__(self) -> None:
        self.totals, self.slices = _once(totals), _once(slices)


def _once(add: Callable[[Sequence[Declared]], Sum]) -> Callable[[Sequence[Declared]], Sum]:
    known: dict[tuple[str, ...], Sum] = {}

    def added(declared: Sequence[Declared]) -> Sum:
        paths = tuple([each.path for each in declared])
        if paths not in known:
            known[paths] = add(declared)
        return known[paths]

    return added


def _slices(
    declared: Sequence[Declared], cut: Callable[[Declared], tuple[Text | str, str]]
) -> tuple[Slice, ...]:
    found: dict[tuple[Text | str, str], list[Declared]] = {}
    for each in declared:
        found.setdefault(cut(each), []).append(each)
    sums = [sum((asked(each) for each in below), Decimal("0.00")) for below in found.values()]
    made = [
        Slice(name, path, len(below), sum(len(each.declaration.indicators) for each in below), yuan, percent)
        for ((name, path), below), yuan, percent in zip(found.items(), sums, shares(sums), strict=True)
    ]
    return tuple(sorted(made, key=lambda each: (each.path.isdigit() and -int(each.path), -each.yuan)))


def segments(parts: Sequence[Part]) -> list[tuple[str, Decimal, Decimal]]:
    """A bar 100 units wide: key, start and width of each part of a total that is not 0."""
    start, found = Decimal(0), []
    for part in parts:
        if part.depth == 1 and part.share:
            found.append((part.key, start, part.share))
            start += part.share
    return found
