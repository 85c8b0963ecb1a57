"""Step 4, second half: in which order and under which heading things are shown, and where a list is cut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from generator.derive import Declared
from generator.model import GOALS, Indicator, Text
from generator.target import Target
from generator.vocabulary import LEVELS_1, Vocabulary

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators under one label of a level, as filed, in the order filed."""

    label: str
    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...] = ()


def groups(indicators: Iterable[Indicator]) -> tuple[Group, ...]:
    """The tree of an indicator table: level 1, level 2, rows, in the order each label first appears."""
    return tuple(
        Group(label, rows, tuple(Group(below, inner) for below, inner in _grouped(rows, "level_2")))
        for label, rows in _grouped(tuple(indicators), "level_1")
    )


def _grouped(indicators: tuple[Indicator, ...], level: str) -> list[tuple[str, tuple[Indicator, ...]]]:
    found: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        found.setdefault(getattr(indicator, level), []).append(indicator)
    return [(label, tuple(rows)) for label, rows in found.items()]


def by_goal(indicators: Iterable[Indicator]) -> list[tuple[str, tuple[Indicator, ...]]]:
    """The indicators under each goal that has some, in the order of GOALS."""
    found: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        found.setdefault(indicator.goal, []).append(indicator)
    return [(goal, tuple(found[goal])) for goal in GOALS if goal in found]


@dataclass(frozen=True, slots=True)
class Listed:
    """An indicator on a page that shows indicators of many declarations: what its row shows, and no more."""

    level_1: str
    """Key: `output` …"""
    kind: str
    """One of KINDS, or empty."""
    path: str
    """Address of its declaration, without language."""
    id: str
    name: Text
    target: Target | None
    target_en: str | None
    measure_unit_en: str | None
    project: Text
    year: int
    declared: bytes = b""
    """The mark of its declaration."""

    @property
    def mark(self) -> bytes:
        """The digest of the declaration, and which row it is; empty where nobody asks for it."""
        return self.declared and self.declared + f"#{self.id}".encode()


def row_of(indicator: Indicator, declared: Declared, vocabulary: Vocabulary) -> Listed:
    """An indicator as a row of such a page."""
    return Listed(
        vocabulary.level_1(indicator.level_1),
        kind(indicator.target),
        declared.path,
        indicator.id,
        indicator.name,
        indicator.target,
        indicator.target_en,
        indicator.measure_unit_en,
        declared.declaration.project_name,
        declared.declaration.fiscal_year,
        declared.mark,
    )


def all_indicators(declared: Iterable[Declared], vocabulary: Vocabulary) -> tuple[Listed, ...]:
    """Every indicator of the site by level 1, then name, so that the same promise stands together."""
    order = {level: place for place, level in enumerate((*LEVELS_1, "other"))}
    listed = [row_of(row, each, vocabulary) for each in declared for row in each.declaration.indicators]
    listed.sort(key=lambda each: (order[each.level_1], each.name.zh, each.path))
    return tuple(listed)


KINDS = ("at-least", "at-most", "exactly", "zero-tolerance", "in-words")
"""What targets ask for: more is better (≥ >), less is better (≤ <), just that (=, or no operator), nothing at all
(=0), words. Also the addresses of their lists.
"""

_BY_OPERATOR = {"ge": "at-least", "gt": "at-least", "le": "at-most", "lt": "at-most"}


@lru_cache(1 << 12)
def kind(target: Target | None) -> str:
    """Which of KINDS a target is; empty for a target that the form leaves blank."""
    if target is None:
        return ""
    if target.kind == "qualitative":
        return "in-words"
    return "zero-tolerance" if target.zero_tolerance else _BY_OPERATOR.get(target.operator or "", "exactly")


def of_kind(listed: Iterable[Listed], wanted: str) -> tuple[Listed, ...]:
    """The indicators whose targets are of one kind."""
    return tuple(each for each in listed if each.kind == wanted)


@dataclass(frozen=True, slots=True)
class Shared:
    """One promise that several declarations make, by its name."""

    name: Text
    differs: str
    """`unit`, `target` or empty: the most that the rows disagree in."""
    rows: tuple[Listed, ...]


def shared(listed: Iterable[Listed]) -> tuple[Shared, ...]:
    """Names that two declarations or more have, those that disagree first."""
    by_name: dict[str, list[Listed]] = {}
    for each in listed:
        by_name.setdefault(each.name.zh, []).append(each)
    found = [
        Shared(rows[0].name, _differs([each.target for each in rows]), tuple(rows))
        for rows in by_name.values()
        if len({each.path for each in rows}) > 1
    ]
    order = ("unit", "target", "")
    return tuple(sorted(found, key=lambda each: (order.index(each.differs), each.name.zh)))


@dataclass(frozen=True, slots=True)
class Lists:
    """The indicators of a site, listed in each way."""

    all: tuple[Listed, ...]
    kinds: Mapping[str, tuple[Listed, ...]]
    shared: tuple[Shared, ...]


def lists(declared: Iterable[Declared], vocabulary: Vocabulary) -> Lists:
    """All lists of indicators."""
    listed = all_indicators(declared, vocabulary)
    return Lists(listed, {kind: of_kind(listed, kind) for kind in KINDS}, shared(listed))


def _differs(targets: Sequence[Target | None]) -> str:
    if len({target and target.measure_unit for target in targets}) > 1:
        return "unit"
    asked = {
        target and (target.operator, target.value, target.value is None and target.raw) for target in targets
    }
    return "target" if len(asked) > 1 else ""


def shared_pages(groups: Iterable[Shared], size: int) -> list[list[Shared]]:
    """The same cut into pages of at most `size` rows; a long group goes on on the next page."""
    rows = [(group, row) for group in groups for row in group.rows]
    return [
        [
            replace(group, rows=tuple(row for _, row in pairs))
            for group, pairs in groupby(chunk, key=lambda pair: pair[0])
        ]
        for chunk in chunks(rows, size)
    ]


def by_level(listed: Iterable[Listed]) -> list[tuple[str, tuple[Listed, ...]]]:
    """Cut a sorted list into its levels."""
    return [(level, tuple(rows)) for level, rows in groupby(listed, key=lambda each: each.level_1)]


def chunks(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """Pages of at most `size` items; one empty page for nothing. Keeps every page of the site bounded."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]


FURTHER = (
    "project_target",
    "weight",
    "direction",
    "previous_value",
    "explanation",
    "scoring",
    "note",
)
"""Columns that only some forms have."""


def further_columns(indicators: Sequence[Indicator]) -> tuple[str, ...]:
    """The optional columns that at least one row fills; a column nobody fills is absent, not empty."""
    return tuple(name for name in FURTHER if any(getattr(each, name) is not None for each in indicators))


def odd(declared: Declared) -> frozenset[str]:
    """The ids of the indicators that are odd as published."""
    noticed = {problem.indicator for problem in declared.oddities if problem.indicator}
    return frozenset(noticed.union(indicator.id for indicator, _ in declared.units_elsewhere))
