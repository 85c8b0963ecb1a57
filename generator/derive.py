"""Step 4: what follows from each declaration: amounts in yuan, shares. `totals.py` adds declarations up.

All arithmetic of the site stands in these two, in `Decimal`, never float; templates only show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType

from generator.counts import NONE, Counts, count
from generator.model import Amount, Column, Declaration, Indicator
from generator.problem import Problem
from generator.removed import Removed
from generator.rules.money import YUAN
from generator.version import version
from generator.vocabulary import GlossaryTerm, Organisation, Vocabulary

HUNDREDTH = Decimal("0.01")
PARTS = ("fiscal_appropriation", "carried_over", "other")


@dataclass(frozen=True, slots=True)
class Part:
    """One row under a total."""

    key: str
    """Field name, or `source` for a further fund source, or `remainder`."""
    yuan: Decimal
    share: Decimal
    """Percent of the total, to two places; the shares of a column add up to exactly 100.00 (or are all 0)."""
    depth: int = 1
    """2 for a source that is part of the row above."""
    term: GlossaryTerm | None = None
    """The fund source, for `source`."""
    filed: str = ""
    """As published, in the form's unit of money; empty for what is added up."""
    part_of: str | None = None
    """For a source that the form counts into another row: the field name of that row."""


@dataclass(frozen=True, slots=True)
class Money:
    """A money column in yuan. `parts` holds only what the form gives; blank is absent, not 0."""

    total: Decimal
    parts: tuple[Part, ...]
    filed: str = ""
    """The total as published; empty for what is added up."""


@dataclass(frozen=True)
class Declared:
    """A declaration with everything pages need of it."""

    declaration: Declaration
    path: str
    """Address without language: `2024/x`."""
    department: Organisation
    unit: Organisation
    annual: Money | None
    project: Money | None
    counts: Counts = NONE
    oddities: tuple[Problem, ...] = ()
    """What is odd as published, for readers."""
    units_elsewhere: tuple[tuple[Indicator, tuple[str, ...]], ...] = ()
    """The indicators whose name has another unit of measure elsewhere on the site, with those units."""
    mark: bytes = b""
    """The digest of all this; empty where nobody asks for it."""

    @cached_property
    def version(self) -> str:
        """Which version of the declaration this is (`version.py`)."""
        return version(self.declaration)

    @cached_property
    def modified(self) -> dt.date | None:
        """The newest day that the file knows of it: published, put on this site, corrected. Never made up."""
        declaration = self.declaration
        published = declaration.publication.published if declaration.publication else None
        days = (published, declaration.added, *(each.day for each in declaration.corrections))
        return max((day for day in days if day), default=None)


@dataclass(frozen=True, slots=True)
class Site:
    """All that is published, ready to be shown."""

    vocabulary: Vocabulary
    declared: tuple[Declared, ...]
    """Newest year first, then the largest amount, then by id: never the order of files."""
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Units of measure by the indicator name they differ for, in alphabetical order."""
    removed: tuple[Removed, ...] = ()
    """What was published and is no longer, the last removed first."""

    @property
    def years(self) -> tuple[int, ...]:
        """Newest first."""
        return tuple(dict.fromkeys(each.declaration.fiscal_year for each in self.declared))

    @property
    def moved(self) -> dict[str, Declared]:
        """Former address without language → the declaration that stood there, in the order of addresses."""
        moved = {old: each for each in self.declared for old in each.declaration.moved_from}
        return dict(sorted(moved.items()))

    def of_year(self, year: int) -> tuple[Declared, ...]:
        """The declarations of a year, in the site's order."""
        return tuple(each for each in self.declared if each.declaration.fiscal_year == year)

    def by_organisation(self, role: str) -> dict[str, tuple[Declared, ...]]:
        """For `department` or `unit`: key → its declarations, keys in alphabetical order."""
        found: dict[str, list[Declared]] = {}
        for each in self.declared:
            found.setdefault(getattr(each, role).key, []).append(each)
        return {key: tuple(found[key]) for key in sorted(found)}


def site(
    declarations: Iterable[Declaration],
    vocabulary: Vocabulary,
    oddities: Mapping[str, Sequence[Problem]] = MappingProxyType({}),
    removed: Iterable[Removed] = (),
    last: Site | None = None,
) -> Site:
    """Derive everything. The declarations have passed the rules, so every word is known; `oddities` is what the
    rules noticed in the declaration at a path. What is the very same as in the `last` site, with the same vocabulary,
    is taken from there.
    """
    before = {id(each.declaration): each for each in last.declared} if last else {}
    declared = [
        same if (same := before.get(id(each))) and same.oddities == odd else declare(each, vocabulary, odd)
        for each, odd in ((each, tuple(oddities.get(path(each), ()))) for each in declarations)
    ]
    units = _units(declared)
    declared = [_compared(each, _elsewhere(each.declaration, units)) for each in declared]
    declared.sort(key=lambda each: (-each.declaration.fiscal_year, -asked(each), each.declaration.id))
    gone = sorted(removed, key=lambda each: (-each.day.toordinal(), each.path))
    return Site(vocabulary, tuple(declared), units, tuple(gone))


def _compared(each: Declared, elsewhere: tuple[tuple[Indicator, tuple[str, ...]], ...]) -> Declared:
    """A declaration beside all others."""
    return each if each.units_elsewhere == elsewhere else replace(each, units_elsewhere=elsewhere, mark=b"")


def path(declaration: Declaration) -> str:
    """The address of a declaration without language: `2024/x`."""
    return f"{declaration.fiscal_year}/{declaration.id}"


def _units(declared: Iterable[Declared]) -> dict[str, tuple[str, ...]]:
    units: dict[str, set[str]] = {}
    for indicator in (indicator for each in declared for indicator in each.declaration.indicators):
        if indicator.target and indicator.target.measure_unit:
            units.setdefault(indicator.name.zh, set()).add(indicator.target.measure_unit)
    return {name: tuple(sorted(found)) for name, found in units.items() if len(found) > 1}


def _elsewhere(
    declaration: Declaration, units: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Indicator, tuple[str, ...]], ...]:
    rows = ((each, each.target.measure_unit) for each in declaration.indicators if each.target)
    return tuple(
        (each, tuple(unit for unit in units[each.name.zh] if unit != own))
        for each, own in rows
        if own and each.name.zh in units
    )


def asked(declared: Declared) -> Decimal:
    """The money asked for this year in yuan; 0 where only a whole-project amount is given."""
    return declared.annual.total if declared.annual else Decimal(0)


def declare(declaration: Declaration, vocabulary: Vocabulary, oddities: Sequence[Problem] = ()) -> Declared:
    """Money in yuan and organisations found. Raises LookupError for an organisation the rules would refuse."""
    department = vocabulary.organisation(declaration.department)
    unit = vocabulary.organisation(declaration.unit)
    if department is None or unit is None:
        raise LookupError(f"{declaration.id}: {declaration.department}, {declaration.unit}")
    funding = declaration.funding
    scale = YUAN[funding.money_unit or "元"]
    return Declared(
        declaration,
        path(declaration),
        department,
        unit,
        money(funding.annual, scale, vocabulary),
        money(funding.project, scale, vocabulary),
        count(declaration.indicators, vocabulary),
        tuple(oddities),
    )


def money(column: Column | None, scale: Decimal, vocabulary: Vocabulary) -> Money | None:
    """A money column in yuan, its shares beside it; None where the form gives none."""
    if column is None:
        return None

    def yuan(amount: Amount) -> Decimal:
        return _fen(amount.number * scale)

    rows: list[tuple[str, Amount, int, GlossaryTerm | None, str | None]] = []
    for key in (*PARTS, None):
        amount = getattr(column, key) if key else None
        if key and amount:
            rows.append((key, amount, 1, None, None))
        for source in column.sources:
            if source.part_of == key:
                term = vocabulary.term("fund_source", source.source)
                rows.append(("source", source.amount, 2 if amount else 1, term, key))
    top = iter(shares([yuan(amount) for _, amount, depth, *_ in rows if depth == 1]))
    total = yuan(column.total)
    parts = tuple(
        Part(
            key,
            yuan(each),
            next(top) if depth == 1 else share(yuan(each), total),
            depth,
            term,
            each.raw,
            part_of,
        )
        for key, each, depth, term, part_of in rows
    )
    return Money(total, parts, column.total.raw)


def _fen(value: Decimal) -> Decimal:
    """At least two decimals, and more only if the form had more: nothing is rounded."""
    rounded = value.quantize(HUNDREDTH)
    return rounded if rounded == value else value.normalize()


def share(part: Decimal, total: Decimal) -> Decimal:
    """Percent of a total, to two places; 0 of nothing is 0."""
    return (part * 100 / total).quantize(HUNDREDTH) if total else Decimal("0.00")


def shares(parts: Sequence[Decimal]) -> list[Decimal]:
    """Percentages to two places that add up to exactly 100.00, by the largest remainder (all 0 for no money)."""
    total = sum(parts, Decimal(0))
    if not total:
        return [Decimal("0.00") for _ in parts]
    exact = [part * 10_000 / total for part in parts]
    whole = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (whole[i] - exact[i], i))
    for index in by_remainder[: 10_000 - sum(whole)]:
        whole[index] += 1
    return [Decimal(value).scaleb(-2) for value in whole]
