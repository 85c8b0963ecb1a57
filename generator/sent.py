"""Values on their way to another process: pickles, in which a dataclass is told by its values alone.

Python has frozen dataclasses with slots pickled by functions that ask for the names of their fields each time: that
takes twice as long, on either side.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from io import BytesIO
from operator import attrgetter
from typing import Any, NamedTuple


class Named(NamedTuple):
    """A value that is not sent: the other process finds it."""

    value: Any
    find: Callable[[str], Any]
    place: str
    """What `find` is asked with."""


def pickled(value: Any, named: Named | None = None) -> bytes:
    """A value for `pickle.loads`; what is `named` within it is found there."""
    file = BytesIO()
    _Pickler(file, named).dump(value)
    return file.getvalue()


class _Pickler(pickle.Pickler):
    def __init__(self, file: BytesIO, named: Named | None) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._named = named

    def reducer_override(self, value: Any) -> Any:
        if self._named and value is self._named.value:
            return self._named.find, (self._named.place,)
        values = _values(value.__class__)
        return (type(value), values(value)) if values else NotImplemented


@dataclass(frozen=True, slots=True)
class _Plain:
    pass


@cache
def _values(cls: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """What a value is made of again, for dataclasses that say nothing of their own about it; None for all others."""
    if vars(cls).get("__getstate__") is not vars(_Plain)["__getstate__"]:
        return None
    if any(vars(each).keys() & {"__reduce__", "__post_init__"} for each in cls.__mro__[:-1]):
        return None
    listed = fields(cls)
    if not listed or any(each.kw_only or not each.init for each in listed):
        return None
    values = attrgetter(*[each.name for each in listed])
    return values if len(listed) > 1 else lambda value: (values(value),)
