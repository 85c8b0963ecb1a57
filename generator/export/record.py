"""Step 6: what is published of a declaration, field by field. The names are a promise (`/api/v1/`).

One list of fields says it all: the JSON (`published.py`), its JSON Schema (`schema.py`) and the columns of flat
tables (`tables.py`) follow from it. A name that stands here never changes its meaning; new ones may be added.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal

from markupsafe import Markup

from generator import derive
from generator.derive import Declared, Money, Part
from generator.export.published import KEPT, Facts, Field, Form
from generator.model import Indicator, Text
from generator.render import counterparts
from generator.target import Target


def _field(name: str, form: Form, of: Callable[[Facts, Any], Any] | None = None, **more: Any) -> Field:
    return Field(name, form, of or (lambda _, thing: getattr(thing, name)), **more)


def _from(*inside: str) -> Callable[[Facts, Any], Any]:
    def of(_: Facts, thing: Any) -> Any:
        return functools.reduce(getattr, inside, thing)

    return of


def _term(group: str, *inside: str) -> Callable[[Facts, Any], Text | None]:
    """A fixed word as filed, with the glossary's English."""

    def of(facts: Facts, thing: Any) -> Text | None:
        word = functools.reduce(getattr, inside, thing)
        term = facts.vocabulary.term(group, word) if word else None
        return Text(word, term.name.en if term else None) if word else None

    return of


def _key_of_level_2(facts: Facts, row: Indicator) -> str | None:
    term = facts.vocabulary.term("level_2", row.level_2) if row.level_2 else None
    return term.key if term else None


def _said(facts: Facts, row: Indicator, target: Target) -> tuple[Text, Text | None]:
    """As the page says it: `不少于 1,550 人次`, `at least 1,550 person-times`; and the unit alone."""
    key = (target, row.target_en, row.measure_unit_en)
    if key not in facts.said:
        if len(facts.said) > KEPT:
            facts.said.clear()
        zh, en = (facts.shows[lang].value(row, target) for lang in ("zh", "en"))
        words = Text(*(Markup(each.words).striptags() for each in (zh, en)))  # noqa: S704 (read, not shown)
        if target.number is None:  # words are said as they are filed
            words = Text(target.raw, _english(en.number))
        unit = target.measure_unit
        facts.said[key] = words, Text(unit, _english(en.unit)) if unit else None
    return facts.said[key]


def _english(shown: str) -> str | None:
    """What an English page shows; None where Chinese stands there, marked as such."""
    return None if "<" in shown else Markup(shown).unescape()  # noqa: S704 (read, not shown)


def _direction(facts: Facts, row: Indicator) -> Text | None:
    way = row.direction
    return way and Text(way, facts.shows["en"].words(f"direction.{way}"))


def _target(name: str) -> Field:
    def of(facts: Facts, row: Indicator) -> Any:
        target: Target | None = getattr(row, name)
        return target and (target, *_said(facts, row, target))

    return _field(
        name,
        "group",
        of,
        fields=(
            _field("raw", "string", lambda _, it: it[0].raw, always=True),
            _field("kind", "key", lambda _, it: it[0].kind, keys=("numeric", "qualitative"), always=True),
            _field("operator", "key", lambda _, it: it[0].operator, keys=("ge", "gt", "eq", "le", "lt")),
            _field("number", "decimal", lambda _, it: it[0].value),
            _field("measure_unit", "term", lambda _, it: it[2]),
            _field("words", "text", lambda _, it: it[1], always=True),
        ),
    )


INDICATOR = (
    _field("id", "string", always=True),
    _field(
        "level_1",
        "key",
        lambda facts, row: facts.vocabulary.level_1(row.level_1),
        keys=("cost", "output", "benefit", "satisfaction", "other"),
        always=True,
    ),
    _field("level_1_name", "text", _term("level_1", "level_1"), always=True),
    _field("level_2", "string", _key_of_level_2),
    _field("level_2_name", "text", _term("level_2", "level_2")),
    _field("name", "text", always=True),
    _target("target"),
    _target("project_target"),
    _field("goal", "key", keys=("annual_goal", "overall_goal", "medium_term_goal"), always=True),
    _field("weight", "decimal"),
    _field("direction", "term", _direction),
    _field("explanation", "text"),
    _field("scoring", "text"),
    _field("previous_value", "string"),
    _field("note", "text"),
    _field("source_note", "text"),
)
"""One row of the form's table of indicators."""


def _part(name: str) -> Callable[[Facts, Money], Decimal | None]:
    return lambda _, money: next((part.yuan for part in money.parts if part.key == name), None)


def _money(column: Literal["annual", "project"]) -> Field:
    parts = (_field(name, "decimal", _part(name)) for name in derive.PARTS)
    return _field(column, "group", fields=(_field("total", "decimal", always=True), *parts))


def _further(_: Facts, each: Declared) -> list[tuple[str, Part]]:
    """What a form lists beyond the usual three sources: the money column, and the amount."""
    columns = (("annual", each.annual), ("project", each.project))
    return [(name, part) for name, money in columns if money for part in money.parts if part.key == "source"]


def _filed(column: str) -> Field:
    def raw(name: str) -> Callable[[Facts, Any], str | None]:
        return lambda _, filed: getattr(filed, name) and getattr(filed, name).raw

    return _field(
        column,
        "group",
        fields=tuple(_field(name, "string", raw(name)) for name in ("total", *derive.PARTS)),
    )


def _texts(*names: str) -> tuple[Field, ...]:
    return tuple(_field(name, "text") for name in names)


def _name_of(role: str) -> Callable[[Facts, Declared], Text]:
    """An organisation as the form names it, with the English of that organisation."""
    return lambda _, each: Text(getattr(each.declaration, role), getattr(each, role).name.en)


def _of(name: str, form: Form, **more: Any) -> Field:
    return _field(name, form, _from("declaration", name), **more)


DECLARATION = (
    _of("id", "string", always=True),
    _of("fiscal_year", "integer", always=True),
    _of("project_name", "text", always=True),
    _field("form", "term", _term("form", "declaration", "form"), always=True),
    _of("subject", "key", keys=("project", "department", "transfer", "policy"), always=True),
    _field("nature", "term", _term("nature", "declaration", "nature")),
    _field("category", "term", _term("category", "declaration", "category")),
    _field("attribute", "term", _term("attribute", "declaration", "attribute")),
    _field("department", "term", _name_of("department"), always=True),
    _field("department_key", "string", _from("department", "key"), always=True),
    _field("unit", "term", _name_of("unit"), always=True),
    _field("unit_key", "string", _from("unit", "key"), always=True),
    _of("period", "group", fields=(_field("start", "date"), _field("end", "date"))),
    _of("project_code", "string"),
    _of("unit_code", "string"),
    _of("budget_code", "string"),
    _field(
        "url",
        "address",
        lambda facts, each: {
            lang: f"/{path}" for lang, path in counterparts(each.path, facts.directory_urls).items()
        },
        always=True,
    ),
    _field("version", "string", lambda _, each: each.version, always=True),
    _field(
        "funding", "group", lambda _, each: each, always=True, fields=(_money("annual"), _money("project"))
    ),
    _field(
        "fund_sources",
        "list",
        _further,
        always=True,
        fields=(
            _field("column", "key", lambda _, pair: pair[0], keys=("annual", "project"), always=True),
            _field("source", "term", lambda _, pair: pair[1].term and pair[1].term.name, always=True),
            _field("amount", "decimal", lambda _, pair: pair[1].yuan, always=True),
            _field("part_of", "key", lambda _, pair: pair[1].part_of, keys=("fiscal_appropriation", "other")),
            _field("filed", "string", lambda _, pair: pair[1].filed, always=True),
        ),
    ),
    _field(
        "filed_funding",
        "group",
        _from("declaration", "funding"),
        always=True,
        fields=(_field("money_unit", "string"), _filed("annual"), _filed("project")),
    ),
    _of("overall_goal", "text"),
    _of("annual_goal", "text"),
    _of("medium_term_goal", "text"),
    _of("indicators", "list", fields=INDICATOR, always=True),
    _of(
        "narrative",
        "group",
        fields=_texts("overview", "basis", "implementer", "plan", "cycle", "annual_budget", "goals"),
    ),
    _of(
        "source",
        "group",
        fields=(
            *_texts("document", "place"),
            *(_field(name, "string") for name in ("file", "sha256", "address")),
            _field("notes", "list", always=True),
        ),
    ),
    _of(
        "publication",
        "group",
        fields=(
            *_texts("publisher"),
            *(_field(name, "string") for name in ("index_number", "document_number")),
            *(_field(name, "date") for name in ("issued", "published")),
            _field("validity", "string"),
        ),
    ),
    _of("added", "date"),
    _of(
        "corrections",
        "list",
        fields=(_field("day", "date", always=True), _field("text", "text", always=True)),
    ),
    _of("moved_from", "strings", always=True),
    _field("modified", "date"),
    _of("note", "text"),
)
"""One declaration 申报表."""
