"""Step 1: a file's bytes → a tree of text with places, or problems.

Strict on purpose: every scalar stays the text that was typed (YAML's own guesses turn `49.00` into 49.0,
`12:30` into 750 and `no` into False), and everything that makes two readers see different things is refused.
The tree is built from parser events, never by PyYAML's composer: that one recurses, and its C form crashes
the process on deep nesting.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator import characters, hints
from generator.problem import Problem, Severity

MAX_BYTES = 1_048_576
MAX_DEPTH = 12
MAX_NODES = 50_000
MAX_TEXT = 20_000

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text as typed (NFC)."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order typed; `keys` holds the place of each key."""

    entries: dict[str, Node]
    keys: dict[str, Scalar]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


def read_file(path: Path, name: str) -> tuple[Mapping | None, list[Problem]]:
    """The tree of one file, called `name` in problems. Unreadable files are problems too; nothing is raised.

    A symbolic link is refused: it could publish a file from outside the content folder. So is anything that
    is no plain file: opening a pipe would wait for ever.
    """
    if path.is_symlink():
        return None, [link(name)]
    if path.exists() and not path.is_file():
        return None, [_whole_file(name, "file-readable", "kind")]
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [_whole_file(name, "file-readable", "os", reason=error.strerror or type(error).__name__)]
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> tuple[Mapping | None, list[Problem]]:
    """The tree of a file's bytes, or None, with every problem found. Never raises, for any bytes."""
    if len(data) > MAX_BYTES:
        return None, [_whole_file(name, "file-size", limit=f"{MAX_BYTES:,}")]
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [Problem(name, line, 1, Severity.ERROR, "encoding", case=hints.encoding(data))]
    unwanted = [
        Problem(name, line, column, Severity.ERROR, "characters", {"code": code})
        for line, column, code in characters.unwanted_with_places(text)
    ]
    if unwanted:
        return None, unwanted
    builder = _Builder(name)
    try:
        tree = builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        hint = hints.syntax(text.splitlines(), line)
        problem = Problem(name, hint.line, column, Severity.ERROR, "yaml-syntax", hint.args, hint.case)
        return None, [*builder.problems, problem]
    except _TooMuchError:
        return None, builder.problems
    return tree, builder.problems


def link(name: str) -> Problem:
    """The problem of a symbolic link: MkDocs would follow it, out of the content folder."""
    return _whole_file(name, "file-readable", "link")


def _whole_file(name: str, rule: str, case: str = "", **args: str) -> Problem:
    return Problem(name, 1, 1, Severity.ERROR, rule, args, case)


class _TooMuchError(Exception):
    """The file goes past a cap: reading on would only cost time."""


@dataclass
class _Open:
    """A mapping or list whose end has not come yet."""

    line: int
    column: int
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    key: Scalar | None = None
    """The key that waits for its value."""

    def close(self) -> Node:
        if self.is_mapping:
            return Mapping(self.entries, self.keys, self.line, self.column)
        return Sequence(tuple(self.items), self.line, self.column)


class _Builder:
    """Folds parser events into a tree, with an explicit stack instead of recursion."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None

    def document(self, events: Iterator[yaml.Event]) -> Mapping | None:
        nodes = documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problem(event, "plain-yaml", case="documents")
                    raise _TooMuchError
                if event.version or event.tags:
                    self._problem(event, "plain-yaml", case="directive")
            elif isinstance(event, yaml.NodeEvent):
                nodes += 1
                if nodes > MAX_NODES:
                    self._problem(event, "file-size", case="nodes", limit=f"{MAX_NODES:,}")
                    raise _TooMuchError
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._add(self.stack.pop().close())
        if isinstance(self.root, Mapping):
            return self.root
        if not self.problems:
            self.problems.append(_whole_file(self.name, "not-empty"))
        return None

    def _node(self, event: yaml.NodeEvent) -> None:
        line, column = _place(event)
        if event.anchor is not None:
            case = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
            self._problem(event, "plain-yaml", case=case, name=event.anchor)
        if tag := getattr(event, "tag", None):
            self._problem(event, "plain-yaml", case="tag", name=tag)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self.stack) == MAX_DEPTH:
                self._problem(event, "plain-yaml", case="depth", limit=str(MAX_DEPTH))
                raise _TooMuchError
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self.stack.append(_Open(line, column, is_mapping))
        else:
            self._add(Scalar(self._text(event), line, column))

    def _text(self, event: yaml.NodeEvent) -> str:
        if not isinstance(event, yaml.ScalarEvent):  # an alias: refused above, and read as nothing
            return ""
        if len(event.value) > MAX_TEXT:
            self._problem(event, "file-size", case="text", limit=f"{MAX_TEXT:,}")
            return ""
        for char in filter(
            characters.unwanted, event.value
        ):  # only an escape ("\\u0000") brings one this far
            self._problem(event, "characters", code=f"U+{ord(char):04X}")
            return ""
        text = event.value.replace("\r\n", "\n").replace("\r", "\n")
        return unicodedata.normalize("NFC", text).strip()

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if not top.is_mapping:
            top.items.append(node)
        elif top.key is None:
            top.key = self._key(node, top)
        else:
            top.entries.setdefault(top.key.text, node)
            top.keys.setdefault(top.key.text, top.key)
            top.key = None

    def _key(self, node: Node, top: _Open) -> Scalar:
        if not isinstance(node, Scalar):
            self._problem_at(node, "plain-yaml", case="key")
            return Scalar("", node.line, node.column)
        if node.text == "<<":
            self._problem_at(node, "plain-yaml", case="merge")
        if earlier := top.keys.get(node.text):
            self._problem_at(node, "unique-keys", key=node.text, line=str(earlier.line))
        return node

    def _problem(self, event: yaml.Event, rule: str, case: str = "", **args: str) -> None:
        self._at(*_place(event), rule, case, args)

    def _problem_at(self, node: Node, rule: str, case: str = "", **args: str) -> None:
        self._at(node.line, node.column, rule, case, args)

    def _at(self, line: int, column: int, rule: str, case: str, args: dict[str, str]) -> None:
        self.problems.append(Problem(self.name, line, column, Severity.ERROR, rule, args, case))


def _place(event: yaml.Event) -> tuple[int, int]:
    mark: Any = event.start_mark  # events made by a parser always have one
    return mark.line + 1, mark.column + 1
