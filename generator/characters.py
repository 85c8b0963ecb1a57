"""Which characters have no place in published text: they cannot be seen, or turn round what is seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode's categories: controls, formats (bidi controls, zero widths, tags), surrogates, separators of lines."""


def unwanted(char: str) -> bool:
    """Whether a character has no place in a text: controls, surrogates, bidi controls, unseen marks."""
    code = ord(char)
    if unicodedata.category(char) in _UNSEEN:
        return char not in "\n\r\t"
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # Unicode keeps these for no character at all


def unwanted_with_places(text: str) -> Iterator[tuple[int, int, str]]:
    """Line and column (from 1) and code of each such character of a file."""
    if text.replace("\n", "").isprintable():  # nothing unwanted is: the usual case is quick
        return
    line, start = 1, 0
    for index, char in enumerate(text):
        if char == "\n":
            line, start = line + 1, index + 1
        elif unwanted(char):
            yield line, index - start + 1, f"U+{ord(char):04X}"


def printable(text: str) -> str:
    """A text on one line that any terminal can be shown: `\\n` for a line break, `\\udcff` for a broken file name."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or unicodedata.category(each) == "Zs" else ascii(each)[1:-1]
        for each in text
    )
