"""Where words stand on their pages, told so that pages are alike: what repeats itself packs to a fraction of what
Pagefind writes, and a query loads less. What is asked needs no more: how often a word stands on a page ranks it, and
of threes of characters it counts what follows what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise, repeat
from typing import Any
from zlib import crc32

from generator.search import HAN, MARK

Stands = list[list[Any]]
"""The pages of a word, as Pagefind tells them: the step from the one before, places in its text, places in titles.
A place is a step as well; a negative number before it is the weight of what comes, and counts from 0 again.
"""

NEAR = 1 << 14
"""From 1 to here English words are told to begin; numbers stand from twice that on."""

FAR = 1 << 30
"""Below it pairs are told to stand: so far apart that no two of a page meet."""

TEXTS = 1 << 14
"""Below it the texts that threes spell begin; where two of a page would meet, the second one moves on."""

WEIGHTLESS = -1
"""Threes are never ranked."""

_RUN = re.compile(f"(?:{HAN.pattern}{{2}} )+{HAN.pattern}{MARK}")


def retold(found: Mapping[str, Stands], contents: Sequence[str]) -> Iterator[tuple[str, Stands]]:
    """The words that Pagefind found on some pages, and the threes in their `contents`: the words of each page, one
    after the other. In English, where the words beside numbers are no Chinese, numbers stay where they are.
    """
    numbers = {}
    for word, stands in found.items():
        if HAN.match(word):
            if not word.endswith(MARK):  # nobody asks for a single character
                start = crc32(word.encode()) % FAR
                yield word, [[step, _pairs(own, start), titled] for step, own, titled in stands]
        elif word.isascii() and word.isalpha():
            start = 1 + crc32(word.encode()) % NEAR
            yield word, [[step, _words(own, start), _words(titled, start)] for step, own, titled in stands]
        else:
            numbers[word] = stands
    chinese = any(map(_RUN.search, contents))
    yield from _numbers(numbers) if chinese else numbers.items()
    yield from _threes(contents)


def _words(places: list[int], start: int) -> list[int]:
    steps = chain([start], repeat(1))
    return [place if place < 0 else next(steps) for place in places]


def _pairs(places: list[int], start: int) -> list[int]:
    """Each has a place of its own, whatever its weight: two at one place would count as one."""
    found: list[int] = []
    for place in places:
        found.append(place if place < 0 else 1 if found and found[-1] >= 0 else start)
        start += place >= 0
    return found


def _numbers(numbers: Mapping[str, Stands]) -> Iterator[tuple[str, Stands]]:
    """Numbers in the order in which they stand on each page, without what stands between them. Pagefind tells parts
    of a number at the place of the whole, and whoever asks for both finds them at one place: so they stay.
    """
    held: dict[int, set[int]] = {}
    for stands in numbers.values():
        for page, own in zip(_pages(stands), stands, strict=True):
            held.setdefault(page, set()).update(_absolute(own[1]))
    ranks = {
        page: {place: rank for rank, place in enumerate(sorted(places), 2 * NEAR)}
        for page, places in held.items()
    }
    for word, stands in numbers.items():
        placed = zip(_pages(stands), stands, strict=True)
        yield word, [[step, _close(own, ranks[page]), titled] for page, (step, own, titled) in placed]


def _pages(stands: Stands) -> Iterator[int]:
    return accumulate(step for step, _, _ in stands)


def _absolute(places: list[int]) -> Iterator[int]:
    at = 0
    for place in places:
        at = at + place if place >= 0 else 0
        if place >= 0:
            yield at


def _close(places: list[int], ranks: Mapping[int, int]) -> list[int]:
    found: list[int] = []
    at = before = 0
    for place in places:
        if place < 0:
            at = before = 0
            found.append(place)
        else:
            at += place
            found.append(ranks[at] - before)
            before = ranks[at]
    return found


def _threes(contents: Iterable[str]) -> Iterator[tuple[str, Stands]]:
    """Every three characters that follow each other, and where: 考务工 is the word `考_务工`, which begins as no pair
    does. A text has the same places on every page, and the same text of a page counts once.
    """
    found: dict[str, dict[int, list[int]]] = {}
    for page, content in enumerate(contents):
        taken: set[int] = set()
        for run in sorted(set(_RUN.findall(content))):
            start, spelt = _spelt(run)
            while not taken.isdisjoint(range(start, start + len(spelt) + 1)):
                start += len(spelt) + 1
            taken.update(range(start, start + len(spelt) + 1))
            for place, three in enumerate(spelt, start):
                found.setdefault(three, {}).setdefault(page, []).append(place)
    for three, pages in found.items():
        steps = (page - before for before, page in pairwise((0, *pages)))
        yield three, [[step, _alone(places), []] for step, places in zip(steps, pages.values(), strict=True)]


@lru_cache(maxsize=1 << 14)
def _spelt(run: str) -> tuple[int, list[str]]:
    pairs = run.split(" ")[:-1]
    return crc32(run.encode()) % TEXTS, [f"{one[0]}{MARK}{two}" for one, two in pairwise(pairs)]


def _alone(places: list[int]) -> list[int]:
    """Each told by itself, so that it looks the same whatever stands before it."""
    return [told for place in sorted(places) for told in (WEIGHTLESS, place)]
