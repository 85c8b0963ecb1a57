"""What a file is before it means anything: text, lists and mappings, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text as typed (NFC)."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order typed; `keys` holds the place of each key."""

    entries: dict[str, Node]
    keys: dict[str, Scalar]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


@dataclass
class Open:
    """A mapping or list whose end has not come yet."""

    line: int
    column: int
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    key: Scalar | None = None
    """The key that waits for its value."""
    doubles: list[Scalar] = field(default_factory=list)
    """Keys that were there already."""

    def close(self) -> Node:
        if self.is_mapping:
            return Mapping(self.entries, self.keys, self.line, self.column)
        return Sequence(tuple(self.items), self.line, self.column)
