"""An index made in parts is the index of all documents at once."""

from __future__ import annotations

import gzip
import json
import string
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import cbor2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import index, merge, pagefind, part
from generator.crew import Crew
from generator.export import sums
from generator.model import Text
from generator.pagefind import pack, unpack
from generator.place import Place
from generator.search import HAN, INDEX_LANGUAGE, MARK, NOTHING, Document, Row

PROGRAM = ("pagefind.js", "pagefind-worker.js")

SMALL = 40
"""A size of files at which a few documents make several."""

WORDS = [
    "考务",
    "差错率",
    "人次",
    "5万",
    "1.50",
    "77,677,700.00",
    "café",
    "cafe",
    "Café",
    "coté",
    "côte",
    "côté",
    "naïve",
]
words = st.lists(st.sampled_from([*WORDS, *(f"w{letter}" for letter in string.ascii_lowercase)]), max_size=12)
latin = words.map(lambda found: [word for word in found if not HAN.search(word)])
texts = st.builds(lambda zh, en: Text(" ".join(zh), " ".join(en)), words, latin)


@st.composite
def dealt(draw: st.DrawFn) -> list[list[Document]]:
    """Documents in parts, in no order."""
    count = draw(st.integers(2, 12))
    documents = [
        Document(
            f"{draw(st.sampled_from(['2023', '2024', 'units']))}/d-{number}",
            "declaration",
            Text(f"标题{number}", f"title {number}"),
            draw(texts),
            texts=tuple(draw(st.lists(texts, max_size=3))),
            rows=tuple(Row(f"r{at}", name) for at, name in enumerate(draw(st.lists(texts, max_size=2)))),
            amount=draw(st.sampled_from(["", "5", "16777216", "16777217", "0.10", "99.95", "123456789.01"])),
            totals=tuple(draw(st.lists(st.integers(0, 10**9).map(Decimal), max_size=2))),
            filters=tuple(
                (name, draw(st.sampled_from("abc")))
                for name in draw(st.sets(st.sampled_from(["year", "fund"])))
            ),
        )
        for number in range(count)
    ]
    cuts = sorted(draw(st.sets(st.integers(1, count - 1), max_size=4)))
    return [documents[start:end] for start, end in zip([0, *cuts], [*cuts, count], strict=True)]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of an index by its path."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != sums.NAME)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def told(files: Mapping[str, bytes], lang: str) -> dict[str, Any]:
    """What a bundle says, whatever its files are called, in whatever order it lists filters, and wherever on a page
    a word stands; of Chinese without its last characters and threes, and in whatever files it is.
    """
    entry = json.loads(files["pagefind-entry.json"])
    index = entry["languages"][INDEX_LANGUAGE[lang]]
    meta = cbor2.loads(unpack(files[f"pagefind.{index.pop('hash')}.pf_meta"]))
    version, pages, chunks, filters, sorts, fields = meta
    entry["include_characters"].sort()
    cut = [(*ends, _words(cbor2.loads(unpack(files[f"index/{name}.pf_index"]))[0])) for *ends, name in chunks]
    found = {
        "entry": entry,
        "version": version,
        "pages": [(*_found(unpack(files[f"fragment/{name}.pf_fragment"])), count) for name, count in pages],
        "words": cut if lang == "en" else [entry for *_, entries in cut for entry in entries],
        "filters": {
            label: dict(cbor2.loads(unpack(files[f"filter/{name}.pf_filter"]))[1]) for label, name in filters
        },
        "sorts": sorts,
        "fields": fields,
    }
    return found | {path: files[path] for path in files if path in PROGRAM or path.startswith("wasm.")}


def _found(fragment: bytes) -> tuple[str, set[str]]:
    told = json.loads(fragment)
    return told["url"], {word for word in told["content"].split() if not HAN.search(word)}


def _words(entries: list[Any]) -> list[Any]:
    def placed(pages: list[Any]) -> list[Any]:
        return [
            (step, *([place if place < 0 else "place" for place in places] for places in both))
            for step, *both in pages
        ]

    return [
        (word, placed(pages), [(form, placed(pages_of_form)) for form, pages_of_form in others])
        for word, pages, others in entries
        if not (HAN.match(word) and MARK in word)
    ]


def at_once(documents: Sequence[Document], lang: str) -> dict[str, Any]:
    """What Pagefind says itself, run once over all documents."""
    with patch.object(pagefind, "_WHOLE", SMALL):
        return told(pagefind.serve(documents, lang), lang)


def merged(parts: Sequence[Sequence[Document]], lang: str, folder: Path) -> dict[str, bytes]:
    """The files of a bundle made of parts."""
    files = [folder / str(number) for number in range(len(parts))]
    for documents, file in zip(parts, files, strict=True):
        part.index(documents, lang, file)
    with patch.multiple(merge, CHUNK_SIZE=SMALL, CHINESE_SIZE=SMALL):
        return {file.path: file.content() for file in merge.merge(files, lang)}


@pytest.mark.parametrize("lang", index.BUNDLES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=dealt())
def test_parts_are_the_whole(lang: str, parts: list[list[Document]]) -> None:
    """However documents are dealt out, the bundle says what one run of Pagefind over all of them says."""
    with tempfile.TemporaryDirectory() as folder:
        found = merged(parts, lang, Path(folder))
    assert told(found, lang) == at_once([document for each in parts for document in each], lang)


def test_documents_without_words(tmp_path: Path) -> None:
    """A document without a word is not found; where no document has one, or there is none, there is nothing to find,
    and no error.
    """
    silent = Document("silent", "prose", NOTHING, NOTHING)
    said = Document("said", "prose", Text("说", "said"), NOTHING)
    found = merged([[silent], [silent, said], [silent]], "en", tmp_path)
    assert told(found, "en") == at_once([silent, said], "en")
    for parts in ([[silent]], []):
        found = merged(parts, "en", tmp_path)
        assert not told(found, "en")["pages"]
        assert not told(found, "en")["words"]


def test_what_pages_are_sorted_by(tmp_path: Path) -> None:
    """The names of all pages that have an amount, the smallest first, to the last digit."""
    amounts = ["16777217", "", "16777216", "9.5", "100000000000000000.01", "100000000000000000.02"]
    documents = [
        Document(f"d-{number}", "declaration", Text(f"标题{number}", "title"), NOTHING, amount=amount)
        for number, amount in enumerate(amounts)
    ]
    files = merged([documents[:2], documents[2:]], "zh", tmp_path)
    names = json.loads(files["amounts.json"])
    found = [_found(unpack(files[f"fragment/{name}.pf_fragment"]))[0] for name in names]
    assert found == ["/d-3/", "/d-2/", "/d-0/", "/d-4/", "/d-5/"]


def test_what_latin_words_begin_like(tmp_path: Path) -> None:
    """The letters that words of the Chinese index begin with, each once; the English one has no such list."""
    documents = [Document("x", "prose", Text("考试App2 app3 48h 5 ≥90", "App2"), NOTHING)]
    assert json.loads(merged([documents], "zh", tmp_path)["latin.json"]) == ["48h", "app"]
    assert "latin.json" not in merged([documents], "en", tmp_path)


def declared(count: int) -> list[Document]:
    """Documents of declarations, and a few others."""
    names = [(f"2024/project-{number}", "declaration") for number in range(count)]
    names += [(f"units/unit-{number}", "units") for number in range(count // 10)]
    return [Document(name, kind, Text(f"名称{name}", f"name {name}"), NOTHING) for name, kind in names]


def test_parts_hold_everything_once() -> None:
    """Whatever order documents come in, they are dealt alike: each once, declarations first, no more in a part than
    it may hold; few are one part.
    """
    documents = declared(3000)
    parts = index.parts(documents)
    assert parts == index.parts(reversed(documents))
    dealt_out = [document.path for each in parts for document in each]
    assert sorted(dealt_out) == sorted(document.path for document in documents)
    assert all(len(each) <= index.MOST for each in parts)
    kinds = [document.kind for each in parts for document in each]
    assert kinds == sorted(kinds)
    assert len(index.parts(documents[: index.MOST])) == 1


@pytest.mark.parametrize("name", ["2024/a", "2024/project-1500-b", "2024/z"])
def test_a_new_document_changes_parts_beside_it_alone(name: str) -> None:
    """Whoever adds a declaration, first, last or between, leaves almost all parts as they are."""
    documents = declared(3000)
    parts = index.parts(documents)
    more = index.parts([*documents, replace(documents[0], path=name)])
    assert len([each for each in more if each not in parts]) <= 3


def test_only_what_changed_is_indexed_again(tmp_path: Path) -> None:
    """A change of one document makes one part anew in each language; what nobody needs goes from the shelf."""
    with patch.multiple(index, LEAST=4, MOST=12):
        documents = declared(30)
        before = index.shelve(index.parts(documents), tmp_path, Crew())
        times = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
        documents[7] = replace(documents[7], amount="5")
        after = index.shelve(index.parts(documents), tmp_path, Crew())
    for lang in index.BUNDLES:
        assert len(set(after[lang]) - set(before[lang])) == 1
    left = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(left) == len(times) == 4 * len(before["zh"])
    assert sum(times.get(name) == time for name, time in left.items()) == len(times) - 4


@pytest.mark.parametrize("workers", [1, 2])
def test_parts_are_begun_while_prose_is_not_known(workers: int, tmp_path: Path) -> None:
    """What is made ahead is what would be made later: the same site, and no part is made for nothing. The last waits
    for prose, and is begun with it.
    """
    documents = declared(60)
    prose = [Document("about", "prose", Text("关于", "about"), NOTHING)]
    with patch.multiple(index, LEAST=8, MOST=16):
        asked = iter(documents)
        begun = index.begin(asked, Crew(workers), tmp_path / "shelf")
        assert (next(asked, None) is None) == (workers > 1)  # who makes all of it alone need not have it yet
        begun = begun if workers > 1 else replace(begun, documents=documents)
        whole = len(index.parts([*documents, *prose]))
        assert len(_ahead(begun)) == (4 * (whole - 1) if workers > 1 else 0)
        begun = index.complete(begun, prose, Crew(workers))
        ahead = _ahead(begun)
        assert len(ahead) == (4 * whole if workers > 1 else 0)
        place = Place(tmp_path / "site", tmp_path / "past")
        index.make(begun, place, Crew())
        assert {path.name for path in begun.shelf.iterdir()} == ahead or workers == 1
        place.settle()
        (tmp_path / "site" / sums.NAME).unlink()
        index.build([*documents, *prose], tmp_path / "plain")
    assert contents(tmp_path / "site") == contents(tmp_path / "plain")


def _ahead(begun: index.Begun) -> set[str]:
    """What lies on the shelf when all that is begun is done."""
    for aside in begun.asides:
        aside._process.join(60)
    return {path.name for path in begun.shelf.iterdir()}


def test_a_bundle_does_not_tell_how_it_was_cut(tmp_path: Path) -> None:
    """Small parts or large ones, from the shelf or not: the site gets the same bytes."""
    documents = declared(60)
    for name, least, most in (("small", 4, 8), ("large", 16, 40), ("again", 4, 8)):
        with patch.multiple(index, LEAST=least, MOST=most):
            index.build(documents, tmp_path / name, Crew(), tmp_path / "shelf")
    assert contents(tmp_path / "small") == contents(tmp_path / "large") == contents(tmp_path / "again")


def test_names_grow_where_they_would_be_the_same() -> None:
    """Files are named by five characters of their digest, and by more where another has those."""
    names: set[str] = set()
    found = [merge._name(key, names) for key in ("0123456789", "01234567ab", "f123456789")]
    assert found == ["01234", "012345", "f1234"]


def test_parts_with_other_fields_are_refused(tmp_path: Path) -> None:
    """Where parts would number the fields of a page differently nothing is guessed."""
    with pytest.raises(ValueError, match="different fields"):
        merge._fields([part.Part([], {}, {}, {}, [], fields) for fields in (["title"], ["author", "title"])])


def test_a_file_of_another_kind_is_refused() -> None:
    """What Pagefind 1.5 does not write is not read."""
    assert unpack(pack(b"x")) == b"x"
    with pytest.raises(ValueError, match=r"not what Pagefind 1\.5 writes"):
        unpack(gzip.compress(b"other"))
