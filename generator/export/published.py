"""Step 6: a published name, and what follows from it: its value, and the value as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
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

Values = dict[str, Any]
"""What fields give for one thing: name → Text, text, number, date, None, Values or a list of these."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record is made with, besides the declaration."""

    vocabulary: Vocabulary
    shows: Mapping[str, Show]
    directory_urls: bool = True
    said: dict[object, tuple[Text, Text | None]] = field(default_factory=dict)
    """Targets in words and their units, each made once: most are alike."""


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
    return {field.name: _value(field, field.of(facts, thing), facts) for field in fields}


def _value(field: Field, found: Any, facts: Facts) -> Any:
    if field.form == "group":
        return values(field.fields, found, facts) if found else None
    if field.form == "list":
        return [values(field.fields, each, facts) if field.fields else each for each in found]
    return found


def as_json(value: Any, form: Form | None = None) -> Any:
    """Values as JSON: numbers as decimal text, a fixed word as filed; what is not given is null, never 0 or ""."""
    match value:
        case Text() | LongText():
            return value.zh if form == "term" else {"zh": value.zh, "en": value.en}
        case Decimal():
            return f"{value:f}"
        case dt.date():
            return value.isoformat()
    return value


def json_record(fields: Sequence[Field], given: Values) -> dict[str, Any]:
    """One thing as JSON."""
    return {field.name: _json(field, given[field.name]) for field in fields}


def _json(field: Field, value: Any) -> Any:
    if field.form == "group":
        return value and json_record(field.fields, value)
    if field.form == "list":
        return [json_record(field.fields, each) if field.fields else as_json(each) for each in value]
    return as_json(value, field.form)
