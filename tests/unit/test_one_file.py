"""One file's reading depends on that file and the fixed words alone: who reads it does not matter."""

from __future__ import annotations

import gc
import pickle
import shutil
from functools import partial
from pathlib import Path

import pytest

from generator import crew, folder, pipeline, reading
from generator.crew import Crew
from generator.model import Declaration
from generator.nodes import Mapping
from generator.pipeline import Reading
from generator.reading import Given, Read, Source
from generator.shape import Filed
from generator.vocabulary import Vocabulary

ROOT = Path(__file__).parents[2]
PROBLEMS = ROOT / "tests" / "problems"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Sound and faulty declarations together, some that cannot be opened or published."""
    folder = Path(shutil.copytree(PROBLEMS / "base", tmp_path / "content"))
    year = folder / "declarations" / "2024"
    for case in sorted(PROBLEMS.glob("*/*.yml")):
        if case.parent.name != "base":
            shutil.copy(case, year / f"{case.parent.name}-{case.name}")
    shutil.copytree(ROOT / "tests/site/content/declarations", folder / "declarations", dirs_exist_ok=True)
    (year / "link.yml").symlink_to("reading-room.yml")
    (year / "folder.yml").mkdir()
    return folder


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Crew:
    """Two processes, a few files at a time."""
    monkeypatch.setattr(crew, "FILES", 3)
    return Crew(2)


def test_several_processes_read_the_same(content: Path, pool: Crew) -> None:
    """Declarations, problems and their order are the same whichever process reads them."""
    alone = pipeline.read(content)
    assert len(alone.declarations) > 10
    assert {problem.severity for problem in alone.problems} >= {"error", "warning", "waived", "info"}
    assert pipeline.read(content, mapped=pool.map) == alone


def _fails(source: Source) -> Read:
    raise RuntimeError(source.name)


def test_what_goes_wrong_elsewhere_is_raised_here(content: Path, pool: Crew) -> None:
    """A bug met by another process is no silence: it stops the build as one met here."""
    with pytest.raises(RuntimeError, match=r"x\.yml"):
        list(pool.map(_fails, [Source(content, "x.yml")] * 9))


def test_a_reading_can_be_sent(content: Path) -> None:
    """What was read, and what it was read with, are the same after a journey to another process."""
    labels = {"项目名称": "project_name"}
    given = Given(labels, pipeline.read(content).vocabulary)
    assert pickle.loads(pickle.dumps(given)) == given  # noqa: S301
    assert pickle.loads(pickle.dumps(given)) is pickle.loads(pickle.dumps(given))  # noqa: S301
    for path in folder.declarations(content):
        read = reading.read(given, Source(path, path.name))
        assert pickle.loads(pickle.dumps(read)) == read  # noqa: S301
        assert bool(read.filed) or bool(read.problems)


def test_what_is_given_has_one_digest() -> None:
    """The digest of what is given is the same for the same words, and another for any other."""
    words = pipeline.read(ROOT / "content", paths=[]).vocabulary
    given = Given({"a": "b"}, words)
    others = [
        Given({"a": "c"}, words),
        Given({"a": "b"}, words, complete=False),
        Given({"a": "b"}, Vocabulary(words.glossary, words.organisations[1:])),
        Given({"a": "b"}, Vocabulary(organisations=words.organisations)),
    ]
    assert Given({"a": "b"}, Vocabulary(words.glossary, words.organisations)).digest == given.digest
    assert len({each.digest for each in (given, *others)}) == 5


def _moved(reading_: Reading) -> Filed[Declaration]:
    return next(each for each in reading_.declarations if each.value.moved_from)


def test_places_that_are_still_asked_for() -> None:
    """After its own rules a declaration keeps no tree of its file but what rules about several point at."""
    filed = _moved(pipeline.read(ROOT / "tests/site/content"))
    assert isinstance(filed.tree, Mapping)
    assert set(filed.tree.entries) == {"id", "moved_from"}
    lines = (ROOT / "tests" / "site" / filed.file).read_text(encoding="utf-8").splitlines()
    for path, text in ((("id",), filed.value.id), (("moved_from", 0), filed.value.moved_from[0])):
        line, column = filed.place(path)
        assert lines[line - 1][column - 1 :].strip("\"'").startswith(text)


def test_order_is_that_of_the_files(content: Path) -> None:
    """What maps may work in any order, as long as it gives results in the order of the files."""

    def backwards(function: partial[Read], sources: list[Source]) -> list[Read]:
        return [function(source) for source in sources[::-1]][::-1]

    assert pipeline.read(content, mapped=backwards) == pipeline.read(content)


def test_collecting_goes_on_afterwards(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's search for cycles rests while files are read, and goes on after, also where a bug ended it."""
    on: list[bool] = []

    def fails(*_: object) -> Read:
        on.append(gc.isenabled())
        raise RuntimeError

    monkeypatch.setattr(reading, "read", fails)
    with pytest.raises(RuntimeError):
        pipeline.read(content)
    assert on == [False]
    assert gc.isenabled()


def test_reading_makes_no_cycles(content: Path) -> None:
    """What reading leaves behind is freed without that search."""
    given = Given({}, pipeline.read(content).vocabulary)
    sources = [Source(path, path.name) for path in folder.declarations(content)]
    list(map(partial(reading.read, given), sources))
    gc.collect()
    with reading.without_collecting():
        list(map(partial(reading.read, given), sources))
    assert gc.collect() < len(sources)
