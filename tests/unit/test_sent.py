"""Values come to another process as they are, by whatever way they are told."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from typing import Any

import pytest

from generator import sent
from generator.derive import Site
from generator.model import Text
from generator.reading import given as given_by


@dataclass(frozen=True, slots=True)
class Checked:
    """One that works on what it is given."""

    length: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", self.length + 1)


@dataclass(frozen=True, slots=True)
class Counted:
    """One with a field that it is not given."""

    name: str
    length: int = field(init=False, default=3)


@dataclass(frozen=True, slots=True)
class Told:
    """One that says itself how it is made again."""

    name: str

    def __reduce__(self) -> tuple[Any, ...]:
        return Told, (self.name.upper(),)


def _there(value: object, kept: sent.Named | None = None) -> Any:
    """What the other process has."""
    return pickle.loads(sent.pickled(value, kept))  # noqa: S301 (our own)


def test_a_site(site: Site) -> None:
    """All that is published, and most of it told the quick way."""
    assert _there(site) == site
    assert len(sent.pickled(site)) < len(pickle.dumps(site, pickle.HIGHEST_PROTOCOL))
    assert sent._values(type(site.declared[0].declaration))


@pytest.mark.parametrize(
    "value", [Checked(3), Counted("a"), Text("率", "rate"), Text("率"), given_by, None, 3]
)
def test_any_value(value: object) -> None:
    """Also of a class whose values would not make it again, and no value of a class at all."""
    assert _there(value) == value


def test_who_says_how_is_asked() -> None:
    """A class with a way of its own keeps it."""
    assert _there(Told("a")) == Told("A")


def test_what_is_kept_is_named(site: Site) -> None:
    """Whoever has a value finds it where it lies; one that only looks the same is sent."""
    kept = sent.Named(site, str.upper, "there")
    assert _there((site, "x"), kept) == ("THERE", "x")
    again = _there(site)
    assert _there([again], kept) == [site]


def test_equal_parts_stay_one(site: Site) -> None:
    """What stands in several places is sent once, and is one thing there."""
    text = Text("率", "rate")
    first, second = _there((text, text))
    assert first is second
