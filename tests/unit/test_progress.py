"""People are told of long steps, and of these alone."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from generator.progress import EVERY, PATIENCE, Progress


class Terminal(StringIO):
    """Where a person looks."""

    def isatty(self) -> bool:
        return True


def told(seconds: float, stream: StringIO) -> list[str]:
    """What a log says of a step of 100 parts that takes so long; the clock is ours."""
    clock = [0.0]

    def parts() -> Iterator[int]:
        for number in range(100):
            clock[0] += seconds / 100
            yield number

    said: list[str] = []
    passed = list(Progress(said.append, stream, lambda: clock[0]).over("pages", parts(), 1000, 10))
    assert passed == list(range(100))
    return said


def test_short_steps_say_nothing() -> None:
    """Under two seconds there is nothing to say, on a terminal or in a log."""
    terminal = Terminal()
    assert told(PATIENCE - 0.1, terminal) == told(PATIENCE - 0.1, StringIO()) == []
    assert terminal.getvalue() == ""


def test_a_log_has_lines() -> None:
    """A log has a line after two seconds and then now and then: no control characters, no bar."""
    log = StringIO()
    said = told(PATIENCE + 2.5 * EVERY, log)
    assert log.getvalue() == ""
    assert len(said) == 3
    assert said[0].startswith("pages: ")
    assert all(line.endswith(" / 1,000") and line.isprintable() for line in said)


def test_a_terminal_has_a_bar() -> None:
    """A bar grows on one line and is gone when the step is done."""
    terminal = Terminal()
    assert told(10, terminal) == []
    drawn = terminal.getvalue()
    assert "\n" not in drawn
    assert "[##############################] 1,000 / 1,000" in drawn
    assert drawn.endswith("\r\x1b[K")
