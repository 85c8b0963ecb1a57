"""The line as a whole: a folder goes in, everything that is wrong with it comes out, and nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import pipeline

BASE = Path(__file__).parents[1] / "problems" / "base"
ONE = "declarations/2024/reading-room.yml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A sound content folder to spoil."""
    return Path(shutil.copytree(BASE, tmp_path / "content"))


def _told(content: Path) -> list[tuple[str, str]]:
    return [(each.file, each.rule) for each in pipeline.read(content).problems]


def test_files_are_named_as_a_person_sees_them(content: Path, tmp_path: Path) -> None:
    """Files are named from the folder above the content, or from where the command stands."""
    (content / ONE).write_text("", encoding="utf-8")
    assert _told(content) == [(f"content/{ONE}", "not-empty")]
    found = pipeline.read(content, base=tmp_path / "elsewhere").problems
    assert [each.file for each in found] == [(content / ONE).as_posix()]


def test_errors_make_it_unsound(content: Path) -> None:
    """A reading is sound as long as no problem is an error."""
    assert pipeline.read(content).sound
    path = content / ONE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"≥90(%)"', '"=90(%)"'), encoding="utf-8")
    assert pipeline.read(content).problems
    assert pipeline.read(content).sound
    path.write_text(text.replace('"480,000.00"', '"1"'), encoding="utf-8")
    assert not pipeline.read(content).sound


def test_a_folder_that_is_empty_or_missing(tmp_path: Path) -> None:
    """Without its two files of words a folder has two problems, and nothing is raised."""
    expected = [(f"nowhere/{name}.yml", "file-readable") for name in ("glossary", "organisations")]
    assert _told(tmp_path / "nowhere") == expected
    (tmp_path / "nowhere").mkdir()
    assert _told(tmp_path / "nowhere") == expected


@pytest.mark.parametrize("name", ["glossary", "organisations"])
def test_a_broken_word_list(name: str, content: Path) -> None:
    """When a word list cannot be read, that is told, and not that every word is unknown."""
    (content / f"{name}.yml").write_text("- x\n", encoding="utf-8")
    assert {file for file, _ in _told(content)} == {f"content/{name}.yml"}


def test_links_are_told_wherever_they_lie(content: Path) -> None:
    """A symbolic link anywhere in the content is refused: it could publish what lies outside."""
    (content / "about.md").symlink_to("/etc/hostname")
    (content / "pictures").symlink_to("/etc")
    assert _told(content) == [("content/about.md", "file-readable"), ("content/pictures", "file-readable")]


def test_what_editors_leave_behind(content: Path) -> None:
    """Hidden and temporary files beside a declaration are not read."""
    for name in (".reading-room.yml", "~$reading-room.yml", "reading-room.yml~", "reading-room.yml.swp"):
        (content / ONE).with_name(name).write_bytes(b"\x00")
    assert _told(content) == []
    assert len(pipeline.read(content).declarations) == 1


@pytest.mark.parametrize("name", ["glossary", "organisations"])
def test_a_declaration_called_like_a_word_list(name: str, content: Path) -> None:
    """A declaration whose id is `glossary` is read or refused, never lost without a word."""
    text = (content / ONE).read_text(encoding="utf-8").replace("id: reading-room", f"id: {name}", 1)
    (content / ONE).with_name(f"{name}.yml").write_text(text, encoding="utf-8")
    reading = pipeline.read(content)
    assert len(reading.declarations) == 2 or reading.problems


@pytest.mark.parametrize("name", ["second.YML", "second.Yaml", "second.yml.txt"])
def test_another_ending(name: str, content: Path) -> None:
    """A declaration saved as `.YML`, or as `.yml.txt` by Notepad, is read or told of, never lost without a word."""
    text = (content / ONE).read_text(encoding="utf-8").replace("id: reading-room", "id: second", 1)
    (content / ONE).with_name(name).write_text(text, encoding="utf-8")
    reading = pipeline.read(content)
    assert len(reading.declarations) == 2 or reading.problems


def test_a_declaration_elsewhere_is_told(content: Path) -> None:
    """A declaration beside the folder of its year is told where it belongs."""
    shutil.move(content / ONE, content / "reading-room.yml")
    assert _told(content) == [("content/reading-room.yml", "file-name")]


def _changed(content: Path, last: pipeline.Reading, old: str, new: str) -> pipeline.Reading | None:
    """What is known of the folder once a text of one declaration has changed, and only that one is read again."""
    file = content / ONE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return pipeline.renewed(last, pipeline.read(content, [file]))


@pytest.mark.parametrize(
    ("old", "new"), [('"≥90(%)"', '"=90(%)"'), ("阅览室开放", "阅览室延长开放"), ('"≥90(%)"', '"≥91(%)"')]
)
def test_one_is_read_again(old: str, new: str, content: Path) -> None:
    """To read what changed and to read everything is the same: declarations, problems and where they are."""
    last = pipeline.read(content)
    renewed, read = _changed(content, last, old, new), pipeline.read(content)
    assert renewed
    assert renewed.problems == read.problems
    assert renewed.digests == read.digests
    assert pipeline.site(renewed) == pipeline.site(read)
    assert pipeline.site(renewed, pipeline.site(last)) == pipeline.site(read)


@pytest.mark.parametrize(
    "new", ["id: other-room", "id: reading-room\nmoved_from: [2023/reading-room]", "id: reading-room\n"]
)
def test_another_address_needs_all(new: str, content: Path) -> None:
    """Where an address has changed, other files may be wrong by that: all are read."""
    known = _changed(content, pipeline.read(content), "id: reading-room\n", f"{new}\n")
    assert (known is None) == (new != "id: reading-room\n")


def test_a_new_file_needs_all(content: Path) -> None:
    """A file that the last reading has not seen may stand where another does."""
    last = pipeline.read(content)
    new = content / "declarations/2024/other-room.yml"
    text = (content / ONE).read_text(encoding="utf-8")
    new.write_text(text.replace("id: reading-room", "id: other-room"), encoding="utf-8")
    some = pipeline.read(content, [new])
    assert some.sound
    assert pipeline.renewed(last, some) is None


def test_problems_come_in_order(content: Path) -> None:
    """All problems of all files come at once, sorted by file and place."""
    (content / "glossary.yml").write_text("form: x\nfield: x\n", encoding="utf-8")
    (content / ONE).write_text("fiscal_year: x\nid: X\n", encoding="utf-8")
    problems = pipeline.read(content).problems
    places = [(each.file, each.line, each.column) for each in problems]
    assert places == sorted(places)
    assert {file for file, _, _ in places} == {f"content/{ONE}", "content/glossary.yml"}
