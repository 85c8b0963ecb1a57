"""Step 2: a tree of text → a value of the model, or problems that say what to type instead.

Knows form, not meaning: whether a key exists, a date is a date, an amount a number. What the parts say about
each other is for `rules`. All problems of a file are found in one reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from generator import hints, nodes
from generator.fields import Choice, Form, Leaf, Many, PathKey, Record, fields
from generator.leaves import UnfitError, reader
from generator.model import LongText, Text
from generator.problem import Problem, Severity, sort, too_many

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filed(Generic[T]):
    """What a file says, and where it says it."""

    file: str
    value: T
    tree: nodes.Node = field(default=nodes.Scalar("", 1, 1), repr=False)

    def place(self, path: PathKey) -> tuple[int, int]:
        """Line and column of a value, or of the nearest thing around it that the file has."""
        node = self.tree
        for part in path:
            if isinstance(node, nodes.Mapping) and part in node.entries:
                node = node.entries[str(part)]
            elif isinstance(node, nodes.Sequence) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
            else:
                break
        return node.line, node.column


def read(
    tree: nodes.Mapping,
    cls: type[T],
    file: str,
    labels: Mapping[str, str] | None = None,
    most: int = nodes.MAX_NODES,
) -> tuple[Filed[T] | None, list[Problem]]:
    """The value of class `cls` that a file's tree holds. `labels` maps the form's Chinese words to keys, for hints;
    `most` is how many entries a list may have.

    Never raises. With any error the value is None: nothing after this step can meet a bad value.
    """
    shaping = _Shaping(file, labels or {}, most)
    with suppress(_TooManyError):
        value = shaping.record(tree, cls, "")
    if shaping.problems:
        return None, sort(shaping.problems)
    return Filed(file, value, tree), []


class _TooManyError(Exception):
    """So many problems that nobody would read more of them."""


_MISSING: Any = object()

SHARED: dict[type, Callable[..., Any]] = {
    Text: lru_cache(maxsize=65_536)(Text),
    LongText: lru_cache(maxsize=16_384)(LongText),
}
"""Names and goals come back in declaration after declaration, year after year: equal ones are one."""

_A_KEY = re.compile(r"(?:zh|en)\s*[:：]")
"""`zh：阅览室` is a key typed wrong, not the name of a project."""


class _Shaping:
    """Reads values; `key` is the key in the file that a value, or the list it is in, stands under."""

    def __init__(self, file: str, labels: Mapping[str, str], most: int) -> None:
        self.file, self.labels, self.most = file, labels, most
        self.problems: list[Problem] = []

    def record(self, node: nodes.Node, cls: type, key: str) -> Any:
        """A `cls` from a mapping; _MISSING when it cannot be made (a problem then tells why)."""
        if not isinstance(node, nodes.Mapping):
            mapping = self._chinese(node, cls, key)
            return _MISSING if mapping is None else self.record(mapping, cls, key)
        known, needed = _plan(cls)
        values: dict[str, Any] = {}
        for name, child in node.entries.items():
            if name not in known:
                self._unknown(nodes.Scalar(name, *node.keys[name]), cls)
                continue
            form, read = known[name]
            if type(child) is nodes.Scalar:
                if not child.text:  # blank is "not given"
                    continue
                if read:
                    try:
                        values[name] = read(child.text)
                    except UnfitError as error:
                        self._unfit(child, error, name)
                    continue
            value = self._value(child, form, name)
            if value is not _MISSING:
                values[name] = value
        if not needed <= values.keys():
            self._required(node, cls)
            return _MISSING
        return SHARED[cls](values["zh"], values.get("en")) if cls in SHARED else cls(**values)

    def _chinese(self, node: nodes.Scalar | nodes.Sequence, cls: type, key: str) -> nodes.Mapping | None:
        """What a text without braces stands for: Chinese alone, without its translation."""
        if not isinstance(node, nodes.Scalar) or cls not in (Text, LongText):
            self._problem(node, "structure", "mapping", key=key, keys=_keys(cls))
        elif _A_KEY.match(node.text) and (hint := hints.mistake(node.text, node.line)):
            self.problems.append(hint.problem(self.file, node.column))
        else:
            return nodes.Mapping({"zh": node}, {"zh": (node.line, node.column)}, node.line, node.column)
        return None

    def _unknown(self, key: nodes.Scalar, cls: type) -> None:
        known, _ = _plan(cls)
        guess = self.labels.get(key.text.rstrip(":："), "") or hints.nearest(key.text, known)
        args = {"key": key.text, "guess": guess, "keys": _keys(cls)}
        self._problem(key, "known-keys", "guess" if guess in known else "", **args)

    def _required(self, node: nodes.Mapping, cls: type) -> None:
        """Tells which required fields are not there, or blank."""
        for item in fields(cls):
            child = node.entries.get(item.name)
            if item.required and (child is None or (isinstance(child, nodes.Scalar) and not child.text)):
                self._problem(child or node, "required", key=item.name, example=item.example or "…")

    def _value(self, node: nodes.Node, form: Form, key: str) -> Any:
        if isinstance(form, Record):
            return self.record(node, form.cls, key)
        if not isinstance(form, Many):
            return self._leaf(node, reader(form), key)
        if not isinstance(node, nodes.Sequence):
            self._problem(node, "structure", "list", key=key)
            return _MISSING
        if len(node.items) > self.most:
            self._problem(node, "file-size", "list", key=key, limit=f"{self.most:,}")
            return _MISSING
        items = [self._value(item, form.item, key) for item in node.items]
        return tuple(item for item in items if item is not _MISSING)

    def _leaf(self, node: nodes.Node, read: Callable[[str], Any], key: str) -> Any:
        if not isinstance(node, nodes.Scalar):
            self._problem(node, "structure", "text", key=key)
            return _MISSING
        try:
            return read(node.text)
        except UnfitError as error:
            self._unfit(node, error, key)
            return _MISSING

    def _unfit(self, node: nodes.Scalar, error: UnfitError, key: str) -> None:
        self._problem(node, error.rule, error.case, key=key, value=node.text, **error.fill)

    def _problem(self, node: nodes.Node, rule: str, case: str = "", **args: str) -> None:
        self.problems.append(Problem(self.file, node.line, node.column, Severity.ERROR, rule, args, case))
        if len(self.problems) == nodes.MAX_PROBLEMS:
            self.problems.append(too_many(self.problems[-1], nodes.MAX_PROBLEMS))
            raise _TooManyError


Known = dict[str, tuple[Form, Callable[[str], Any] | None]]


@cache
def _plan(cls: type) -> tuple[Known, frozenset[str]]:
    """The keys a mapping may have, each with its form and (for a leaf) its reader, and those it must have."""
    known = {
        item.name: (item.form, reader(item.form) if isinstance(item.form, Leaf | Choice) else None)
        for item in fields(cls)
    }
    return known, frozenset(item.name for item in fields(cls) if item.required)


def _keys(cls: type) -> str:
    return ", ".join(item.name for item in fields(cls))
