"""Rules about indicators: does the value fit the name, does the table hold together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from generator.model import GOALS, Declaration, Indicator
from generator.problem import Severity
from generator.rules.money import YUAN
from generator.rules.rule import Found, rule
from generator.target import Target
from generator.vocabulary import Vocabulary

PERCENT = {"%", "百分比", "‰"}
RATE = re.compile(r"(?:(?<!频)率|比例|占比)$")
_COUNT = re.compile(r"(?:次数|数量|人数|个数|件数|份数|起数|场次|人次数?)$")
_BAD = re.compile(r"差错|错误|投诉|事故|泄密|泄露|泄漏|遗失|丢失|违规")
_HANDLING = re.compile(
    r"^(?:无|零|未)|演练|满意|(?:响应|受理|答复|回访|移送|处置|处理|查处|办结|办理|整改|回复|解决|下降|降低|减少|控制)"
    r"[^，。]{0,2}(?:率|度|性|数|比例)"
)
"""Dealing with bad things, or having none of them, is good."""
_GROWTH = re.compile(r"增长|增幅|增速|提升|提高|下降|降幅|变动|超额")
_TIMELY = re.compile(r"及时|按时|准时|时限|时效")
_SAFE = re.compile(r"安全|保密|泄密|泄漏|泄露")


@dataclass(frozen=True, slots=True)
class Named:
    """What the name of an indicator says about its value."""

    rate: bool
    count: bool
    growth: bool
    bad: bool
    timely: bool
    safe: bool


@lru_cache(maxsize=16_384)
def named(name: str) -> Named:
    """Reads a name, once for all rules: the same names come back in declaration after declaration."""
    timely = bool(_TIMELY.search(name))
    return Named(
        rate=bool(RATE.search(name)),
        count=bool(_COUNT.search(name)),
        growth=bool(_GROWTH.search(name)),
        bad=bool(_BAD.search(name)) and not _HANDLING.search(name) and not timely,
        timely=timely,
        safe=bool(_SAFE.search(name)),
    )


PAGE_IDS = {
    *(
        "goals",
        "annual-goal",
        "overall-goal",
        "medium-term-goal",
        "funding",
        "indicators",
        "after-indicators",
    ),
    *(
        "bar-annual",
        "bar-annual-text",
        "bar-project",
        "bar-project-text",
        "narrative",
        "source",
        "notes",
        "note",
    ),
    *("as-published", "corrections", "search-dialog", "search-site"),
}
"""Addresses that a declaration's page has of its own."""


def _targets(declaration: Declaration) -> Iterator[tuple[int, Indicator, Target]]:
    for index, indicator in enumerate(declaration.indicators):
        if indicator.target:
            yield index, indicator, indicator.target


def _about(indicator: Indicator, **more: str) -> dict[str, str]:
    value = indicator.target.raw if indicator.target else ""
    return {"name": indicator.name.zh, "target": value, **more}


def in_percent(target: Target) -> bool:
    """Whether a target counts in hundredths (or thousandths) of a whole."""
    return target.measure_unit in PERCENT


@rule("target-given", Severity.WARNING)
def target_given(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """An indicator has a target value."""
    for index, indicator in enumerate(declaration.indicators):
        if indicator.target is None or indicator.target.raw in {"/", "无", "-", "—"}:
            yield Found(("indicators", index), {"name": indicator.name.zh})


@rule("unit-vs-name", Severity.WARNING, shown=True)
def unit_vs_name(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """A rate is measured in %, a number of things in things."""
    for index, indicator, target in _targets(declaration):
        if target.kind != "numeric" or not target.measure_unit:
            continue
        args = _about(indicator, unit=target.measure_unit)
        if named(indicator.name.zh).rate and not in_percent(target):
            yield Found(("indicators", index, "target"), args, "rate")
        if named(indicator.name.zh).count and in_percent(target):
            yield Found(("indicators", index, "target"), args, "count")


@rule("rate-in-words", Severity.WARNING, shown=True)
def rate_in_words(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """A rate has a figure."""
    for index, indicator, target in _targets(declaration):
        if target.kind == "qualitative" and named(indicator.name.zh).rate:
            yield Found(("indicators", index, "target"), _about(indicator))


@rule("percent-range", Severity.WARNING, shown=True)
def percent_range(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """A share of a whole lies between 0 and 100 %; rates of growth may not."""
    for index, indicator, target in _targets(declaration):
        if not in_percent(target) or target.value is None or 0 <= target.value <= 100:
            continue
        if not named(indicator.name.zh).growth:
            yield Found(("indicators", index, "target"), _about(indicator))


@rule("bad-thing-direction", Severity.WARNING, shown=True)
def bad_thing_direction(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """Of errors, complaints, accidents, leaks and losses one promises few, not many (their handling aside)."""
    for index, indicator, target in _targets(declaration):
        many = target.operator in ("ge", "gt") or (target.operator == "eq" and target.value == 100)
        if many and named(indicator.name.zh).bad:
            yield Found(("indicators", index, "target"), _about(indicator))


@rule("satisfaction-equals", Severity.WARNING, shown=True)
def satisfaction_equals(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """Satisfaction is promised as a least, not as an exact figure."""
    for index, indicator, target in _targets(declaration):
        if "满意" in indicator.name.zh and target.operator == "eq":
            yield Found(("indicators", index, "target"), _about(indicator))


@rule("levels", Severity.WARNING)
def levels(declaration: Declaration, vocabulary: Vocabulary) -> Iterator[Found]:
    """A declaration has output, benefit and satisfaction indicators; newer forms have cost indicators too."""
    present = {vocabulary.level_1(indicator.level_1) for indicator in declaration.indicators}
    for level in ("output", "benefit", "satisfaction"):
        if level not in present:
            yield Found(("indicators",), case=level)
    if "cost" not in present:
        yield Found(("indicators",), case="cost", severity=Severity.INFO)


@rule("misfiled", Severity.INFO)
def misfiled(declaration: Declaration, vocabulary: Vocabulary) -> Iterator[Found]:
    """Rates stand under quality, timeliness under timeliness, safety not under timeliness."""
    for index, indicator, _ in _targets(declaration):
        name, term = named(indicator.name.zh), vocabulary.term("level_2", indicator.level_2)
        level = term.key if term else ""
        at, args = ("indicators", index, "level_2"), _about(indicator, level=indicator.level_2)
        if level == "quantity" and name.rate:
            yield Found(at, args, "rate")
        if level and level != "timeliness" and name.timely:
            yield Found(at, args, "timely")
        if level == "timeliness" and name.safe:
            yield Found(at, args, "safe")


@rule("duplicates", Severity.WARNING, shown=True)
def duplicates(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """An indicator is named once, is not the project itself, and does not repeat the budget."""
    seen: dict[tuple[str, str], int] = {}
    column, scale = declaration.funding.annual, YUAN[declaration.funding.money_unit or "元"]
    for index, indicator in enumerate(declaration.indicators):
        name, at = indicator.name.zh, ("indicators", index, "name")
        if (indicator.goal, name) in seen:
            yield Found(at, {"name": name}, "name")
        seen.setdefault((indicator.goal, name), index)
        if name == declaration.project_name.zh:
            yield Found(at, {"name": name}, "project")
        if column and indicator.target and _is_amount(indicator.target, column.total.number * scale):
            yield Found(("indicators", index, "target"), {"name": name}, "budget")


def _is_amount(target: Target, yuan: Decimal) -> bool:
    """Whether a target is this amount of money; 500 visits are not 500 yuan."""
    scale = YUAN.get(target.measure_unit or "")
    return scale is not None and target.value is not None and target.value * scale == yuan


@rule("unique-indicators", Severity.ERROR)
def unique_indicators(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """An indicator's id is its address: no two are equal in a declaration."""
    seen: set[str] = set()
    for index, indicator in enumerate(declaration.indicators):
        if indicator.id in PAGE_IDS:
            yield Found(("indicators", index, "id"), {"id": indicator.id}, "reserved")
        if indicator.id in seen:
            yield Found(("indicators", index, "id"), {"id": indicator.id})
        seen.add(indicator.id)


@rule("weights", Severity.WARNING, shown=True)
def weights(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """The weights under a goal add up to 100 (or 90, where 10 are kept for the execution of the budget)."""
    for goal in GOALS:
        own = [each for each in declaration.indicators if each.goal == goal and each.weight is not None]
        total = sum((each.weight or Decimal(0) for each in own), Decimal(0))
        if own and total not in (90, 100):
            yield Found(("indicators",), {"sum": str(total)})
