"""What Pagefind finds in a part of the documents, in the form that `merge.py` joins.

A part is indexed on its own, in any process, and need not be indexed again while its documents stay the same.
"""

from __future__ import annotations

import gc
import json
import marshal
import os
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from hashlib import sha1
from pathlib import Path
from typing import Any, NamedTuple

import cbor2

from generator.pagefind import serve, unpack
from generator.search import Document

Run = tuple[int, int, int, int, bytes]
"""Where a word stands: how many pages, the first, the last, their size in Pagefind's measure, and all but the first
page's number as it is in Pagefind's file: pages in order, each as the step from the one before, with its places.
"""


class Part(NamedTuple):
    """What is found in a part. Pages have numbers from 0, in the order of the documents."""

    pages: list[tuple[str, int]]
    """Digest of each fragment, as Pagefind writes it, and its number of words."""
    words: dict[str, Run]
    variants: dict[str, dict[str, Run]]
    """What words are with their accents, if they have any; the words themselves are without."""
    filters: dict[str, dict[str, list[int]]]
    amounts: list[tuple[Any, int]]
    """What pages are sorted by, single precision as in Pagefind, and their numbers."""
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
    """The fragments of the part's pages, packed."""
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
    fragments = [files[f"fragment/{name}.pf_fragment"] for name, _ in pages]
    opened = [unpack(packed) for packed in fragments]
    held = {f"/{each.path}/": each.amount for each in documents}
    urls = [_url(content) for content in opened]
    if [url for url in held if url in set(urls)] != urls:
        raise ValueError("Pagefind numbers pages in an order of its own")
    words, variants = {}, {}
    for *_, name in chunks:
        for word, pages_of_word, others in cbor2.loads(unpack(files[f"index/{name}.pf_index"]))[0]:
            words[word] = _run(pages_of_word)
            if others:
                variants[word] = {form: _run(pages_of_form) for form, pages_of_form in others}
    part = Part(
        [(hashed(content), count) for content, (_, count) in zip(opened, pages, strict=True)],
        words,
        variants,
        {label: dict(cbor2.loads(unpack(files[f"filter/{name}.pf_filter"]))[1]) for label, name in filters},
        [(_single(held[url]), number) for number, url in enumerate(urls) if held[url]],
        fields,
    )
    return part, fragments


def _run(pages: list[Any]) -> Run:
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


def _url(fragment: bytes) -> str:
    """The first of what a fragment tells."""
    return str(json.loads(fragment[: fragment.index(b',"content"')] + b"}")["url"])


def hashed(content: bytes) -> str:
    """The digest that Pagefind names files by: SHA-1 in which `0a` is written `a`."""
    return "".join(f"{byte:x}" for byte in sha1(content).digest())  # noqa: S324 (no secret)


def _single(amount: str) -> Any:
    single: array[Any] = array("f", [Decimal(amount)])  # it takes whatever has a value
    return single[0]
