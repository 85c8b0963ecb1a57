"""Which characters have no place in published text: they cannot be seen, or turn round what is seen."""

from __future__ import annotations

from collections.abc import Iterator

_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
_UNSEEN = {0x200B, 0x200C, 0x200D, 0x2060, 0x2028, 0x2029, 0xFEFF}


def unwanted(char: str) -> bool:
    """Whether a character has no place in a text: controls, surrogates, bidi controls, unseen marks."""
    code = ord(char)
    if code < 0x20:
        return char not in "\n\r\t"
    return (
        0x7F <= code <= 0x9F
        or code in _BIDI
        or code in _UNSEEN
        or 0xD800 <= code <= 0xDFFF
        or (code & 0xFFFE == 0xFFFE)
    )


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
