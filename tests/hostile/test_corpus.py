"""Whatever stands in the place of a declaration: it is refused, with the file, the line and the rule, and quickly."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from corpus import BASE, CASES, DECLARATION, Case

from generator import characters, pipeline, tell
from generator.i18n import LANGUAGES, read_words
from generator.problem import Severity
from generator.reading import Read, Source

WORDS = {lang: read_words(lang) for lang in LANGUAGES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refused(case: Case, tmp_path: Path) -> None:
    """Each attack is an error of its file, at its line, told in both languages on lines that can be printed."""
    content = tmp_path / "content"
    shutil.copytree(BASE, content)
    case.make(content / DECLARATION)
    reading = pipeline.read(content)
    assert not reading.sound
    errors = [each for each in reading.problems if each.severity is Severity.ERROR]
    found = {(each.file, each.line, each.rule, each.case): each for each in errors}
    assert (f"content/{case.file}", *case.told) in found
    assert len({each.file for each in errors}) == case.told_of
    for told in (tell.told(each, words) for each in errors for words in WORDS.values()):
        assert len(told.split("\n")) == 2
        assert not any(characters.unwanted(char) for char in told.replace("\n", ""))
        assert len(told) < 2_000


@pytest.fixture
def content() -> Iterator[Path]:
    """A sound content folder that everybody on this machine may look into."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(shutil.copytree(BASE, Path(folder) / "content"))


@contextmanager
def nobody() -> Iterator[None]:
    """Without the rights of root, who may read everything."""
    own = os.geteuid()
    if own == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(own)


@pytest.mark.parametrize(
    "closed", ["declarations/2024/reading-room.yml", "declarations/2024", "declarations", "glossary.yml"]
)
def test_what_may_not_be_read(closed: str, content: Path) -> None:
    """A file or folder without rights is told, never taken for one that is not there."""
    assert pipeline.read(content).sound
    (content / closed).chmod(0)
    with nobody():
        reading = pipeline.read(content)
    (content / closed).chmod(0o755)
    assert ("content/" + closed, 1, "file-readable", "os") in [
        (each.file, each.line, each.rule, each.case) for each in reading.problems
    ]
    assert not reading.sound


def test_vanishing(content: Path) -> None:
    """A file that goes between listing and reading is told, too."""

    def after_it_went(read: Callable[[Source], Read], sources: Iterable[Source]) -> Iterable[Read]:
        for source in (listed := list(sources)):
            source.path.unlink()
        return map(read, listed)

    problems = pipeline.read(content, mapped=after_it_went).problems
    assert [(each.file, each.line, each.rule, each.case) for each in problems] == [
        (f"content/{DECLARATION}", 1, "file-readable", "os")
    ]
