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

UNREADABLE = ("plain-yaml", "file-size", "yaml-syntax", "characters", "encoding", "not-empty")
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


FIXED = [case for case in CASES if case.whole and case.told[1] in UNREADABLE and case.told[2] != "list"]


@pytest.mark.parametrize("name", ["glossary.yml", "organisations.yml", "removed.yml"])
def test_refused_as_fixed_words(name: str, tmp_path: Path) -> None:
    """What cannot be read as a declaration cannot be read as one of the other files, nor harm it."""
    assert len(FIXED) > 80
    content = Path(shutil.copytree(BASE, tmp_path / "content"))
    for case in FIXED:
        case.make(content / name)
        problems = pipeline.read(content).problems
        errors = [(each.file, each.rule) for each in problems if each.severity is Severity.ERROR]
        assert (f"content/{name}", case.told[1]) in errors, case.name


def test_hostile_vocabulary(tmp_path: Path) -> None:
    """Thousands of known words, all alike, do not hold up a check of thousands of unknown ones."""
    content = Path(shutil.copytree(BASE, tmp_path / "content"))
    terms = "".join(f"  - {{key: x-{n}, name: 产出指标第{n}种}}\n" for n in range(8_000))
    glossary = content / "glossary.yml"
    glossary.write_text(
        glossary.read_text(encoding="utf-8").replace("level_1:\n", f"level_1:\n{terms}"), encoding="utf-8"
    )
    rows = "".join(
        f"- {{id: x{n}, level_1: 产出指标第{n}类, level_2: 数量指标, name: x{n}}}\n" for n in range(400)
    )
    head = (content / DECLARATION).read_text(encoding="utf-8").split("indicators:")[0]
    (content / DECLARATION).write_text(f"{head}indicators:\n{rows}", encoding="utf-8")
    unknown = [each for each in pipeline.read(content).problems if each.rule == "known-term"]
    assert len(unknown) == 400
    assert 0 < sum(each.case == "glossary-guess" for each in unknown) <= 20


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
