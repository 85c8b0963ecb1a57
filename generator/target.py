"""Target values: the published text, and beside it what a machine can read from it.

Every form of writing met in real declarations is listed in `tests/unit/test_target.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Operator = Literal["ge", "gt", "eq", "le", "lt"]

SYMBOL: dict[str, str] = {"ge": "≥", "gt": ">", "eq": "=", "le": "≤", "lt": "<"}

_SPELLINGS = {">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤"}
_OPERATORS: dict[str, Operator] = {"≥": "ge", ">": "gt", "=": "eq", "≤": "le", "<": "lt"}
_WIDE = str.maketrans("０１２３４５６７８９．，％（）＝﹦＞＜﹥﹤－", "0123456789.,%()==><><-")

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
"""Digits as published: `1,550`, `49.00`. Python's own Decimal also takes `NaN`, `1_000` and `１e3`."""

MAX_DIGITS = 18
"""No published figure is longer; in yuan and fen it stays exact (Decimal keeps 28 digits)."""

_VALUE = re.compile(rf"([≥>=≤<])?(-?(?:{NUMBER}))(?:\(([^()]*)\)|([^()\d]*))", re.ASCII)

_BARE_UNIT = re.compile(r"(?:%|‰|℃|[A-Za-z]{1,4}[²³]?|[㐀-鿿]{1,4}(?:[/*·][㐀-鿿]{1,3})?)?")
"""A unit without brackets. Longer words after a number are a sentence, not a unit."""

_LIMITING = re.compile("[前后内外底末初性以上下左右]")
"""`3月底前`, `30日内`: the words say more than a unit does, so the value is left as words."""


@dataclass(frozen=True, slots=True)
class Target:
    """A target value 指标值. Domain: the forms list six operators, `定性` (words) among them."""

    raw: str
    """As published, never rewritten."""
    kind: Literal["numeric", "qualitative"]
    operator: Operator | None = None
    """None for words, and for a number published without one (`985米`)."""
    number: str | None = None
    """Decimal text without separators (`49.00`), as exact as it was published."""
    measure_unit: str | None = None
    """As published: `人次`, `%`, `人*天`. None where the form gives none."""

    @property
    def value(self) -> Decimal | None:
        """The number for comparing and adding; None for words."""
        return None if self.number is None else Decimal(self.number)

    @property
    def zero_tolerance(self) -> bool:
        """A target of exactly nothing: no errors, no leaks. Ratios to it mean nothing."""
        return self.operator == "eq" and self.value == 0


def too_long(number: str) -> bool:
    """Whether a number has more digits than any published figure."""
    return len(number) > MAX_DIGITS and sum(char.isdigit() for char in number) > MAX_DIGITS


@lru_cache(maxsize=65_536)
def parse(raw: str) -> Target:
    """Read a published value. What does not read as operator, number and unit is qualitative: nothing fails."""
    text = re.sub(r"\s+", "", raw).translate(_WIDE)
    for spelling, operator in _SPELLINGS.items():
        text = text.replace(spelling, operator)
    match = _VALUE.fullmatch(text)
    if not match:
        return Target(raw, "qualitative")
    symbol, number, bracketed, bare = match.groups()
    if too_long(number) or (bare and (not _BARE_UNIT.fullmatch(bare) or _LIMITING.search(bare))):
        return Target(raw, "qualitative")
    operator_name = _OPERATORS[symbol] if symbol else None
    return Target(raw, "numeric", operator_name, number.replace(",", ""), bracketed or bare or None)
