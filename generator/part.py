"""One run of Pagefind, and what it found, in the form that `merge.py` joins.

A part of the documents is indexed on its own, in any process, and need not be indexed again while its documents
stay the same.
"""

from __future__ import annotations

import gc
import json
import marshal
import os
import subprocess
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from hashlib import sha1
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import cbor2
import pagefind_bin  # type: ignore[import-untyped]

from generator import clock
from generator.search import Document, page
from generator.settle import unpack

CHUNK_SIZE = 3000
"""How much of the index one file holds, in Pagefind's measure (its own default is 20000). A query of five pairs
loads up to five files: at 5,000 declarations small ones save a first search some 20 KB (`tests/bench/find.py`).
"""

_WHOLE = 10**9
"""The words of a part are one file: it is cut when it is merged."""


def run(documents: Iterable[Document], lang: str, bundle: Path, chunk_size: int = CHUNK_SIZE) -> None:
    """Have Pagefind index documents in one language into a bundle. Raises CalledProcessError if it fails, as it does
    where no document has any word. Its Python interface waits 0.1 s for each page.
    """
    with tempfile.TemporaryDirectory() as folder:
        for document in documents:
            path = Path(folder, document.path, "index.html")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(document, lang), encoding="utf-8")
        command = [str(pagefind_bin.get_executable()), "--silent", "--site", folder]
        with clock.waiting("index"):
            subprocess.run(  # noqa: S603
                [*command, "--output-path", str(bundle)],
                check=True,
                capture_output=True,
                env=os.environ | {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(chunk_size)},
            )
    for needless in (*bundle.glob("pagefind-*ui.*"), bundle / "pagefind-highlight.js"):  # ours is used
        needless.unlink()


Run = tuple[int, int, int, int, bytes]
"""Where a word stands: how many pages, the first, the last, their size in Pagefind's measure, and all but the first
page's number as it is in Pagefind's file: pages in order, each as the step from the one before, with its places.
"""

NO_PAGES: Run = (0, 0, 0, 0, b"")
"""Of a word that never stands without its accents."""


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
    """Index a part into `file`, and what results show into one beside it. Raises what `run` raises. Harmless to do
    twice; a file that is there is whole.
    """
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder)
        run(documents, lang, bundle, _WHOLE)
        part, fragments = _read(bundle, documents)
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
def _read(bundle: Path, documents: Sequence[Document]) -> tuple[Part, list[bytes]]:
    """What Pagefind found. It numbers pages as the file system lists them, we as the documents are listed."""
    (path,) = bundle.glob("*.pf_meta")
    _, pages, chunks, filters, _, fields = cbor2.loads(unpack(path.read_bytes()))
    numbers = {f"/{document.path}/": number for number, document in enumerate(documents)}
    found, folder = [], bundle / "fragment"
    for old, (name, words) in enumerate(pages):
        packed = Path(folder, f"{name}.pf_fragment").read_bytes()
        content = unpack(packed)
        found.append((numbers[_url(content)], old, (hashed(content), words), packed))
    found.sort(key=itemgetter(0))
    new = [0] * len(found)
    for number, (_, old, _, _) in enumerate(found):
        new[old] = number
    words, variants = {}, {}
    for word, runs, others in _words(bundle, chunks):
        words[word] = _run(runs, new)
        if others:
            made = {form: _run(pages, new) for form, pages in others}
            variants[word] = dict(sorted(made.items(), key=lambda each: (each[1][1], each[0])))
    held = [documents[number] for number, *_ in found]
    part = Part(
        [told for _, _, told, _ in found],
        words,
        variants,
        {name: _filter(bundle, file, new) for name, file in filters},
        [(_single(each.amount), number) for number, each in enumerate(held) if each.amount],
        fields,
    )
    return part, [packed for *_, packed in found]


def _words(bundle: Path, chunks: list[list[str]]) -> Iterator[Any]:
    for *_, name in chunks:
        yield from cbor2.loads(unpack((bundle / "index" / f"{name}.pf_index").read_bytes()))[0]


def _filter(bundle: Path, name: str, new: list[int]) -> dict[str, list[int]]:
    _, values = cbor2.loads(unpack((bundle / "filter" / f"{name}.pf_filter").read_bytes()))
    return {value: sorted(new[old] for old in pages) for value, pages in values}


def _run(pages: list[Any], new: list[int]) -> Run:
    """The same with new numbers."""
    if not pages:
        return NO_PAGES
    numbers = [new[old] for old in accumulate(map(itemgetter(0), pages))]
    order = sorted(range(len(pages)), key=numbers.__getitem__)
    size, before, found = 0, numbers[order[0]], []
    for at in order:
        _, places, weights = pages[at]
        size += 1 + len(places) + len(weights)
        found.append((numbers[at] - before, places, weights))
        before = numbers[at]
    written = cbor2.dumps(found)
    return len(found), numbers[order[0]], before, size, written[len(head(0, len(found))) + 2 :]


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
