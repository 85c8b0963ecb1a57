"""Step 6: the CRC-32 of a whole from those of its parts, so that parts need not be read again.

Bytes are taken for a polynomial over the field of two elements, and their CRC is what is left of it when the
polynomial below divides it. To put so many bytes behind a part is to multiply it by a power of x. (Bits are in
reverse, as ZIP has them, APPNOTE.TXT 4.4.7: the highest bit is that of x⁰.)
"""

from __future__ import annotations

from functools import cache, lru_cache

DIVISOR = 0xEDB88320
_ONE = 1 << 31


def joined(first: int, second: int, size: int) -> int:
    """The CRC-32 of two parts one after the other; `size` is how many bytes the second has."""
    return _times(first, _behind(size)) ^ second


def _times(left: int, right: int) -> int:
    """The product of two polynomials, divided: for each power of x in `left`, `right` times that power."""
    product = 0
    while left:
        if left & _ONE:
            product ^= right
        left = left << 1 & 0xFFFFFFFF
        right = right >> 1 ^ (DIVISOR if right & 1 else 0)
    return product


@lru_cache(1 << 12)
def _behind(size: int) -> int:
    """x to the power of so many bytes."""
    power = _ONE
    for bit in range(size.bit_length()):
        if size >> bit & 1:
            power = _times(_doubled(bit), power)
    return power


@cache
def _doubled(times: int) -> int:
    """x to the power of 8·2ⁿ bits."""
    if not times:
        return _ONE >> 8
    half = _doubled(times - 1)
    return _times(half, half)
