"""What tells two inputs of a build apart, in 16 bytes: the same value gives the same digest in any process."""

from __future__ import annotations

import dataclasses
import datetime as dt
import marshal
from collections.abc import Callable, Mapping, Set
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

SIZE = 16

MARSHAL = 2
"""The last of marshal's versions that writes equal values alike, whether or not they are one object."""

_PLAIN = {str, bytes, int, bool, type(None)}


def digest(*values: Any) -> bytes:
    """Of plain values, and of what is made of them: lists, mappings, sets, dataclasses. A thing that has a `mark`
    is told by it. Raises TypeError for what is none of these: nothing that a page shows may be overlooked.
    """
    return blake2b(marshal.dumps(_plain(values), MARSHAL), digest_size=SIZE).digest()


def _plain(value: Any) -> Any:
    cls = type(value)
    if cls in _PLAIN:
        return value
    if mark := getattr(value, "mark", None):
        return mark
    match value:
        case str():
            return str(value)
        case Decimal() | dt.date():
            return cls.__name__, str(value)
        case tuple() | list():
            return tuple(map(_plain, value))
        case Mapping():
            return "mapping", tuple((_plain(key), _plain(each)) for key, each in value.items())
        case Set():
            return "set", tuple(map(_plain, sorted(value)))
    return cls.__qualname__, *(_plain(getattr(value, name)) for name in _fields(cls))  # type: ignore[arg-type]  # a type is hashable


@cache
def _fields(cls: type) -> tuple[str, ...]:
    if not dataclasses.is_dataclass(cls):
        raise TypeError(f"{cls.__qualname__} has no digest")
    return tuple(each.name for each in dataclasses.fields(cls))


def of_folder(folder: Path, wanted: Callable[[Path], bool] = lambda _: True) -> bytes:
    """Of the names and contents of all files in a folder, compiled Python aside."""
    found = sorted(
        path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc" and wanted(path)
    )
    return digest([(path.relative_to(folder).as_posix(), path.read_bytes()) for path in found])
