"""Work spread over processes: in order, whole, and said when it fails."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path

import pytest

from generator import clock
from generator.crew import TRIES, Crew


def times(factor: int, numbers: Sequence[int]) -> list[int]:
    """Work."""
    with clock.phase("rendering"):
        return [factor * number for number in numbers]


def refuses(_: object, numbers: Sequence[int]) -> list[int]:
    """Work that fails on a number."""
    if 7 in numbers:
        raise ValueError("seven")
    return list(numbers)


def dies(lives: tuple[Path, int], numbers: Sequence[int]) -> list[int]:
    """Work whose process is killed from outside over one number, so many times."""
    folder, deaths = lives
    if 7 in numbers and len(list(folder.iterdir())) < deaths:
        (folder / str(os.getpid())).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return list(numbers)


def elsewhere() -> ProcessPoolExecutor:
    """Processes that begin with nothing, as on another machine."""
    import multiprocessing

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


@pytest.mark.parametrize("crew", CREWS.values(), ids=CREWS)
def test_everything_once_and_in_order(crew: Crew, tmp_path: Path) -> None:
    """Parts come back in the order of their items, whoever made them."""
    found = [each for part in crew.each("work", times, 3, range(20), 4) for each in part]
    assert found == [3 * number for number in range(20)]
    assert list(tmp_path.iterdir()) == []


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


def test_another_takes_over(tmp_path: Path) -> None:
    """The work of a process that is killed is done by another: nothing is lost or done out of order."""
    lives = tmp_path / "lives"
    lives.mkdir()
    found = [each for part in Crew(2).each("work", dies, (lives, TRIES - 1), range(40), 4) for each in part]
    assert found == list(range(40))
    assert len(list(lives.iterdir())) == TRIES - 1


def test_not_for_ever(tmp_path: Path) -> None:
    """Work that kills every process that tries it fails the build."""
    lives = tmp_path / "lives"
    lives.mkdir()
    with pytest.raises(BrokenExecutor):
        list(Crew(2).each("work", dies, (lives, 99), range(40), 4))


def test_time_of_workers(tmp_path: Path) -> None:
    """What workers spend is counted to its phase."""
    clock.start()
    list(Crew(2).each("work", times, 1, range(8), 2))
    assert clock.spent()["rendering"].wall > 0
