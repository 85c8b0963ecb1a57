"""What Pagefind finds in a part of the documents, in the form that `merge.py` joins.

A part is indexed on its own, in any process, and need not be indexed again while its documents stay the same.
"""

from __future__ import annotations

import gc
import json
import marshal
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha1
from pathlib import Path
from typing import Any, NamedTuple

import cbor2

from generator.pagefind import LEVEL, pack, serve, unpack
from generator.search import HAN, Document, shown
from generator.stands import Stands, retold

Run = tuple[int, int, int, int, bytes]
"""Where a word stands: how many pages, the first, the last, their size in Pagefind's measure, and all but the first
page's number as it is in Pagefind's file: pages in order, each as the step from the one before, with its places.
"""


class Part(NamedTuple):
    """What is found in a part. Pages have numbers from 0, in the order of the documents."""

    pages: list[tuple[str, int]]
    """Digest of what its result shows, and its number of words."""
    words: dict[str, Run]
    variants: dict[str, dict[str, Run]]
    """What words are with their accents, if they have any; the words themselves are without."""
    filters: dict[str, dict[str, list[int]]]
    amounts: list[tuple[str, int]]
    """What pages are sorted by, in yuan, and their numbers."""
    fields: list[str]


def index(documents: Sequence[Document], lang: str, file: Path) -> None:
    """Index a part into `file`, and what results show into one beside it. Raises what `serve` raises. Harmless to do
    twice; a file that is there is whole.
    """
    part, fragments = _read(serve(documents, lang), documents)
    file.parent.mkdir(parents=True, exist_ok=True)
    found: Any = tuple(part)
    for path, value in ((file.with_suffix(".fragments"), fragments), (file, found)):
        waiting = path.with_name(f"{path.name}.{os.getpid()}")
        waiting.write_bytes(marshal.dumps(value))
        waiting.replace(path)


def load(file: Path) -> Part:
    """The part that `index` has written."""
    return Part(*marshal.loads(file.read_bytes()))  # noqa: S302 (our own)


def fragments(file: Path) -> list[bytes]:
    """What results of the part's pages show, packed."""
    found: list[bytes] = marshal.loads(file.with_suffix(".fragments").read_bytes())  # noqa: S302 (our own)
    return found


@contextmanager
def _no_circles() -> Iterator[None]:
    """Python would look for circles among the numbers of an index, for longer than it takes to read them."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


@_no_circles()
def _read(files: dict[str, bytes], documents: Sequence[Document]) -> tuple[Part, list[bytes]]:
    """What Pagefind found. Documents without a word have no page; without any page it tells nothing."""
    meta = next((content for path, content in files.items() if path.endswith(".pf_meta")), None)
    if meta is None:
        return Part([], {}, {}, {}, [], []), []
    _, pages, chunks, filters, _, fields = cbor2.loads(unpack(meta))
    told = [json.loads(unpack(files[f"fragment/{name}.pf_fragment"])) for name, _ in pages]
    urls = {each["url"] for each in told}
    found = [each for each in documents if f"/{each.path}/" in urls]
    if [f"/{each.path}/" for each in found] != [each["url"] for each in told]:
        raise ValueError("Pagefind numbers pages in an order of its own")
    fragments = [_fragment(document, each["content"]) for document, each in zip(found, told, strict=True)]
    words, variants = {}, {}
    for *_, name in chunks:
        for word, stands, others in cbor2.loads(unpack(files[f"index/{name}.pf_index"]))[0]:
            words[word] = stands
            if others:
                variants[word] = {form: _run(its) for form, its in others}
    part = Part(
        [(hashed(content), count) for content, (_, count) in zip(fragments, pages, strict=True)],
        {word: _run(its) for word, its in retold(words, [each["content"] for each in told])},
        variants,
        {label: dict(cbor2.loads(unpack(files[f"filter/{name}.pf_filter"]))[1]) for label, name in filters},
        [(each.amount, number) for number, each in enumerate(found) if each.amount],
        fields,
    )
    return part, [pack(content, LEVEL) for content in fragments]


def _fragment(document: Document, content: str) -> bytes:
    """What a reader's browser loads of a result: what it shows, and the words that Chinese is not, each once, for a
    look whether one begins as the query does. Pagefind's client wants the rest.
    """
    words = (word for word in dict.fromkeys(content.split()) if not HAN.search(word))
    told = {"url": f"/{document.path}/", "content": " ".join(words), "meta": {}, "anchors": []}
    return json.dumps(told | {"shown": shown(document)}, ensure_ascii=False, separators=(",", ":")).encode()


def _run(pages: Stands) -> Run:
    """How a word stands that never stands without its accents is told as no pages."""
    if not pages:
        return 0, 0, 0, 0, b""
    first, last = pages[0][0], sum(step for step, _, _ in pages)
    size = len(pages) + sum(len(places) + len(in_fields) for _, places, in_fields in pages)
    before = len(head(4, len(pages))) + 1 + len(head(0, first))
    return len(pages), first, last, size, cbor2.dumps(pages)[before:]


def head(kind: int, count: int) -> bytes:
    """The beginning of a value in CBOR: a number (0), bytes of text (3) or a list (4)."""
    number = cbor2.dumps(count)
    return bytes((kind << 5 | number[0],)) + number[1:]


def hashed(content: bytes) -> str:
    """The digest that Pagefind names files by: SHA-1 in which `0a` is written `a`."""
    return "".join(f"{byte:x}" for byte in sha1(content).digest())  # noqa: S324 (no secret)
