"""The generator's own words in both languages: labels, sentences of problems, help for each field.

Words of the form itself live in `content/glossary.yml`, words of one declaration beside its figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator import load, nodes

LANGUAGES = ("zh", "en")
"""Chinese first: it is the language of record; English is an unofficial translation of it."""

HTML_LANG = {"zh": "zh-CN", "en": "en"}
"""BCP 47 tags as they stand in `<html lang>`."""

LOCALES = Path(__file__).parent / "locales"


@dataclass(frozen=True)
class Words:
    """The words of one language by dotted key. A missing word is our bug: it stops the build."""

    lang: str
    table: dict[str, str]

    def __call__(self, key: str, /, **args: str | int) -> str:
        """The text at `key`, `{name}` replaced by `args`. Raises KeyError for an unknown key or argument."""
        return self.table[key].format_map(args) if args else self.table[key]

    def __contains__(self, key: str) -> bool:
        return key in self.table


def read_words(lang: str, folder: Path = LOCALES) -> Words:
    """The locale file of `lang`, flattened to dotted keys. Raises ValueError when the file cannot be read."""
    return _words(lang, (folder / f"{lang}.yml").read_bytes())


@lru_cache(2 * len(LANGUAGES))  # a build asks for them in several places
def _words(lang: str, data: bytes) -> Words:
    tree, problems = load.read_bytes(data, f"{lang}.yml")
    if tree is None or problems:
        raise ValueError(f"{lang}.yml: {[str(found) for found in problems]}")
    return Words(lang, dict(_flat(tree, "")))


def _flat(node: nodes.Node, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, nodes.Mapping):
        for key, value in node.entries.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else key)
    elif isinstance(node, nodes.Scalar):
        yield prefix, node.text
