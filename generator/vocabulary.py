"""The fixed words of the site: what a published term, unit of measure or organisation is, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from generator.fields import fields
from generator.model import Glossary, GlossaryTerm, Organisation

V = TypeVar("V")

LEVELS_1 = ("cost", "output", "benefit", "satisfaction")
"""Level 1 in the order of the national taxonomy; local extras (投入, 过程 …) count as `other`."""

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
            self._cache[group] = _by_word((t.key, t.name.zh, t.also, t) for t in getattr(self.glossary, group))
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
