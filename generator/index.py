"""Step 7, the index: Pagefind reads the documents of `search.py`, in parts, and `merge.py` joins what it finds.

Few documents are one part: then Pagefind writes the bundle itself.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator import clock, pagefind, part, spelling
from generator.crew import Crew
from generator.cuts import cut
from generator.digest import digest
from generator.fingerprint import fingerprint
from generator.merge import merge
from generator.place import Place
from generator.search import Document
from generator.settle import settle

BUNDLES = {"zh": "pagefind-zh", "en": "pagefind-en"}
"""Folders of the index. Their names must begin with `pagefind`, or Pagefind's results lose the sub-path."""

VOCABULARY = "vocabulary.json"

LEAST, MOST = 128, 384
"""How many documents a part holds. Small parts are quickly done again, and Pagefind starts in 0.02 s."""


def parts(documents: Iterable[Document]) -> list[Sequence[Document]]:
    """The documents dealt out: declarations in order of their paths, then all others, cut into parts."""
    listed = sorted(documents, key=lambda each: (each.kind != "declaration", each.path))
    if len(listed) <= MOST:
        return [listed]
    first = sum(each.kind == "declaration" for each in listed)
    return [*cut(listed[:first], LEAST, MOST), *cut(listed[first:], LEAST, MOST)]


def build(
    found: Iterable[Document], site_dir: Path, crew: Crew | None = None, shelf: Path | None = None
) -> None:
    """Index the documents in both languages into the built site, with the help of the crew. Parts on the shelf are
    not indexed again. Raises CalledProcessError if Pagefind fails.
    """
    listed = list(found)
    dealt = parts(listed)
    if len(dealt) == 1:
        for lang, bundle in BUNDLES.items():
            pagefind.run(listed, lang, site_dir / bundle)
            settle(site_dir / bundle)
    else:
        with tempfile.TemporaryDirectory() as folder:
            files = shelve(dealt, shelf or Path(folder), crew or Crew())
            for lang, bundle in BUNDLES.items():
                for file in merge(files[lang], lang):
                    path = site_dir / bundle / file.path
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(file.content())
    (site_dir / BUNDLES["zh"] / VOCABULARY).write_text(vocabulary(listed), encoding="utf-8")


def make(found: Iterable[Document], place: Place, crew: Crew, shelf: Path) -> None:
    """The same for a site that is being built: files of the last one that are as they would be stay."""
    listed = list(found)
    dealt = parts(listed)
    if len(dealt) == 1:
        build(listed, place.ours)
        place.take("index", b"", BUNDLES.values())
        return
    try:
        _join(shelve(dealt, shelf, crew), place)
    except (EOFError, TypeError, ValueError):  # somebody has spoilt what was on the shelf
        shutil.rmtree(shelf)
        _join(shelve(dealt, shelf, crew), place)
    path = f"{BUNDLES['zh']}/{VOCABULARY}"
    place.made(path, b"", [place.put(path, vocabulary(listed))])


def _join(files: Mapping[str, Sequence[Path]], place: Place) -> None:
    for lang, bundle in BUNDLES.items():
        for file in merge(files[lang], lang):
            path = f"{bundle}/{file.path}"
            if not place.keep(path, key := digest(_made_with(), file.key)):
                place.made(path, key, [place.put(path, file.content())])


def _made_with() -> bytes:
    """The software: another version of it may pack the same content otherwise."""
    return fingerprint("cbor2", "pagefind-bin")


def vocabulary(documents: Iterable[Document]) -> str:
    """What spelling help needs of the documents."""
    return spelling.vocabulary(
        name for each in documents for name in (each.title.zh, *(row.name.zh for row in each.rows))
    )


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
