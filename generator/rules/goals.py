"""The goal in sentences against the indicators in the table: is every promised figure there, and the same?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from generator.fields import PathKey
from generator.model import GOALS, Declaration, Indicator
from generator.problem import Severity
from generator.rules.indicators import PERCENT, in_percent
from generator.rules.rule import Found, rule
from generator.target import NUMBER
from generator.vocabulary import Vocabulary

_PROMISE = re.compile(
    rf"(?P<names>[㐀-鿿、]{{2,60}}?)(?:均|都|应)?(?P<verb>达到|达|不低于|不少于|不高于|不超过|超过|高于|低于|控制在|为|≥|≤)?了?"
    rf"(?P<number>{NUMBER})(?P<scale>[万亿]?)(?P<unit>%|[㐀-鿿](?:/[㐀-鿿])?)(?P<tail>及?以[上下内])?"
)
_DIGIT = re.compile(r"\d")
_AND = re.compile("、|以及|及(?!时)|和(?!谐)")
"""Between two names; 及时 is a word of its own."""
_SCALE = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
MAX_NAME = 60
MAX_GOAL = 5_000
MAX_PROMISES = 100
"""Of one goal. A goal is a paragraph; what is longer is no goal, and must not hold up a check."""

_LIKE = 0.75
"""Share of the shorter name that must be found in order in the longer one for the two to be the same thing."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A figure in a goal's sentence: `报修故障处理率 … 达到100%`."""

    name: str
    text: str
    number: Decimal
    unit: str
    operator: str
    """`ge` or `le` where the sentence says so, else empty: 达到 alone fits both = and ≥."""


_VERBS = {"超过": "gt", "高于": "gt", "低于": "lt", "不低于": "ge", "不少于": "ge", "≥": "ge"}
_VERBS |= dict.fromkeys(("不高于", "不超过", "控制在", "≤"), "le")


def _operator(verb: str, tail: str) -> str:
    """Which way a promise points: its verb says so, or what follows the figure (90%及以上)."""
    if verb in _VERBS:
        return _VERBS[verb]
    return "ge" if tail.endswith("上") else "le" if tail else ""


def promises(sentence: str) -> Iterator[Promise]:
    """The figures a goal promises, one for each name before `、` or `及`."""
    for match in _PROMISE.finditer(sentence.replace(" ", "")):
        tail = match["tail"] or ""
        if not match["verb"] and not tail:
            continue  # a figure that is only mentioned
        operator = _operator(match["verb"] or "", tail)
        number = Decimal(match["number"].replace(",", "")) * _SCALE[match["scale"]]
        verb = match["verb"] if match["verb"] not in (None, "达到", "达", "为") else ""
        shown = verb + match["number"] + match["scale"] + match["unit"] + tail
        for name in _AND.split(match["names"]):
            if len(name) >= 2:
                yield Promise(name, shown, number, match["unit"], operator)


def likeness(one: str, other: str) -> float:
    """Longest common subsequence of two names over the length of the shorter one: 1 when one is in the other.

    Computed with the bits of a number for the characters of `other` (Hyyrö, "Bit-parallel LCS-length computation
    revisited", 2004): each character of `one` clears a bit where it makes the subsequence longer.
    """
    places = _places(other)
    whole = row = (1 << len(other)) - 1
    for char in one:
        met = row & places.get(char, 0)
        row = (row + met) | (row - met)
    return (len(other) - (row & whole).bit_count()) / min(len(one), len(other))


@lru_cache(maxsize=1_024)
def _places(name: str) -> dict[str, int]:
    """Where each character of a name stands, as bits. A name is compared with every promise of its goal."""
    places: dict[str, int] = {}
    for index, char in enumerate(name):
        places[char] = places.get(char, 0) | 1 << index
    return places


Named = list[tuple[Indicator, str, set[str]]]
"""Indicators with their names, and the characters of those."""


def _closest(name: str, indicators: Named) -> Indicator | None:
    """The indicator most like a name, if any is: the nearest in length among equals."""
    best, key = None, (_LIKE, -MAX_NAME)
    characters = {*name}
    for indicator, other, others in indicators:
        if len(characters & others) < _LIKE * min(len(characters), len(others)):
            continue  # too few characters in common for the slow comparison
        found = (likeness(name, other), -abs(len(name) - len(other)))
        if found >= key:
            best, key = indicator, found
    return best


def _disagreement(promise: Promise, indicator: Indicator) -> str:
    """Which sentence says how the two differ; empty where they agree."""
    target = indicator.target
    if target is None or target.kind == "qualitative":
        return "words"
    if (promise.unit in PERCENT) != in_percent(target):
        return "unit"
    if target.value != promise.number:
        return "number"
    if promise.operator and target.operator not in (promise.operator, None):
        return "operator"
    return ""


@rule("goal-vs-indicators", Severity.WARNING, shown=True)
def goal_vs_indicators(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """A figure that a goal promises has its indicator, with the same figure, unit and direction."""
    for goal in GOALS:
        text, path = getattr(declaration, goal), (goal,)
        if text is None or not _DIGIT.search(text.zh):
            continue
        own = (each for each in declaration.indicators if each.goal == goal)
        named = [(each, name := each.name.zh[:MAX_NAME], {*name}) for each in own]
        if not named:
            continue
        for promise in islice(promises(text.zh[:MAX_GOAL]), MAX_PROMISES):
            yield from _compare(promise, named, declaration, path)


def _compare(promise: Promise, own: Named, declaration: Declaration, path: PathKey) -> Iterator[Found]:
    said = {"name": promise.name, "promised": promise.text}
    indicator = _closest(promise.name, own)
    if indicator is None:
        if promise.name.endswith(("率", "度", "数")):
            yield Found(path, said, "missing")
        return
    if case := _disagreement(promise, indicator):
        target = indicator.target.raw if indicator.target else ""
        at = ("indicators", declaration.indicators.index(indicator), "target")
        yield Found(at, {**said, "indicator": indicator.name.zh, "target": target}, case)
