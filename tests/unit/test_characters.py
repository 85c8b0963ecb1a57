"""Which characters have no place in published text."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from generator import characters

TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
MARKS = "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff\u061c"


def test_what_turns_text_round() -> None:
    """Every character that changes the direction of text is refused, whatever Unicode adds."""
    found = [
        char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.bidirectional(char) in TURNING
    ]
    assert len(found) >= 9
    assert all(map(characters.unwanted, found))


def test_what_cannot_be_seen() -> None:
    """Controls, surrogates, non-characters, and marks without width are refused."""
    controls = {char for char in map(chr, range(0x100)) if unicodedata.category(char) == "Cc"} - set("\t\n\r")
    nowhere = {chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)}
    for char in {*controls, *nowhere, *MARKS, *map(chr, range(0xD800, 0xE000))}:
        assert characters.unwanted(char), hex(ord(char))


@pytest.mark.parametrize(
    "text", ["\t\n\r", "考点≥90％（㎡）", "𠮷😀", "\u00a0\u3000\u2009", "é", "\ue000\ufffd", "עברית"]
)
def test_what_can_be_read(text: str) -> None:
    """Letters of any script, blanks that show, and rare characters are accepted."""
    assert not any(map(characters.unwanted, text))


def test_places() -> None:
    """Each refused character of a file is found at its line and column, in characters from 1."""
    text = "考\u200b点\n\n数\n\u202e率\x00"
    assert list(characters.unwanted_with_places(text)) == [
        (1, 2, "U+200B"),
        (4, 1, "U+202E"),
        (4, 3, "U+0000"),
    ]
    assert list(characters.unwanted_with_places("考点\n" * 3)) == []
