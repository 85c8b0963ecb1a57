"""What a person most likely meant, where a file cannot be read: the fix for the mistakes people make.

The parser's own messages ("could not find expected ':'") help programmers; clerks get what to type.
"""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.problem import Problem, Severity

MAX_LINE = 2_000
"""A longer line is not searched for slips."""

_KEY = r"[A-Za-z_][\w-]*"
_WIDE_COLON = re.compile(r"([^\s:：#\"']+)\s?：")
_NEEDS_QUOTES = re.compile(rf"({_KEY}:) +([>|%@`&*!\]}},].*)")
_TAIL = re.compile(rf"({_KEY}:) +((?:\"[^\"]*\"|\[[^\]]*\]|\{{[^}}]*\}})[^\s,#].*)")
"""`"全年"开放`, `[重点]开放`: text that begins like something else."""
_COLON_INSIDE = re.compile(rf"({_KEY}:) +([^\"'\s].*:(?: .*|$))")
_TIGHT = re.compile(rf"({_KEY}):(?:\u3000+|(?=[^\s:/]))(.+)")
_TIGHT_DASH = re.compile(rf"-({_KEY}:.*)")
_OPENS_QUOTE = re.compile(r"(?:[^\s:]+:|-) +\"")


@dataclass(frozen=True, slots=True)
class Hint:
    """Which sentence of `yaml-syntax` fits, filled with what to type, and the line it is about."""

    case: str
    line: int
    args: dict[str, str] = field(default_factory=dict)

    def problem(self, file: str, column: int) -> Problem:
        """The hint as a problem of a file."""
        return Problem(file, self.line, column, Severity.ERROR, "yaml-syntax", self.args, self.case)


def syntax(lines: list[str], line: int) -> Hint:
    """The likeliest mistake at `line` (from 1) or on the line before, where parsers often notice late.

    An open quotation mark is noticed later still: the first one up to there is named.
    """
    for number in (line, line - 1):
        if 1 <= number <= len(lines) and (found := mistake(lines[number - 1], number)):
            return found
    for number, text in enumerate(lines[:line], 1):
        if text.count('"') % 2 and _OPENS_QUOTE.match(_body(text)):
            return Hint("unclosed", number)
    return Hint("other", max(1, min(line, len(lines))))


def _body(text: str) -> str:
    """A line without indent and list dash."""
    return text[:MAX_LINE].strip().removeprefix("- ").strip()


def mistake(text: str, line: int) -> Hint | None:
    """What is wrong with one line as people type it, or None."""
    body, indent = _body(text), text[: len(text) - len(text.lstrip())]
    if "\t" in indent or "\u3000" in indent:
        return Hint("tab", line)
    if key := _WIDE_COLON.match(body):
        return Hint("wide-colon", line, {"key": key[1]})
    if quotes := _NEEDS_QUOTES.match(body):
        if re.fullmatch(r"[>|][+-]?\d?", quotes[2]):
            return None
        return Hint("quotes", line, {"typed": quotes[2], "write": f'{quotes[1]} "{quotes[2]}"'})
    if dash := _TIGHT_DASH.match(body):
        return Hint("space", line, {"write": f"- {dash[1]}"})
    if tail := _TAIL.match(body):
        return Hint("quotes", line, {"typed": tail[2], "write": f"{tail[1]} '{tail[2]}'"})
    if colon := _COLON_INSIDE.match(body):
        return Hint("quotes", line, {"typed": colon[2], "write": f'{colon[1]} "{colon[2]}"'})
    if tight := _TIGHT.match(body):
        return Hint("space", line, {"write": f"{tight[1]}: {tight[2].strip()}"})
    return None


def encoding(data: bytes) -> str:
    """What a file that is not UTF-8 seems to be: `utf16`, `gbk` (what Chinese Windows saves) or `other`."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "other"
    return "gbk"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word` ("did you mean"), or the empty text."""
    return next(iter(difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")
