"""Reads the plain part of YAML that declarations are written in, several times faster than a YAML parser.

Mappings and lists by indent; values on one line, bare or in quotes, or as a `|` block; comments. Whatever is not
certain to mean the same to PyYAML is left to it: `read` gives up. A property test compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from generator.nodes import MAX_DEPTH, MAX_NODES, MAX_TEXT, Mapping, Node, Scalar, Sequence

_FIRST = r"""[^\s\-?:,\[\]{}\#&*!|>'"%@`]"""
"""What a bare text may begin with."""

_LINE = re.compile(
    rf"""
    ^(\ *)                                          # indent
    (-\ +(?=\S))?                                   # a list item
    (?:([A-Za-z_][A-Za-z0-9_.-]{{0,99}}):(\ +|$))?  # a key, and the gap before its value
    (?:
        ("[^"\\\n]*"|'[^'\n]*')                     # in quotes, with nothing to unescape
      | ({_FIRST}[^:\#\n]*)                         # bare, with nothing to ask about
    )?
    (.*)\n                                          # the rest: nothing, as a rule
    """,
    re.VERBOSE | re.MULTILINE | re.ASCII,
)
_NODES_OF_A_LINE = 4
"""A list, a mapping in it, a key and its value."""

_QUOTED = re.compile(r"""("(?:[^"\\]|\\["\\n])*"|'(?:[^']|'')*')(?:\ +\#.*|\ *)""", re.VERBOSE)
_COMMENT = r"(?:\#(?:\ .*)?)?"
"""After a bare text or none. What has no space behind its `#` (`全年 #1 号厅`) was perhaps meant to be read."""
_BARE = re.compile(
    rf"({_FIRST}(?:[^:\#\ ]|:(?!\ |$)|(?<!\ )\#|\ +(?![\ \#]|$))*)(?:\ *|\ +{_COMMENT})",
    re.VERBOSE | re.ASCII,
)
_EMPTY = re.compile(_COMMENT, re.VERBOSE)
_BLOCK = re.compile(r"\|[+-]?(?:\ *|\ +\#.*)", re.VERBOSE)
_ESCAPE = re.compile(r"\\(.)")

_MOST_BLANK = 20
"""Empty lines before the text of a block; with more it is given up."""

_new = tuple.__new__
"""Makes a named tuple in half of the time that its class takes."""


class _UncertainError(Exception):
    """Something that a YAML parser has to judge."""


def read(text: str) -> Mapping | None:
    """The tree of a file; None for what only a YAML parser can be trusted with.

    `text` must hold none of the characters that `characters.unwanted` refuses.
    """
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    if "\t" in text or "\r" in text or not unicodedata.is_normalized("NFC", text):
        return None
    if len(lines) * _NODES_OF_A_LINE >= MAX_NODES or max(map(len, lines)) > MAX_TEXT:
        return None
    try:
        return _Reader(lines).tree(_LINE.findall(text + "\n"))
    except _UncertainError:
        return None


class _Reader:
    """Puts lines into mappings and lists, which stay open as long as lines are indented like them."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.top: Mapping | Sequence = Mapping({}, {}, 1, 1)
        """What is open, and the column (from 1) of things in it."""
        self.indent = 1
        self.around: list[tuple[int, Mapping | Sequence]] = []
        """What it stands in, outermost first."""
        self.waiting = ""
        """The last key, while nothing was its value."""
        self.resume = 0
        """The line after a block of text."""

    def tree(self, found: Iterable[tuple[str, ...]]) -> Mapping:
        """The whole file from its lines, each cut up by `_LINE`."""
        root = top = self.top
        for line, (lead, dash, key, gap, quoted, bare, rest) in enumerate(found, 1):
            if line < self.resume:
                continue
            if not key and not dash:
                if quoted or bare or (rest and rest[0] != "#"):
                    raise _UncertainError
                continue
            column = len(lead) + 1
            if dash or self.waiting or column != self.indent or type(top) is not Mapping:
                column = self._level(line, column, len(dash), bool(key))
                top = self.top
            text = bare.strip() if bare else quoted[1:-1].strip() if quoted else None
            if rest:
                text = self._text(quoted + bare + rest, line)
            if isinstance(top, Mapping):
                if key in top.keys:
                    raise _UncertainError
                top.keys[key] = (line, column)
                if text is None:
                    self.waiting = key
                else:
                    top.entries[key] = _new(Scalar, (text, line, column + len(key) + 1 + len(gap)))
            elif text is not None:
                top.items.append(_new(Scalar, (text, line, column)))
            else:
                raise _UncertainError
        return self._root(root)

    def _root(self, root: Mapping | Sequence) -> Mapping:
        if self.waiting:
            self._blank()
        if not isinstance(root, Mapping) or not root.keys:
            raise _UncertainError
        return root._replace(line=next(iter(root.keys.values()))[0])

    def _level(self, line: int, column: int, dash: int, has_key: bool) -> int:
        """Opens and closes what a line begins and ends; `dash` is the width of its `- `. The column behind that."""
        if self.waiting:
            if column > self.indent or (dash and column == self.indent):
                self._open(Sequence([], line, column) if dash else Mapping({}, {}, line, column))
            else:
                self._blank()
        while column < self.indent:
            self.indent, self.top = self.around.pop()
        if not dash and type(self.top) is Sequence:  # a list may be indented like the key it belongs to
            self.indent, self.top = self.around.pop()
        if column != self.indent or (type(self.top) is Sequence) != bool(dash):
            raise _UncertainError
        column += dash
        if dash and has_key:
            self._open(Mapping({}, {}, line, column))
        return column

    def _open(self, node: Mapping | Sequence) -> None:
        """Lines go into `node` from now on."""
        self._fill(node)
        self.around.append((self.indent, self.top))
        self.indent, self.top = node.column, node
        if len(self.around) >= MAX_DEPTH:
            raise _UncertainError

    def _fill(self, node: Node) -> None:
        """Puts a value to the key that waits for one, or into the list that is open."""
        if isinstance(self.top, Sequence):
            self.top.items.append(node)
        elif self.waiting:
            self.top.entries[self.waiting] = node
            self.waiting = ""

    def _blank(self) -> None:
        """The key that waits has no value: an empty text, behind its colon."""
        if isinstance(self.top, Mapping):
            line, column = self.top.keys[self.waiting]
            self._fill(Scalar("", line, column + len(self.waiting) + 1))

    def _text(self, typed: str, line: int) -> str | None:
        """A value that is more than a word: with escapes, a colon, a comment, or a block; None for no value."""
        if found := _QUOTED.fullmatch(typed):
            text = found[1][1:-1]
            if typed[0] == "'":
                return text.replace("''", "'").strip()
            return _ESCAPE.sub(lambda each: "\n" if each[1] == "n" else each[1], text).strip()
        if found := _BARE.fullmatch(typed):
            return found[1].strip()
        if _EMPTY.fullmatch(typed):
            return None
        if _BLOCK.fullmatch(typed):
            return self._block(line)
        raise _UncertainError

    def _block(self, start: int) -> str:
        """The lines from index `start` that are indented deeper than the key or dash of their block."""
        first = next((line for line in self.lines[start : start + _MOST_BLANK] if line.strip(" ")), "")
        margin = len(first) - len(first.lstrip(" "))
        texts: list[str] = []
        for index in range(start, len(self.lines)):
            line = self.lines[index]
            if line[:margin].strip(" "):
                break
            texts.append(line[margin:])
        self.resume = start + len(texts) + 1
        text = "\n".join(texts)
        blank = any(each.isspace() for each in texts)  # wider than the margin: it may say how wide that is
        if margin < self.indent or blank or len(text) >= MAX_TEXT:
            raise _UncertainError
        return text.strip()
