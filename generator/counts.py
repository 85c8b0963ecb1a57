"""Step 4: how many indicators of which kind each declaration has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.model import Indicator
from generator.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Counts:
    """How many indicators a declaration has."""

    levels: tuple[tuple[str, int], ...] = ()
    """By level 1 (key, count)."""
    zero_tolerance: int = 0
    qualitative: int = 0


NONE = Counts()


def count(indicators: Sequence[Indicator], vocabulary: Vocabulary) -> Counts:
    """Count indicators, so that lists add up small numbers."""
    levels = Counter(vocabulary.level_1(each.level_1) for each in indicators)
    targets = [each.target for each in indicators if each.target]
    return Counts(
        tuple(levels.items()),
        sum(each.zero_tolerance for each in targets),
        sum(each.kind == "qualitative" for each in targets),
    )
