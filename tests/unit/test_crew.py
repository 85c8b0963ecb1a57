"""Work spread over processes: in order, whole, and said when it fails."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from generator import clock
from generator.crew import BEHIND, TRIES, Crew


def times(factor: int, numbers: Sequence[int]) -> list[int]:
    """Work."""
    with clock.phase("rendering"):
        return [factor * number for number in numbers]


def refuses(_: object, numbers: Sequence[int]) -> list[int]:
    """Work that fails on a number."""
    if 7 in numbers:
        raise ValueError("seven")
    return list(numbers)


def dies(lives: tuple[Path, int, int], numbers: Sequence[int]) -> list[int]:
    """Work whose process is killed from outside over one number, so many times."""
    folder, deaths, parent = lives
    assert os.getpid() != parent, "the work was not given to another process"
    if 7 in numbers and len(list(folder.iterdir())) < deaths:
        (folder / str(os.getpid())).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return list(numbers)


def elsewhere(_: int = 0) -> ProcessPoolExecutor:
    """Processes that begin with nothing, as on another machine, whatever the priority."""
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


CREWS = {
    "alone": Crew(1),
    "two": Crew(2),
    "shards": Crew(2, shards=3),
    "elsewhere": Crew(2, elsewhere),
}


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where crews share things."""
    monkeypatch.setattr(Crew, "folder", tmp_path)
    assert threading.active_count() == 1, (
        "a process with threads does not fork: these tests come before the browser's"
    )


@pytest.mark.parametrize("crew", CREWS.values(), ids=CREWS)
def test_everything_once_and_in_order(crew: Crew, tmp_path: Path) -> None:
    """Parts come back in the order of their items, whoever made them."""
    found = [each for part in crew.each("work", times, 3, range(20), 4) for each in part]
    assert found == [3 * number for number in range(20)]
    assert list(tmp_path.iterdir()) == []


def test_nobody_elsewhere_waits_for_work() -> None:
    """Processes elsewhere are given more at once, but not so much that some of them are left without."""
    crew = Crew(2, elsewhere)
    for count, parts in ((2, [2]), (6, [3, 3]), (20, [8, 8, 4])):
        assert [len(part) for part in crew.each("work", times, 1, range(count), 2)] == parts


def test_shards(tmp_path: Path) -> None:
    """Shards are as many as asked for, whatever their size."""
    assert [len(part) for part in Crew(2, shards=3).each("work", times, 1, range(20), 4)] == [7, 7, 6]


def test_nothing_to_do(tmp_path: Path) -> None:
    """No items are no parts."""
    assert list(Crew(2, shards=3).each("work", times, 1, [], 4)) == []


@pytest.mark.parametrize("crew", CREWS.values(), ids=CREWS)
def test_failure_is_told(crew: Crew, tmp_path: Path) -> None:
    """What goes wrong in a process is raised here, with its own words, and nothing hangs."""
    with pytest.raises(ValueError, match="seven"):
        list(crew.each("work", refuses, None, range(20), 4))


class Others(Executor):
    """Processes that are not ours to end: they go on with what they were given."""

    def __init__(self, pool: Executor) -> None:
        self.pool = pool

    def submit(self, *arguments: Any, **named: Any) -> Any:
        return self.pool.submit(*arguments, **named)


class Circle:
    """What only Python's search for cycles finds when nobody needs it any more."""

    left: weakref.ref[Circle] | None = None

    def __init__(self) -> None:
        self.own = self


def whose(shared: tuple[SimpleNamespace, str], _: object) -> tuple[int, str, str, bool]:
    """Work that tells what it was given, and whether the first that was given it has left anything."""
    kept, word = shared
    Circle.left = Circle.left or weakref.ref(Circle())
    return id(kept), kept.text, word, Circle.left() is None


def test_what_is_kept_is_sent_once(tmp_path: Path) -> None:
    """Works that share the same with more have it once in a process; with what is kept for the next build comes the
    next, and what the last one left goes.
    """
    texts = ["one" * 10_000, "two" * 10_000]
    given = []
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for text in texts:
            crew, kept = Crew(1, lambda _: Others(pool)), SimpleNamespace(text=text)
            crew.keep(kept)
            for word in ("first", "second"):
                given += list(crew.each("work", whose, (kept, word), [0], 1))
    assert [each[1:] for each in given] == [
        (text, word, text == texts[1]) for text in texts for word in ("first", "second")
    ]
    assert given[0][0] == given[1][0]
    assert given[2][0] == given[3][0]


def test_what_is_kept_is_not_in_what_is_sent(tmp_path: Path) -> None:
    """It lies in a file of its own; what names it does not grow with it."""
    kept = SimpleNamespace(text="kept" * 10_000)
    sizes: list[int] = []

    class Looks(Others):
        """Looks what lies there when work is handed over."""

        def submit(self, *arguments: Any, **named: Any) -> Any:
            sizes.extend(file.stat().st_size for file in tmp_path.rglob("shared"))
            return super().submit(*arguments, **named)

    with elsewhere() as pool:
        crew = Crew(2, lambda _: Looks(pool))
        crew.keep(kept)
        assert list(crew.each("work", times, 1, [1], 1)) == [[1]]
        (told,) = crew.each("work", whose, (kept, "word"), [0], 1)
    assert told[1] == kept.text
    assert len(sizes) == 4
    assert sum(size > len(kept.text) for size in sizes) == 2


def notes(folder: Path, numbers: Sequence[int]) -> None:
    """Work that fails at once, or takes a while; it notes when it begins and ends."""
    if 0 in numbers:
        raise ValueError("zero")
    (folder / f"{numbers[0]}-begun").touch()
    time.sleep(0.2)  # what takes a while: nothing is waited for
    (folder / f"{numbers[0]}-ended").touch()


def test_nothing_goes_on_after_a_failure(tmp_path: Path) -> None:
    """When work fails, nobody writes any more once that is told: what was begun has ended, the rest is not begun."""
    folder = tmp_path / "notes"
    folder.mkdir()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        with pytest.raises(ValueError, match="zero"):
            list(Crew(2, lambda _: Others(pool)).each("work", notes, folder, range(40), 1))
        told = sorted(path.name for path in folder.iterdir())
    begun, ended = ([name for name in told if name.endswith(end)] for end in ("begun", "ended"))
    assert len(begun) == len(ended) < 39
    assert sorted(path.name for path in folder.iterdir()) == told


@pytest.mark.parametrize("crew", [Crew(2), Crew(2, elsewhere)], ids=["here", "elsewhere"])
def test_another_takes_over(crew: Crew, tmp_path: Path) -> None:
    """The work of a process that is killed is done by another: nothing is lost or done out of order."""
    lives = tmp_path / "lives"
    lives.mkdir()
    found = [
        each
        for part in crew.each("work", dies, (lives, TRIES - 1, os.getpid()), range(40), 4)
        for each in part
    ]
    assert found == list(range(40))
    assert len(list(lives.iterdir())) == TRIES - 1


def test_not_for_ever(tmp_path: Path) -> None:
    """Work that kills every process that tries it fails the build."""
    lives = tmp_path / "lives"
    lives.mkdir()
    with pytest.raises(BrokenExecutor):
        list(Crew(2).each("work", dies, (lives, 99, os.getpid()), range(40), 4))


def test_time_of_workers(tmp_path: Path) -> None:
    """What workers spend is counted to its phase."""
    clock.start()
    list(Crew(2).each("work", times, 1, range(8), 2))
    assert clock.spent()["rendering"].wall > 0


def leaves(folder: Path) -> Callable[[int], None]:
    """Work that leaves a file."""

    def work(number: int) -> None:
        if number == 7:
            raise ValueError("seven")
        with clock.phase("index"):
            (folder / f"{number}.{os.getpid()}").touch()

    return work


def until(there: Callable[[], bool]) -> None:
    """Wait for something another process does."""
    end = time.monotonic() + 20
    while not there():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


def test_work_aside(tmp_path: Path) -> None:
    """Another process begins on the work, its time is counted, and to end it twice is harmless."""
    clock.start()
    aside = Crew(2).aside(leaves(tmp_path), range(3))
    assert aside
    until(lambda: len(list(tmp_path.iterdir())) == 3)
    aside.end()
    aside.end()
    assert all(path.suffix != f".{os.getpid()}" for path in tmp_path.iterdir())
    assert clock.spent()["index"].wall > 0


def test_work_aside_ends_when_told(tmp_path: Path) -> None:
    """It finishes what it is at, and begins nothing more."""

    def work(number: int) -> None:
        (tmp_path / str(number)).touch()
        until(lambda: (tmp_path / "go").exists())

    aside = Crew(2).aside(work, range(50))
    assert aside
    until(lambda: (tmp_path / "0").exists())
    aside._over.set()
    (tmp_path / "go").touch()
    aside.end()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "go"]


@pytest.mark.parametrize("number", [7, 8])
def test_work_aside_that_fails_is_no_failure(number: int, tmp_path: Path) -> None:
    """Where it raises or is killed it is left to whoever needs it; what was made before stays."""

    def work(item: int) -> None:
        if item == 8:
            os.kill(os.getpid(), signal.SIGKILL)
        leaves(tmp_path)(item)

    aside = Crew(2).aside(work, [1, number, 2])
    assert aside
    aside._process.join(20)
    aside.end()
    assert [path.stem for path in tmp_path.iterdir()] == ["1"]


def slowly(place: tuple[Path, int]) -> None:
    """Work that leaves a file once it may; fails on a number, and dies on another."""
    folder, number = place
    if number == 7:
        raise ValueError("seven")
    if number == 8:
        os.kill(os.getpid(), signal.SIGKILL)
    (folder / str(number)).touch()
    until(lambda: (folder / "go").exists())


def test_work_aside_elsewhere_ends_when_told(tmp_path: Path) -> None:
    """Processes elsewhere finish what they are at, and begin nothing more; its time is counted."""
    asked: list[int] = []

    def executor(priority: int) -> ProcessPoolExecutor:
        asked.append(priority)
        return elsewhere()

    clock.start()
    aside = Crew(2, executor).aside(slowly, [(tmp_path, number) for number in range(50)])
    assert aside
    assert asked == [BEHIND]
    until(lambda: (tmp_path / "1").exists())
    ending = threading.Thread(target=aside.end)
    ending.start()
    until(lambda: not any(path.is_dir() for path in tmp_path.iterdir()))
    (tmp_path / "go").touch()
    ending.join(20)
    aside.end()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1", "go"]
    assert clock.spent()["mkdocs"].wall > 0


@pytest.mark.parametrize("number", [7, 8])
def test_work_aside_elsewhere_that_fails_is_no_failure(number: int, tmp_path: Path) -> None:
    """What fails there, or dies, is left to whoever needs it."""
    (tmp_path / "go").touch()
    aside = Crew(2, elsewhere).aside(slowly, [(tmp_path, number)])
    assert aside
    until(lambda: all(each.done() for each in aside._waiting))
    aside.end()
    assert [path.name for path in tmp_path.iterdir()] == ["go"]


def test_nobody_to_work_aside(tmp_path: Path) -> None:
    """One process does one thing after another, and nobody is asked for nothing."""
    assert Crew(1).aside(leaves(tmp_path), range(3)) is None
    assert Crew(2).aside(leaves(tmp_path), []) is None
    assert Crew(2, elsewhere).aside(slowly, []) is None


def stays(said: int, _: object) -> None:
    """Work that says when it begins, and takes longer than any test waits."""
    os.write(said, b"x")
    threading.Event().wait(60)


def test_the_processes_of_a_killed_build_end(tmp_path: Path) -> None:
    """Whoever works for a process that is killed ends too, in the middle of its work: nothing is written later."""
    says, said = os.pipe()

    def build() -> None:
        crew = Crew(2)
        crew.aside(partial(stays, said), [1])
        list(crew.each("work", stays, said, [1, 2], 1))

    building = multiprocessing.get_context("fork").Process(target=build)
    building.start()
    os.close(said)
    assert b"".join(os.read(says, 1) for _ in range(3)) == b"xxx"
    building.kill()
    building.join()
    assert select.select([says], [], [], 20)[0], "somebody is still there who could write"
    assert os.read(says, 1) == b""
    os.close(says)
