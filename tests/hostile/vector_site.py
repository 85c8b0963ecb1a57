"""A project whose every text is hostile: each field of every file, by the model itself, holds each of the vectors.

A field holds a handful of them at once. Which, turns from declaration to declaration, so that over all declarations
every vector has stood in every field, and at its beginning where that matters (formulas).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from vectors import VECTORS

from generator import pipeline, write
from generator.fields import Choice, Form, Leaf, Many, Record, fields
from generator.model import Amount, Declaration
from generator.removed import Removed, RemovedFile
from generator.target import parse
from generator.vocabulary import Glossary, GlossaryTerm, Organisation, Organisations

ROOT = Path(__file__).parents[2]
TOGETHER = 7
"""Vectors in a text."""
COUNT = -(-len(VECTORS) // TOGETHER)
"""Declarations, and different texts."""
YEAR = 2024
FIFTH = 5
HOLE = "hole:\ue000content\ue001hole:\ue000none\ue001"
"""What a frame would take for a place to fill."""
PROSE = """\
---
title: '{title}'
description: '{title}'
---

# &lt;img src=x onerror=__hit(1)&gt;

`{code}` {{{{ 7*7 }}}}

## &lt;script&gt;__hit(1)&lt;/script&gt;
"""


def text(number: int, turn: int = 0) -> str:
    """The text of this number, its vectors in an order of the `turn`."""
    chosen = VECTORS[number % COUNT :: COUNT]
    first = turn % len(chosen)
    return "　".join(chosen[first:] + chosen[:first]).strip()


class Filler:
    """Makes values of the model in which every text is hostile."""

    def __init__(self, number: int) -> None:
        self.number, self.count = number, 0
        self.told: list[tuple[str, str, str]] = []
        """Kind, glossary group and text of each field so far."""

    def value(self, cls: type, **given: Any) -> Any:
        """A `cls` with all of its fields."""
        return cls(**{each.name: self._form(each.name, each.form) for each in fields(cls)} | given)

    def _form(self, name: str, form: Form) -> Any:
        match form:
            case Record(cls):
                return self.value(cls)
            case Many(item):
                return tuple(self._form(name, item) for _ in range(2 if name == "indicators" else 1))
            case Choice(options):
                return options[0]
            case Leaf(kind):
                return (
                    FIXED[kind.name](self, name) if kind.name in FIXED else self._text(kind.name, kind.group)
                )
        raise TypeError(form)

    def _text(self, kind: str, group: str) -> Any:
        self.count += 1
        made = text(self.number + self.count, self.number)
        self.told.append((kind, group, made))
        return parse(made) if kind == "target" else made

    def slug(self) -> str:
        """An identifier that nothing else has."""
        self.count += 1
        return f"x-{self.number}-{self.count}"


DAY = dt.date(YEAR, 3, 1)
FIXED: dict[str, Callable[[Filler, str], Any]] = {
    "slug": lambda filler, _: filler.slug(),
    "term-key": lambda filler, _: filler.slug(),
    "path": lambda filler, _: f"{YEAR - 1}/{filler.slug()}",
    "year": lambda *_: YEAR,
    "day": lambda *_: DAY,
    "money": lambda _, name: Amount("3", Decimal(3)) if name == "total" else Amount("1", Decimal(1)),
    "number": lambda *_: Decimal(5),
    "sha256": lambda *_: "a" * 64,
    "web-address": lambda *_: "https://www.example.gov.cn/?a='onmouseover=__hit(1)&b=(javascript:c)",
}


def make(folder: Path) -> list[Declaration]:
    """Write the whole project into a folder; the declarations in it."""
    shutil.copytree(ROOT / "theme_overrides", folder / "theme_overrides")
    content = folder / "content"
    fillers = [Filler(number) for number in range(COUNT)]
    declared = [filler.value(Declaration, id=f"vectors-{filler.number}") for filler in fillers]
    for each in declared:
        write.write_file(content / "declarations" / str(YEAR) / f"{each.id}.yml", write.to_yaml(each))
    _words(content, {told for filler in fillers for told in filler.told})
    filler = Filler(COUNT)
    gone = [filler.value(Removed, path=f"{YEAR - 2}/gone-{number}") for number in range(COUNT)]
    write.write_file(content / "removed.yml", write.to_yaml(RemovedFile(tuple(gone))))
    write.write_file(folder / "mkdocs.yml", _config())
    for path in ("about.md", "en/about.md"):
        title = f"<script>__hit(1)</script> {text(1)}".replace("'", "''")
        write.write_file(content / path, PROSE.format(title=title, code=VECTORS[0]))
    return declared


def _words(content: Path, told: set[tuple[str, str, str]]) -> None:
    """A glossary and organisations that know every word used, with hostile English, spellings and meanings."""
    real = pipeline.read(ROOT / "content").vocabulary
    filler = Filler(0)
    terms = {item.name: list(getattr(real.glossary, item.name)) for item in fields(Glossary)}
    organisations: list[Organisation] = []
    for kind, group, word in sorted(told):
        if kind == "term":
            made = filler.value(GlossaryTerm, also=())
            terms[group].append(_named(made, word))
        elif kind == "organisation":
            made = filler.value(Organisation, also=(), part_of=None)
            organisations.append(_named(made, word))
    for item in terms:
        made = filler.value(GlossaryTerm)
        terms[item].append(made)
    glossary = Glossary(**{group: tuple(_unique(listed)) for group, listed in terms.items()})
    write.write_file(content / "glossary.yml", write.to_yaml(glossary))
    listed = Organisations(tuple(_unique(organisations)), (text(2),))
    write.write_file(content / "organisations.yml", write.to_yaml(listed))


def _named(made: Any, word: str) -> Any:
    return dataclasses.replace(made, name=dataclasses.replace(made.name, zh=word))


def _unique(listed: list[Any]) -> Iterator[Any]:
    seen: Counter[str] = Counter()
    for each in listed:
        words = {each.name.zh, *each.also}
        if not any(seen[word] for word in words):
            seen.update(words)
            yield each


def _config() -> str:
    def pair(number: int) -> str:
        return f"{{zh: {some(number)}, en: {some(number + 1)}}}"

    def some(number: int) -> str:
        """A fifth of all texts: what stands at the foot of each page holds every vector."""
        return _quoted("　".join(text(each) for each in range(number % FIFTH, COUNT, FIFTH)))

    return f"""\
site_url: !ENV [SITE_URL, ""]
site_name: x
docs_dir: content
exclude_docs: "*.yml"
plugins:
  - disclosure:
      share_images: false
      site_name: {{zh: {_quoted(HOLE + text(0))}, en: {_quoted(text(1) + HOLE)}}}
      furniture:
        publisher: {pair(0)}
        site_code: {some(2)}
        icp: {some(3)}
        police: {some(4)}
        contact: {pair(1)}
      licence:
        name: {pair(9)}
        url: "https://www.example.gov.cn/?a='onmouseover=__hit(1)"
theme:
  name: material
  custom_dir: theme_overrides
  font: false
  favicon: assets/icon.svg
extra_css: [assets/css/site.css, assets/css/print.css]
markdown_extensions: [attr_list, tables, fenced_code, toc]
"""


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
