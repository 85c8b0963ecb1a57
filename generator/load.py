"""Step 1: a file's bytes → a tree of text with places, or problems.

Strict on purpose: every scalar stays the text that was typed (YAML's own guesses turn `49.00` into 49.0,
`12:30` into 750 and `no` into False), and everything that makes two readers see different things is refused.
The tree is built from parser events, never by PyYAML's composer: that one recurses, and its C form crashes
the process on deep nesting.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator import characters, hints, plain
from generator.files import read_data, read_text, whole
from generator.nodes import MAX_DEPTH, MAX_NODES, MAX_PROBLEMS, MAX_TEXT, Mapping, Node, Scalar, Sequence
from generator.problem import Problem, Severity, sort, too_many

MISSING_DASH = 3

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


_COMMENT = re.compile(r"\s+(#\S.*)")
"""What stands behind a text on its line, where it begins a comment without a blank."""


def read_file(path: Path, name: str) -> tuple[Mapping | None, list[Problem]]:
    """The tree of one file, called `name` in problems. Unreadable files are problems too; nothing is raised."""
    data, problems = read_data(path, name)
    return (None, problems) if data is None else read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> tuple[Mapping | None, list[Problem]]:
    """The tree of a file's bytes, or None, with every problem found. Never raises, for any bytes."""
    found, problems = read_text(data, name)
    if found is None:
        return None, problems
    return (tree, []) if (tree := plain.read(found)) else parse(found, name)


def parse(text: str, name: str) -> tuple[Mapping | None, list[Problem]]:
    """The tree as PyYAML's events tell it, with every problem found."""
    builder = _Builder(name, text)
    try:
        tree = builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        lines = text.splitlines()
        hint = hints.syntax(lines, line)
        here = min(column, len(lines[line - 1]) + 1) if hint.line == line <= len(lines) else 1
        return None, [*builder.problems, hint.problem(name, here)]
    except _TooMuchError:
        return None, builder.problems
    return tree, sort(builder.problems)


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
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    key: Scalar | None = None
    """The key that waits for its value."""
    doubles: list[Scalar] = field(default_factory=list)
    """Keys that were there already."""

    def close(self) -> Node:
        if self.is_mapping:
            return Mapping(self.entries, self.keys, self.line, self.column)
        return Sequence(self.items, self.line, self.column)


class _Builder:
    """Folds parser events into a tree, with an explicit stack instead of recursion."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.lines = name, source.splitlines()
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
                top = self.stack.pop()
                self._doubles(top)
                self._add(top.close())
        if isinstance(self.root, Mapping):
            return self.root
        if not self.problems:
            self.problems.append(self._no_mapping())
        return None

    def _no_mapping(self) -> Problem:
        """A file that is nothing, one sentence (every colon is full-width, say) or a list."""
        if self.root is None or self.root == Scalar("", self.root.line, self.root.column):
            return whole(self.name, "not-empty")
        if hint := hints.mistake(self.lines[self.root.line - 1], self.root.line):
            return hint.problem(self.name, 1)
        return Problem(self.name, self.root.line, 1, Severity.ERROR, "plain-yaml", case="key")

    def _node(self, event: yaml.NodeEvent) -> None:
        line, column = _place(event)
        if event.anchor is not None:
            case = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
            self._problem(event, "plain-yaml", case=case, name=event.anchor)
        if tag := getattr(event, "tag", None):
            self._problem(event, "plain-yaml", case="tag", name=tag.replace("tag:yaml.org,2002:", "!!"))
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
        self._lost(event)
        text = event.value.replace("\r\n", "\n").replace("\r", "\n")
        return unicodedata.normalize("NFC", text).strip()

    def _lost(self, event: yaml.ScalarEvent) -> None:
        """`全年 #1 号厅`: YAML takes the rest for a comment. One that is meant has a space after its `#`."""
        end: Any = event.end_mark
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        if not event.style and (lost := _COMMENT.match(line, end.column)):  # no slice: a line may hold it all
            self._problem(event, "yaml-syntax", case="comment", lost=lost[1])

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
            top.keys.setdefault(top.key.text, (top.key.line, top.key.column))
            top.key = None

    def _key(self, node: Node, top: _Open) -> Scalar:
        if not isinstance(node, Scalar):
            self._problem(node, "plain-yaml", case="key")
            return Scalar("", node.line, node.column)
        if node.text == "<<":
            self._problem(node, "plain-yaml", case="merge")
        if node.text in top.keys:
            top.doubles.append(node)
        return node

    def _doubles(self, top: _Open) -> None:
        """Keys that stand twice; three or more mean that a list item lacks its `- `."""
        case = "item" if len(top.doubles) >= MISSING_DASH else ""
        for key in top.doubles[:1] if case else top.doubles:
            line = str(top.keys[key.text][0])
            self._problem(key, "unique-keys", case, key=key.text, line=line)

    def _problem(self, where: yaml.Event | Node, rule: str, case: str = "", **args: str) -> None:
        line, column = _place(where) if isinstance(where, yaml.Event) else (where.line, where.column)
        self.problems.append(Problem(self.name, line, column, Severity.ERROR, rule, args, case))
        if len(self.problems) == MAX_PROBLEMS:
            self.problems.append(too_many(self.problems[-1], MAX_PROBLEMS))
            raise _TooMuchError


def _place(event: yaml.Event) -> tuple[int, int]:
    mark: Any = event.start_mark  # events made by a parser always have one
    return mark.line + 1, mark.column + 1
