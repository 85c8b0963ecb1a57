"""What the model's classes say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import pytest

from generator.fields import Choice, Field, Leaf, Many, Record, fields, records, texts
from generator.model import Declaration, Kind, Line, Text


@dataclass(frozen=True)
class Below:
    """A record inside another."""

    line: Line


@dataclass(frozen=True)
class Sample:
    """One field of every form."""

    leaf: Annotated[str, Kind("term", "nature")]
    maybe: Line | None = None
    choice: Literal["a", "b"] = "a"
    record: Below | None = None
    many: tuple[Below, ...] = ()
    lines: tuple[Line, ...] = ()


def test_fields() -> None:
    """A field has its name, its form, and is required when it has no default."""
    assert fields(Sample) == (
        Field("leaf", Leaf(Kind("term", "nature")), True, ""),
        Field("maybe", Leaf(Kind("line")), False, ""),
        Field("choice", Choice(("a", "b")), False, ""),
        Field("record", Record(Below), False, ""),
        Field("many", Many(Record(Below)), False, ""),
        Field("lines", Many(Leaf(Kind("line"))), False, ""),
    )


def test_records() -> None:
    """Every class below a class is met once, in the order of the form."""
    assert records(Sample) == [Sample, Below]
    found = records(Declaration)
    assert found[0] is Declaration
    assert found.count(Text) == 1


def test_a_field_of_another_type_is_our_bug() -> None:
    """A type that the schema has no form for is refused when the model is read."""

    @dataclass(frozen=True)
    class Wrong:
        number: float

    with pytest.raises(TypeError, match="not part of the schema"):
        fields(Wrong)


def test_texts() -> None:
    """Every text that a person words is found with its path, in lists and records too; choices are none."""
    value = Sample("甲", None, "b", Below("乙"), (Below("丙"), Below("丁")), ("戊",))
    assert dict(texts(value)) == {
        ("leaf",): "甲",
        ("record", "line"): "乙",
        ("many", 0, "line"): "丙",
        ("many", 1, "line"): "丁",
        ("lines", 0): "戊",
    }
