"""Step 7, the index: Pagefind reads the documents of `search.py`, in parts, and `merge.py` joins what it finds."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator import clock, part, spelling
from generator.crew import Crew
from generator.cuts import cut
from generator.digest import digest
from generator.fingerprint import fingerprint
from generator.merge import File, merge
from generator.place import Place
from generator.search import Document

BUNDLES = {"zh": "pagefind-zh", "en": "pagefind-en"}
"""Folders of the index. Their names must begin with `pagefind`, or Pagefind's results lose the sub-path."""

VOCABULARY = "vocabulary.json"

LEAST, MOST = 128, 384
"""How many documents a part holds. Small parts are quickly done again, and Pagefind starts in 0.02 s."""


def parts(documents: Iterable[Document]) -> list[Sequence[Document]]:
    """The documents dealt out: declarations in order of their paths, then all others, cut into parts. Few are one."""
    listed = sorted(documents, key=lambda each: (each.kind != "declaration", each.path))
    return list(cut(listed, LEAST, MOST))


def build(
    found: Iterable[Document], site_dir: Path, crew: Crew | None = None, shelf: Path | None = None
) -> None:
    """Index the documents in both languages into a folder, with the help of the crew. Parts on the shelf are not
    indexed again. Raises CalledProcessError if Pagefind fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        for file in _bundles(list(found), crew or Crew(), shelf or Path(folder)):
            path = site_dir / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content())


def make(found: Iterable[Document], place: Place, crew: Crew, shelf: Path) -> None:
    """The same for a site that is being built: files of the last one that are as they would be stay."""
    documents = list(found)
    try:
        _put(_bundles(documents, crew, shelf), place)
    except (EOFError, TypeError, ValueError):  # somebody has spoilt what was on the shelf
        shutil.rmtree(shelf)
        _put(_bundles(documents, crew, shelf), place)


def _put(files: Iterable[File], place: Place) -> None:
    for file in files:
        if not place.keep(file.path, key := digest(_made_with(), file.key)):
            place.made(file.path, key, [place.put(file.path, file.content())])


def _bundles(documents: Sequence[Document], crew: Crew, shelf: Path) -> Iterator[File]:
    """The files of both languages and what spelling help needs."""
    parts_of = shelve(parts(documents), shelf, crew)
    for lang, bundle in BUNDLES.items():
        for file in merge(parts_of[lang], lang):
            yield file._replace(path=f"{bundle}/{file.path}")
    names = Counter(
        name for each in documents for name in (each.title.zh, *(row.name.zh for row in each.rows))
    )
    path = f"{BUNDLES['zh']}/{VOCABULARY}"
    yield File(path, repr(sorted(names.items())), lambda: spelling.vocabulary(names).encode())


def _made_with() -> bytes:
    """The software: another version of it may pack the same content otherwise."""
    return fingerprint("cbor2", "opencc", "pagefind-bin", "pypinyin")


def shelve(dealt: Sequence[Sequence[Document]], shelf: Path, crew: Crew) -> dict[str, list[Path]]:
    """The files of each part in each language. Those that are not on the shelf are made, those that are on it for
    nothing go. Files are named by all they depend on.
    """
    shelf.mkdir(parents=True, exist_ok=True)
    keys = [digest(_made_with(), repr(documents)).hex() for documents in dealt]
    files = {lang: [shelf / f"{key}-{lang}" for key in keys] for lang in BUNDLES}
    jobs = [
        (documents, lang, file)
        for lang in BUNDLES
        for documents, file in zip(dealt, files[lang], strict=True)
        if not file.exists()
    ]
    for _ in crew.each("index", _index, None, jobs, 1):
        pass
    known = {file.name for each in files.values() for file in each}
    for path in shelf.iterdir():
        if path.stem not in known:
            path.unlink()
    return files


def _index(_: None, jobs: Sequence[tuple[Sequence[Document], str, Path]]) -> None:
    with clock.phase("index"):
        for documents, lang, file in jobs:
            part.index(documents, lang, file)
