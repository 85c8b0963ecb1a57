"""The fixed words of the site: what a published term, unit of measure or organisation is, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, TypeVar

from generator.fields import fields
from generator.model import Kind, Line, LongText, Slug, Text

V = TypeVar("V")

LEVELS_1 = ("cost", "output", "benefit", "satisfaction")
"""Level 1 in the order of the national taxonomy; local extras (投入, 过程 …) count as `other`."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A department or unit, its name in both languages once."""

    key: Slug
    name: Text
    also: tuple[Line, ...] = ()
    """Other names met in forms."""
    part_of: Slug | None = None
    """The key of the organisation it belongs to."""


@dataclass(frozen=True, slots=True)
class Organisations:
    """The file `organisations.yml`."""

    organisations: tuple[Organisation, ...]


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A fixed term of the form with its English, once for the whole site."""

    key: Annotated[str, Kind("term-key")]
    name: Text
    one: Line | None = None
    """English singular, for units of measure."""
    also: tuple[Line, ...] = ()
    """Other spellings met in forms."""
    meaning: LongText | None = None


Terms = tuple[GlossaryTerm, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """The file `glossary.yml`: terms by group."""

    form: Terms = ()
    field: Terms = ()
    nature: Terms = ()
    category: Terms = ()
    attribute: Terms = ()
    fund_source: Terms = ()
    level_1: Terms = ()
    level_2: Terms = ()
    measure_unit: Terms = ()
    target_word: Terms = ()
    concept: Terms = ()


GROUPS = tuple(item.name for item in fields(Glossary))


@dataclass(frozen=True)
class Vocabulary:
    """Looks words up as they stand on a form: by Chinese name, another spelling, or key."""

    glossary: Glossary = Glossary()
    organisations: tuple[Organisation, ...] = ()
    _cache: dict[str, dict[str, GlossaryTerm]] = field(default_factory=dict, repr=False, compare=False)

    def term(self, group: str, word: str) -> GlossaryTerm | None:
        """The term of a glossary group that `word` stands for."""
        if group not in self._cache:
            self._cache[group] = _by_word(
                (t.key, t.name.zh, t.also, t) for t in getattr(self.glossary, group)
            )
        return self._cache[group].get(word)

    @cached_property
    def _organisations(self) -> Mapping[str, Organisation]:
        return _by_word((o.key, o.name.zh, o.also, o) for o in self.organisations)

    def organisation(self, word: str) -> Organisation | None:
        """The organisation that `word` names."""
        return self._organisations.get(word)

    def known(self, group: str) -> list[str]:
        """The Chinese names one may write, for "did you mean"."""
        named = self.organisations if group == "organisation" else getattr(self.glossary, group)
        return [each.name.zh for each in named]

    def level_1(self, label: str) -> str:
        """`cost`, `output`, `benefit`, `satisfaction` or `other` for a level-1 label as published."""
        term = self.term("level_1", label)
        return term.key if term and term.key in LEVELS_1 else "other"


def _by_word(entries: Iterable[tuple[str, str, tuple[str, ...], V]]) -> dict[str, V]:
    words: dict[str, V] = {}
    for key, name, also, value in entries:
        for word in (name, key, *also):
            words.setdefault(word, value)
    return words
