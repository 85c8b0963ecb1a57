"""Step 4, last part: what a reader can choose by above a table of indicators or a list of declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.arrange import KINDS, Listed, kind
from generator.derive import PARTS, Declared
from generator.model import Indicator, Text
from generator.vocabulary import LEVELS_1, Vocabulary

MOST_OPTIONS = 30
"""A longer list is nothing to choose from; the text filter finds in it."""

Options = dict[str, Text | None]
"""Value in rows and addresses → its name; None for a field, which `show.label` names."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field by which declarations differ, with the values they have."""

    name: str
    options: Options


def _term(group: str) -> Callable[[Declared, Vocabulary], Options]:
    def found(each: Declared, vocabulary: Vocabulary) -> Options:
        term = vocabulary.term(group, getattr(each.declaration, group) or "")
        return {term.key: term.name} if term else {}

    return found


def _fund_sources(each: Declared, _: Vocabulary) -> Options:
    parts = each.annual.parts if each.annual else ()
    given = {part.key: None for part in parts if part.key in PARTS and part.yuan}
    further = {part.term.key: part.term.name for part in parts if part.term and part.yuan}
    return {**given, **further}


def _year(year: str) -> Options:
    return {year: Text(year, year)}


WAYS: dict[str, Callable[[Declared, Vocabulary], Options]] = {
    "fiscal_year": lambda each, _: _year(str(each.declaration.fiscal_year)),
    "department": lambda each, _: {each.department.key: each.department.name},
    "unit": lambda each, _: {each.unit.key: each.unit.name},
    "nature": _term("nature"),
    "category": _term("category"),
    "fund_source": _fund_sources,
}
"""The values of one declaration in each field; a fund source counts where it gives money."""


def of_declarations(declared: Iterable[Declared], vocabulary: Vocabulary) -> list[Choice]:
    """The fields in which these declarations have more than one value, in the order of the list."""
    offered = []
    listed = tuple(declared)
    for name, values in WAYS.items():
        options: Options = {}
        for each in listed:
            options.update(values(each, vocabulary))
        if 1 < len(options) <= MOST_OPTIONS:
            offered.append(Choice(name, options))
    return offered


def values(each: Declared, choice: Choice, vocabulary: Vocabulary) -> str:
    """What the declaration's row says of a field, for the script to compare."""
    return " ".join(WAYS[choice.name](each, vocabulary))


def levels(indicators: Iterable[Indicator], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The keys of level 1 that the indicators have, in the order of the form."""
    return _levels(map(vocabulary.level_1, {indicator.level_1 for indicator in indicators}))


def kinds(indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """The kinds of target that the indicators have."""
    return _kinds(kind(indicator.target) for indicator in indicators)


def of_rows(rows: Iterable[Listed]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same two of rows from many declarations."""
    listed = tuple(rows)
    return _levels(each.level_1 for each in listed), _kinds(each.kind for each in listed)


def _levels(keys: Iterable[str]) -> tuple[str, ...]:
    found = set(keys)
    return tuple(level for level in (*LEVELS_1, "other") if level in found)


def _kinds(keys: Iterable[str]) -> tuple[str, ...]:
    found = set(keys)
    return tuple(each for each in KINDS if each in found)


def further_names(each: Declared, lang: str) -> str:
    """What a reader may look a declaration up by and its row does not show: the department, the Chinese names."""
    names = (each.department.name, each.unit.name, each.declaration.project_name)
    english = [each.department.name.en] if lang == "en" else []
    chinese = names if lang == "en" else names[:1]
    return " ".join(filter(None, [*english, *(name.zh for name in chinese)]))
