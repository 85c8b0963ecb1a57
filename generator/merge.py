"""Joins the parts of an index into one bundle: what Pagefind finds in all documents at once, retold by `stands.py`,
and the same bytes every time: Pagefind 1.5 lists filters and their values in an order left to chance.

Pages keep their order, part after part. A word's pages are steps from one to the next, so that joining two parts
changes one step, and nothing else of what is packed is looked at. Words are cut into files again as Pagefind cuts
them, Chinese by its bytes. Files are named by their content. Facts of Pagefind 1.5's format, with the names of its
source: `index/mod.rs` (chunks, hashes), `index/index_words.rs`, `index/index_metadata.rs`, `index/index_filter.rs`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache, partial
from itertools import accumulate, pairwise, takewhile
from pathlib import Path
from typing import Any, NamedTuple
from zlib import compress

import cbor2

from generator import pagefind, part
from generator.model import Text
from generator.pagefind import LEVEL, pack, unpack
from generator.part import Part, Run, hashed, head
from generator.search import HAN, INDEX_LANGUAGE, NOTHING, Document

ENTRY = "pagefind-entry.json"
"""The file that a reader's browser asks for first."""

AMOUNTS = "amounts.json"
"""What results are sorted by. Pagefind would have it stand in the metadata, which every reader loads."""

LATIN = "latin.json"
"""What Latin words of the Chinese index begin like. Whoever finds an English word nowhere looks here first: seldom is
there a reason to load a second index.
"""

_NAME = "pagefind"
_CLIENT = ("pagefind.js", "pagefind-worker.js", "wasm.unknown.pagefind")
PROGRAM = {"zh": _CLIENT, "en": (*_CLIENT, "wasm.en.pagefind")}
"""What of Pagefind's runs in a browser; the rest is for looks that are not ours."""

CHUNK_SIZE = 3000
"""How much of the index one file holds, in Pagefind's measure (its own default is 20000). A query of five characters
loads up to seven files: at 5,000 declarations small ones save a first search some 20 KB (`tests/bench/find.py`).
"""

CHINESE_SIZE = 3000
"""The same for Chinese, in bytes as they pack: some words to a hundredth of others."""

SHORT = 5
"""How much of a digest a file is named by, and more where two would have one name. Every reader loads all names."""

_LATIN = re.compile("[0-9]*[a-z]+")
"""The letters that a word begins with: `n` for all of `n100`, `n200`, …"""

Placed = tuple[int, Part]
Stands = tuple[int, Run]
"""Each with the number of the first page of the part."""


class File(NamedTuple):
    """A file of a bundle."""

    path: str
    key: str
    """The same for the same content."""
    content: Callable[[], bytes]


def merge(files: Sequence[Path], lang: str) -> Iterator[File]:
    """The bundle of the documents of all parts, in their order. Nothing is packed before it is asked for; whoever
    has a file with the same path and key need not ask.
    """
    parts = [part.load(file) for file in files]
    starts = accumulate((len(each.pages) for each in parts), initial=0)
    placed = list(zip(starts, parts, strict=False))  # the last start is where all parts end
    shown, pages = _fragments(parts, files)
    yield from shown
    chunks: list[list[str]] = []
    names: set[str] = set()
    for first, last, content in _chunks(_joined(placed)):
        chunks.append([first, last, _name(hashed(content), names)])
        yield _file(f"index/{chunks[-1][-1]}.pf_index", content, LEVEL)
    filters = []
    for label in sorted({label for each in parts for label in each.filters}):
        content = cbor2.dumps(
            [label, [[value, pages] for value, pages in sorted(_filter(label, placed).items())]]
        )
        filters.append([label, _name(hashed(content), names)])
        yield _file(f"filter/{filters[-1][-1]}.pf_filter", content)
    version, entry, program = _bare()
    content = cbor2.dumps([version, pages, _between(chunks), filters, [], _fields(parts)])
    name = _name(hashed(content), set())
    yield _file(f"{_NAME}.{name}.pf_meta", content)
    about = {"hash": name, "page_count": len(pages), "wasm": None if lang == "zh" else lang}
    entry = {**entry, "languages": {INDEX_LANGUAGE[lang]: about}}
    others = {path: program[path] for path in PROGRAM[lang]}
    others[AMOUNTS] = _sorted(placed, pages)
    if lang == "zh":
        others[LATIN] = _latin(parts)
    others[ENTRY] = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
    for path, content in others.items():
        yield File(path, hashed(content), partial(bytes, content))


def _file(path: str, content: bytes, level: int = 9) -> File:
    return File(path, hashed(content), partial(pack, content, level))


def _fragments(parts: Iterable[Part], files: Iterable[Path]) -> tuple[list[File], list[list[Any]]]:
    """What results show, and how the metadata tell the pages."""
    found, pages = [], []
    names: set[str] = set()
    for each, file in zip(parts, files, strict=True):
        for number, (key, words) in enumerate(each.pages):
            name = _name(key, names)
            pages.append([name, words])
            found.append(File(f"fragment/{name}.pf_fragment", key, partial(_fragment, file, number)))
    return found, pages


def _fragment(file: Path, number: int) -> bytes:
    return _of_part(file)[number]


_of_part = lru_cache(maxsize=1)(part.fragments)


def _name(key: str, names: set[str]) -> str:
    """The shortest name that no other has. Pagefind's own begin with the language: nothing looks at that."""
    name = next(key[:end] for end in range(SHORT, len(key)) if key[:end] not in names)
    names.add(name)
    return name


def _joined(placed: Iterable[Placed]) -> Iterator[tuple[str, int, bytes]]:
    """Each word in order, its size in Pagefind's measure, and its entry in a file."""
    words: dict[str, list[Stands]] = {}
    variants: dict[str, dict[str, list[Stands]]] = {}
    for start, each in placed:
        for word, run in each.words.items():
            words.setdefault(word, []).append((start, run))
        for word, forms in each.variants.items():
            of_word = variants.setdefault(word, {})
            for form, run in forms.items():
                of_word.setdefault(form, []).append((start, run))
    for word in sorted(words):
        accented = variants.get(word, {})
        entry = [b"\x83", _text(word), _pages(words[word]), head(4, len(accented))]
        for form, found in accented.items():
            entry += (b"\x82", _text(form), _pages(found))
        told = b"".join(entry)
        chinese = HAN.match(word)
        yield word, len(compress(told, 1)) if chinese else sum(run[3] for _, run in words[word]), told


def _text(text: str) -> bytes:
    return cbor2.dumps(text)


def _pages(runs: Iterable[Stands]) -> bytes:
    count, before, found = 0, 0, [b""]
    for start, (pages, first, last, _, rest) in runs:
        if pages:
            found += (b"\x83", head(0, start + first - before), rest)
            count, before = count + pages, start + last
    found[0] = head(4, count)
    return b"".join(found)


def _chunks(words: Iterable[tuple[str, int, bytes]]) -> Iterator[tuple[str, str, bytes]]:
    """The first and last word and the content of each file: it ends with the word that makes it large enough."""
    size = 0
    held: list[bytes] = []
    first = last = ""
    for last, own, entry in words:
        first = first if held else last
        held.append(entry)
        size += own
        if size >= (CHINESE_SIZE if HAN.match(last) else CHUNK_SIZE):
            yield first, last, _chunk(held)
            size, held = 0, []
    if held:
        yield first, last, _chunk(held)


def _chunk(entries: list[bytes]) -> bytes:
    return b"".join((b"\x81", head(4, len(entries)), *entries))


def _between(chunks: list[list[str]]) -> list[list[str]]:
    """Words at a cut are told as far as they are alike, and one character more; but a file does not end before it
    begins.
    """
    for one, two in pairwise(chunks):
        first, last, after = one[0], one[1], two[0]
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(last, after, strict=False)))
        two[0] = after[: alike + 1]
        if last[: alike + 1] >= first:
            one[1] = last[: alike + 1]
    return chunks


def _filter(label: str, placed: Iterable[Placed]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for start, each in placed:
        for value, pages in each.filters.get(label, {}).items():
            found.setdefault(value, []).extend(start + page for page in pages)
    return found


def _sorted(placed: Iterable[Placed], pages: list[list[Any]]) -> bytes:
    """The names of the pages that have an amount, the smallest first."""
    amounts = ((Decimal(amount), start + page) for start, each in placed for amount, page in each.amounts)
    return json.dumps([pages[page][0] for _, page in sorted(amounts)], separators=(",", ":")).encode()


def _latin(parts: Iterable[Part]) -> bytes:
    found = {begun[0] for each in parts for word in each.words if (begun := _LATIN.match(word))}
    return json.dumps(sorted(found), separators=(",", ":")).encode()


def _fields(parts: Iterable[Part]) -> list[str]:
    """Words of titles tell their field by its number, so all parts must number them alike."""
    listed = [each.fields for each in parts]
    fields = max(listed, key=len, default=[])
    if any(each != fields[: len(each)] for each in listed):
        raise ValueError(f"parts of the index hold different fields: {listed}")
    return fields


@cache
def _bare() -> tuple[str, dict[str, Any], dict[str, bytes]]:
    """What is the same whatever is indexed: Pagefind's version, its entry to fill in, its program in parts."""
    files = pagefind.serve([Document("x", "prose", Text("x", "x"), NOTHING)], "en")
    (meta,) = (path for path in files if path.endswith(".pf_meta"))
    entry = json.loads(files[ENTRY])
    entry["include_characters"].sort()  # they come in an order left to chance
    return cbor2.loads(unpack(files[meta]))[0], entry, files
