"""What tells two inputs of a build apart, in 16 bytes: the same value gives the same digest in any process."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping, Set
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from typing import Any

SIZE = 16

OWN = Path(__file__).parent
"""This package: what it does depends on every file of it."""


def digest(*values: Any) -> bytes:
    """Of plain values, and of what is made of them: lists, mappings, sets, dataclasses. A thing that has a `mark`
    is told by it. Raises TypeError for what is none of these: nothing that a page shows may be overlooked.
    """
    found = blake2b(digest_size=SIZE)
    for piece in _pieces(values):
        found.update(len(piece).to_bytes(8, "little"))
        found.update(piece)
    return found.digest()


def _pieces(value: Any) -> Iterator[bytes]:
    match value:
        case str():
            yield b"s"
            yield value.encode("utf-8", "surrogatepass")
        case bytes():
            yield value
        case None | bool() | int() | Decimal() | dt.date():
            yield f"{type(value).__name__} {value}".encode()
        case tuple() | list():
            yield b"[%d" % len(value)
            for each in value:
                yield from _pieces(each)
        case Mapping():
            yield b"{%d" % len(value)
            for key, each in value.items():
                yield from _pieces(key)
                yield from _pieces(each)
        case Set():
            yield from _pieces(sorted(value))
        case _ if mark := getattr(value, "mark", b""):
            yield mark
        case _:
            names = _fields(type(value))  # type: ignore[arg-type]  # a type is hashable
            yield type(value).__qualname__.encode()
            for name in names:
                yield from _pieces(getattr(value, name))


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


WORKS_WITH = (
    "cbor2", "jinja2", "markdown", "markupsafe", "mkdocs", "mkdocs-material", "opencc", "pagefind-bin", "pillow",
    "pypinyin", "pyyaml", "xlsxwriter",
)  # fmt: skip
"""The packages that what is built depends on."""


@cache
def software() -> bytes:
    """Of this package and of the versions of what it works with."""
    return digest(of_folder(OWN), sys.version, [metadata.version(name) for name in WORKS_WITH])
