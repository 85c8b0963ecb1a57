"""What the model's classes say of themselves: each field's name, form and whether it must be there.

Shared by `shape` (reading), `write` (writing) and `schema` (documenting): the three cannot drift apart.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from generator.model import Kind
from generator.target import Target

PathKey = tuple[str | int, ...]
"""Where a value stands in a file: `("indicators", 3, "target")`."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of text, read by the kind's rule."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few fixed words."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping, read into a class of the model."""

    cls: type


@dataclass(frozen=True, slots=True)
class Many:
    """A list of records or leaves."""

    item: Leaf | Record


Form = Leaf | Choice | Record | Many


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a mapping."""

    name: str
    form: Form
    required: bool
    example: str


def fields(cls: type) -> tuple[Field, ...]:
    """The fields of a model class, in the order of the form."""
    return _fields(cls)


@cache
def _fields(cls: Any) -> tuple[Field, ...]:
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        Field(
            item.name,
            _form(hints[item.name]),
            item.default is dataclasses.MISSING,
            item.metadata.get("example", ""),
        )
        for item in dataclasses.fields(cls)
    )


def _form(hint: Any) -> Form:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return Leaf(args[1])
    if origin is Literal:
        return Choice(args)
    if origin in (Union, types.UnionType):
        return _form(next(arg for arg in args if arg is not type(None)))
    if origin is tuple:
        item = _form(args[0])
        if not isinstance(item, Leaf | Record):
            raise TypeError(f"a list of {item} is not part of the schema")
        return Many(item)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return Record(hint)
    raise TypeError(f"{hint} is not part of the schema")


def records(cls: type) -> list[type]:
    """`cls` and every class below it, each once, in the order a reader meets them."""
    found: list[type] = [cls]
    for item in fields(cls):
        form = item.form.item if isinstance(item.form, Many) else item.form
        if isinstance(form, Record):
            found += [each for each in records(form.cls) if each not in found]
    return found


Wanted = Callable[[Form], bool]
"""A test of forms, defined once in a module (plans are kept by it)."""


def found(value: Any, wanted: Wanted, path: PathKey = ()) -> Iterator[tuple[PathKey, Form, Any]]:
    """Everything of the wanted forms that is given inside a model value: its path, its form, and itself."""
    for name, form, many, leads in _ways(value.__class__, wanted):
        child = getattr(value, name)
        if child is None:
            continue
        for where, each in _each((*path, name), child) if many else (((*path, name), child),):
            if leads:
                yield from found(each, wanted, where)
            else:
                yield where, form, each


def _each(path: PathKey, items: Iterable[Any]) -> Iterator[tuple[PathKey, Any]]:
    return (((*path, index), item) for index, item in enumerate(items))


@cache
def _ways(cls: Any, wanted: Wanted) -> tuple[tuple[str, Form, bool, bool], ...]:
    """The fields of a class that are wanted or lead to what is: name, form (of an item), many or one, leads or is."""
    ways = []
    for item in fields(cls):
        many = isinstance(item.form, Many)
        form = item.form.item if isinstance(item.form, Many) else item.form
        if wanted(form):
            ways.append((item.name, form, many, False))
        elif isinstance(form, Record) and _ways(form.cls, wanted):
            ways.append((item.name, form, many, True))
    return tuple(ways)


WORDS = ("line", "prose", "term", "organisation", "target")
"""Kinds of leaves that a person words; a checksum or an address on the web is none."""


def is_worded(form: Form) -> bool:
    """Whether a person words such a field."""
    return isinstance(form, Leaf) and form.kind.name in WORDS


def words(value: Any) -> list[str]:
    """The same texts as `texts` without their paths, quickly: to see whether looking at each is worth while."""
    said: list[str] = []
    for name, _, many, leads in _ways(value.__class__, is_worded):
        child = getattr(value, name)
        if not child:
            continue
        for each in child if many else (child,):
            if leads:
                said += words(each)
            else:
                said.append(each.raw if type(each) is Target else each)
    return said


def texts(value: Any) -> Iterator[tuple[PathKey, str]]:
    """Every text inside a model value with its path: for checks that concern all published words."""
    for path, _, each in found(value, is_worded):
        yield path, each.raw if isinstance(each, Target) else each
