"""Step 7, the index: Pagefind reads the documents of `search.py`, in parts, and `merge.py` joins what it finds."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from generator import clock, part, spelling
from generator.aside import Aside
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

Keys = Sequence[tuple[Sequence[Document], str]]
"""Parts of an index, each with its name on the shelf."""

LEAST, MOST = 128, 384
"""How many documents a part holds. Small parts are quickly done again, and Pagefind starts in 0.02 s."""


_ORDER = {"declaration": 0, "prose": 2}
"""What a build knows last comes last: only the last part waits for it."""


def parts(documents: Iterable[Document]) -> list[Sequence[Document]]:
    """The documents dealt out: declarations in order of their paths, then all others, prose last, cut into parts. Few
    are one.
    """
    listed = sorted(documents, key=lambda each: (_ORDER.get(each.kind, 1), each.path))
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


@dataclass(frozen=True)
class Begun:
    """An index whose parts are being made while the rest of a site is."""

    documents: Iterable[Document]
    shelf: Path
    keys: Keys = ()
    """Of its parts, as far as they are known."""
    asides: Sequence[Aside] = ()

    def end(self) -> None:
        """Let go of what is not made yet."""
        for each in self.asides:
            each.end()


@clock.phase("index")
def begin(found: Iterable[Document], crew: Crew, shelf: Path) -> Begun:
    """Begin with the documents that are known before there is a page: all but prose. The last part waits for that.
    Where nobody helps nothing is begun, and documents are not asked for before there are others.
    """
    shelf.mkdir(parents=True, exist_ok=True)
    if crew.alone:
        return Begun(found, shelf)
    documents = list(found)
    return _begun(Begun(documents, shelf), parts(documents)[:-1], crew)


@clock.phase("index")
def complete(begun: Begun, others: Iterable[Document], crew: Crew) -> Begun:
    """All documents are known: begin with what of them is not begun."""
    documents = chain(begun.documents, list(others))
    if crew.alone:
        return replace(begun, documents=documents)
    listed = list(documents)
    return _begun(replace(begun, documents=listed), parts(listed), crew)


def _begun(begun: Begun, dealt: Sequence[Sequence[Document]], crew: Crew) -> Begun:
    keys = _keys(dealt, begun.keys)
    aside = crew.aside(_index, _jobs(keys[len(begun.keys) :], begun.shelf))
    return replace(begun, keys=keys, asides=[*begun.asides, aside] if aside else begun.asides)


@clock.phase("index")
def make(begun: Begun, place: Place, crew: Crew) -> None:
    """Index all documents for a site that is being built: files of the last one that are as they would be stay."""
    begun.end()
    documents, shelf = list(begun.documents), begun.shelf
    try:
        _put(_bundles(documents, crew, shelf, begun.keys), place)
    except (EOFError, TypeError, ValueError):  # somebody has spoilt what was on the shelf
        shutil.rmtree(shelf)
        _put(_bundles(documents, crew, shelf), place)


def _put(files: Iterable[File], place: Place) -> None:
    for file in files:
        if not place.keep(file.path, key := digest(_made_with(), file.key)):
            place.made(file.path, key, [place.put(file.path, file.content())])


def _bundles(documents: Sequence[Document], crew: Crew, shelf: Path, known: Keys = ()) -> Iterator[File]:
    """The files of both languages and what spelling help needs."""
    parts_of = shelve(parts(documents), shelf, crew, known)
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


def shelve(
    dealt: Sequence[Sequence[Document]], shelf: Path, crew: Crew, known: Keys = ()
) -> dict[str, list[Path]]:
    """The files of each part in each language. Those that are not on the shelf are made, those that are on it for
    nothing go. `known` are parts, the first ones as a rule, whose keys need not be worked out again.
    """
    shelf.mkdir(parents=True, exist_ok=True)
    keys = _keys(dealt, known)
    for _ in crew.each("index", _index_all, None, _jobs(keys, shelf), 1):
        pass
    files = {lang: [_file(shelf, key, lang) for _, key in keys] for lang in BUNDLES}
    wanted = {file.name for each in files.values() for file in each}
    for path in shelf.iterdir():
        if path.stem not in wanted:
            path.unlink()
    return files


Job = tuple[Sequence[Document], str, Path]


def _jobs(keys: Keys, shelf: Path) -> list[Job]:
    """What is not on the shelf."""
    return [
        (documents, lang, file)
        for documents, key in keys
        for lang in BUNDLES
        if not (file := _file(shelf, key, lang)).exists()
    ]


def _keys(dealt: Sequence[Sequence[Document]], known: Keys) -> Keys:
    """Each part with its name; what is known of the first ones need not be worked out again."""
    begun = dict(enumerate(known))
    keys = []
    for number, documents in enumerate(dealt):
        same, key = begun.get(number, ((), ""))
        keys.append((documents, key if same == documents else _key(documents)))
    return keys


def _key(documents: Sequence[Document]) -> str:
    """A name for what is found in these documents: it follows from all that this depends on."""
    return digest(_made_with(), repr(documents)).hex()


def _file(shelf: Path, key: str, lang: str) -> Path:
    return shelf / f"{key}-{lang}"


def _index_all(_: None, jobs: Sequence[Job]) -> None:
    for job in jobs:
        _index(job)


def _index(job: Job) -> None:
    documents, lang, file = job
    with clock.phase("index"):
        part.index(documents, lang, file)
