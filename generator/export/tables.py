"""Step 6: the same facts as flat tables, for spreadsheets and databases.

A column is called like the path of its JSON name, joined by `_` (`target_number`). In the files beside a page a
text stands in the page's language (where it has no English, the Chinese); in the whole data it has two columns,
`name` and `name_en`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from generator.derive import PARTS, Declared, Money, Part
from generator.export.published import Facts, Field, Form, Values, values
from generator.export.record import DECLARATION, INDICATOR
from generator.vocabulary import GROUPS, Vocabulary

BOTH = "both"
"""In place of a language: each text in two columns."""

NUMBERS = ("integer", "decimal")
"""Forms of columns that hold numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    path: tuple[str, ...]
    """Where its value stands in the record."""
    form: Form
    lang: str
    """The language of its texts."""
    keys: tuple[str, ...] = ()
    always: bool = False
    """Never empty."""


Reference = tuple[tuple[str, ...], str, tuple[str, ...]]
"""Columns → a table and the columns of it that they point at."""


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of table: its fields, what tells its rows apart, and what they point at."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    def columns(self, lang: str) -> tuple[Column, ...]:
        """Its columns in a language, or in `BOTH`. Lists inside a record are tables of their own, or JSON alone."""
        return _columns_of(self, lang)


@cache
def _columns_of(kind: Kind, lang: str) -> tuple[Column, ...]:
    return tuple(_columns(kind.fields, (), lang, always=True))


def _columns(fields: Iterable[Field], path: tuple[str, ...], lang: str, always: bool) -> Iterator[Column]:
    for field in fields:
        here = (*path, field.name)
        name, sure, both = "_".join(here), always and field.always, lang == BOTH
        if field.form == "group":
            yield from _columns(field.fields, here, lang, sure)
        elif field.form == "address":
            for each in ("zh", "en") if both else (lang,):
                yield Column(f"{name}_{each}" if both else name, here, "string", each, always=sure)
        elif field.form in ("text", "term") and both:
            yield Column(name, here, field.form, "zh", always=sure)
            yield Column(f"{name}_en", here, field.form, "en")
        elif field.form != "list":
            filled = sure and field.form != "strings"  # an empty list is an empty cell
            yield Column(name, here, field.form, "zh" if both else lang, field.keys, filled)


def _own(name: str, form: Form, **more: Any) -> Field:
    return Field(name, form, lambda _, thing: getattr(thing, name), **more)


def _inside(field: Field) -> Field:
    """The field of a row's own thing: rows are tuples that begin with what they stand in."""
    of = field.of
    return replace(field, of=lambda facts, row: of(facts, row[1]))


CONTEXT = (
    Field("fiscal_year", "integer", lambda _, row: row[0].declaration.fiscal_year, always=True),
    Field("declaration_id", "string", lambda _, row: row[0].declaration.id, always=True),
    Field("project_name", "text", lambda _, row: row[0].declaration.project_name, always=True),
    Field("unit", "term", lambda _, row: row[0].unit.name, always=True),
    Field("position", "integer", lambda _, row: row[2], always=True),
)
"""In which declaration a row stands, and where in it."""

_IN_A_DECLARATION: Reference = (("fiscal_year", "declaration_id"), "declarations", ("fiscal_year", "id"))

DECLARATIONS = Kind(
    "declarations",
    DECLARATION,
    ("fiscal_year", "id"),
    ((("department_key",), "organisations", ("key",)), (("unit_key",), "organisations", ("key",))),
)

INDICATORS = Kind(
    "indicators",
    (*CONTEXT, *map(_inside, INDICATOR)),
    ("fiscal_year", "declaration_id", "id"),
    (_IN_A_DECLARATION,),
)

FUNDING = Kind(
    "funding",
    (
        *CONTEXT,
        Field("column", "key", lambda _, row: row[3], keys=("annual", "project"), always=True),
        Field("item", "key", lambda _, row: row[1].key, keys=("total", *PARTS, "source"), always=True),
        Field("source", "term", lambda _, row: row[1].term and row[1].term.name),
        Field("part_of", "key", lambda _, row: row[1].part_of, keys=("fiscal_appropriation", "other")),
        Field("amount", "decimal", lambda _, row: row[1].yuan, always=True),
        Field("share", "decimal", lambda _, row: None if row[1].key == "total" else row[1].share),
        Field("filed", "string", lambda _, row: row[1].filed, always=True),
        Field(
            "money_unit", "string", lambda _, row: row[0].declaration.funding.money_unit or "元", always=True
        ),
    ),
    ("fiscal_year", "declaration_id", "position"),
    (_IN_A_DECLARATION,),
)

ORGANISATIONS = Kind(
    "organisations",
    (
        _own("key", "string", always=True),
        _own("name", "text", always=True),
        _own("also", "strings"),
        _own("part_of", "string"),
    ),
    ("key",),
    ((("part_of",), "organisations", ("key",)),),
)

GLOSSARY = Kind(
    "glossary",
    (
        Field("group", "string", lambda _, row: row[0], always=True),
        _inside(_own("key", "string", always=True)),
        _inside(_own("name", "text", always=True)),
        _inside(_own("also", "strings")),
        _inside(_own("meaning", "text")),
    ),
    ("group", "key"),
)

KINDS = {kind.name: kind for kind in (DECLARATIONS, FUNDING, INDICATORS, ORGANISATIONS, GLOSSARY)}


def of_declaration(each: Declared, facts: Facts) -> dict[str, list[Values]]:
    """The records of one declaration by table: itself, its amounts, its indicators."""
    things = rows_of(each)
    whole = values(DECLARATIONS.fields, each, facts)
    rows = zip(things["indicators"], whole["indicators"], strict=True)
    return {
        "declarations": [whole],
        "funding": [values(FUNDING.fields, row, facts) for row in things["funding"]],
        "indicators": [values(CONTEXT, row, facts) | own for row, own in rows],
    }


def rows_of(each: Declared) -> dict[str, list[Any]]:
    """What the rows of one declaration are about, by table."""
    sums = [
        (part, column)
        for column in ("annual", "project")
        if (money := getattr(each, column))
        for part in (_total(money), *money.parts)
    ]
    return {
        "declarations": [each],
        "funding": [(each, part, number, column) for number, (part, column) in enumerate(sums, 1)],
        "indicators": [(each, row, number) for number, row in enumerate(each.declaration.indicators, 1)],
    }


def _total(money: Money) -> Part:
    return Part("total", money.total, Decimal(100), filed=money.filed)


def of_vocabulary(vocabulary: Vocabulary, facts: Facts) -> dict[str, list[Values]]:
    """The records of organisations and glossary."""
    things = words_of(vocabulary)
    return {
        table: [values(KINDS[table].fields, row, facts) for row in rows] for table, rows in things.items()
    }


def words_of(vocabulary: Vocabulary) -> dict[str, Sequence[Any]]:
    """What the rows of organisations and glossary are about."""
    terms = [(group, term) for group in GROUPS for term in getattr(vocabulary.glossary, group)]
    return {"organisations": vocabulary.organisations, "glossary": terms}
