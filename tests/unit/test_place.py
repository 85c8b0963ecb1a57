"""A new site takes the place of the old: all of it, and nothing that is not its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import past
from generator.place import Place


def build(folder: Path, **files: str) -> dict[str, str]:
    """Build a site of these files, each a piece of its own, `__` for `/`; what then stands there."""
    place = Place(folder / "site", folder / "past")
    place.theirs.mkdir()
    for name, text in files.items():
        path = name.replace("__", "/")
        if not place.keep(path, text.encode()):
            place.made(path, text.encode(), [place.put(path, text)])
    place.gather()
    place.settle()
    return standing(folder)


def standing(folder: Path) -> dict[str, str]:
    """Every file of the site."""
    site = folder / "site"
    return {
        path.relative_to(site).as_posix().replace("/", "__"): path.read_text()
        for path in site.rglob("*")
        if path.is_file()
    }


SITES: list[dict[str, str]] = [
    {"a": "1", "b__c": "2", "b__d": "3"},
    {"a": "1", "b__c": "changed"},
    {},
    {"a__now_a_folder": "1", "b": "now a file"},
    {"x__y__z": "1"},
]


@pytest.mark.parametrize("after", SITES)
@pytest.mark.parametrize("before", SITES)
def test_from_any_site_to_any(before: dict[str, str], after: dict[str, str], tmp_path: Path) -> None:
    """Whatever stood there, the new site stands there alone; no empty folder is left of the old."""
    assert build(tmp_path, **before) == before
    assert build(tmp_path, **after) == after
    assert [folder for folder, inside, files in os.walk(tmp_path / "site") if not inside + files] in (
        [],
        [str(tmp_path / "site")],
    )


def test_what_is_hidden_is_the_hosts_own(tmp_path: Path) -> None:
    """`.htaccess` stays through every build."""
    build(tmp_path, a="1")
    (tmp_path / "site" / ".htaccess").write_text("own")
    assert build(tmp_path, b="2") == {"b": "2", ".htaccess": "own"}


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link that somebody put in the place of a folder is replaced; what it leads to is left alone."""
    build(tmp_path, a__b="1")
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "site" / "a").rename(elsewhere)
    (tmp_path / "site" / "a").symlink_to(elsewhere)
    assert build(tmp_path, a__b="2") == {"a__b": "2"}
    assert (elsewhere / "b").read_text() == "1"


def test_giving_up(tmp_path: Path) -> None:
    """A build that fails leaves the last site, or none where there was none."""
    place = Place(tmp_path / "site", tmp_path / "past")
    place.put("a", "1")
    place.leave()
    assert not (tmp_path / "site").exists()
    build(tmp_path, a="1")
    place = Place(tmp_path / "site", tmp_path / "past")
    place.put("b", "2")
    place.leave()
    assert standing(tmp_path) == {"a": "1"}


def test_without_a_folder_to_remember_in(tmp_path: Path) -> None:
    """Where no folder can be made, another serves for the time of the process."""
    (tmp_path / "file").write_text("")
    found = past.folder(tmp_path / "file" / "below")
    assert found.is_dir()
    assert not found.is_relative_to(tmp_path)
    assert past.folder(tmp_path / "new") == tmp_path / "new"
