"""Files of many declarations are made of blocks; those that stand in the last site's files are copied from there."""

from __future__ import annotations

import io
import multiprocessing
import os
import random
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import data, derive, pipeline
from generator.crew import Crew
from generator.cuts import cut
from generator.derive import Declared, Site
from generator.export import skeleton, sums, whole
from generator.export.archive import DEFLATED, STORED, Entry, zipped
from generator.export.blocks import NOTHING, Before, Block, Stands, inside, told
from generator.export.checksum import joined
from generator.model import Amount, Declaration, Text
from generator.place import Place
from generator.render import Settings

# Blocks inside a ZIP


@given(st.lists(st.binary(max_size=300), max_size=6))
@example([b"", b"\0" * 70_000, b"a"])
def test_checksums_are_joined(parts: list[bytes]) -> None:
    """The checksum of a whole follows from those of its parts and their sizes."""
    crc = 0
    for part in parts:
        crc = joined(crc, zlib.crc32(part), len(part))
    assert crc == zlib.crc32(b"".join(parts))


@given(st.integers(0, 1 << 40))
def test_zeros_behind(size: int) -> None:
    """Parts of any size are joined: twice so many bytes are that many, twice."""
    assert joined(1, 0, 2 * size) == joined(joined(1, 0, size), 0, size)


PARTS = st.lists(st.builds(bytes.__mul__, st.binary(max_size=60), st.integers(0, 3000)), max_size=5)


@given(PARTS, st.sampled_from((DEFLATED, STORED)))
def test_blocks_are_the_whole(parts: list[bytes], method: int) -> None:
    """What is packed block by block comes out of the ZIP as one, whether a block is new or copied from another."""
    with tempfile.TemporaryDirectory() as folder:
        waiting = Path(folder)
        noted: list[tuple[str, Stands]] = []
        first = _zip(waiting, method, [_block(n, part) for n, part in enumerate(parts, 1)], NOTHING, noted)
        (waiting / "old.zip").write_bytes(first)
        before = Before(waiting, told(noted))
        blocks = [_block(n, part) for n, part in enumerate(parts, 1)]
        if len(parts) > 1:
            blocks = [block._replace(make=_must_not_be_made) for block in blocks]
        assert _zip(waiting, method, blocks, before, []) == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert packed.testzip() is None
        assert packed.read("all") == b"".join(parts)


def _block(number: int, content: bytes) -> Block:
    return Block(bytes((number,)), 0, partial(bytes, content))


def _must_not_be_made() -> bytes:
    raise AssertionError("this block stands")


def _zip(
    waiting: Path, method: int, blocks: list[Block], before: Before, noted: list[tuple[str, Stands]]
) -> bytes:
    entry = Entry("all", before.blocks(inside("old.zip", "all")), waiting, method)
    for block in blocks:
        entry.add(block)
    members = [entry.member()]
    return b"".join(
        zipped(members, note=lambda name, stands: noted.append((inside("old.zip", name), stands)))
    )


def test_a_file_cut_short_is_seen(tmp_path: Path) -> None:
    """Where a file ends before its block does, nothing is made of the rest."""
    (tmp_path / "old").write_bytes(b"123")
    with pytest.raises(EOFError):
        Stands(b"key", str(tmp_path / "old"), 1, 3).read()


# Sites


@pytest.fixture(scope="module", autouse=True)
def _small_blocks() -> Iterator[None]:
    """Blocks so small that few declarations are many blocks."""
    with pytest.MonkeyPatch.context() as patch:
        _make_small(patch)
        yield


def _make_small(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(whole, "LEAST", 2)
    patch.setattr(whole, "MOST", 5)
    patch.setattr(whole, "PIECE", 1 << 13)
    patch.setattr(skeleton, "SMALL", 3)


Change = Callable[[list[Declaration]], None]
COUNT = 18


@pytest.fixture(scope="module")
def listed(site: Site) -> list[Declaration]:
    """Many declarations of several years and units."""
    return [_declaration(site.declared, number) for number in range(COUNT)]


def _declaration(declared: tuple[Declared, ...], number: int) -> Declaration:
    own = declared[number % len(declared)].declaration
    made = replace(
        own,
        id=f"project-{number}",
        fiscal_year=2023 + number % 5 // 4,
        indicators=own.indicators[: number % 4 + 1],
        project_name=Text(f"项目 {number}", f"Project {number}"),
    )
    return _asking(made, 1000 + number * 37 % 101)


def _asking(declaration: Declaration, yuan: int) -> Declaration:
    """The declaration with another amount, which is another place in lists."""
    funding = declaration.funding
    assert funding.annual
    amount = Amount(f"{yuan}.00", Decimal(yuan))
    annual = replace(funding.annual, total=amount, fiscal_appropriation=amount, sources=())
    return replace(declaration, funding=replace(funding, annual=annual))


def _renamed(place: int, listed: list[Declaration]) -> None:
    listed[place] = replace(listed[place], project_name=Text("=改名", None))


def _moved(place: int, listed: list[Declaration]) -> None:
    listed[place] = _asking(listed[place], 10**9)


def _with_fewer_rows(place: int, listed: list[Declaration]) -> None:
    listed[place] = replace(listed[place], indicators=listed[place].indicators[:1])


def _deleted(place: int, listed: list[Declaration]) -> None:
    del listed[place]


def _added(place: int, listed: list[Declaration]) -> None:
    listed.append(replace(listed[place], id=f"{listed[place].id}-more"))


def _all_gone(_: int, listed: list[Declaration]) -> None:
    listed.clear()


def _year(_: int, listed: list[Declaration]) -> None:
    listed[:] = [replace(each, fiscal_year=2030) for each in listed[::2]] + listed[1::2]


CHANGES = [_renamed, _moved, _with_fewer_rows, _deleted, _added, _year, _all_gone]


def _built(listed: list[Declaration], site: Site, folder: Path, crew: Crew | None = None) -> dict[str, bytes]:
    """Build the data files of these declarations into a folder: every file that then stands there."""
    made = derive.site(listed, site.vocabulary)
    marked = [replace(each, mark=repr(each).encode()) for each in made.declared]
    made = replace(made, declared=tuple(marked))
    place = Place(folder / "site", folder / "past")
    place.theirs.mkdir()
    crew = crew or Crew()
    crew.folder = place.stage
    facts = pipeline.facts(made)
    told = data.make(made, facts, Settings(Text("站", "Site")), place, crew, folder / "kept", records=False)
    place.settle()
    files = _files(folder / "site")
    assert {each.path: each.size for each in told} == {path: len(content) for path, content in files.items()}
    return files


def _files(site: Path) -> dict[str, bytes]:
    """All but their checksums."""
    there = (path for path in site.rglob("*") if path.is_file() and path.name != sums.NAME)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in there}


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 2 * COUNT)), min_size=1, max_size=3))
@example([(_moved, 3), (_deleted, 7), (_added, 1)])
@example([(_all_gone, 0)])
def test_after_any_change(
    listed: list[Declaration], site: Site, changes: list[tuple[Callable[[int, list[Declaration]], None], int]]
) -> None:
    """Whatever changed since, and however often, the files are those of a first build, byte for byte."""
    now = list(listed)
    with tempfile.TemporaryDirectory() as again, tempfile.TemporaryDirectory() as first:
        _built(now, site, Path(again))
        for change, place in changes:
            if now:
                change(place % len(now), now)
            found = _built(now, site, Path(again))
        expected = _built(now, site, Path(first))
    assert found.keys() == expected.keys()
    assert [path for path in expected if found[path] != expected[path]] == []


def _spoil(file: Path, *, seen: bool) -> None:
    """Change a byte in the middle of a file, and see to it that nobody sees it but by reading."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    stat = file.stat()
    file.write_bytes(content)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + seen))


@pytest.mark.parametrize(
    ("how", "path"),
    [
        ("touched", "data/indicators.csv"),
        ("touched", "data/all.xlsx"),
        ("touched", "data/all.sqlite"),
        ("touched", "2023/declarations.json"),
        ("cut short", "data/all.sqlite"),
        ("cut short", "data/all.zip"),
        ("gone", "data/all.zip"),
    ],
)
def test_a_spoilt_file_is_never_copied_from(
    listed: list[Declaration], site: Site, how: str, path: str, tmp_path: Path
) -> None:
    """A file that somebody has changed since is made anew from the declarations."""
    _built(listed, site, tmp_path / "again")
    file = tmp_path / "again" / "site" / path
    if how == "touched":
        _spoil(file, seen=True)
    elif how == "gone":
        file.unlink()
    else:
        os.truncate(file, file.stat().st_size - 10)
    now = list(listed)
    _renamed(2, now)
    assert _built(now, site, tmp_path / "again") == _built(now, site, tmp_path / "first")


@pytest.mark.parametrize("path", ["data/indicators.csv", "api/v1/declarations.json"])
def test_what_did_not_change_is_copied(
    listed: list[Declaration], site: Site, path: str, tmp_path: Path
) -> None:
    """Blocks of other declarations are the bytes of the last site: even a byte that was spoilt unseen."""
    _built(listed, site, tmp_path / "again")
    _spoil(tmp_path / "again" / "site" / path, seen=False)
    now = list(listed)
    _deleted(0, now)
    found, expected = _built(now, site, tmp_path / "again"), _built(now, site, tmp_path / "first")
    assert len(found[path]) == len(expected[path])
    differences = sum(a != b for a, b in zip(found[path], expected[path], strict=True))
    assert differences == 1


def elsewhere(_: int) -> ProcessPoolExecutor:
    """Processes that begin with nothing, as on another machine."""
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(2, mp_context=spawn, initializer=_make_small, initargs=(pytest.MonkeyPatch(),))


def test_any_process_makes_the_same(listed: list[Declaration], site: Site, tmp_path: Path) -> None:
    """Two processes make what one makes, and so they do after a change."""
    now = list(listed)
    _moved(5, now)
    for each in (listed, now):
        assert _built(each, site, tmp_path / "two", Crew(2)) == _built(each, site, tmp_path / "one")


def test_processes_elsewhere_make_the_same(listed: list[Declaration], site: Site, tmp_path: Path) -> None:
    """Processes that have nothing but the folder of the site make what one makes."""
    now = list(listed)
    _moved(5, now)
    for each in (listed, now):
        crew = Crew(2, elsewhere, shards=3)
        assert _built(each, site, tmp_path / "two", crew) == _built(each, site, tmp_path / "one")


# Where lists are cut


@settings(deadline=None)
@given(st.sets(st.text("abcdef", min_size=3, max_size=4), min_size=30, max_size=90), st.randoms())
def test_cuts(paths: set[str], chance: random.Random) -> None:
    """Runs are the list, none longer than allowed; one more thing leaves most of them as they are."""
    listed = [_Named(path) for path in sorted(paths)]
    runs = list(cut(listed, 2, 6))
    assert [each for run in runs for each in run] == listed
    assert all(2 <= len(run) <= 6 for run in runs[:-1])
    more = sorted([*listed, _Named(chance.choice(listed).path + "0")], key=lambda each: each.path)
    kept = [run for run in cut(more, 2, 6) if run in runs]
    assert len(kept) >= len(runs) // 3


class _Named(str):
    """A thing with a path."""

    @property
    def path(self) -> str:
        return str(self)
