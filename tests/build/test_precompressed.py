"""`precompress: true` in a build: copies of every file that gains, under the checksums, made once."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
from building import build, configure

from generator.export import sums


def test_copies_of_a_site(project: Path) -> None:
    """Each copy holds its file and is on the list of checksums; every page has both; a second build makes none."""
    configure(project, precompress=True)
    first = build(project, project / "site")
    contents = first.contents()
    copies = {path for path in contents if path.endswith((".br", ".gz"))}
    for path in copies:
        unpack = gzip.decompress if path.endswith(".gz") else brotli.decompress
        assert unpack(contents[path]) == contents[path[:-3]], path
    pages = [path for path in first.pages() if len(contents[path]) >= 1024]
    assert "404.html" in pages
    assert {f"{path}.{ending}" for path in pages for ending in ("br", "gz")} <= copies
    assert {path[:-3].rpartition(".")[2] for path in copies} == {
        "css", "csv", "html", "js", "json", "jsonld", "sqlite", "txt", "xml",
    }  # fmt: skip
    found = sums.verify(first.folder)
    assert (found.changed, found.missing, found.additional) == ((), (), ())
    assert found.checked == len(contents) - 1

    inodes = {path: (first.folder / path).stat().st_ino for path in copies}
    again = build(project, project / "site")
    assert again.contents() == contents
    assert {path: (first.folder / path).stat().st_ino for path in copies} == inodes
