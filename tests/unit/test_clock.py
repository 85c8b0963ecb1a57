"""Where the time of a build goes: each second to one phase."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from generator import clock


def left_early() -> None:
    """A phase in which another program works, and that ends with an error."""
    with clock.waiting("index"):
        subprocess.run([sys.executable, "-c", "sum(range(10**6))"], check=True)
        raise LookupError


def test_another_program_is_counted_also_when_it_is_left_early() -> None:
    """What a program used that a phase waits for is counted, however the phase ends."""
    clock.start()
    before = os.times()
    with pytest.raises(LookupError):
        left_early()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    assert clock.spent()["index"].cpu >= used > 0
    assert clock.current() == clock.OTHER


def test_a_phase_within_a_phase_is_counted_once() -> None:
    """What the inner one takes is not the outer one's."""
    clock.start()
    with clock.phase("exports"):
        subprocess.run([sys.executable, "-c", ""], check=True)
        outer = clock.spent()["exports"].wall
        with clock.phase("writing"):
            subprocess.run([sys.executable, "-c", ""], check=True)
    found = clock.spent()
    assert found["exports"].wall >= outer
    assert found["writing"].wall > 0
