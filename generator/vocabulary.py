"""The fixed words of the site: what a published term, unit of measure or organisation is, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, TypeVar

from generator.fields import fields
from generator.model import Kind, Line, LongText, Slug, Text
from generator.personal import Known, known

LEVELS_1 = ("cost", "output", "benefit", "satisfaction")
"""Level 1 in the order of the national taxonomy; local extras (投入, 过程 …) count as `other`."""

FORM_FIELDS = (
    *("declaration", "form", "fiscal_year", "project_name", "nature", "category", "attribute"),
    *("department", "unit", "period", "start", "end", "project_code", "unit_code", "budget_code"),
    *("funding", "money_unit", "annual", "project", "total", "fiscal_appropriation", "carried_over", "other"),
    *(
        "overall_goal",
        "annual_goal",
        "medium_term_goal",
        "narrative",
        "indicators",
        "level_1",
        "level_2",
        "name",
    ),
    *("target", "measure_unit", "weight", "direction", "explanation", "scoring", "previous_value", "note"),
)
"""What a form prints beside its fields: the glossary (group `field`) must have each, in both languages."""


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
    contacts: tuple[Line, ...] = ()
    """Official telephones and e-mail addresses: no personal data wherever they stand."""


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


Named = TypeVar("Named", bound=GlossaryTerm | Organisation)

GROUPS = tuple(item.name for item in fields(Glossary))


@dataclass(frozen=True)
class Vocabulary:
    """Looks words up as they stand on a form: by Chinese name or another spelling of it."""

    glossary: Glossary = Glossary()
    organisations: tuple[Organisation, ...] = ()
    contacts: tuple[str, ...] = ()

    def term(self, group: str, word: str) -> GlossaryTerm | None:
        """The term of a glossary group that `word` on a form stands for."""
        return self._terms[group].get(word)

    def entry(self, group: str, key: str) -> GlossaryTerm | None:
        """The term of a glossary group with this key."""
        return self._entries[group].get(key)

    def organisation(self, word: str) -> Organisation | None:
        """The organisation that `word` on a form names."""
        return self._organisations.get(word)

    def known(self, group: str) -> dict[str, str]:
        """What one may write in a group (or as an `organisation`), by Chinese name; the values are keys."""
        named = self.organisations if group == "organisation" else getattr(self.glossary, group)
        return {each.name.zh: each.key for each in named}

    def level_1(self, label: str) -> str:
        """`cost`, `output`, `benefit`, `satisfaction` or `other` for a level-1 label as published."""
        term = self.term("level_1", label)
        return term.key if term and term.key in LEVELS_1 else "other"

    @cached_property
    def known_contacts(self) -> Known:
        """The official contacts, as texts are compared with them."""
        return known(self.contacts)

    @cached_property
    def _terms(self) -> dict[str, dict[str, GlossaryTerm]]:
        return {group: _by_word(getattr(self.glossary, group)) for group in GROUPS}

    @cached_property
    def _entries(self) -> dict[str, dict[str, GlossaryTerm]]:
        return {group: {term.key: term for term in getattr(self.glossary, group)} for group in GROUPS}

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        return _by_word(self.organisations)


def anchor(group: str, term: GlossaryTerm) -> str:
    """Where a term stands on the glossary page."""
    return f"{group}-{term.key}".replace("_", "-")


def _by_word(named: Iterable[Named]) -> dict[str, Named]:
    words: dict[str, Named] = {}
    for each in named:
        words.update(dict.fromkeys((*each.also, each.name.zh), each))
    return words
