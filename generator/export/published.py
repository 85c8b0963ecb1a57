"""Step 6: a published name, and what follows from it: its value, and the value as JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from generator.model import LongText, Text
from generator.show import Show
from generator.vocabulary import Vocabulary

Form = Literal[
    "text", "term", "key", "string", "integer", "decimal", "date", "address", "strings", "group", "list"
]
"""`text` is {zh, en}; `term` a fixed word, as the form prints it, with its English in the glossary; `key` one of a
few words of ours; `decimal` is decimal text; `address` a path from the site's root for each language; a `list` has
records or texts.
"""

KEPT = 1 << 14
"""So many texts are kept as they are said or written: most stand in many records."""

Values = dict[str, Any]
"""What fields give for one thing: name → Text, text, number, date, None, Values or a list of these."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record is made with, besides the declaration."""

    vocabulary: Vocabulary
    shows: Mapping[str, Show]
    directory_urls: bool = True
    said: dict[object, tuple[Text, Text | None]] = field(default_factory=dict)
    """Some targets in words and their units: most are alike."""


@dataclass(frozen=True, slots=True)
class Field:
    """One published name."""

    name: str
    form: Form
    of: Callable[[Facts, Any], Any]
    """The value, from the thing that the list of fields is about."""
    fields: tuple[Field, ...] = ()
    """Of a group, or of each item of a list; none for a list of plain values."""
    keys: tuple[str, ...] = ()
    """What a `key` may be."""
    always: bool = False
    """Never null."""


def values(fields: Sequence[Field], thing: Any, facts: Facts) -> Values:
    """What the fields give for a thing."""
    found = {}
    for each in fields:
        value = each.of(facts, thing)
        if each.form == "group":
            value = values(each.fields, value, facts) if value else None
        elif each.form == "list" and each.fields:
            value = [values(each.fields, item, facts) for item in value]
        found[each.name] = value
    return found


_quoted = lru_cache(KEPT)(json.JSONEncoder(ensure_ascii=False).encode)
"""A text as JSON."""


def json_text(fields: Sequence[Field], given: Values, made: Mapping[str, str] = MappingProxyType({})) -> str:
    """One thing as JSON on one line: numbers as decimal text, a fixed word as filed; what is not given is null, never
    0 or "". What is `made` already, by name, is taken as it is.
    """
    inside = []
    for each in fields:
        name = each.name
        value = given[name]
        if name in made:
            text = made[name]
        elif isinstance(value, str):  # as most are
            text = _quoted(value)
        else:
            text = "null" if value is None else _json(each, value)
        inside.append(f'"{name}":{text}')
    return f"{{{','.join(inside)}}}"


def json_list(texts: Iterable[str]) -> str:
    """Things as JSON, on the same line."""
    return f"[{','.join(texts)}]"


def _json(field: Field, value: Any) -> str:
    form = field.form
    if form == "group":
        return json_text(field.fields, value)
    if form == "list" or form == "strings":
        of = field.fields
        return json_list(json_text(of, each) if of else _plain(each, form) for each in value)
    return _plain(value, form)


def _plain(value: Any, form: Form) -> str:
    """A value without names of ours in it."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Text | LongText):
        if form == "term":
            return _quoted(value.zh)
        return f'{{"zh":{_quoted(value.zh)},"en":{_quoted(value.en) if value.en is not None else "null"}}}'
    if isinstance(value, Decimal):
        return f'"{value:f}"'
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dt.date):
        return f'"{value.isoformat()}"'
    return line(value)


def line(value: Any) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pretty(value: Any) -> bytes:
    """JSON for people."""
    return f"{indented(value)}\n".encode()


def indented(value: Any, start: str = "\n") -> str:
    """JSON on many lines, as `json.dumps` writes it with an indent of 1; that leaves circles of functions behind,
    which nobody collects during a build. `start` begins the line on which the value ends.
    """
    within = f"{start} "
    match value:
        case dict() if value:
            inside = [f"{_quoted(key)}: {indented(each, within)}" for key, each in value.items()]
            return f"{{{within}{f',{within}'.join(inside)}{start}}}"
        case list() | tuple() if value:
            return f"[{within}{f',{within}'.join([indented(each, within) for each in value])}{start}]"
    return line(value)
