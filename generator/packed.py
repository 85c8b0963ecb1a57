"""A value of the model as plain lists of text, and back: for a cache, and between processes.

Lists hold the texts in the order of the fields, without their names: JSON of it is read four times as fast as a
pickle of the model, and reading it runs no code but ours. What is packed was checked before: it is not again.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from generator import target
from generator.fields import Form, Leaf, Many, Record, fields
from generator.model import Amount
from generator.shape import SHARED

Unpack = Callable[[Any], Any]


def pack(value: Any) -> Any:
    """Lists of text for a value of the model, or of a field of one; what is not given at the end is left out."""
    match value:
        case None | str():
            return value
        case tuple():
            return [pack(each) for each in value]
        case Amount() | target.Target():
            return value.raw
        case int() | Decimal() | dt.date():
            return str(value)
    listed = fields(type(value))
    packed = [pack(getattr(value, item.name)) for item in listed]
    while packed and packed[-1] in (None, []) and not listed[len(packed) - 1].required:
        packed.pop()
    return packed


@cache
def unpacker(cls: type) -> Unpack:
    """What makes a `cls` of the lists that `pack` made. It raises any error where they are others."""
    ways = [_way(item.form) for item in fields(cls)]
    make = SHARED.get(cls, cls)

    def unpack(packed: list[Any]) -> Any:
        return make(
            *[
                each if way is None or each is None else way(each)
                for each, way in zip(packed, ways, strict=False)
            ]
        )

    return unpack


def _way(form: Form) -> Unpack | None:
    """How the value of a field is made; None where it is as it stands."""
    if isinstance(form, Record):
        return unpacker(form.cls)
    if isinstance(form, Many):
        one = _way(form.item)
        return (lambda items: tuple([one(each) for each in items])) if one else tuple
    return _LEAVES.get(form.kind.name) if isinstance(form, Leaf) else sys.intern


def _amount(raw: str) -> Amount:
    return Amount(raw, Decimal(raw.replace(",", "")))


_LEAVES: dict[str, Unpack] = {
    "year": int,
    "day": dt.date.fromisoformat,
    "money": _amount,
    "number": Decimal,
    "target": target.parse,
    "slug": sys.intern,
    "term": sys.intern,
    "organisation": sys.intern,
}
"""Kinds of leaves that are not just their text, or a text that many declarations share."""
