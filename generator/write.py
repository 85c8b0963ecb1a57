"""The way back: a value of the model → YAML text that reads as the same value. Also whole files, safely.

Used by tests, by the benchmark's synthetic declarations and by tools that convert other sources.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from generator.fields import fields
from generator.model import Amount
from generator.target import Target


def to_yaml(value: Any) -> str:
    """YAML of a model value: keys in the order of the form, what is not given left out, every text quoted."""
    return yaml.dump(
        _plain(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_style=None
    )


def _plain(value: Any) -> Any:
    match value:
        case Amount() | Target():
            return _Quoted(value.raw)
        case str():
            return _Quoted(value)
        case int() | Decimal() | dt.date():
            return _Quoted(format(value, "f") if isinstance(value, Decimal) else str(value))
        case tuple():
            return [_plain(item) for item in value]
    return {
        item.name: _plain(child)
        for item in fields(type(value))
        if (child := getattr(value, item.name)) is not None and (child != () or item.required)
    }


class _Quoted(str):
    """A text that is written in double quotes, so that no YAML reader guesses at it."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """No anchors: our reader refuses them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    _Quoted, lambda dumper, data: dumper.represent_scalar("tag:yaml.org,2002:str", str(data), style='"')
)


def write_file(path: Path, content: str | bytes | Iterable[bytes | bytearray]) -> None:
    """Write a file whole or not at all, text as UTF-8: a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            content = content.encode() if isinstance(content, str) else content
            file.writelines([content] if isinstance(content, bytes) else content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise
