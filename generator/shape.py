"""Step 2: a tree of text → a value of the model, or problems that say what to type instead.

Knows form, not meaning: whether a key exists, a date is a date, an amount a number. What the parts say about
each other is for `rules`. All problems of a file are found in one reading.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

from generator import hints, nodes, target
from generator.fields import Choice, Field, Form, Leaf, Many, PathKey, Record, fields
from generator.model import Amount, LongText, Text
from generator.problem import Problem, Severity

T = TypeVar("T")


@dataclass(frozen=True)
class Filed(Generic[T]):
    """What a file says, and where it says it."""

    file: str
    value: T
    places: Mapping[PathKey, tuple[int, int]] = field(default_factory=dict, repr=False)

    def place(self, path: PathKey) -> tuple[int, int]:
        """Line and column of a value, or of the nearest thing around it that the file has."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, (1, 1))


class UnfitError(Exception):
    """A text that its field cannot take: which rule, which of its sentences, filled with what."""

    def __init__(self, rule: str, case: str = "", **args: str) -> None:
        super().__init__(rule)
        self.rule, self.case, self.fill = rule, case, args


def read(
    tree: nodes.Mapping, cls: type[T], file: str, labels: Mapping[str, str] | None = None
) -> tuple[Filed[T] | None, list[Problem]]:
    """The value of class `cls` that a file's tree holds. `labels` maps the form's Chinese words to keys, for hints.

    Never raises. With any error the value is None: nothing after this step can meet a bad value.
    """
    reader = _Reader(file, labels or {})
    value = reader.record(tree, cls, ())
    if reader.problems:
        return None, reader.problems
    return Filed(file, value, reader.places), []


_MISSING: Any = object()

_A_KEY = re.compile(r"(?:zh|en)\s*[:：]")
"""`zh：阅览室` is a key typed wrong, not the name of a project."""


class _Reader:
    def __init__(self, file: str, labels: Mapping[str, str]) -> None:
        self.file, self.labels = file, labels
        self.problems: list[Problem] = []
        self.places: dict[PathKey, tuple[int, int]] = {}

    def record(self, node: nodes.Node, cls: type, path: PathKey) -> Any:
        """A `cls` from a mapping; _MISSING when it cannot be made (a problem then tells why)."""
        self.places[path] = (node.line, node.column)
        if isinstance(node, nodes.Scalar) and cls in (Text, LongText):
            # Chinese alone, without its translation
            if _A_KEY.match(node.text) and (hint := hints.mistake(node.text, node.line)):
                self.problems.append(hint.problem(self.file, node.column))
                return _MISSING
            node = nodes.Mapping({"zh": node}, {"zh": node}, node.line, node.column)
        if not isinstance(node, nodes.Mapping):
            self._problem(node, "structure", "mapping", key=_name(path), keys=_keys(cls))
            return _MISSING
        known = {item.name: item for item in fields(cls)}
        for name, place in node.keys.items():
            if name not in known:
                guess = self.labels.get(name.rstrip(":："), "") or hints.nearest(name, known)
                args = {"key": name, "guess": guess, "keys": _keys(cls)}
                self._problem(place, "known-keys", "guess" if guess in known else "", **args)
        values = {item.name: self._field(node, item, path) for item in known.values()}
        if any(values[item.name] is _MISSING for item in known.values() if item.required):
            return _MISSING
        return cls(**{name: value for name, value in values.items() if value is not _MISSING})

    def _field(self, node: nodes.Mapping, item: Field, path: PathKey) -> Any:
        child = node.entries.get(item.name)
        here = (*path, item.name)
        if child is None or (isinstance(child, nodes.Scalar) and not child.text):  # blank is "not given"
            if item.required:
                example = item.example or "…"
                self._problem(child or node, "required", key=item.name, example=example)
            elif child is not None:
                self.places[here] = (child.line, child.column)
            return _MISSING
        return self._value(child, item.form, here)

    def _value(self, node: nodes.Node, form: Form, path: PathKey) -> Any:
        if isinstance(form, Record):
            return self.record(node, form.cls, path)
        self.places[path] = (node.line, node.column)
        if isinstance(form, Many):
            if not isinstance(node, nodes.Sequence):
                self._problem(node, "structure", "list", key=_name(path))
                return _MISSING
            items = [self._value(item, form.item, (*path, i)) for i, item in enumerate(node.items)]
            return tuple(item for item in items if item is not _MISSING)
        if not isinstance(node, nodes.Scalar):
            self._problem(node, "structure", "text", key=_name(path))
            return _MISSING
        try:
            return leaf(node.text, form)
        except UnfitError as error:
            self._problem(node, error.rule, error.case, key=_name(path), value=node.text, **error.fill)
            return _MISSING

    def _problem(self, node: nodes.Node, rule: str, case: str = "", **args: str) -> None:
        self.problems.append(Problem(self.file, node.line, node.column, Severity.ERROR, rule, args, case))


def _name(path: PathKey) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _keys(cls: type) -> str:
    return ", ".join(item.name for item in fields(cls))


def leaf(text: str, form: Leaf | Choice) -> Any:
    """The value of one piece of text. Raises UnfitError."""
    if isinstance(form, Choice):
        if text in form.options:
            return text
        raise UnfitError("choice", options=" / ".join(form.options))
    return LEAVES[form.kind.name](text)


SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
TERM_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", re.ASCII)
RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)),
    "index",
}
"""Names Windows keeps for devices (Microsoft, "Naming Files, Paths, and Namespaces"), and our own
`index`; `page-2` is the second page of a list."""

_MONEY = re.compile(rf"(?:{target.NUMBER})", re.ASCII)
_WEB_ADDRESS = re.compile(
    r"https?://[a-z0-9.-]+(?::\d+)?(?:[/?#][\w.~:/?#@!$&'()*+,;=%-]*)?", re.ASCII | re.I
)
"""What RFC 3986 allows after the host, without the brackets of IPv6."""
_DAY = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?", re.ASCII)


def _slug(text: str) -> str:
    if len(text) > 64 or not SLUG.fullmatch(text):
        raise UnfitError(
            "address", write=re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64] or "road-repair"
        )
    if text in RESERVED or re.fullmatch(r"page-\d+", text):
        raise UnfitError("address", "reserved")
    return text


def _path(text: str) -> str:
    year, _, identity = text.partition("/")
    try:
        return f"{_year(year)}/{_slug(identity)}"
    except UnfitError:
        raise UnfitError("address", "path") from None


def _term_key(text: str) -> str:
    if len(text) > 64 or not TERM_KEY.fullmatch(text):
        raise UnfitError("address", write=re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-_")[:64] or "…")
    return text


def _line(text: str) -> str:
    if "\n" in text:
        raise UnfitError("one-line")
    return text


def _year(text: str) -> int:
    if not re.fullmatch(r"(?:19|20|21)\d\d", text, re.ASCII):
        raise UnfitError("year")
    return int(text)


def _day(text: str) -> dt.date:
    match = _DAY.fullmatch(text)
    try:
        return dt.date(*map(int, match.groups())) if match else dt.date.fromisoformat("")
    except ValueError:
        raise UnfitError("day") from None


def _money(text: str) -> Amount:
    if text.endswith(("元", "圆")):
        raise UnfitError("funding-scale", "suffix")
    if not _MONEY.fullmatch(text) or target.too_long(text):
        raise UnfitError("money")
    return Amount(text, Decimal(text.replace(",", "")))


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"\d+(?:\.\d+)?", text, re.ASCII) or target.too_long(text):
        raise UnfitError("number")
    return Decimal(text)


def _sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text, re.ASCII):
        raise UnfitError("sha256")
    return text


def _web_address(text: str) -> str:
    if not _WEB_ADDRESS.fullmatch(text):
        raise UnfitError("web-address")
    return text


LEAVES: dict[str, Callable[[str], Any]] = {
    "slug": _slug,
    "path": _path,
    "term-key": _term_key,
    "line": _line,
    "prose": str,
    "term": _line,
    "organisation": _line,
    "year": _year,
    "day": _day,
    "money": _money,
    "number": _number,
    "sha256": _sha256,
    "web-address": _web_address,
    "target": lambda text: target.parse(_line(text)),
}
