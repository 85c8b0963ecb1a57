"""Steps 1 to 3 for one declaration: what its file says, and everything that is wrong with it by itself.

A function of the file and of the fixed words alone: files may be read in any order, by any process, and what was
read of the same bytes before may be kept (`kept.py`).
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from generator import files, load, rules, shape
from generator.fingerprint import SIZE, fingerprint
from generator.model import Declaration
from generator.nodes import MAX_ITEMS, Mapping, Node, Scalar, Sequence
from generator.packed import pack, unpacker
from generator.problem import Problem, Severity
from generator.shape import Filed
from generator.vocabulary import Glossary, Organisation, Vocabulary


def digest(data: bytes | bytearray | memoryview) -> bytes:
    """32 bytes that stand for `data`."""
    return blake2b(data, digest_size=SIZE).digest()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Given:
    """What every declaration is read with."""

    labels: dict[str, str]
    """The form's Chinese words → keys, for hints."""
    vocabulary: Vocabulary
    complete: bool = True
    """Whether both word lists could be read; else rules are not asked, as they would call every word unknown."""

    @cached_property
    def packed(self) -> bytes:
        """All of it, for another process."""
        words = self.vocabulary
        packed = (self.labels, pack(words.glossary), pack(words.organisations), words.contacts, self.complete)
        return _json(packed)

    @cached_property
    def digest(self) -> bytes:
        """Changes with anything that a reading follows from besides the file: the fixed words, this software."""
        return digest(self.packed + fingerprint("PyYAML"))

    def __reduce__(self) -> tuple[Any, ...]:
        return given, (self.packed,)


@lru_cache(maxsize=1)
def given(packed: bytes) -> Given:
    """What `Given.packed` holds: made once in a process, however often it is sent."""
    labels, glossary, organisations, contacts, complete = json.loads(packed)
    listed = tuple(map(unpacker(Organisation), organisations))
    return Given(labels, Vocabulary(unpacker(Glossary)(glossary), listed, tuple(contacts)), complete)


class Source(NamedTuple):
    """A file to be read."""

    path: Path
    name: str
    """What it is called in problems."""


@dataclass(frozen=True, slots=True)
class Read:
    """What one declaration's file says, if it can be published, and what is wrong with it."""

    name: str
    filed: Filed[Declaration] | None
    problems: tuple[Problem, ...] = ()
    data: bytes = b""
    """`digest` of the bytes read; empty for a file that could not be opened."""
    came: bytes = field(default=b"", repr=False, compare=False)
    """What `packed` gives, while it is fresh from another process."""

    def packed(self) -> bytes:
        """All but `data`, as it is sent to another process or kept."""
        if self.came:
            return self.came
        filed = self.filed
        value, places = (pack(filed.value), _places(filed)) if filed else (None, None)
        told = [_told(problem) for problem in self.problems]
        return _json((self.name, value, places, told))

    def __reduce__(self) -> tuple[Any, ...]:
        return _arrived, (self.packed(), self.data)


_declaration = unpacker(Declaration)
_told = attrgetter("line", "column", "severity", "rule", "args", "case", "reason", "indicator")
"""All of a problem but its file."""


def unpacked(packed: bytes, data: bytes) -> Read:
    """What `Read.packed` holds. Raises whatever error for bytes of another origin."""
    name, value, places, told = json.loads(packed)
    filed = Filed(name, _declaration(value), _outline(*places)) if value else None
    problems = [
        Problem(name, line, column, Severity(severity), *more) for line, column, severity, *more in told
    ]
    return Read(name, filed, tuple(problems), data)


def _arrived(packed: bytes, data: bytes) -> Read:
    return replace(unpacked(packed, data), came=packed)


def read(given: Given, source: Source) -> Read:
    """Loads, shapes and checks one declaration. Raises nothing, and needs nothing else."""
    name = source.name
    data, problems = files.read_data(source.path, name)
    if data is None:
        return Read(name, None, tuple(problems))
    seen = digest(data)
    tree, problems = load.read_bytes(data, name)
    if tree is None or problems:
        return Read(name, None, tuple(problems), seen)
    filed, problems = shape.read(tree, Declaration, name, given.labels, MAX_ITEMS)
    if filed is None:
        return Read(name, None, tuple(problems), seen)
    if given.complete:
        problems = rules.check(filed, given.vocabulary)
    return Read(name, Filed(name, filed.value, _outline(*_places(filed))), tuple(problems), seen)


Place = tuple[int, int]


def _places(filed: Filed[Declaration]) -> tuple[Place, Place, list[Place]]:
    """Where the file begins, its id, its former addresses: what rules about several declarations point at."""
    former = [filed.place(("moved_from", index)) for index in range(len(filed.value.moved_from))]
    return filed.place(()), filed.place(("id",)), former


def _outline(root: Place, identity: Place, former: list[Place]) -> Node:
    """A tree of these places alone: a whole one is as large as the declaration."""
    entries: dict[str, Node] = {"id": Scalar("", *identity)}
    if former:
        entries["moved_from"] = Sequence([Scalar("", *each) for each in former], *former[0])
    return Mapping(entries, {}, *root)


Mapped = Callable[[Callable[[Source], Read], Iterable[Source]], Iterable[Read]]
"""`map`, or what does the same elsewhere: results come in the order of the files."""


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keeps Python from looking for cycles: reading makes a great many objects and none of those.

    That search is a fifth of the time of reading 10,000 files, and half of that of readings that were kept.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
