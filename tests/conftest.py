"""What all tests share: the repository and what its real content says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "site"))  # what several folders of tests share

from generator import pipeline
from generator.derive import Site

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def reading() -> pipeline.Reading:
    """The real content, read once."""
    return pipeline.read(ROOT / "content")


@pytest.fixture(scope="session")
def site(reading: pipeline.Reading) -> Site:
    """All that is published of it."""
    return pipeline.site(reading)
