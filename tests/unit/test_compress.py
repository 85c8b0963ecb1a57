"""Packed copies: of which files they are made, when they are made again, and that they hold the same."""

from __future__ import annotations

import gzip
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.exceptions import PluginError

from generator import compress, i18n
from generator.crew import Crew
from generator.export import sums
from generator.options import DisclosureConfig
from generator.place import Place

LONG = "<p>申报表</p>\n" * 200


def build(folder: Path, files: dict[str, bytes], *, packed: bool = True) -> tuple[set[str], set[str]]:
    """Build a site of these files; which files stand there then, and which packed copies were made for it."""
    place = Place(folder / "site", folder / "past")
    place.theirs.mkdir()
    made = []
    for path, content in files.items():
        if not (piece := place.keep(path, content)):
            piece = place.made(path, content, [place.put(path, content)])
        made += piece.files
    copies = {file.path for file in compress.make(made, place, Crew())} if packed else set()
    new = {path for path in copies if (place.ours / path).exists()}
    place.settle()
    site = folder / "site"
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return there - files.keys() - {sums.NAME}, new


def both(*paths: str) -> set[str]:
    """The copies of these files."""
    return {f"{path}.{ending}" for path in paths for ending in ("br", "gz")}


def test_what_gains(tmp_path: Path) -> None:
    """Text and the database are packed; not what is small, is packed already, or would not become smaller."""
    noise = bytes(range(256)) * 8
    random = b"".join(bytes([(number * number * 2654435761 >> 13) & 255]) for number in range(4000))
    files = {path: LONG.encode() for path in ("index.html", "a/b.csv", "a/b.json", "x.sqlite", "feed.xml")}
    others = {"small.html": b"<p>", "x.xlsx": noise, "x.zip": noise, "x.png": noise, "x.pf_index": noise}
    there, _ = build(tmp_path, {**files, **others, "random.txt": random})
    assert there - both("random.txt") == both(*files)
    for path in files:
        assert gzip.decompress((tmp_path / "site" / f"{path}.gz").read_bytes()) == LONG.encode()
        assert brotli.decompress((tmp_path / "site" / f"{path}.br").read_bytes()) == LONG.encode()
    for path in there & both("random.txt"):
        assert (tmp_path / "site" / path).stat().st_size < len(random)


def test_made_again_only_where_something_changed(tmp_path: Path) -> None:
    """The next build packs what changed, and nothing where nothing did; what went takes its copies along."""
    files = {"a.html": LONG.encode(), "b.html": LONG.encode()}
    assert build(tmp_path, files) == (both("a.html", "b.html"), both("a.html", "b.html"))
    assert build(tmp_path, files) == (both("a.html", "b.html"), set())
    files["b.html"] += b"more"
    assert build(tmp_path, files) == (both("a.html", "b.html"), both("b.html"))
    assert gzip.decompress((tmp_path / "site" / "b.html.gz").read_bytes()) == files["b.html"]
    del files["b.html"]
    assert build(tmp_path, files) == (both("a.html"), set())
    assert build(tmp_path, files, packed=False) == (set(), set())


def test_a_file_of_that_name(tmp_path: Path) -> None:
    """Where the site has a file of its own with the name of a copy, that one stays."""
    own = b"own" * 1000
    build(tmp_path, {"a.html": LONG.encode(), "a.html.gz": own})
    assert (tmp_path / "site" / "a.html.gz").read_bytes() == own


@settings(deadline=None)  # the first call loads the library
@given(st.binary(max_size=3000))
def test_the_same_every_time(content: bytes) -> None:
    """The same content gives the same bytes, which hold it; no date or name is in them."""
    for pack, unpack in ((compress.gzip, gzip.decompress), (compress.brotli, brotli.decompress)):
        packed = pack(content)
        assert packed == pack(content)
        assert unpack(packed) == content
    assert compress.gzip(content)[3:8] == b"\0\0\0\0\0"


def test_without_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who asks for copies without the package is told what to install, before anything is built."""

    def version(_: str) -> str:
        raise PackageNotFoundError

    words = i18n.read_words("en")
    config = DisclosureConfig()
    config.load_dict({"site_name": {"zh": "站", "en": "Site"}, "precompress": True})
    assert config.validate()[0] == []
    config.check(words, tmp_path, ())
    monkeypatch.setattr(compress, "version", version)
    with pytest.raises(PluginError, match=r"pip install '\.\[compress\]'"):
        config.check(words, tmp_path, ())
    config["precompress"] = False
    config.check(words, tmp_path, ())
