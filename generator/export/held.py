"""Step 6: which columns are filled. Workbooks leave out those that no row of the site fills, in every file alike.

What one declaration fills is told without the others, so that it can be kept, and put together quickly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from generator.derive import Declared
from generator.export.published import Facts, Field
from generator.export.tables import KINDS, Kind, rows_of, words_of
from generator.vocabulary import Vocabulary

Filled = dict[str, int]
"""For each table the columns that some row fills, a bit for each."""


def filled_by(each: Declared, facts: Facts) -> Filled:
    """The columns that some row of a declaration fills."""
    things = rows_of(each)
    return {table: _filled(KINDS[table], rows, facts) for table, rows in things.items()}


def filled_by_vocabulary(vocabulary: Vocabulary, facts: Facts) -> Filled:
    """The columns that some organisation or term fills."""
    things = words_of(vocabulary)
    return {table: _filled(KINDS[table], rows, facts) for table, rows in things.items()}


def _filled(kind: Kind, things: Sequence[Any], facts: Facts) -> int:
    ways = enumerate(_ways(kind))
    return sum(1 << place for place, way in ways if any(_fills(way, thing, facts) for thing in things))


@cache
def _ways(kind: Kind) -> tuple[tuple[Field, ...], ...]:
    """For each column the fields that lead to its value; none where it is never empty."""
    found = []
    for column in kind.columns("zh"):
        way: list[Field] = []
        fields = kind.fields
        for name in column.path:
            way += [field for field in fields if field.name == name]
            fields = way[-1].fields
        found.append(() if column.always else tuple(way))
    return tuple(found)


def _fills(way: Sequence[Field], thing: Any, facts: Facts) -> bool:
    for field in way:
        thing = field.of(facts, thing)
        if thing is None or thing == ():
            return False
    return True


def merged(every: Iterable[Filled]) -> Filled:
    """The columns that any of these fill."""
    found: dict[str, int] = {}
    for filled_by in every:
        for table, columns in filled_by.items():
            found[table] = found.get(table, 0) | columns
    return found


def held(kind: Kind, columns: int) -> tuple[int, ...]:
    """The places of the columns that are filled, or of all where there is no row.

    They are the same in each language: what is given is given in Chinese.
    """
    places = range(len(kind.columns("zh")))
    return tuple(place for place in places if columns >> place & 1) or tuple(places)
