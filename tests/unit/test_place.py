"""A new site takes the place of the old: all of it, and nothing that is not its own."""

from __future__ import annotations

import os
import shutil
import threading
from itertools import count
from pathlib import Path

import pytest
from killed import killed

from generator import past
from generator.export import sums
from generator.past import Past, Piece
from generator.place import STAGE, Place, finish


def build(folder: Path, **files: str) -> dict[str, str]:
    """Build a site of these files, each a piece of its own, `__` for `/`; what then stands there."""
    place = Place(folder / "site", folder / "past")
    place.theirs.mkdir()
    for name, text in files.items():
        path = name.replace("__", "/")
        if not place.keep(path, text.encode()):
            place.made(path, text.encode(), [place.put(path, text)])
    place.settle()
    return standing(folder)


def standing(folder: Path) -> dict[str, str]:
    """Every file of the site."""
    site = folder / "site"
    return {
        path.relative_to(site).as_posix().replace("/", "__"): path.read_text()
        for path in site.rglob("*")
        if path.is_file() and path.name != sums.NAME
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


def test_what_was_made_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of any length is read as it was written, where its files stand; one that is cut short is none."""
    monkeypatch.setattr(past, "AT_ONCE", 2)
    record = tmp_path / "past"
    pieces = {
        str(number): Piece(b"key", [past.write(tmp_path / "site", f"{number}/x", b"1")], {"told": number})
        for number in range(5)
    }
    past.save(Past(pieces), record)
    stands = dict(past.standing(tmp_path / "site"))
    assert past.load(record, stands).pieces == pieces
    (tmp_path / "site/3/x").write_bytes(b"12")
    there = {name: piece for name, piece in pieces.items() if name != "3"}
    assert past.load(record, dict(past.standing(tmp_path / "site"))).pieces == there
    whole = record.read_bytes()
    for end in range(len(whole)):
        record.write_bytes(whole[:end])
        assert past.load(record, stands) == Past()


def test_without_a_folder_to_remember_in(tmp_path: Path) -> None:
    """Where no folder can be made, another serves for the time of the process."""
    (tmp_path / "file").write_text("")
    found = past.folder(tmp_path / "file" / "below")
    assert found.is_dir()
    assert not found.is_relative_to(tmp_path)
    assert past.folder(tmp_path / "new") == tmp_path / "new"


AGAIN: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "some files stay": (
        {"a": "1", "b__c": "2", "b__d": "3", "e__f__g": "4", "h": "5", "i__j": "6"},
        {"a": "1", "b__c": "changed", "e": "now a file", "h__k": "now in a folder", "i__j": "6", "l__m": "7"},
    ),
    "no file stays": ({"a": "1", "b__c": "2", "e__f": "3"}, {"a": "changed", "b": "now a file", "g__h": "4"}),
}


@pytest.mark.parametrize("remembers", [True, False], ids=["remembers", "forgot"])
@pytest.mark.parametrize(("before", "after"), AGAIN.values(), ids=AGAIN)
def test_killed_at_any_moment(
    before: dict[str, str], after: dict[str, str], remembers: bool, tmp_path: Path
) -> None:
    """Before each change of the file system in turn, the build is killed: what stands is the old site, or once it is
    finished the new one, and nothing else; and the next build gives the new one in any case.
    """
    prepared = tmp_path / "prepared"
    build(prepared, **before)
    if not remembers:
        (prepared / "past").unlink()
    finished = 0
    for moment in count():
        folder = Path(shutil.copytree(prepared, tmp_path / str(moment)))
        was_killed = killed(moment, lambda: build(folder, **after))  # noqa: B023 (it is done at once)
        began = (folder / "site" / STAGE / sums.NAME).exists()
        finished += finish(folder / "site") == began
        shutil.rmtree(folder / "site" / STAGE, ignore_errors=True)
        found = standing(folder)
        assert sums.verify(folder / "site").sound
        assert found in ([after] if began else [before, after]), moment
        again = Path(shutil.copytree(folder, tmp_path / f"{moment} again"))
        assert build(again, **after) == after
        assert sums.verify(again / "site").sound
        if not was_killed:
            assert found == after
            break
    assert moment > 20
    assert finished > 5


def test_a_move_that_fails_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong while the new site is put in its place leaves it waiting; the next build goes on with it."""
    build(tmp_path, a="1", b="2", c="3")
    replace = Path.replace

    def fails(path: Path, there: Path) -> Path:
        if path.name == "b":
            raise PermissionError(path)
        return replace(path, there)

    place = Place(tmp_path / "site", tmp_path / "past")
    assert place.keep("c", b"3")
    for name in ("a", "b"):
        place.made(name, b"new", [place.put(name, "new")])
    place.theirs.mkdir()
    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(PermissionError):
        place.settle()
    place.leave()
    monkeypatch.undo()
    assert finish(tmp_path / "site")
    assert standing(tmp_path) == {"a": "new", "b": "new", "c": "3"}


def test_half_a_list_finishes_nothing(tmp_path: Path) -> None:
    """A list that is cut off drops no file of the site: it is as good as none."""
    build(tmp_path, a="1", b="2")
    stage = tmp_path / "site" / STAGE
    stage.mkdir()
    (stage / sums.NAME).write_bytes(b"".join(sums.listing({"a": "0" * 64}))[:-3])
    assert build(tmp_path, a="1", b="2") == {"a": "1", "b": "2"}


def test_two_builds_at_once(tmp_path: Path) -> None:
    """A build waits for another of the same site, and says so."""
    place = Place(tmp_path / "site", tmp_path / "past")
    place.theirs.mkdir()
    place.made("a", b"1", [place.put("a", "1")])
    waits, done = threading.Event(), threading.Event()

    def other() -> None:
        Place(tmp_path / "site", tmp_path / "past", waits.set).leave()
        done.set()

    second = threading.Thread(target=other)
    second.start()
    assert waits.wait(20)
    assert not done.is_set()
    place.settle()
    second.join(20)
    assert done.is_set()
    assert standing(tmp_path) == {"a": "1"}
